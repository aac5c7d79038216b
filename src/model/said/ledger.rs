//! What the ledger remembers, and what it is still to remember.

use super::{Said, SaidOutcome, SaidPromise, SaidVoice, TootedPage, Witness};
use crate::model::date::Due;
use crate::model::ledger::Ledger;
use crate::model::record::{Decided, Promised, Record};
use crate::model::site::Site;
use crate::model::standing::Standing;
use crate::model::story::{Matter, Story};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

impl Said {
    /// What the ledger remembers of the time until `now`; its days are those of the site's time zone.
    pub fn of_ledger(ledger: &Ledger, zone: &TimeZone, now: Timestamp) -> Self {
        let mut said = Self::default();
        let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
        for record in ledger.records() {
            match record {
                Record::Intent(intent) if intent.at <= now => {
                    said.promises.extend(intent.commitments.iter().map(|made| SaidPromise {
                        id: made.id.clone(),
                        what: made.what.clone(),
                        due: due(made.due.as_deref()),
                        story: intent.story.clone(),
                        file: None,
                        witness: Witness::Ledger(day(intent.at)),
                    }));
                }
                Record::Promised(made) if made.at <= now => said.promises.push(SaidPromise {
                    id: made.commitment.clone(),
                    what: made.what.clone(),
                    due: due(made.due.as_deref()),
                    story: made.story.clone(),
                    file: None,
                    witness: Witness::Ledger(day(made.at)),
                }),
                Record::Decided(decided) if decided.at <= now => said.outcomes.push(SaidOutcome {
                    story: decided.story.clone(),
                    voice: decided.said.clone().map(|words| SaidVoice {
                        index: decided.criticism.map_or(0, |number| number.saturating_sub(1)),
                        said: words,
                    }),
                    outcome: decided.outcome.clone(),
                    changes: Vec::new(),
                    since: Some(day(decided.at)),
                    witness: Witness::Ledger(day(decided.at)),
                }),
                _ => {}
            }
        }
        said.toots = toots(ledger);
        said
    }

    /// Whether this is what a record says, too.
    pub fn confirms(&self, record: &Record) -> bool {
        match record {
            Record::Promised(made) => self.promises.iter().any(|said| {
                said.id == made.commitment && said.what == made.what && said.due == due(made.due.as_deref())
            }),
            Record::Decided(decided) => self.outcomes.iter().any(|said| {
                said.story == decided.story
                    && said.outcome == decided.outcome
                    && said.voice.as_ref().map(|voice| &voice.said) == decided.said.as_ref()
            }),
            _ => false,
        }
    }
}

fn due(written: Option<&str>) -> Due {
    written.and_then(|day| day.parse().ok()).map_or(Due::Open, Due::On)
}

/// The page of each toot that is out.
fn toots(ledger: &Ledger) -> Vec<TootedPage> {
    let mut toots: Vec<TootedPage> = Vec::new();
    for (story, action) in ledger.actions() {
        let Standing::Out(posted) = ledger.standing(story, action) else { continue };
        let page = posted.receipt.page.as_deref().or(posted.intent.map(|intent| intent.page.as_str()));
        if let (Some(toot), Some(page)) = (posted.address(), page) {
            let same = |known: &TootedPage| known.story == story && known.page == page;
            // The actions of a story stand beside each other.
            if !toots.iter().rev().take_while(|known| known.story == story).any(same) {
                toots.push(TootedPage {
                    story: story.to_owned(),
                    page: page.to_owned(),
                    toot: toot.to_owned(),
                });
            }
        }
    }
    toots
}

/// What a published site says that its ledger does not remember yet: every promise once, every outcome as often as it
/// changes. A translation says nothing of its own.
pub fn to_remember(site: &Site, ledger: &Ledger, at: Timestamp) -> Vec<Record> {
    let known: BTreeSet<&str> = ledger.records().flat_map(promised).collect();
    let mut records = Vec::new();
    for promise in site.promises.iter() {
        let Some(story) = site.stories.get(promise.story) else { continue };
        let Some(commitment) = story.commitments.get(promise.index) else { continue };
        if !known.contains(commitment.id.as_str()) {
            records.push(Record::Promised(Promised {
                story: story.key(),
                commitment: commitment.id.clone(),
                what: commitment.what.clone(),
                due: match commitment.due {
                    Due::On(day) => Some(day.to_string()),
                    Due::Open => None,
                },
                revision: story.revision.clone(),
                at,
            }));
        }
    }
    let mut newest: BTreeMap<(&str, Option<&str>), &Decided> = BTreeMap::new();
    for record in ledger.records() {
        if let Record::Decided(decided) = record {
            let known = newest.entry((&decided.story, decided.said.as_deref())).or_insert(decided);
            if decided.at > known.at {
                *known = decided;
            }
        }
    }
    let fresh = |decided: &Decided| {
        let known = newest.get(&(decided.story.as_str(), decided.said.as_deref()));
        known.is_none_or(|known| known.outcome != decided.outcome)
    };
    let stories = site.stories.iter().filter(|story| story.id.is_some() && story.edition.is_none());
    records.extend(stories.flat_map(|story| outcomes(story, at)).filter(fresh).map(Record::Decided));
    records
}

/// The ids of the promises that a record remembers.
fn promised(record: &Record) -> Vec<&str> {
    match record {
        Record::Intent(intent) => intent.commitments.iter().map(|made| made.id.as_str()).collect(),
        Record::Promised(made) => vec![made.commitment.as_str()],
        _ => Vec::new(),
    }
}

/// How everything in a story ended that has ended.
fn outcomes(story: &Story, at: Timestamp) -> Vec<Decided> {
    let decided = |criticism, said, outcome: &str| Decided {
        story: story.key(),
        criticism,
        said,
        outcome: outcome.to_owned(),
        revision: story.revision.clone(),
        at,
    };
    match &story.matter {
        Matter::Response(response) => {
            let ended = response
                .criticisms
                .iter()
                .enumerate()
                .filter_map(|(at, voice)| Some((at, voice, voice.outcome?)));
            ended
                .map(|(at, voice, outcome)| decided(Some(at + 1), Some(voice.said.clone()), outcome.word()))
                .collect()
        }
        Matter::Answer(answer) => {
            answer.outcome.iter().map(|outcome| decided(None, None, outcome.word())).collect()
        }
        Matter::Impact(_) | Matter::Page => Vec::new(),
    }
}
