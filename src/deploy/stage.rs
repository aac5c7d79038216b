//! In which order files are put: whoever follows a link finds what it leads to.
//!
//! Every new file comes before the first changed one, since only a changed page can make readers follow a link to a new one.
//! Among each, what is linked to comes before what links. A stage begins when the one before it has ended.

use super::headers::has_hash;

/// How far from readers' first look a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Images, style sheets, documents.
    Asset,
    /// Stories and other pages.
    Page,
    /// Pages that are lists of pages.
    Listing,
    /// What others are told by: feeds, data, what search looks in.
    Feed,
    /// Where machines begin: sitemaps, the page that searches.
    Entry,
    /// Where people begin.
    Home,
}

/// A stage: the new files of a rank, or the changed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stage {
    /// Whether its files were there before.
    pub(super) was_there: bool,
    /// What they are.
    pub(super) rank: Rank,
}

impl Stage {
    /// What is put in it, in people's words.
    pub(super) fn words(self) -> &'static str {
        match (self.was_there, self.rank) {
            (false, Rank::Asset) => "new images and files",
            (false, Rank::Page) => "new pages",
            (false, Rank::Listing) => "new lists",
            (false, Rank::Feed) => "new feeds and data",
            (false, Rank::Entry) => "new sitemaps",
            (false, Rank::Home) => "the new home page",
            (true, Rank::Asset) => "changed images and files",
            (true, Rank::Page) => "changed pages",
            (true, Rank::Listing) => "changed lists",
            (true, Rank::Feed) => "changed feeds and data",
            (true, Rank::Entry) => "changed sitemaps",
            (true, Rank::Home) => "the changed home page",
        }
    }
}

/// What a file is, by its path: the folder is all that is known here.
pub(super) fn rank(path: &str) -> Rank {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let depth = if folder.is_empty() { 0 } else { folder.split('/').count() };
    let is_page = name.ends_with(".html");
    let is_list = || folder.split('/').any(|part| matches!(part, "page" | "tags" | "archive"));
    if has_hash(path) {
        Rank::Asset
    } else if path == "index.html" {
        Rank::Home
    } else if name.starts_with("sitemap") || folder == "search" {
        Rank::Entry
    } else if is_page && (depth <= 1 || is_list()) {
        Rank::Listing
    } else if is_page {
        Rank::Page
    } else if [".xml", ".json", ".ics", ".csv", ".txt"].iter().any(|ending| name.ends_with(ending))
        || path.starts_with(".well-known/")
    {
        Rank::Feed
    } else {
        Rank::Asset
    }
}

#[cfg(test)]
mod tests {
    use super::{Rank, rank};

    #[test]
    fn what_is_linked_to_comes_before_what_links() {
        let paths = [
            "index.html",
            "sitemap.xml",
            "feed.xml",
            ".well-known/webfinger",
            "impact/index.html",
            "tags/water/index.html",
            "impact/page/2/index.html",
            "impact/wells/index.html",
            "images/0123456789abcdef-640.webp",
            "logo.svg",
        ];
        let mut sorted = paths.map(|path| (rank(path), path));
        sorted.sort_by_key(|(rank, _)| *rank);
        assert_eq!(
            sorted.map(|(_, path)| path),
            [
                "images/0123456789abcdef-640.webp",
                "logo.svg",
                "impact/wells/index.html",
                "impact/index.html",
                "tags/water/index.html",
                "impact/page/2/index.html",
                "feed.xml",
                ".well-known/webfinger",
                "sitemap.xml",
                "index.html",
            ]
        );
        assert_eq!(rank("search/0123456789abcdef.json"), Rank::Asset);
        assert_eq!(rank("search/index.html"), Rank::Entry);
    }
}
