//! What answers an address.

use crate::model::asset::Recipe;
use crate::model::lang::Lang;
use crate::model::vocabulary::Kind;

/// A story by its index in `Site::stories`.
pub type StoryIx = usize;

/// What answers an address. Addresses start with `/`, below the path of the site's `url`; one that ends in `/` is answered
/// by `index.html` in that folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// A story.
    Story(StoryIx),
    /// The first page of a language.
    Home(Edition),
    /// A page of a list, counted from 1.
    List {
        /// The language.
        edition: Edition,
        /// What is listed.
        list: List,
        /// Which page, from 1.
        page: usize,
    },
    /// All tags.
    Tags(Edition),
    /// All years.
    Archive(Edition),
    /// All commitments.
    Commitments(Edition),
    /// All commitments by the team that has them.
    Teams(Edition),
    /// One commitment in one language.
    Commitment {
        /// The language.
        edition: Edition,
        /// Its index in `Site::promises`.
        promise: usize,
    },
    /// Answer times, open criticisms, promises that moved.
    Accountability(Edition),
    /// Every change after publication.
    Corrections(Edition),
    /// Where one searches, which lists everything as well.
    Search(Edition),
    /// A file of the index that the search asks.
    SearchFile(Edition, SearchFile),
    /// How to hear of what is new.
    Subscribe(Edition),
    /// What the open data holds.
    OurData(Edition),
    /// The answer to every address that is not there.
    NotFound,
    /// A feed.
    Feed {
        /// The language.
        edition: Edition,
        /// What is in it; `None` is everything.
        list: Option<List>,
        /// In which format.
        format: FeedFormat,
    },
    /// Open data.
    Data(DataSet, DataFormat),
    /// The documentation and JSON Schema of the open data.
    DataSchema,
    /// Commitments as a calendar.
    DueCalendar,
    /// A part of the sitemap; 0 is the index or the only one.
    Sitemap(usize),
    /// `robots.txt`.
    Robots,
    /// `/.well-known/webfinger`.
    WebFinger,
    /// `/.well-known/security.txt`.
    SecurityTxt,
    /// `_headers`: what a host says with each answer.
    Headers,
    /// `_redirects`: the old addresses, for a host that leads on by itself.
    Redirects,
    /// An old address of a story, which leads to it.
    Alias(StoryIx),
    /// A file of `static/` or beside a story: its path from the site's root.
    File(String),
    /// A file of the theme, by its path in the theme's `static/`.
    ThemeFile(String),
    /// A variant of an image.
    Variant(Recipe),
}

impl Route {
    /// Whether an author's own file at its address counts instead.
    pub fn gives_way(&self) -> bool {
        matches!(
            self,
            Self::Robots
                | Self::NotFound
                | Self::WebFinger
                | Self::SecurityTxt
                | Self::Headers
                | Self::Redirects
                | Self::ThemeFile(_)
        )
    }

    /// Whether it is a page for people, as a sitemap lists them.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Story(_)
                | Self::Home(_)
                | Self::List { .. }
                | Self::Tags(_)
                | Self::Archive(_)
                | Self::Commitments(_)
                | Self::Teams(_)
                | Self::Commitment { .. }
                | Self::Accountability(_)
                | Self::Corrections(_)
                | Self::Search(_)
                | Self::Subscribe(_)
                | Self::OurData(_)
        )
    }
}

/// The language of a list or page: `None` is the site's own, at the top.
pub type Edition = Option<Lang>;

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Every story of a kind.
    Kind(Kind),
    /// Every story with a tag: its slug.
    Tag(String),
    /// Every story of a year.
    Year(i16),
}

/// The formats of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// RSS 2.0, `rss.xml`.
    Rss,
    /// Atom (RFC 4287), `atom.xml`.
    Atom,
    /// JSON Feed 1.1, `feed.json`.
    Json,
}

impl FeedFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// The name of its file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "rss.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

/// What open data there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataSet {
    /// One row a commitment.
    Commitments,
    /// One row a criticism or question.
    Responses,
    /// One row a reading of a measure.
    Measures,
}

impl DataSet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Commitments, Self::Responses, Self::Measures];

    /// The name of its file, without the ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commitments => "commitments",
            Self::Responses => "responses",
            Self::Measures => "measures",
        }
    }
}

/// The formats of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFormat {
    /// JSON.
    Json,
    /// CSV (RFC 4180).
    Csv,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchFile {
    /// Words in order, and which documents have them.
    Words(usize),
    /// Documents as results show them.
    Found(usize),
}
