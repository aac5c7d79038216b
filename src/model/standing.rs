//! Where an action stands: the one table that the plan, the errand and the pages read the ledger by.

use std::collections::{BTreeMap, BTreeSet};

use super::account_name::AccountName;
use super::question::Question;
use super::record::{Action, Failed, Intent, Receipt, Record, Retract, Why};

/// How often an action may come to nothing, or be refused for its words, before it is given up until somebody says
/// `--again`.
pub const GIVE_UP_AFTER: usize = 3;

/// Where an action stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nothing is out, and it may be posted.
    Free,
    /// These intents have neither a receipt nor a failure, oldest first: a toot may be out.
    Open(Vec<&'a Intent>),
    /// The same, and they are of an account that is not ours any more: nobody can look from here.
    OpenElsewhere(Vec<&'a Intent>),
    /// The server has it and posts it by its own schedule.
    Waiting(Posted<'a>),
    /// It is out.
    Out(Posted<'a>),
    /// It is out, or was to be, under an account that is not ours any more: announced, and out of our hands.
    Elsewhere(Posted<'a>),
    /// We took it back.
    Retracted(Posted<'a>, &'a Retract),
    /// It came to nothing so often: a person has to say `--again`.
    GivenUp(usize),
    /// The server refused these very words so often: they have to change.
    Refused(usize),
    /// Two toots are recorded for it: somebody has to say which is ours. The smaller address first.
    TwoToots(&'a str, &'a str),
}

/// A toot that the ledger knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted<'a> {
    /// Its receipt: the one with an address where there are several.
    pub receipt: &'a Receipt,
    /// The intent that led to it; none where a person posted it.
    pub intent: Option<&'a Intent>,
    /// The server's id for it, by its newest receipt: an edit can change it, and its address stays.
    pub id: Option<&'a str>,
    /// The revision that it announces now, edits counted; none where it is not known.
    pub revision: Option<&'a str>,
}

impl Posted<'_> {
    /// Its address for people, else the one for machines; none while it waits.
    pub fn address(&self) -> Option<&str> {
        self.receipt.url.as_deref().or(self.receipt.uri.as_deref())
    }

    /// Whether it is of this account, as far as the ledger tells.
    fn is_of(&self, ours: &AccountName) -> bool {
        let named = self.intent.map(|intent| &intent.account).or(self.receipt.account.as_ref());
        match (named.and_then(|account| AccountName::at(account)), &self.receipt.uri) {
            (Some(account), _) => account == *ours,
            (None, Some(uri)) => ours.is_on_server_of(uri),
            (None, None) => true,
        }
    }
}

impl<'a> Standing<'a> {
    /// What an action's records say that no `again` voids.
    pub(super) fn of(records: &[&'a Record]) -> Standing<'a> {
        let receipts: Vec<&Receipt> = records.iter().filter_map(|record| receipt(record)).collect();
        let uris: BTreeSet<&str> = receipts.iter().filter_map(|receipt| receipt.uri.as_deref()).collect();
        let mut both = uris.into_iter();
        if let (Some(first), Some(second)) = (both.next(), both.next()) {
            return Standing::TwoToots(first, second);
        }
        if !receipts.is_empty() {
            return done(receipts, records);
        }
        let failed: BTreeMap<&str, &Failed> =
            records.iter().filter_map(|r| failed(r)).map(|f| (f.intent.as_str(), f)).collect();
        let is_open = |intent: &&Intent| !failed.contains_key(intent.intent.as_str());
        let mut open: Vec<&Intent> = records.iter().filter_map(|r| intent(r)).filter(is_open).collect();
        if !open.is_empty() {
            open.sort_by_key(|intent| (intent.at, &intent.intent));
            return Standing::Open(open);
        }
        match futile(&failed, records) {
            times if times >= GIVE_UP_AFTER => Standing::GivenUp(times),
            _ => Standing::Free,
        }
    }

    /// The same for whoever posts as this account.
    pub fn seen_by(self, ours: &AccountName) -> Standing<'a> {
        match self {
            Standing::Waiting(posted) | Standing::Out(posted) | Standing::Retracted(posted, _)
                if !posted.is_of(ours) =>
            {
                Standing::Elsewhere(posted)
            }
            Standing::Open(open) => {
                let is_ours = |intent: &&Intent| AccountName::at(&intent.account).is_none_or(|a| a == *ours);
                match open.iter().all(is_ours) {
                    true => Standing::Open(open),
                    false => Standing::OpenElsewhere(open),
                }
            }
            other => other,
        }
    }

    /// What a person has to decide before anything is done; none where nothing.
    pub fn question(&self, story: &str) -> Option<Question> {
        match self {
            Standing::GivenUp(times) => {
                Some(Question::post_again(format!("it came to nothing {times} times"), story))
            }
            Standing::Refused(times) => {
                let known =
                    format!("the server refused these words {times} times; they are tried once they change");
                Some(Question::post_again(known, story))
            }
            Standing::TwoToots(first, second) => Some(Question {
                known: format!("the ledger has two toots for it: {first} and {second}"),
                answer: format!("delete one of them by hand, and its line in `ledger.jsonl`: {first}"),
            }),
            Standing::OpenElsewhere(open) => {
                let account = open.first().map(|intent| intent.account.as_str()).unwrap_or_default();
                let known = format!("a run as {account} did not learn whether it was posted there");
                let Question { known, answer } = Question::post_again(known, story);
                Some(Question {
                    known,
                    answer: format!("if it is there: `hearback toot adopt {story} URL`\n  if not, {answer}"),
                })
            }
            _ => None,
        }
    }
}

fn done<'a>(mut receipts: Vec<&'a Receipt>, records: &[&'a Record]) -> Standing<'a> {
    // The one that is out tells more than the one that waited; of two alike, the older is the original.
    receipts.sort_by_key(|receipt| (receipt.uri.is_none(), receipt.at));
    let receipt = receipts[0];
    let edited = records.iter().filter_map(|record| match record {
        Record::Edit(edit) => Some((edit.at, edit.revision.as_str())),
        _ => None,
    });
    let first = receipts.iter().filter_map(|receipt| Some((receipt.at, receipt.revision.as_deref()?)));
    let ids = receipts.iter().filter(|receipt| receipt.uri.is_some());
    let posted = Posted {
        receipt,
        intent: records.iter().filter_map(|r| intent(r)).find(|intent| intent.intent == receipt.intent),
        id: ids.filter_map(|r| Some((r.at, r.id.as_deref()?))).max().map(|(_, id)| id),
        revision: edited.max().or_else(|| first.max()).map(|(_, revision)| revision),
    };
    let retracted = records.iter().find_map(|record| match record {
        Record::Retract(retract) => Some(retract),
        _ => None,
    });
    match retracted {
        Some(retract) => Standing::Retracted(posted, retract),
        None if posted.receipt.uri.is_none() => Standing::Waiting(posted),
        None => Standing::Out(posted),
    }
}

/// How often it came to nothing for no reason that is known. An outage is one.
fn futile(failed: &BTreeMap<&str, &Failed>, records: &[&Record]) -> usize {
    let outage = |intent: &str| {
        records.iter().any(|record| matches!(record, Record::Unclear(unclear) if unclear.intent == intent))
    };
    let counts = |failed: &&&Failed| match failed.why {
        Why::Ghost => true,
        Why::Absent => !outage(&failed.intent),
        _ => false,
    };
    failed.values().filter(counts).count()
}

/// How often these words were refused for what they are.
pub(super) fn refusals(records: &[&Record], words: &str) -> usize {
    let said: BTreeSet<&str> = records
        .iter()
        .filter_map(|record| intent(record))
        .filter(|intent| intent.words.as_deref() == Some(words))
        .map(|intent| intent.intent.as_str())
        .collect();
    let for_its_words = |failed: &&Failed| {
        matches!(failed.why, Why::Http(400 | 413 | 422)) && said.contains(failed.intent.as_str())
    };
    records.iter().filter_map(|record| failed(record)).filter(for_its_words).count()
}

pub(super) fn receipt(record: &Record) -> Option<&Receipt> {
    match record {
        Record::Receipt(receipt) => Some(receipt),
        _ => None,
    }
}

pub(super) fn failed(record: &Record) -> Option<&Failed> {
    match record {
        Record::Failed(failed) => Some(failed),
        _ => None,
    }
}

pub(super) fn intent(record: &Record) -> Option<&Intent> {
    match record {
        Record::Intent(intent) => Some(intent),
        _ => None,
    }
}

/// The toot of ours that another of ours replies to.
pub fn before(action: &Action) -> Option<Action> {
    match action {
        Action::New => None,
        Action::Part(number) if *number > 2 => Some(Action::Part(number - 1)),
        Action::Part(_) | Action::Correction(_) => Some(Action::New),
    }
}
