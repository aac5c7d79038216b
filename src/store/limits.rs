//! The server's limits from the last contact, so that a plan works without one. A cache: it may be lost.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::limits::Limits;

/// What is known; Mastodon's own limits where there was no contact yet, or the file cannot be read.
pub fn read(root: &Path) -> Limits {
    let bytes = std::fs::read(path(root)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Keeps what the server said.
///
/// # Errors
/// When the disk refuses.
pub fn save(root: &Path, limits: &Limits) -> io::Result<()> {
    let path = path(root);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::json!(limits).to_string())
}

fn path(root: &Path) -> PathBuf {
    root.join(".hearback/limits.json")
}
