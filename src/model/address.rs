//! The addresses of everything that is no story, in one place: `assemble` makes the routes from them and `render` the links
//! to them. All are below the path of the site's `url`.

use crate::model::lang::Lang;
use crate::model::route::{DataFormat, DataSet, Edition, FeedFormat, List, SearchFile};
use crate::model::vocabulary::Kind;

/// The address of a site that has none of its own yet, below a name that nobody can have (RFC 2606 §3).
pub const PLACEHOLDER: &str = "https://your-site.example/";

/// Where the open data is documented.
pub const DATA_SCHEMA: &str = "/data/schema.json";
/// The commitments as a calendar.
pub const DUE_CALENDAR: &str = "/due.ics";
/// `robots.txt`.
pub const ROBOTS: &str = "/robots.txt";
/// The WebFinger alias (RFC 7033 §4).
pub const WEB_FINGER: &str = "/.well-known/webfinger";
/// Where a hole in the site's safety is to be reported (RFC 9116 §3).
pub const SECURITY_TXT: &str = "/.well-known/security.txt";
/// What a host says with each answer, as Netlify, Cloudflare Pages and others read it.
pub const HEADERS: &str = "/_headers";
/// The old addresses, as Netlify, Cloudflare Pages, GitLab Pages and others read them.
pub const REDIRECTS: &str = "/_redirects";
/// The answer to every address that is not there.
pub const NOT_FOUND: &str = "/404.html";

/// What an address of an edition begins with: nothing, or `/es`.
pub fn prefix(edition: &Edition) -> String {
    edition
        .as_ref()
        .map_or_else(String::new, |lang: &Lang| format!("/{}", lang.as_str().to_ascii_lowercase()))
}

/// The first page of an edition: `/`, `/es/`.
pub fn home(edition: &Edition) -> String {
    format!("{}/", prefix(edition))
}

/// The first segment of the addresses of a kind: `impact`, `responses`, `answers`; pages have none.
pub fn folder(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Impact => Some("impact"),
        Kind::Response => Some("responses"),
        Kind::Answer => Some("answers"),
        Kind::Page => None,
    }
}

/// A page of a list, counted from 1: `/impact/`, `/tags/water/page/2/`, `/archive/2026/`.
pub fn list(edition: &Edition, list: &List, page: usize) -> String {
    let (prefix, path) = (prefix(edition), list_path(list));
    let first = if prefix.is_empty() { path } else { prefix + &path };
    if page <= 1 { first } else { format!("{first}page/{page}/") }
}

fn list_path(list: &List) -> String {
    match list {
        List::Kind(kind) => format!("/{}/", folder(*kind).unwrap_or("pages")),
        List::Tag(slug) => format!("/tags/{slug}/"),
        List::Year(year) => format!("/archive/{year}/"),
    }
}

/// A feed: `/rss.xml`, `/impact/atom.xml`, `/es/tags/agua/feed.json`.
pub fn feed(edition: &Edition, list: Option<&List>, format: FeedFormat) -> String {
    let folder = list.map_or_else(|| "/".to_owned(), list_path);
    format!("{}{folder}{}", prefix(edition), format.file_name())
}

/// All tags.
pub fn tags(edition: &Edition) -> String {
    format!("{}/tags/", prefix(edition))
}

/// All years.
pub fn archive(edition: &Edition) -> String {
    format!("{}/archive/", prefix(edition))
}

/// All commitments.
pub fn commitments(edition: &Edition) -> String {
    format!("{}/commitments/", prefix(edition))
}

/// All commitments by the team that has them.
pub fn teams(edition: &Edition) -> String {
    format!("{}/commitments/teams/", prefix(edition))
}

/// Answer times, open criticisms, promises that moved.
pub fn accountability(edition: &Edition) -> String {
    format!("{}/accountability/", prefix(edition))
}

/// Every change after publication.
pub fn corrections(edition: &Edition) -> String {
    format!("{}/corrections/", prefix(edition))
}

/// Where one searches.
pub fn search(edition: &Edition) -> String {
    format!("{}/search/", prefix(edition))
}

/// A file of the index that the search asks: `/search/words-3.json`, `/es/search/found-0.json`.
pub fn search_file(edition: &Edition, file: SearchFile) -> String {
    match file {
        SearchFile::Words(part) => format!("{}words-{part}.json", search(edition)),
        SearchFile::Found(part) => format!("{}found-{part}.json", search(edition)),
    }
}

/// How to hear of what is new.
pub fn subscribe(edition: &Edition) -> String {
    format!("{}/subscribe/", prefix(edition))
}

/// What the open data holds.
pub fn our_data(edition: &Edition) -> String {
    format!("{}/data/", prefix(edition))
}

/// A file of open data: `/data/commitments.csv`.
pub fn data(set: DataSet, format: DataFormat) -> String {
    let ending = match format {
        DataFormat::Json => "json",
        DataFormat::Csv => "csv",
    };
    format!("/data/{}.{ending}", set.name())
}

/// A part of the sitemap; 0 is the index or the only one.
pub fn sitemap(part: usize) -> String {
    if part == 0 { "/sitemap.xml".to_owned() } else { format!("/sitemap-{part}.xml") }
}

/// A file of the theme.
pub fn theme_file(path: &str) -> String {
    format!("/theme/{path}")
}
