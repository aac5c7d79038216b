//! Where a site is published: a folder, or whatever else takes files by their path.

use super::failure::WriteFailure;
use super::rank::Rank;
use crate::model::content::Content;

/// Takes the files of a site, from many threads and in any order. What it took is seen by readers only when all are there.
pub trait Sink: Sync {
    /// Takes a file as it was published last, where its name says all about its content. Whether it is there and as it was;
    /// if not, it has to be put.
    fn keep(&self, path: &str) -> bool;

    /// Takes a file.
    ///
    /// # Errors
    /// When it cannot be read, or not be taken: a full disk, a folder that may not be written.
    fn put(&self, rank: Rank, path: &str, content: &Content) -> Result<(), WriteFailure>;
}
