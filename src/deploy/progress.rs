//! How far a deploy is, for whoever prints it.

use super::site::Site;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// What a deploy tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Another deploy is at work, and this one waits for it.
    Waits,
    /// What is out changed meanwhile, and this one starts again from there.
    StartsAgain,
    /// A stage begins: what is put, and how many files.
    Stage(&'static str, usize),
    /// A file was put.
    Put {
        /// Files that were put so far.
        files: usize,
        /// Of how many.
        of_files: usize,
        /// Their bytes.
        bytes: u64,
        /// Of how many.
        of_bytes: u64,
    },
    /// Files are being removed: how many.
    Removes(usize),
    /// A line of the site's own command.
    Line(String),
}

/// Who is told.
pub type Tell<'a> = &'a (dyn Fn(&Event) + Sync);

/// What was put so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    files: AtomicUsize,
    bytes: AtomicU64,
}

impl Count {
    /// Counts a file, and tells.
    pub(super) fn put(&self, site: &Site, path: &str, of: (usize, u64), tell: Tell<'_>) {
        let len = site.files.get(path).map_or(0, |file| file.len);
        let files = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes = self.bytes.fetch_add(len, Ordering::Relaxed) + len;
        tell(&Event::Put { files, of_files: of.0, bytes, of_bytes: of.1 });
    }

    /// Files and bytes.
    pub(super) fn so_far(&self) -> (usize, u64) {
        (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }
}
