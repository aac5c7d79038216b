//! What a file of the site consists of, on its way to wherever the site is published.

use std::path::PathBuf;

/// The content of one published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// A file on disk, which is published as it is and may be larger than the memory.
    File(PathBuf),
}
