//! A language by its BCP 47 tag.

use std::fmt;
use std::sync::Arc;

/// A language tag, kept as written: `en`, `en-GB`, `ar`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(Arc<str>);

/// Primary subtags that are written from right to left.
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ps", "ur", "yi"];

impl Lang {
    /// English, the language of a site that names none.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// Reads a well-formed tag (RFC 5646 §2.1, the shape only): two or three letters first, since
    /// no longer ones were ever registered, then subtags of one to eight letters or digits.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        (fits && rest).then(|| Self(tag.into()))
    }

    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag, in lower case: `en` of `en-GB`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether the language is usually written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.primary().as_str())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
