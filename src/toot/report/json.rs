//! The plan for programs.

use serde_json::{Value, json};

use super::step;
use crate::toot::plan::{Entry, Plan, Toot};

/// The plan as one JSON document, ending in a line break.
pub fn json(plan: &Plan) -> String {
    let document = json!({
        "account": plan.account,
        "limits": plan.limits,
        "entries": plan.entries.iter().map(entry).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn entry(entry: &Entry) -> Value {
    let (word, why) = step(entry);
    json!({
        "story": entry.story,
        "title": entry.title,
        "file": entry.file,
        "action": entry.action,
        "step": word,
        "why": why,
        "toot": entry.toot.as_ref().map(toot),
        "notes": entry.notes,
    })
}

fn toot(toot: &Toot) -> Value {
    let announcement = &toot.announcement;
    let warning = Some(&announcement.warning).filter(|warning| !warning.is_empty());
    json!({
        "text": announcement.text,
        "length": toot.length,
        "content_warning": warning,
        "language": announcement.language,
        "visibility": announcement.visibility.word(),
        "page": announcement.page,
        "revision": announcement.revision,
        "reply_to": announcement.reply_to.as_ref().map(|reply| &reply.url),
        "picture": toot.picture.as_ref().map(|picture| json!({ "address": picture.address, "alt": picture.alt })),
    })
}
