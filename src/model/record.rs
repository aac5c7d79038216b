//! The ledger's records: what was meant, what became of it, and what somebody said about it afterwards. Each is one line of
//! JSON.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the record format that is written, and the newest that is understood.
pub const VERSION: u64 = 1;

/// One thing that is posted for a story, once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The story's first toot.
    New,
    /// A later part of its thread; the first toot is part 1, so this is 2 or more.
    Part(u32),
    /// A reply to our own toot that says what was corrected, with the correction's id.
    Correction(String),
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::New => f.write_str("new"),
            Action::Part(number) => write!(f, "part:{number}"),
            Action::Correction(id) => write!(f, "correction:{id}"),
        }
    }
}

impl FromStr for Action {
    type Err = String;

    fn from_str(text: &str) -> Result<Action, String> {
        match text.split_once(':') {
            None if text == "new" => Ok(Action::New),
            Some(("part", number)) => {
                number.parse().map(Action::Part).map_err(|_| format!("`{text}` is not a part of a thread"))
            }
            Some(("correction", id)) if !id.is_empty() => Ok(Action::Correction(id.to_owned())),
            _ => Err(format!("`{text}` is not an action")),
        }
    }
}

/// How a receipt came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The server answered the post with it.
    Posted,
    /// It stood in our own list of toots.
    Found,
    /// A person said that it is ours.
    Adopted,
}

/// Why an intent came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It did not show up in our list in time.
    Absent,
    /// The server said yes and kept nothing.
    Ghost,
    /// It was not sent while its intent was fresh.
    Late,
    /// The server refused it with this status.
    Http(u16),
    /// No connection was made, so nothing can have been posted.
    Unreachable,
    /// The answer was unclear, as in an outage, and the toot is not there.
    Unclear,
    /// A reason that a later version writes.
    Other(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Absent => f.write_str("absent"),
            Why::Ghost => f.write_str("ghost"),
            Why::Late => f.write_str("late"),
            Why::Http(status) => write!(f, "http {status}"),
            Why::Unreachable => f.write_str("unreachable"),
            Why::Unclear => f.write_str("unclear"),
            Why::Other(text) => f.write_str(text),
        }
    }
}

impl FromStr for Why {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Why, Self::Err> {
        Ok(match text {
            "absent" => Why::Absent,
            "ghost" => Why::Ghost,
            "late" => Why::Late,
            "unreachable" => Why::Unreachable,
            "unclear" => Why::Unclear,
            _ => match text.strip_prefix("http ").and_then(|status| status.parse().ok()) {
                Some(status) => Why::Http(status),
                None => Why::Other(text.to_owned()),
            },
        })
    }
}

/// Both are strings in the file, so that a person can read and grep them.
macro_rules! as_string {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
as_string!(Action);
as_string!(Why);

/// A promise as the toot announced it: what a later version of the page is compared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Announced {
    /// The commitment's id.
    pub id: String,
    /// What was promised.
    pub what: String,
    /// By when, as written; none where it had no date.
    pub due: Option<String>,
}

/// Written before a toot is sent: from here on it may be out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Intent {
    /// A fresh random id.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// What is posted.
    pub action: Action,
    /// The account that posts, as its address.
    pub account: String,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When the server is to post it, where it is scheduled.
    pub due: Option<Timestamp>,
    /// The page that it links to.
    pub page: String,
    /// The revision of the story that it announces.
    pub revision: String,
    /// Who runs: a CI run or a person's machine.
    pub by: String,
    /// The promises that it announces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Announced>,
    /// Who may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// What its words are compared by: a text that was refused is refused until it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The further parts of the thread that it begins, as they were cut then: later runs go on with these, whatever the
    /// server's limit is by then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thread: Vec<String>,
}

/// Proof that an action's toot exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Receipt {
    /// The intent that led to it; an adoption makes up its own.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// What was posted.
    pub action: Action,
    /// How we know.
    pub how: How,
    /// The server's id for it, which an edit can change.
    pub id: Option<String>,
    /// Its address for machines, which never changes; none while it waits to be posted.
    pub uri: Option<String>,
    /// Its address for people.
    pub url: Option<String>,
    /// The id that it waits under, where it is scheduled.
    pub scheduled: Option<String>,
    /// The revision that it announces, where that is known.
    pub revision: Option<String>,
    /// The page that it links to, where an adoption found another than today's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The account that it is of, where no intent says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Proof that an intent led to nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failed {
    /// The intent.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// What was not posted.
    pub action: Action,
    /// Why not.
    pub why: Why,
    /// When.
    pub at: Timestamp,
}

/// The answer to a post was unclear, and its toot is not to be seen yet. The intent stays open; that it came to nothing is
/// the outage's fault and not the toot's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unclear {
    /// The intent.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// What was sent.
    pub action: Action,
    /// When.
    pub at: Timestamp,
}

