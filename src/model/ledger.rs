//! What the records say about an action: the memory that keeps a toot from being posted twice.
//!
//! A file of lines is merged, torn, shuffled and doubled by git and by crashes, so nothing here depends on the order
//! of the records or on how often one is there. What is asked for every toot of a list is answered from indices, which
//! [`Ledger::add`] keeps. Reading and writing the file is `store`'s.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::account_name::AccountName;
use super::record::{Action, Mentioned, Record};
use super::standing::{GIVE_UP_AFTER, Posted, Standing, failed, intent, receipt, refusals};

/// All records, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By story and action; those of one action in order, each once.
    actions: BTreeMap<(String, Action), Vec<Record>>,
    /// What is about no toot.
    others: BTreeSet<Record>,
    /// Whose a toot is, by its `uri`.
    owners: BTreeMap<String, Vec<(String, Action)>>,
    /// Whose a waiting toot is, by the id that it waits under.
    queued: BTreeMap<String, (String, Action)>,
    /// The stories whose records name a page.
    at_page: BTreeMap<String, Vec<String>>,
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
        let Some((story, action)) = record.about() else {
            self.others.insert(record);
            return;
        };
        let key = (story.to_owned(), action.clone());
        if let Some(uri) = receipt(&record).and_then(|receipt| receipt.uri.as_ref()) {
            put(self.owners.entry(uri.clone()).or_default(), &key);
        }
        if let Some(id) = receipt(&record).and_then(|receipt| receipt.scheduled.as_ref()) {
            let owner = self.queued.entry(id.clone()).or_insert_with(|| key.clone());
            *owner = key.clone().min(owner.clone());
        }
        if let Some(page) = page(&record) {
            put(self.at_page.entry(page.to_owned()).or_default(), &key.0);
        }
        put(self.actions.entry(key).or_default(), &record);
    }

    /// Every action that has a record, in order of story and action.
    pub fn actions(&self) -> impl Iterator<Item = (&str, &Action)> {
        self.actions.keys().map(|(story, action)| (story.as_str(), action))
    }

    /// The actions of one story that have a record, its first toot first.
    pub fn actions_of(&self, story: &str) -> impl Iterator<Item = &Action> {
        self.of_story(story).map(|(action, _)| action)
    }

    fn of_story<'a>(&'a self, story: &str) -> impl Iterator<Item = (&'a Action, &'a Vec<Record>)> + use<'a> {
        let story = story.to_owned();
        let from = self.actions.range((story.clone(), Action::New)..);
        from.take_while(move |((named, _), _)| *named == story)
            .map(|((_, action), records)| (action, records))
    }

    /// Every record.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.others.iter().chain(self.actions.values().flatten())
    }

    /// Whether it has a record.
    pub fn has(&self, record: &Record) -> bool {
        match record.about() {
            Some((story, action)) => self.of(story, action).binary_search(record).is_ok(),
            None => self.others.contains(record),
        }
    }

    /// The records of one action, in order.
    fn of(&self, story: &str, action: &Action) -> &[Record] {
        self.actions.get(&(story.to_owned(), action.clone())).map(Vec::as_slice).unwrap_or_default()
    }

    /// A ledger of one action alone, to ask what a further record would mean.
    pub fn of_action(&self, story: &str, action: &Action) -> Ledger {
        self.of(story, action).iter().cloned().collect()
    }

    /// Which site it is: the first id that was given, in the order of time. None before the first claim.
    pub fn site(&self) -> Option<&str> {
        let ids = self.others.iter().filter_map(|record| match record {
            Record::Site(site) => Some((site.at, site.id.as_str())),
            _ => None,
        });
        ids.min().map(|(_, id)| id)
    }

    /// What was last said to each page that a story answers, or answered once, by the page's address.
    pub fn mentioned(&self, story: &str) -> BTreeMap<&str, &Mentioned> {
        let mut last: BTreeMap<&str, &Mentioned> = BTreeMap::new();
        let all = self.others.iter().filter_map(|record| match record {
            Record::Mentioned(mentioned) if mentioned.story == story => Some(mentioned),
            _ => None,
        });
        for mentioned in all {
            let known = last.entry(&mentioned.target).or_insert(mentioned);
            if known.at < mentioned.at {
                *known = mentioned;
            }
        }
        last
    }

    /// How often a person said that this is to be posted again: part of the key that the server compares.
    pub fn agains(&self, story: &str, action: &Action) -> usize {
        self.of(story, action).iter().filter(|record| matches!(record, Record::Again(_))).count()
    }

    /// Where an action stands by its records alone.
    pub fn standing(&self, story: &str, action: &Action) -> Standing<'_> {
        Standing::of(&self.valid(story, action))
    }

    /// Where an action stands for whoever would post these words as this account, as far as either is known.
    pub fn standing_of(
        &self,
        story: &str,
        action: &Action,
        ours: Option<&AccountName>,
        words: Option<&str>,
    ) -> Standing<'_> {
        let standing = self.standing(story, action);
        let standing = match ours {
            Some(ours) => standing.seen_by(ours),
            None => standing,
        };
        match (&standing, words.map(|words| refusals(&self.valid(story, action), words))) {
            (Standing::Free, Some(times)) if times >= GIVE_UP_AFTER => Standing::Refused(times),
            _ => standing,
        }
    }

    /// The first toot of every story whose toot is out, by the story's key: what its page links to.
    pub fn posted(&self) -> impl Iterator<Item = (&str, Posted<'_>)> {
        let firsts = self.actions().filter(|(_, action)| **action == Action::New);
        firsts.filter_map(|(story, action)| match self.standing(story, action) {
            Standing::Out(posted) => Some((story, posted)),
            _ => None,
        })
    }

    /// The action's records whose intent no `again` names.
    fn valid(&self, story: &str, action: &Action) -> Vec<&Record> {
        let records = self.of(story, action);
        let void: BTreeSet<&str> = records
            .iter()
            .filter_map(|record| match record {
                Record::Again(again) => Some(again.voids.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
            .collect();
        let counts = |record: &&Record| record.intent().is_some_and(|intent| !void.contains(intent));
        records.iter().filter(counts).collect()
    }

    /// The intents of an action that count: what an `again` voids.
    pub fn intents(&self, story: &str, action: &Action) -> Vec<&str> {
        let intents: BTreeSet<&str> =
            self.valid(story, action).into_iter().filter_map(Record::intent).collect();
        intents.into_iter().collect()
    }

    /// Every page that a story's records name: its earlier addresses, under which its toots are still found.
    pub fn pages(&self, story: &str) -> BTreeSet<&str> {
        self.of_story(story).flat_map(|(_, records)| records).filter_map(page).collect()
    }

    /// Every id that an action's toot has had: an edit can change it, and what replies to it may still name an earlier one.
    pub fn ids(&self, story: &str, action: &Action) -> impl Iterator<Item = &str> {
        self.of(story, action).iter().filter_map(|record| receipt(record)?.id.as_deref())
    }

    /// The stories whose records name a page, by its address as it was written.
    pub fn stories_at(&self, page: &str) -> impl Iterator<Item = &str> {
        self.at_page.get(page).into_iter().flatten().map(String::as_str)
    }

    /// The action that the ledger gives a toot to, voided ones included: nobody else may claim it.
    pub fn owner(&self, uri: &str) -> Option<(&str, &Action)> {
        self.owners.get(uri)?.first().map(|(story, action)| (story.as_str(), action))
    }

    /// The action whose toot waits, or waited, on the server under this id.
    pub fn waiting_for(&self, id: &str) -> Option<(&str, &Action)> {
        self.queued.get(id).map(|(story, action)| (story.as_str(), action))
    }

    /// Whether the ledger gives a toot to this action, perhaps among others.
    pub fn is_given_to(&self, uri: &str, story: &str, action: &Action) -> bool {
        self.owners
            .get(uri)
            .is_some_and(|owners| owners.iter().any(|(named, which)| named == story && which == action))
    }

    /// When the newest first toot went out, or will. What came to nothing took no slot; what the server posted at once
    /// though it was to wait took the one of its receipt.
    pub fn newest_slot(&self) -> Option<Timestamp> {
        let firsts = self.actions.iter().filter(|((_, action), _)| *action == Action::New);
        firsts.filter_map(|(_, records)| slot(records)).max()
    }
}

/// Adds to a list in order what it does not have. A ledger is mostly actions of two records and one toot: room for more
/// would be most of its memory.
fn put<T: Clone + Ord>(list: &mut Vec<T>, one: &T) {
    if let Err(place) = list.binary_search(one) {
        list.reserve_exact(1);
        list.insert(place, one.clone());
    }
}

fn slot(records: &[Record]) -> Option<Timestamp> {
    let futile = |id: &str| records.iter().filter_map(failed).any(|failed| failed.intent == id);
    let out = |id: &str| {
        let of_it = records.iter().filter_map(receipt).filter(|receipt| receipt.intent == id);
        of_it.filter(|receipt| receipt.uri.is_some()).map(|receipt| receipt.at).min()
    };
    let intents = records.iter().filter_map(intent).filter(|intent| !futile(&intent.intent));
    intents
        .map(|intent| match (intent.due, out(&intent.intent)) {
            (Some(due), Some(out)) => due.min(out),
            (due, _) => due.unwrap_or(intent.at),
        })
        .max()
}

fn page(record: &Record) -> Option<&str> {
    match record {
        Record::Intent(intent) => Some(&intent.page),
        Record::Receipt(receipt) => receipt.page.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
