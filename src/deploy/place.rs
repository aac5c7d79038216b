//! Where a site is put, file by file.

use super::failure::Failure;
use super::manifest::{Deployed, Mark};
use super::progress::Tell;
use super::site::File;
use std::path::Path;

/// What became of a manifest that was written.
#[derive(Debug)]
pub(super) enum Saved<V> {
    /// It is there, as this version.
    As(V),
    /// Another was there than the one that was read: nothing was written.
    Moved,
}

/// A place that takes files one by one.
pub(super) trait Place {
    /// What tells one manifest from the next.
    type Version;
    /// What holds the place for one run.
    type Hold;

    /// Its name, in people's words.
    fn name(&self) -> String;

    /// What is out, as we wrote it down.
    async fn read(&self) -> Result<(Deployed, Self::Version), Failure>;

    /// Writes down what is out, if the manifest is still that version.
    async fn save(&self, deployed: &Deployed, over: &Self::Version) -> Result<Saved<Self::Version>, Failure>;

    /// Waits until no other run is at work, and keeps others waiting.
    async fn hold(&self, run: &str, tell: Tell<'_>) -> Result<Self::Hold, Failure>;

    /// Keeps holding; ends only when somebody else took the place over.
    async fn keep(&self, hold: &Self::Hold);

    /// Lets others in.
    async fn release(&self, hold: Self::Hold);

    /// Puts a file, and says what was put: it may have changed since it was looked at.
    async fn put(&self, path: &str, from: &Path, file: &File) -> Result<Mark, Failure>;

    /// Removes files. One that is not there is removed already.
    async fn remove(&self, paths: &[String]) -> Result<(), Failure>;
}
