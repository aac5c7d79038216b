//! What a server lets a toot be: read from its instance document, kept from the last contact, so that a plan works offline.

use serde::{Deserialize, Serialize};

/// The limits of one server. The defaults are Mastodon's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// How many characters a toot may have, its content warning included.
    pub max_characters: usize,
    /// How many characters a link counts, whatever its length.
    pub url_characters: usize,
    /// Whether every character counts as it is written, links and mentions too.
    pub as_written: bool,
    /// Whether it takes signs of a text for markup, and leaves out what looks like a tag.
    pub marks_up: bool,
    /// Whether it refuses a toot that would mention somebody by chance.
    pub refuses_mentions: bool,
    /// How many images a toot may have.
    pub max_media: usize,
    /// How many characters an image's alt text may have.
    pub alt_text: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_characters: 500,
            url_characters: 23,
            as_written: false,
            marks_up: false,
            refuses_mentions: true,
            max_media: 4,
            alt_text: 1_500,
        }
    }
}
