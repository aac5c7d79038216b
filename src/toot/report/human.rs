//! The plan for a terminal.

use std::fmt::Write;

use super::{Tally, action, facts, origin, step};
use crate::toot::plan::{Entry, Plan, Step, Toot};

/// The plan as text, ending in a line break.
pub fn human(plan: &Plan) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let account = plan.account.as_deref().unwrap_or("no account");
    let _ = writeln!(out, "{account}: {}", Tally::of(plan).words());
    let (told, left): (Vec<&Entry>, Vec<&Entry>) =
        plan.entries.iter().partition(|entry| !matches!(entry.step, Step::Skip(_) | Step::Done(_)));
    for entry in told {
        out.push('\n');
        tell(&mut out, entry, plan);
    }
    list(&mut out, "already out", &left, |step| matches!(step, Step::Done(_)));
    list(&mut out, "not announced", &left, |step| matches!(step, Step::Skip(_)));
    out
}

fn tell(out: &mut String, entry: &Entry, plan: &Plan) {
    let (word, why) = step(entry);
    let title = if entry.title.is_empty() { String::new() } else { format!(": {}", entry.title) };
    let which = action(&entry.action).map(|which| format!(" ({which})")).unwrap_or_default();
    let _ = writeln!(out, "{word} `{}`{which}{title}", entry.story);
    if let Some(why) = why {
        let _ = writeln!(out, "  {why}");
    }
    if let Some(toot) = &entry.toot {
        show(out, toot, plan);
    }
    for note in &entry.notes {
        let _ = writeln!(out, "  note: {note}");
    }
}

fn show(out: &mut String, toot: &Toot, plan: &Plan) {
    let _ = writeln!(out, "  {}", facts(toot, plan));
    if !toot.announcement.warning.is_empty() {
        let _ = writeln!(out, "  content warning: {}", toot.announcement.warning);
    }
    for line in toot.announcement.text.lines() {
        let _ = writeln!(out, "{}", format!("  │ {line}").trim_end());
    }
    if let Some(picture) = &toot.picture {
        let _ = writeln!(out, "  picture: {}", picture.alt);
    }
}

fn list(out: &mut String, heading: &str, entries: &[&Entry], which: fn(&Step) -> bool) {
    let entries: Vec<&&Entry> = entries.iter().filter(|entry| which(&entry.step)).collect();
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading}");
    for entry in entries {
        let why = step(entry).1.unwrap_or_default();
        let _ = writeln!(out, "  {}: {why}", origin(entry));
    }
}
