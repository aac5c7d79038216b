//! A site's files, moved in together.
//!
//! 1. Every file is compared with what the last build wrote; what has not changed costs a `stat`.
//! 2. What has changed is staged on the same file system, as it is rendered.
//! 3. When all are there without an error, they are renamed in: pages, then listings, then feeds, so that no link leads to
//!    a page that is missing.
//! 4. What the last build wrote and this one did not is removed.
//!
//! Until 3 nothing of the old site is touched. Killed during 3, the site has whole files, old and new. An output folder
//! that is not there yet is staged whole and renamed once.

use super::failure::WriteFailure;
use crate::model::manifest::{Manifest, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// In which order changed files are moved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What others link to: stories, images, files.
    Page,
    /// What links to pages: lists and the home.
    Listing,
    /// What others are told by: feeds, sitemaps, data.
    Feed,
}

/// What a publication came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that were written, new or changed.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
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
    folders: BTreeSet<String>,
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
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(WriteFailure::of("remove", &staging))?;
        }
        fs::create_dir_all(&staging).map_err(WriteFailure::of("make the folder", &staging))?;
        let before = if fresh { Manifest::default() } else { before };
        Ok(Self { out: out.to_owned(), staging, fresh, before, progress: Mutex::default() })
    }

    /// Takes a file: compares it, and stages it where it differs. May be called from many threads.
    ///
    /// # Errors
    /// When it cannot be staged: a full disk, a folder that may not be written.
    pub fn put(&self, rank: Rank, path: &str, bytes: &[u8]) -> Result<(), WriteFailure> {
        let hash = short(&blake3::hash(bytes));
        if self.keeps(path, hash) {
            return Ok(());
        }
        let target = self.make_room(path)?;
        let mut file = File::create(&target).map_err(WriteFailure::of("write", &target))?;
        file.write_all(bytes).map_err(WriteFailure::of("write", &target))?;
        self.stage(rank, path, hash, &file, &target)
    }

    /// Takes a file that is copied as it is.
    ///
    /// # Errors
    /// When it cannot be read or staged.
    pub fn copy(&self, rank: Rank, path: &str, source: &Path) -> Result<(), WriteFailure> {
        let mut hasher = blake3::Hasher::new();
        let mut from = File::open(source).map_err(WriteFailure::of("read", source))?;
        hasher.update_reader(&mut from).map_err(WriteFailure::of("read", source))?;
        let hash = short(&hasher.finalize());
        if self.keeps(path, hash) {
            return Ok(());
        }
        let target = self.make_room(path)?;
        let mut from = File::open(source).map_err(WriteFailure::of("read", source))?;
        let mut file = File::create(&target).map_err(WriteFailure::of("write", &target))?;
        io::copy(&mut from, &mut file).map_err(WriteFailure::of("write", &target))?;
        self.stage(rank, path, hash, &file, &target)
    }

    /// Moves everything in and removes what is no longer there. Returns what the next build has to know.
    ///
    /// # Errors
    /// When a file cannot be moved or removed; what was moved before is whole.
    pub fn finish(self) -> Result<(Manifest, Summary), WriteFailure> {
        let progress = std::mem::take(&mut *self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        let Progress { after, staged, .. } = progress;
        let written = staged.len();
        if self.fresh {
            fs::rename(&self.staging, &self.out).map_err(WriteFailure::of("move in", &self.out))?;
        } else {
            self.move_in(&staged, &after)?;
        }
        let removed = self.remove_rest(&after)?;
        let summary = Summary { written, unchanged: after.len() - written, removed };
        Ok((Manifest { files: after }, summary))
    }

    /// Whether a file is on disk as it should be; then it is taken as it is.
    fn keeps(&self, path: &str, hash: [u8; 16]) -> bool {
        let Some(known) = self.before.files.get(path).filter(|known| known.hash == hash) else {
            return false;
        };
        // A link that somebody put there is no file of ours.
        let there = fs::symlink_metadata(self.out.join(path));
        let same = there
            .is_ok_and(|about| about.is_file() && about.len() == known.len && mtime(&about) == known.mtime);
        if same {
            self.progress().after.insert(path.to_owned(), *known);
        }
        same
    }

    /// Where a file is staged, with the folders above it.
    fn make_room(&self, path: &str) -> Result<PathBuf, WriteFailure> {
        let target = self.staging.join(path);
        if let Some((folder, _)) = path.rsplit_once('/') {
            let known = self.progress().folders.contains(folder);
            if !known {
                let folder_path = self.staging.join(folder);
                fs::create_dir_all(&folder_path)
                    .map_err(WriteFailure::of("make the folder", &folder_path))?;
                self.progress().folders.insert(folder.to_owned());
            }
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

    fn move_in(
        &self,
        staged: &BTreeSet<(Rank, String)>,
        after: &BTreeMap<String, Written>,
    ) -> Result<(), WriteFailure> {
        let mut ready = BTreeSet::new();
        for (_, path) in staged {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if ready.insert(folder.to_owned()) {
                self.open_way(folder, after)?;
            }
            let target = self.out.join(path);
            if target.is_dir() {
                self.clear_folder(path, after)?;
            }
            fs::rename(self.staging.join(path), &target).map_err(WriteFailure::of("move in", &target))?;
        }
        fs::remove_dir_all(&self.staging).map_err(WriteFailure::of("remove", &self.staging))
    }

    /// Makes the folders above a file. A file of ours that stands in the way goes (`about` before `about/`); a link is
    /// refused, for it would lead out of the output.
    fn open_way(&self, folder: &str, after: &BTreeMap<String, Written>) -> Result<(), WriteFailure> {
        let mut way = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            if !way.is_empty() {
                way.push('/');
            }
            way.push_str(part);
            let path = self.out.join(&way);
            match fs::symlink_metadata(&path) {
                Ok(about) if about.is_dir() => {}
                Ok(about)
                    if about.is_file()
                        && self.before.files.contains_key(&way)
                        && !after.contains_key(&way) =>
                {
                    fs::remove_file(&path).map_err(WriteFailure::of("remove", &path))?;
                    fs::create_dir(&path).map_err(WriteFailure::of("make the folder", &path))?;
                }
                Ok(_) => {
                    let cause = io::Error::other("something that this program did not make is in the way");
                    return Err(WriteFailure::of("make the folder", &path)(cause));
                }
                Err(_) => fs::create_dir(&path).map_err(WriteFailure::of("make the folder", &path))?,
            }
        }
        Ok(())
    }

    /// Empties a folder of ours whose name is now a file's.
    fn clear_folder(&self, folder: &str, after: &BTreeMap<String, Written>) -> Result<(), WriteFailure> {
        let inside = format!("{folder}/");
        for path in
            self.before.files.keys().filter(|path| path.starts_with(&inside) && !after.contains_key(*path))
        {
            remove_with_folders(&self.out, path)?;
        }
        Ok(())
    }

    /// Removes what the last build wrote and this one did not.
    fn remove_rest(&self, after: &BTreeMap<String, Written>) -> Result<usize, WriteFailure> {
        let mut removed = 0;
        for path in self.before.files.keys().filter(|path| !after.contains_key(*path)) {
            removed += usize::from(remove_with_folders(&self.out, path)?);
        }
        Ok(removed)
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

/// Removes a file, and the folders above it that it leaves empty. Says whether there was one.
fn remove_with_folders(out: &Path, path: &str) -> Result<bool, WriteFailure> {
    let target = out.join(path);
    let passes_link =
        Path::new(path).ancestors().skip(1).any(|part| out.join(part).is_symlink() && part != Path::new(""));
    if passes_link || !fs::symlink_metadata(&target).is_ok_and(|about| about.is_file()) {
        return Ok(false);
    }
    fs::remove_file(&target).map_err(WriteFailure::of("remove", &target))?;
    for folder in Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
        if fs::remove_dir(out.join(folder)).is_err() {
            break;
        }
    }
    Ok(true)
}

/// A hidden folder beside the output, on the same file system.
fn beside(out: &Path) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.hearback-staging"))
}

fn short(hash: &blake3::Hash) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&hash.as_bytes()[..16]);
    out
}

fn mtime(about: &Metadata) -> i128 {
    let Ok(time) = about.modified() else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    }
}
