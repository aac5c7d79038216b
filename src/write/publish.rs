//! A site's files, moved in together.
//!
//! 1. Every file is compared with what the last build wrote; what has not changed costs a `stat`.
//! 2. What has changed is staged on the same file system, as it is rendered.
//! 3. When all are there without an error, their way is looked at: nothing that others made may stand in it.
//! 4. What is about to be on disk is remembered, so that a build that is killed from here on leaves nothing unknown.
//! 5. The files are renamed in: pages, then listings, then feeds, so that no link leads to a page that is missing.
//! 6. What the last build wrote and this one did not is removed.
//!
//! Until 5 nothing of the old site is touched. Killed during 5, the site has whole files, old and new. An output folder
//! that is not there yet is staged whole and renamed once.

use super::failure::WriteFailure;
use super::rank::Rank;
use super::sink::Sink;
use super::way;
use crate::model::content::Content;
use crate::model::manifest::{Manifest, Written};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;
use twox_hash::XxHash3_128;

/// What a publication came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were written, new or changed.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// The paths of these that were pages.
    pub gone: Vec<String>,
}

/// A site on its way to disk. Dropped before `finish`, it leaves the old site as it was.
pub struct Publication {
    out: PathBuf,
    staging: PathBuf,
    /// The output folder was not there: the staging folder becomes it.
    fresh: bool,
    before: Manifest,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    after: BTreeMap<String, Written>,
    staged: BTreeSet<(Rank, String)>,
}

impl Sink for Publication {
    fn keep(&self, path: &str) -> bool {
        let Some(known) = self.before.files.get(path) else { return false };
        let same = self.about(path).is_some_and(|about| stamp(&about) == (known.len, known.mtime));
        if same {
            self.progress().after.insert(path.to_owned(), *known);
        }
        same
    }

    fn put(&self, rank: Rank, path: &str, content: &Content) -> Result<(), WriteFailure> {
        match content {
            Content::Bytes(bytes) => self.put_bytes(rank, path, bytes),
            Content::File(source) => self.put_file(rank, path, source),
        }
    }
}

impl Publication {
    /// Begins: makes the staging folder, and removes one that an earlier run left when it was killed.
    ///
    /// # Errors
    /// When the output is no folder or cannot be written.
    pub fn begin(out: &Path, before: Manifest) -> Result<Self, WriteFailure> {
        let fresh = match fs::metadata(out) {
            Ok(about) if about.is_dir() => false,
            Ok(_) => return Err(WriteFailure::of("write into", out)(io::ErrorKind::NotADirectory.into())),
            Err(_) => true,
        };
        let staging = if fresh { beside(out) } else { out.join(".hearback-staging") };
        if fs::symlink_metadata(&staging).is_ok() {
            fs::remove_dir_all(&staging).map_err(WriteFailure::of("remove", &staging))?;
        }
        fs::create_dir_all(&staging).map_err(WriteFailure::of("make the folder", &staging))?;
        let before = if fresh { Manifest::default() } else { before };
        Ok(Self { out: out.to_owned(), staging, fresh, before, progress: Mutex::default() })
    }

