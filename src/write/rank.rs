//! What is published before what.

/// In which order changed files are moved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What others link to: stories, images, files.
    Page,
    /// What links to pages: lists and the home.
    Listing,
    /// What others are told by: feeds, sitemaps, data.
    Feed,
}
