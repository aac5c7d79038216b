//! The plan for a terminal.

use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::{Tally, action, facts, origin, step};
use crate::toot::plan::{Entry, Plan, Step, Toot};

/// How wide a terminal is at least.
const COLUMNS: usize = 80;

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
    wrap(out, &format!("{word} `{}`{which}{title}", entry.story), "", "  ");
    match &entry.step {
        // What to do stands on a line of its own.
        Step::Ask(known, answer) => [known, answer].iter().for_each(|line| wrap(out, line, "  ", "  ")),
        _ => why.iter().for_each(|why| wrap(out, why, "  ", "  ")),
    }
    if let Some(toot) = &entry.toot {
        show(out, toot, plan);
    }
    for note in &entry.notes {
        wrap(out, &format!("note: {note}"), "  ", "    ");
    }
}

fn show(out: &mut String, toot: &Toot, plan: &Plan) {
    let _ = writeln!(out, "  {}", facts(toot, plan));
    if !toot.announcement.warning.is_empty() {
        wrap(out, &format!("content warning: {}", toot.announcement.warning), "  ", "    ");
    }
    for line in toot.announcement.text.lines() {
        wrap(out, line, "  │ ", "  │ ");
    }
    if let Some(picture) = &toot.picture {
        wrap(out, &format!("picture: {}", picture.alt), "  ", "    ");
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
        wrap(out, &format!("{}: {why}", origin(entry)), "  ", "    ");
    }
}

/// Writes a line so that a terminal of 80 columns shows it whole, broken between words only: an address or a command can be
/// copied.
fn wrap(out: &mut String, text: &str, first: &str, next: &str) {
    let columns = |text: &str| text.graphemes(true).count();
    let mut line = first.to_owned();
    let mut begun = false;
    for word in &units(text) {
        if begun && columns(&line) + 1 + columns(word) > COLUMNS {
            let _ = writeln!(out, "{}", line.trim_end());
            (line, begun) = (next.to_owned(), false);
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

/// The words of a line; what stands in backticks is one.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut open = false;
    for word in text.split(' ') {
        match units.last_mut() {
            Some(unit) if open => *unit += &format!(" {word}"),
            _ => units.push(word.to_owned()),
        }
        open ^= word.matches('`').count() % 2 == 1;
    }
    // Somebody's backtick that nobody closed is no beginning.
    if open && let Some(rest) = units.pop() {
        units.extend(rest.split(' ').map(str::to_owned));
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_word_and_a_stray_backtick_is_none() {
        assert_eq!(
            units("to: `hearback toot x`; or ` y z"),
            ["to:", "`hearback toot x`;", "or", "`", "y", "z"]
        );
    }

    #[test]
    fn a_line_is_broken_between_words_and_an_address_is_not() {
        let mut out = String::new();
        let long = format!("https://example.org/{}", "a".repeat(80));
        wrap(&mut out, &format!("{} {long} b", "word ".repeat(16).trim_end()), "  ", "    ");
        let fifteen = "word ".repeat(15);
        assert_eq!(out, format!("  {}\n    word\n    {long}\n    b\n", fifteen.trim_end()));
    }
}
