//! A toot that is to be posted: what the plan decided, and all that posting it needs to know.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::model::record::{Action, Announced};
use crate::model::vocabulary::Visibility;

/// One toot of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The story's key.
    pub story: String,
    /// Which of its toots. A part replies to the part before it, a correction to the first toot.
    pub action: Action,
    /// The story's page, as the toot links to it.
    pub page: String,
    /// Its other addresses, absolute: a toot that links to one of them is the story's.
    pub aliases: BTreeSet<String>,
    /// When the story was published: none of its toots is older than the day before.
    pub date: Timestamp,
    /// The revision that the toot announces.
    pub revision: String,
    /// The text, its link included.
    pub text: String,
    /// The content warning; empty for none.
    pub warning: String,
    /// The language.
    pub language: Option<String>,
    /// Who may see it, at most.
    pub visibility: Visibility,
    /// The toot of somebody that a first toot answers.
    pub reply_to: Option<ReplyTo>,
    /// Whether its words mention people on purpose; else nobody may be mentioned but whom it answers.
    pub mentions: bool,
    /// A picture instead of the link's card.
    pub image: Option<Picture>,
    /// The promises that it announces.
    pub commitments: Vec<Announced>,
    /// The further parts of the thread that a first toot begins.
    pub thread: Vec<String>,
}

impl Announcement {
    /// What its words are compared by, from run to run.
    pub fn words(&self) -> String {
        let digest = Sha256::digest(format!("{}\n{}", self.warning, self.text).as_bytes());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A toot that is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyTo {
    /// Its address for people.
    pub url: String,
    /// Whether a plain toot is posted where the server cannot find it.
    pub else_plain: bool,
}

/// A picture for a toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its file's name.
    pub name: String,
    /// Its media type: `image/jpeg`.
    pub mime: String,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Its alt text.
    pub alt: String,
}
