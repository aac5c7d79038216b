//! What the file system refused.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A file or folder that could not be written. What was tried, where, and what came back.
#[derive(Debug, Error)]
#[error("cannot {doing} `{}`: {}", path.display(), plain(.cause))]
pub struct WriteFailure {
    /// What was tried: `write`, `make the folder`.
    pub doing: &'static str,
    /// Where.
    pub path: PathBuf,
    /// What came back; part of the message, and so no source of it.
    pub cause: io::Error,
}

impl WriteFailure {
    /// Wraps what came back; for `map_err`.
    pub(super) fn of(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self { doing, path, cause }
    }
}

/// What the system said, in words that need no manual.
fn plain(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "this user may not write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "it can only be read, not written".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::AlreadyExists => "it is there already".to_owned(),
        _ => cause.to_string(),
    }
}
