//! How the files of a site stand at one moment, to be compared with how they stood before.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// What of a file changes when it is saved.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    modified: Option<SystemTime>,
    length: u64,
}

/// The files in the root itself and everything below the folders, links followed.
pub(crate) fn look(root: &Path, folders: &[PathBuf]) -> BTreeMap<PathBuf, Seen> {
    let own = WalkDir::new(root).max_depth(1).follow_links(true).into_iter();
    let below = folders.iter().flat_map(|folder| WalkDir::new(folder).follow_links(true));
    own.chain(below).flatten().filter_map(seen).collect()
}

/// A file with its state, a folder by being there. What goes away meanwhile is not there.
fn seen(entry: DirEntry) -> Option<(PathBuf, Seen)> {
    let metadata = entry.metadata().ok()?;
    let state = |of: &Metadata| Seen { modified: of.modified().ok(), length: of.len() };
    let folder = Seen { modified: None, length: 0 };
    let seen = if metadata.is_file() { state(&metadata) } else { folder };
    Some((entry.into_path(), seen))
}

/// The paths that only one side has, or that are not the same on both.
pub(crate) fn different(before: &BTreeMap<PathBuf, Seen>, now: &BTreeMap<PathBuf, Seen>) -> Vec<PathBuf> {
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let new = now.iter().filter(|(path, seen)| before.get(*path) != Some(seen)).map(|(path, _)| path);
    gone.chain(new).cloned().collect()
}
