//! Our own state on disk.

pub mod manifest;