/// A posted toot was brought up to a new revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// The intent of the toot.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// Which of its toots.
    pub action: Action,
    /// The toot.
    pub uri: String,
    /// What it announces now.
    pub revision: String,
    /// When.
    pub at: Timestamp,
}

/// A posted toot is to be deleted; written before the deletion is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Retract {
    /// The intent of the toot.
    pub intent: String,
    /// The story's key.
    pub story: String,
    /// Which of its toots.
    pub action: Action,
    /// Why it goes.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A person said that an action is to be posted again, whatever came of these intents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Again {
    /// The story's key.
    pub story: String,
    /// What is posted again.
    pub action: Action,
    /// The intents that no longer count.
    pub voids: Vec<String>,
    /// When.
    pub at: Timestamp,
}

/// Which site it is: part of what a server compares two tries of one toot by, so that two sites of one account do not get
/// each other's toots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SiteId {
    /// Random, and the same for ever.
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
}

/// A promise as it was published first, tooted or not; never rewritten.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Promised {
    /// The key of the story that makes it.
    pub story: String,
    /// The commitment's id.
    pub commitment: String,
    /// What was promised.
    pub what: String,
    /// By when, as first promised; none where it had no date.
    pub due: Option<String>,
    /// The revision of the story that made it.
    pub revision: String,
    /// When.
    pub at: Timestamp,
}

/// An outcome as it was published; a later one, told in the story's `changes`, is a record more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decided {
    /// The story's key.
    pub story: String,
    /// Which of its criticisms, counted from 1; none for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criticism: Option<usize>,
    /// What was said, in our words; none for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// How it ended, as the data's word.
    pub outcome: String,
    /// The revision of the story.
    pub revision: String,
    /// When.
    pub at: Timestamp,
}

/// A page that a story answers was told so, or was found to take no such message (Webmention, W3C Recommendation of
/// 12 January 2017).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mentioned {
    /// The story's key.
    pub story: String,
    /// The page that links.
    pub page: String,
    /// The page that is linked to.
    pub target: String,
    /// The revision of the story.
    pub revision: String,
    /// Where the message went; none where the target takes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// How it was answered; none where nobody was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When.
    pub at: Timestamp,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// Before a toot is sent.
    Intent(Intent),
    /// It exists.
    Receipt(Receipt),
    /// It does not.
    Failed(Failed),
    /// Nobody knows yet.
    Unclear(Unclear),
    /// It changed.
    Edit(Edit),
    /// It goes.
    Retract(Retract),
    /// It is posted anew.
    Again(Again),
    /// Whose ledger it is.
    Site(SiteId),
    /// A promise was published.
    Promised(Promised),
    /// An outcome was published.
    Decided(Decided),
    /// A page was told that we link to it.
    Mentioned(Mentioned),
}

#[derive(Serialize)]
struct Line<'a> {
    v: u64,
    #[serde(flatten)]
    record: &'a Record,
}

impl Record {
    /// Reads one line. The error says in words why it cannot be read: it is skipped with a warning.
    pub fn parse(line: &str) -> Result<Record, String> {
        let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        match value.get("v").and_then(serde_json::Value::as_u64) {
            Some(VERSION) => serde_json::from_value(value).map_err(|error| error.to_string()),
            Some(version) => {
                Err(format!("it is of version {version}, and this program reads version {VERSION}"))
            }
            None => Err("it has no version".to_owned()),
        }
    }

    /// The line, without its end.
    pub fn to_line(&self) -> String {
        // Only strings, numbers and lists are in a record: none of them can fail to be written as JSON.
        serde_json::to_string(&Line { v: VERSION, record: self }).unwrap_or_default()
    }

    /// The action that it is about, by the story's key; none for what is not about a toot.
    pub fn about(&self) -> Option<(&str, &Action)> {
        Some(match self {
            Record::Intent(record) => (&record.story, &record.action),
            Record::Receipt(record) => (&record.story, &record.action),
            Record::Failed(record) => (&record.story, &record.action),
            Record::Unclear(record) => (&record.story, &record.action),
            Record::Edit(record) => (&record.story, &record.action),
            Record::Retract(record) => (&record.story, &record.action),
            Record::Again(record) => (&record.story, &record.action),
            Record::Site(_) | Record::Promised(_) | Record::Decided(_) | Record::Mentioned(_) => return None,
        })
    }

    /// The intent that it is about; none for an `again`, which names several, and for what is not about a toot.
    pub fn intent(&self) -> Option<&str> {
        match self {
            Record::Intent(record) => Some(&record.intent),
            Record::Receipt(record) => Some(&record.intent),
            Record::Failed(record) => Some(&record.intent),
            Record::Unclear(record) => Some(&record.intent),
            Record::Edit(record) => Some(&record.intent),
            Record::Retract(record) => Some(&record.intent),
            Record::Again(_)
            | Record::Site(_)
            | Record::Promised(_)
            | Record::Decided(_)
            | Record::Mentioned(_) => None,
        }
    }
}
