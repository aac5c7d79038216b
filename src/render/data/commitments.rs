//! One row a commitment.

use super::{Row, origin, url};
use crate::config::Config;
use crate::model::commitment::Entry;
use crate::model::date::Due;
use crate::model::route::StoryIx;
use crate::model::site::{Promise, Site};
use crate::model::story::Evidence;
use crate::render::body::Base;
use serde_json::{Value, json};

/// The rows, in the order in which the promises were made.
pub(super) fn rows(site: &Site, config: &Config) -> Vec<Row> {
    site.promises.iter().filter_map(|promise| row(site, config, promise)).collect()
}

fn row(site: &Site, config: &Config, promise: &Promise) -> Option<Row> {
    let story = site.stories.get(promise.story)?;
    let commitment = story.commitments.get(promise.index)?;
    let successors = promise.replaced_by.iter().filter_map(|ix| id(site, site.promises.get(*ix)?));
    let Value::Object(mut row) = json!({
        "id": commitment.id,
        "what": commitment.what,
        "url": Base::Absolute(config.url.as_str()).address(&promise.address),
        "lead": commitment.lead,
        "status": promise.status.word(),
        "status_since": since(promise),
        "due_first": day(commitment.due),
        "due": day(promise.due),
        "due_said": commitment.due_said,
        "review_on": commitment.review_on.map(|day| day.to_string()),
        "done_when": commitment.done_when,
        "moved": promise.moved,
        "overdue_days": promise.overdue_days,
        "late_days": promise.late_days,
        "silent": promise.silent,
        "without_evidence": promise.without_evidence,
        "replaced_by": successors.collect::<Vec<_>>(),
        "timeline": promise.timeline.iter().map(|told| entry(site, config, told.story, &told.entry)).collect::<Vec<_>>(),
    }) else {
        return None;
    };
    origin(&mut row, site, config, promise.story, story);
    Some(row)
}

/// The day since which it stands where it stands: the first of the last entries with its status.
fn since(promise: &Promise) -> Option<String> {
    let same = promise.timeline.iter().rev().take_while(|told| told.entry.status == promise.status);
    same.last().map(|told| told.entry.date.to_string())
}

fn id<'a>(site: &'a Site, promise: &Promise) -> Option<&'a str> {
    let story = site.stories.get(promise.story)?;
    story.commitments.get(promise.index).map(|commitment| commitment.id.as_str())
}

fn day(due: Due) -> Option<String> {
    match due {
        Due::On(day) => Some(day.to_string()),
        Due::Open => None,
    }
}

fn entry(site: &Site, config: &Config, ix: StoryIx, entry: &Entry) -> Value {
    let address = site.ties.get(ix).map_or("/", |ties| ties.address.as_str());
    let due = entry.due.map(|due| day(due).unwrap_or_else(|| "none".to_owned()));
    let shown = |evidence: &Evidence| {
        let find = |link: Option<usize>| link.and_then(|link| url(site, config, ix, link));
        json!({ "title": evidence.title, "url": find(evidence.link), "archived": find(evidence.archived) })
    };
    json!({
        "date": entry.date.to_string(),
        "status": entry.status.word(),
        "note": entry.note,
        "due": due,
        "to": entry.to,
        "verified_by": entry.verified_by,
        "evidence": entry.evidence.iter().map(shown).collect::<Vec<_>>(),
        "story_url": Base::Absolute(config.url.as_str()).address(address),
    })
}