    /// Moves everything in and removes what is no longer there. `remember` is told what is, or is about to be, on disk
    /// and ours: before anything is moved, and again at the end if that was too much; not at all where nothing changed.
    ///
    /// # Errors
    /// When something of others is in the way, and then nothing was moved; when a file cannot be moved or removed, and
    /// then what was moved before is whole.
    pub fn finish(self, remember: impl Fn(&Manifest)) -> Result<Summary, WriteFailure> {
        let progress = std::mem::take(&mut *self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        let Progress { after, staged, .. } = progress;
        let after = Manifest { files: after };
        let gone: Vec<&String> =
            self.before.files.keys().filter(|path| !after.files.contains_key(*path)).collect();
        if !self.fresh {
            way::look(&self.out, &staged, &self.before, &after)?;
        }
        if after != self.before {
            if gone.is_empty() {
                remember(&after);
            } else {
                let mut known = after.clone();
                known.files.extend(gone.iter().map(|path| ((*path).clone(), self.before.files[*path])));
                remember(&known);
            }
        }
        if self.fresh {
            fs::rename(&self.staging, &self.out).map_err(WriteFailure::of("move in", &self.out))?;
        } else {
            self.move_in(&staged, &gone)?;
        }
        let mut removed = 0;
        let mut pages = Vec::new();
        for path in &gone {
            if way::remove(&self.out, path)? {
                removed += 1;
                pages.extend(path.ends_with(".html").then(|| (*path).clone()));
            }
        }
        if !gone.is_empty() {
            remember(&after);
        }
        Ok(Summary {
            written: staged.len(),
            unchanged: after.files.len() - staged.len(),
            removed,
            gone: pages,
        })
    }

    /// Whether a file is on disk as it should be; then it is taken as it is.
    fn keeps(&self, path: &str, hash: [u8; 16], len: u64) -> bool {
        let Some(about) = self.about(path).filter(|about| about.len() == len) else { return false };
        let known = self.before.files.get(path);
        let untouched = known.is_some_and(|known| stamp(&about) == (known.len, known.mtime));
        let same = if untouched {
            known.is_some_and(|known| known.hash == hash)
        } else {
            // The manifest was lost, or somebody touched the file: its bytes decide.
            let read = File::open(self.out.join(path)).and_then(|mut file| hash_of(&mut file));
            read.is_ok_and(|found| found == hash)
        };
        if same {
            let written = Written { hash, len, mtime: mtime(&about) };
            self.progress().after.insert(path.to_owned(), written);
        }
        same
    }

    /// What is known about a file of the old site. A link that somebody put there is no file of ours.
    fn about(&self, path: &str) -> Option<Metadata> {
        if self.fresh {
            return None;
        }
        fs::symlink_metadata(self.out.join(path)).ok().filter(Metadata::is_file)
    }

    /// Compares bytes, and stages them where they differ.
    fn put_bytes(&self, rank: Rank, path: &str, bytes: &[u8]) -> Result<(), WriteFailure> {
        let hash = XxHash3_128::oneshot(bytes).to_be_bytes();
        if self.keeps(path, hash, bytes.len() as u64) {
            return Ok(());
        }
        let target = self.make_room(path)?;
        let mut file = File::create(&target).map_err(WriteFailure::of("write", &target))?;
        file.write_all(bytes).map_err(WriteFailure::of("write", &target))?;
        self.stage(rank, path, hash, &file, &target)
    }

    /// The same for a file, without ever having the whole of it in memory.
    fn put_file(&self, rank: Rank, path: &str, source: &Path) -> Result<(), WriteFailure> {
        let mut from = File::open(source).map_err(WriteFailure::of("read", source))?;
        let len = from.metadata().map_err(WriteFailure::of("read", source))?.len();
        let hash = hash_of(&mut from).map_err(WriteFailure::of("read", source))?;
        if self.keeps(path, hash, len) {
            return Ok(());
        }
        let target = self.make_room(path)?;
        from.rewind().map_err(WriteFailure::of("read", source))?;
        let mut file = File::create(&target).map_err(WriteFailure::of("write", &target))?;
        io::copy(&mut from, &mut file).map_err(WriteFailure::of("write", &target))?;
        self.stage(rank, path, hash, &file, &target)
    }

    /// Where a file is staged, with the folders above it.
    fn make_room(&self, path: &str) -> Result<PathBuf, WriteFailure> {
        let target = self.staging.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(WriteFailure::of("make the folder", folder))?;
        }
        Ok(target)
    }

    fn stage(
        &self,
        rank: Rank,
        path: &str,
        hash: [u8; 16],
        file: &File,
        target: &Path,
    ) -> Result<(), WriteFailure> {
        let about = file.metadata().map_err(WriteFailure::of("write", target))?;
        let written = Written { hash, len: about.len(), mtime: mtime(&about) };
        let mut progress = self.progress();
        progress.after.insert(path.to_owned(), written);
        progress.staged.insert((rank, path.to_owned()));
        Ok(())
    }

    /// Renames the staged files in, one rank after the other, each rank on all cores.
    fn move_in(&self, staged: &BTreeSet<(Rank, String)>, gone: &[&String]) -> Result<(), WriteFailure> {
        let mut ready = BTreeSet::new();
        for rank in [Rank::Page, Rank::Listing, Rank::Feed] {
            let paths: Vec<&String> =
                staged.iter().filter(|(of, _)| *of == rank).map(|(_, path)| path).collect();
            for path in &paths {
                way::open(&self.out, path, gone, &mut ready)?;
            }
            paths.par_iter().try_for_each(|path| {
                let target = self.out.join(path);
                fs::rename(self.staging.join(path), &target).map_err(WriteFailure::of("move in", &target))
            })?;
        }
        fs::remove_dir_all(&self.staging).map_err(WriteFailure::of("remove", &self.staging))
    }

    fn progress(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        // After `finish` there is nothing left to remove; after a failure this is the best that can be done.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// A hidden folder beside the output, on the same file system.
fn beside(out: &Path) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.hearback-staging"))
}

fn hash_of(file: &mut File) -> io::Result<[u8; 16]> {
    let mut hasher = XxHash3_128::new();
    let mut some = vec![0; 64 << 10];
    loop {
        match file.read(&mut some) {
            Ok(0) => return Ok(hasher.finish_128().to_be_bytes()),
            Ok(count) => hasher.write(&some[..count]),
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
}

/// What tells that nobody wrote to a file.
fn stamp(about: &Metadata) -> (u64, i64) {
    (about.len(), mtime(about))
}

fn mtime(about: &Metadata) -> i64 {
    let Ok(time) = about.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
    }
}
