//! The ledger's records, and what they say about an action: the memory that keeps a toot from being posted twice.
//!
//! A file of lines is merged, torn, shuffled and doubled by git and by crashes, so nothing here depends on the order
//! of the records or on how often one is there. Reading and writing the file is `store`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the record format that is written, and the newest that is understood.
pub const VERSION: u64 = 1;

/// How often an action may come to nothing before it is given up until somebody says `--again`.
pub const GIVE_UP_AFTER: usize = 3;

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
    /// It changed.
    Edit(Edit),
    /// It goes.
    Retract(Retract),
    /// It is posted anew.
    Again(Again),
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

    /// The story's key.
    pub fn story(&self) -> &str {
        match self {
            Record::Intent(record) => &record.story,
            Record::Receipt(record) => &record.story,
            Record::Failed(record) => &record.story,
            Record::Edit(record) => &record.story,
            Record::Retract(record) => &record.story,
            Record::Again(record) => &record.story,
        }
    }

    /// The action that it is about.
    pub fn action(&self) -> &Action {
        match self {
            Record::Intent(record) => &record.action,
            Record::Receipt(record) => &record.action,
            Record::Failed(record) => &record.action,
            Record::Edit(record) => &record.action,
            Record::Retract(record) => &record.action,
            Record::Again(record) => &record.action,
        }
    }

    /// The intent that it is about; none for an `again`, which names several.
    pub fn intent(&self) -> Option<&str> {
        match self {
            Record::Intent(record) => Some(&record.intent),
            Record::Receipt(record) => Some(&record.intent),
            Record::Failed(record) => Some(&record.intent),
            Record::Edit(record) => Some(&record.intent),
            Record::Retract(record) => Some(&record.intent),
            Record::Again(_) => None,
        }
    }
}

/// Two toots are recorded for one action: somebody has to say which is ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{story}` ({action}): the ledger has two toots, {first} and {second}")]
pub struct TwoToots {
    /// The story's key.
    pub story: String,
    /// The action.
    pub action: Action,
    /// One of them, the smaller address first.
    pub first: String,
    /// The other.
    pub second: String,
}

/// Where an action stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<'a> {
    /// Nothing is out, and it may be posted.
    Free,
    /// These intents have neither a receipt nor a failure, oldest first: a toot may be out.
    Open(Vec<&'a Intent>),
    /// It is out, or waits on the server to be.
    Done(Posted<'a>),
    /// It came to nothing too often: a person has to say `--again`.
    GivenUp(Vec<&'a Failed>),
}

/// A toot that the ledger knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted<'a> {
    /// Its receipt: the one with an address where there are several.
    pub receipt: &'a Receipt,
    /// The server's id for it, by its newest receipt: an edit can change it, and its address stays.
    pub id: Option<&'a str>,
    /// The revision that it announces now, edits counted; none where it is not known.
    pub revision: Option<&'a str>,
    /// Set where we took it back.
    pub retracted: Option<&'a Retract>,
    /// The intents of all that was tried for it: what an `again` would void.
    pub intents: Vec<&'a str>,
}

/// All records, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<(String, Action), BTreeSet<Record>>,
}

impl FromIterator<Record> for Ledger {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Ledger {
        let mut ledger = Ledger::default();
        records.into_iter().for_each(|record| ledger.add(record));
        ledger
    }
}

impl Ledger {
    /// Takes one more record in; one that is there already changes nothing.
    pub fn add(&mut self, record: Record) {
        let key = (record.story().to_owned(), record.action().clone());
        self.records.entry(key).or_default().insert(record);
    }

    /// Every action that has a record, in order of story and action.
    pub fn actions(&self) -> impl Iterator<Item = (&str, &Action)> {
        self.records.keys().map(|(story, action)| (story.as_str(), action))
    }

