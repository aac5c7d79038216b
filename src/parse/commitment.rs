//! Promises and what became of them.

use crate::config::rule;
use crate::model::commitment::{Commitment, Entry};
use crate::model::date::Due;
use crate::model::story::Progress;
use crate::model::vocabulary::Status;
use crate::parse::desk::Desk;
use crate::yaml::fields::Fields;

/// What a story promises.
pub(crate) fn commitments(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Vec<Commitment> {
    fields.items("commitments").iter().filter_map(|item| commitment(item, desk)).collect()
}

fn commitment(item: &Fields<'_>, desk: &mut Desk<'_>) -> Option<Commitment> {
    let id = item.required("id");
    if let Some(id) = &id {
        name(item, "id", id);
    }
    let what = item.required("what");
    let lead = item.text("lead");
    let due = item.needs("due", |item| item.due("due"));
    let review_on = item.day("review_on");
    if due == Some(Due::Open) && review_on.is_none() && !item.has("review_on") {
        let hint = "add `review_on: DATE`, the day on which you look at it again";
        item.error(
            rule::REVIEW_ON,
            "due",
            "a commitment without a date needs a day on which it is looked at again",
            hint,
        );
    }
    let (due_said, done_when) = (item.text("due_said"), item.text("done_when"));
    let mut timeline: Vec<Entry> = Vec::new();
    for inner in item.items("timeline") {
        timeline.extend(entry(&inner, desk));
        inner.finish();
    }
    timeline.sort_by_key(|entry| entry.date);
    item.finish();
    Some(Commitment { id: id?, what: what?, lead, due: due?, review_on, due_said, done_when, timeline })
}

/// Reports an id that cannot be the part of an address, or would not stay the same in it.
pub(crate) fn name(fields: &Fields<'_>, field: &str, id: &str) {
    let fits = id.len() <= 100
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if !fits {
        let shown: String = id.chars().take(60).collect();
        let near = slug::slugify(&shown);
        let hint = if near.is_empty() {
            "use letters, digits and `-`".to_owned()
        } else {
            format!("write `{field}: {near}`")
        };
        fields.error(rule::ADDRESS, field, format!("`{shown}` cannot be a permanent name"), hint);
    }
}

/// One thing that happened. The caller ends the item: in `progress` it has a field more.
fn entry(item: &Fields<'_>, desk: &mut Desk<'_>) -> Option<Entry> {
    let date = item.needs("date", |item| item.day("date"));
    let status = item.needs("status", |item| item.word("status", Status::ALL, Status::word));
    let note = item.text("note");
    if let Some(status) =
        status.filter(|status| status.is_ending() && *status != Status::Complete && note.is_none())
    {
        let message = format!("`{}` ends a commitment without a word why", status.word());
        item.error(rule::ENDING_NOTE, "status", message, "add a `note` that says why");
    }
    let due = item.due("due");
    let to = item.texts("to");
    let evidence = desk.evidence(item);
    let verified_by = item.text("verified_by");
    Some(Entry { date: date?, status: status?, note, due, to, evidence, verified_by })
}

/// News about commitments that other stories made.
pub(crate) fn progress(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Vec<Progress> {
    let mut progress = Vec::new();
    for item in fields.items("progress") {
        let commitment = item.required("commitment");
        let entry = entry(&item, desk);
        item.finish();
        progress.extend(commitment.zip(entry).map(|(commitment, entry)| Progress { commitment, entry }));
    }
    progress
}
