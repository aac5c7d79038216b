//! Where in the author's files something stands, without the text itself: whoever prints a place reads the file again.

use std::ops::Range;

/// A file of the site and the spot in it that is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path from the site's root, with `/` on every system: `content/impact/wells.md`.
    pub file: String,
    /// The spot in that file.
    pub spot: Spot,
}

/// A spot in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// The file as a whole.
    Whole,
    /// Bytes of the file as it is on disk (a BOM counts): the first, and the one after the last.
    Bytes(usize, usize),
    /// A field of the front matter or of a YAML file by its path: `measures[2].value`.
    Field(String),
    /// Words of a story's text as a reader sees them, without marks; the first place where they stand.
    Words(String),
}

impl Place {
    /// The file as a whole.
    pub fn whole(file: impl Into<String>) -> Self {
        Self { file: file.into(), spot: Spot::Whole }
    }

    /// A range of bytes in the file.
    pub fn bytes(file: impl Into<String>, range: Range<usize>) -> Self {
        Self { file: file.into(), spot: Spot::Bytes(range.start, range.end) }
    }

    /// Words of a story's text.
    pub fn words(file: impl Into<String>, words: impl Into<String>) -> Self {
        Self { file: file.into(), spot: Spot::Words(words.into()) }
    }

    /// A field by its path.
    pub fn field(file: impl Into<String>, path: impl Into<String>) -> Self {
        Self { file: file.into(), spot: Spot::Field(path.into()) }
    }
}
