//! A folder, as of a web server on this machine or of a disk that is mounted.

use super::failure::Failure;
use super::manifest::{self, Deployed, Mark};
use super::place::{Place, Saved};
use super::progress::{Event, Tell};
use super::site::{self, File};
use std::fs::{self, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_128;

/// Where the lock is, below the folder.
const LOCK: &str = ".hearback/deploying";

/// A folder that takes a site.
#[derive(Debug)]
pub(super) struct Folder {
    folder: PathBuf,
}

/// The system's lock: held until it is dropped, or the process ends.
#[derive(Debug)]
pub(super) struct Held {
    _file: fs::File,
}

impl Folder {
    /// The folder that the site at `root` names.
    pub(super) fn new(root: &Path, named: &str) -> Folder {
        Folder { folder: root.join(named) }
    }

    fn manifest(&self) -> Result<Option<Deployed>, Failure> {
        let path = self.folder.join(manifest::PLACE);
        match fs::read_to_string(&path) {
            Ok(text) => {
                let foreign = || Failure::Foreign(path.display().to_string());
                Deployed::parse(&text).map(Some).ok_or_else(foreign)
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Failure::disk("read", &path)(cause)),
        }
    }

    /// Writes a file under another name and moves it in, so that nobody reads half of it.
    fn move_in(&self, path: &str, content: &mut impl Read) -> Result<[u8; 16], Failure> {
        let target = self.folder.join(path);
        let above = target.parent().unwrap_or(&self.folder);
        fs::create_dir_all(above).map_err(Failure::disk("make the folder", above))?;
        let staged = self.folder.join(format!(".hearback/{:032x}", XxHash3_128::oneshot(path.as_bytes())));
        let copy = || -> io::Result<[u8; 16]> {
            let mut file = fs::File::create(&staged)?;
            let mut hasher = XxHash3_128::new();
            let mut some = vec![0; 64 << 10];
            loop {
                match content.read(&mut some) {
                    Ok(0) => break,
                    Ok(count) => {
                        hasher.write(&some[..count]);
                        file.write_all(&some[..count])?;
                    }
                    Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                    Err(cause) => return Err(cause),
                }
            }
            fs::rename(&staged, &target)?;
            Ok(hasher.finish_128().to_be_bytes())
        };
        copy_or_clean(copy, &staged).map_err(Failure::disk("write", &target))
    }
}

/// What was half written is taken away again.
fn copy_or_clean(copy: impl FnOnce() -> io::Result<[u8; 16]>, staged: &Path) -> io::Result<[u8; 16]> {
    let copied = copy();
    if copied.is_err() {
        let _ = fs::remove_file(staged);
    }
    copied
}

impl Place for Folder {
    /// The run that wrote the manifest.
    type Version = Option<String>;
    type Hold = Held;

    fn name(&self) -> String {
        self.folder.display().to_string()
    }

    async fn read(&self) -> Result<(Deployed, Self::Version), Failure> {
        let read = self.manifest()?;
        let by = read.as_ref().map(|deployed| deployed.by.clone());
        Ok((read.unwrap_or_default(), by))
    }

    async fn save(&self, deployed: &Deployed, over: &Self::Version) -> Result<Saved<Self::Version>, Failure> {
        if self.manifest()?.map(|there| there.by) != *over {
            return Ok(Saved::Moved);
        }
        self.move_in(manifest::PLACE, &mut deployed.text().as_bytes())?;
        Ok(Saved::As(Some(deployed.by.clone())))
    }

    async fn hold(&self, _run: &str, tell: Tell<'_>) -> Result<Held, Failure> {
        let path = self.folder.join(LOCK);
        let above = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(above).map_err(Failure::disk("make the folder", above))?;
        let open = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(Failure::disk("write", &path))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            tell(&Event::Waits);
            file.lock().map_err(Failure::disk("lock", &path))?;
        }
        Ok(Held { _file: file })
    }

    async fn keep(&self, _hold: &Held) {
        // The system takes it from nobody who lives.
        std::future::pending().await
    }

    async fn release(&self, hold: Held) {
        drop(hold);
    }

    async fn put(&self, path: &str, from: &Path, file: &File) -> Result<Mark, Failure> {
        let mut content = fs::File::open(from).map_err(Failure::disk("read", from))?;
        // A web server compresses by itself: what lies in a folder is what it is.
        Ok(site::mark(self.move_in(path, &mut content)?, file.headers))
    }

    async fn remove(&self, paths: &[String]) -> Result<(), Failure> {
        for path in paths {
            let target = self.folder.join(path);
            match fs::remove_file(&target) {
                Ok(()) => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => return Err(Failure::disk("remove", &target)(cause)),
            }
            // The folders that it leaves empty; one with something in it stays.
            let above = target.ancestors().skip(1).take_while(|above| **above != *self.folder);
            let _ = above.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        Ok(())
    }
}
