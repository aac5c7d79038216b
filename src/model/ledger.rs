//! What the records say about an action: the memory that keeps a toot from being posted twice.
//!
//! A file of lines is merged, torn, shuffled and doubled by git and by crashes, so nothing here depends on the order
//! of the records or on how often one is there. Reading and writing the file is `store`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Action, Failed, Intent, Receipt, Record, Retract, Why};

/// How often an action may come to nothing before it is given up until somebody says `--again`.
pub const GIVE_UP_AFTER: usize = 3;

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
