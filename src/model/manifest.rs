//! What the last build wrote.

use std::collections::BTreeMap;

/// What a build wrote, by path below the output folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// Path with `/`, and what was written there.
    pub files: BTreeMap<String, Written>,
}

/// One file as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The XXH3 hash of its content, big-endian.
    pub hash: [u8; 16],
    /// Its length in bytes.
    pub len: u64,
    /// Its time of change, in nanoseconds since 1970, as far as they can be counted (to 2262); with the length it tells
    /// whether somebody changed it since.
    pub mtime: i64,
}
