//! Every promise of the site with everything that any story has said about it since.

use super::editions::Groups;
use super::safe_path::segment;
use super::timeline;
use crate::config::rule;
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::route::{Edition, StoryIx};
use crate::model::site::{Promise, Ties, Told, Translation};
use crate::model::story::Story;
use crate::model::vocabulary::Status;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Gathers the promises in the order in which they were first made, ties each to its stories, and names ids that are used
/// twice. A translation repeats its original's promises and news; it does not make them again.
pub(super) fn gather(
    stories: &[Arc<Story>],
    groups: &Groups,
    today: Date,
    ties: &mut [Ties],
    found: &mut Vec<Diagnostic>,
) -> Vec<Promise> {
    let made = first_made(stories, groups, found);
    let by_id: HashMap<&str, usize> = made
        .iter()
        .enumerate()
        .map(|(at, (story, index))| (stories[*story].commitments[*index].id.as_str(), at))
        .collect();
    let mut timelines: Vec<Vec<Told>> = made
        .iter()
        .map(|(story, index)| {
            let own = &stories[*story].commitments[*index].timeline;
            own.iter().map(|entry| Told { story: *story, entry: entry.clone() }).collect()
        })
        .collect();
    // Oldest story first, so that of two entries of one day the one from the older story comes first.
    for ix in oldest_first(stories, |story| !story.progress.is_empty()) {
        ties[ix].progress =
            stories[ix].progress.iter().map(|news| by_id.get(news.commitment.as_str()).copied()).collect();
        if groups.leads(ix) {
            for news in &stories[ix].progress {
                if let Some(at) = by_id.get(news.commitment.as_str()) {
                    timelines[*at].push(Told { story: ix, entry: news.entry.clone() });
                }
            }
        }
    }
    for (story, ties) in stories.iter().zip(&mut *ties) {
        ties.promises =
            story.commitments.iter().filter_map(|own| by_id.get(own.id.as_str()).copied()).collect();
    }
    made.iter()
        .zip(timelines)
        .map(|((story, index), timeline)| {
            let translations = translations(stories, groups, *story, *index);
            promise(stories, *story, *index, translations, timeline, &by_id, today)
        })
        .collect()
}

/// The translations of a story that say its promise too.
fn translations(stories: &[Arc<Story>], groups: &Groups, story: StoryIx, index: usize) -> Vec<Translation> {
    let id = &stories[story].commitments[index].id;
    let said = |other: StoryIx| {
        let index = stories[other].commitments.iter().position(|own| own.id == *id)?;
        let edition = stories[other].edition.clone();
        let address = promise_address(&edition, id);
        Some(Translation { edition, story: other, index, address })
    };
    groups.others(story).filter_map(said).collect()
}

/// Where a promise has its page in a language.
fn promise_address(edition: &Edition, id: &str) -> String {
    format!("{}{}/", address::commitments(edition), segment(id))
}

fn promise(
    stories: &[Arc<Story>],
    story: StoryIx,
    index: usize,
    translations: Vec<Translation>,
    mut timeline: Vec<Told>,
    by_id: &HashMap<&str, usize>,
    today: Date,
) -> Promise {
    timeline.sort_by_key(|told| told.entry.date);
    let commitment = &stories[story].commitments[index];
    let state = timeline::state(commitment, &timeline, stories[story].date.day, today);
    let replaced_by = match timeline.iter().rev().find(|told| told.entry.date <= today) {
        Some(told) if told.entry.status == Status::Superseded => {
            told.entry.to.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect()
        }
        _ => Vec::new(),
    };
    Promise {
        story,
        index,
        edition: stories[story].edition.clone(),
        // At the top in whatever language it was made, so that a later translation does not move it.
        address: promise_address(&None, &commitment.id),
        translations,
        timeline,
        status: state.status,
        due: state.due,
        moved: state.moved,
        overdue_days: state.overdue_days,
        late_days: state.late_days,
        silent: state.silent,
        without_evidence: state.without_evidence,
        replaced_by,
    }
}

/// Which story makes which promise: story and index, in the order of making.
fn first_made(stories: &[Arc<Story>], groups: &Groups, found: &mut Vec<Diagnostic>) -> Vec<(StoryIx, usize)> {
    let mut owners: HashMap<&str, StoryIx> = HashMap::new();
    let mut made = Vec::new();
    let order = oldest_first(stories, |story| !story.commitments.is_empty());
    let (leads, translations): (Vec<_>, Vec<_>) = order.into_iter().partition(|ix| groups.leads(*ix));
    for ix in leads.into_iter().chain(translations) {
        let mut own: Vec<&str> = Vec::new();
        for (index, commitment) in stories[ix].commitments.iter().enumerate() {
            let id = commitment.id.as_str();
            let owner = owners.get(id).copied();
            let repeats = owner.is_some_and(|owner| owner != ix && groups.lead[owner] == groups.lead[ix]);
            if own.contains(&id) || owner.is_some_and(|_| !repeats) {
                let whose = &stories[owner.unwrap_or(ix)].path;
                let place = Place::field(&stories[ix].path, format!("commitments[{index}].id"));
                let message = format!("`{id}` is already the id of a commitment in `{whose}`");
                found.push(
                    rule::DUPLICATE_COMMITMENT.at(place, message).hint(
                        "give the newer one an id of its own; to report on the older one, use `progress`",
                    ),
                );
            } else if owner.is_none() {
                owners.insert(id, ix);
                made.push((ix, index));
            }
            own.push(id);
        }
    }
    made.sort_by_key(|(ix, index)| (stories[*ix].date, &stories[*ix].path, *index));
    made
}

fn oldest_first(stories: &[Arc<Story>], wanted: impl Fn(&Story) -> bool) -> Vec<StoryIx> {
    let mut order: Vec<StoryIx> = (0..stories.len()).filter(|ix| wanted(&stories[*ix])).collect();
    order.sort_by_key(|ix| (stories[*ix].date, &stories[*ix].path));
    order
}