    /// Every record.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values().flatten()
    }

    fn of(&self, story: &str, action: &Action) -> impl Iterator<Item = &Record> {
        self.records.get(&(story.to_owned(), action.clone())).into_iter().flatten()
    }

    /// How often a person said that this is to be posted again: part of the key that the server compares.
    pub fn agains(&self, story: &str, action: &Action) -> usize {
        self.of(story, action).filter(|record| matches!(record, Record::Again(_))).count()
    }

    /// Where an action stands. Fails where two different toots are recorded for it.
    pub fn state(&self, story: &str, action: &Action) -> Result<State<'_>, TwoToots> {
        let records: Vec<&Record> = self.valid(story, action);
        let mut receipts: Vec<&Receipt> = records.iter().filter_map(|r| receipt(r)).collect();
        let uris: BTreeSet<&str> = receipts.iter().filter_map(|receipt| receipt.uri.as_deref()).collect();
        let mut both = uris.iter();
        if let (Some(first), Some(second)) = (both.next(), both.next()) {
            return Err(TwoToots {
                story: story.to_owned(),
                action: action.clone(),
                first: (*first).to_owned(),
                second: (*second).to_owned(),
            });
        }
        // The one that is out tells more than the one that waited; of two alike, the older is the original.
        receipts.sort_by_key(|receipt| (receipt.uri.is_none(), receipt.at));
        if let Some(receipt) = receipts.first() {
            return Ok(State::Done(posted(receipt, &receipts, &records)));
        }
        let failed: BTreeMap<&str, &Failed> =
            records.iter().filter_map(|r| failed(r)).map(|f| (f.intent.as_str(), f)).collect();
        let mut open: Vec<&Intent> = records
            .iter()
            .filter_map(|record| match record {
                Record::Intent(intent) if !failed.contains_key(intent.intent.as_str()) => Some(intent),
                _ => None,
            })
            .collect();
        if !open.is_empty() {
            open.sort_by_key(|intent| (intent.at, &intent.intent));
            return Ok(State::Open(open));
        }
        let futile: Vec<&Failed> =
            failed.into_values().filter(|f| matches!(f.why, Why::Absent | Why::Ghost)).collect();
        Ok(if futile.len() >= GIVE_UP_AFTER { State::GivenUp(futile) } else { State::Free })
    }

    /// The action's records whose intent no `again` names.
    fn valid(&self, story: &str, action: &Action) -> Vec<&Record> {
        let void: BTreeSet<&str> = self
            .of(story, action)
            .filter_map(|record| match record {
                Record::Again(again) => Some(again.voids.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
            .collect();
        self.of(story, action)
            .filter(|record| record.intent().is_some_and(|intent| !void.contains(intent)))
            .collect()
    }

    /// The intents of an action that count: what an `again` voids.
    pub fn intents(&self, story: &str, action: &Action) -> Vec<&str> {
        let intents: BTreeSet<&str> =
            self.valid(story, action).into_iter().filter_map(Record::intent).collect();
        intents.into_iter().collect()
    }

    /// Every page that a story's records name: its earlier addresses, under which its toots are still found.
    pub fn pages(&self, story: &str) -> BTreeSet<&str> {
        self.records()
            .filter(|record| record.story() == story)
            .filter_map(|record| match record {
                Record::Intent(intent) => Some(intent.page.as_str()),
                Record::Receipt(receipt) => receipt.page.as_deref(),
                _ => None,
            })
            .collect()
    }

    /// The action that the ledger gives a toot to, voided ones included: nobody else may claim it.
    pub fn owner(&self, uri: &str) -> Option<(&str, &Action)> {
        self.records()
            .filter_map(receipt)
            .find(|receipt| receipt.uri.as_deref() == Some(uri))
            .map(|receipt| (receipt.story.as_str(), &receipt.action))
    }
}

fn receipt(record: &Record) -> Option<&Receipt> {
    match record {
        Record::Receipt(receipt) => Some(receipt),
        _ => None,
    }
}

fn failed(record: &Record) -> Option<&Failed> {
    match record {
        Record::Failed(failed) => Some(failed),
        _ => None,
    }
}

fn posted<'a>(receipt: &'a Receipt, receipts: &[&'a Receipt], records: &[&'a Record]) -> Posted<'a> {
    let edited = records.iter().filter_map(|record| match record {
        Record::Edit(edit) => Some((edit.at, edit.revision.as_str())),
        _ => None,
    });
    let first = receipts.iter().filter_map(|receipt| Some((receipt.at, receipt.revision.as_deref()?)));
    let ids = receipts.iter().filter(|receipt| receipt.uri.is_some());
    Posted {
        receipt,
        id: ids.filter_map(|r| Some((r.at, r.id.as_deref()?))).max().map(|(_, id)| id),
        revision: edited.max().or_else(|| first.max()).map(|(_, revision)| revision),
        retracted: records.iter().find_map(|record| match record {
            Record::Retract(retract) => Some(retract),
            _ => None,
        }),
        intents: records
            .iter()
            .filter_map(|record| record.intent())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
