//! A file as it came from disk, before anybody looked inside.

/// A story's file: its path and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path from the site's root, with `/` on every system: `content/impact/wells.md`.
    pub path: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}
