//! The plan for a pull request or a CI job's summary: for somebody who has never seen one.

use std::fmt::Write;

use super::{Tally, action, facts, origin, step};
use crate::toot::plan::{Entry, Plan, Step, Toot};

/// The plan as CommonMark, ending in a line break. Nothing in it notifies anybody: mentions stand in code.
pub fn markdown(plan: &Plan) -> String {
    let mut out = String::new();
    let account = plan.account.as_deref().unwrap_or("no account");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "## What `{account}` will say\n");
    let _ = writeln!(
        out,
        "{}. Nothing is posted yet: each toot goes out once, after its page is live.",
        Tally::of(plan).words()
    );
    let toots = plan.entries.iter().filter(|entry| matters(&entry.step));
    for (number, entry) in (1..).zip(toots) {
        let _ = write!(out, "\n### {number}. ");
        tell(&mut out, entry, plan);
    }
    table(&mut out, plan, "Already out", |step| matches!(step, Step::Done(_)));
    table(&mut out, plan, "Not announced", |step| matches!(step, Step::Skip(_)));
    out
}

fn matters(step: &Step) -> bool {
    !matches!(step, Step::Skip(_) | Step::Done(_))
}

fn tell(out: &mut String, entry: &Entry, plan: &Plan) {
    let name = if entry.title.is_empty() { &entry.story } else { &entry.title };
    let which = action(&entry.action).map(|which| format!(" ({which})")).unwrap_or_default();
    let _ = writeln!(out, "{}{which}\n", escaped(name));
    let (word, why) = step(entry);
    match why {
        Some(why) if matches!(word, "wait" | "scheduled") => {
            let _ = writeln!(out, "**Later:** {}\n", plain(&why));
        }
        Some(why) => {
            let _ = writeln!(out, "**Note:** {}\n", plain(&why));
        }
        None => {}
    }
    if let Some(toot) = &entry.toot {
        show(out, toot);
        let _ = writeln!(out, "\n{} · `{}`", facts(toot, plan), origin(entry));
    }
    for (number, note) in entry.notes.iter().enumerate() {
        let gap = if number == 0 { "\n" } else { "" };
        let _ = writeln!(out, "{gap}- {}", plain(note));
    }
}

fn show(out: &mut String, toot: &Toot) {
    let announcement = &toot.announcement;
    if !announcement.warning.is_empty() {
        let _ = writeln!(out, "> **Content warning:** {}\n>", escaped(&announcement.warning));
    }
    let lines: Vec<&str> = announcement.text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let goes_on = lines.get(number + 1).is_some_and(|next| !next.is_empty());
        let end = if goes_on && !line.is_empty() { "\\" } else { "" };
        let _ = writeln!(out, "{}", format!("> {}{end}", escaped(line)).trim_end());
    }
    if let Some(picture) = &toot.picture {
        let _ = writeln!(out, ">\n> *Picture: {}*", escaped(&picture.alt));
    }
}

fn table(out: &mut String, plan: &Plan, heading: &str, which: fn(&Step) -> bool) {
    let entries: Vec<&Entry> = plan.entries.iter().filter(|entry| which(&entry.step)).collect();
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n<details><summary>{heading}: {}</summary>\n\n| Story | |\n| --- | --- |",
        entries.len()
    );
    for entry in entries {
        let why = step(entry).1.unwrap_or_default();
        let _ = writeln!(out, "| `{}` | {} |", origin(entry), plain(&why).replace('|', "\\|"));
    }
    out.push_str("\n</details>\n");
}

/// Our own words: they hold code spans that are meant, and addresses.
fn plain(text: &str) -> String {
    text.split(' ').map(|word| address(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

/// Somebody's words, so that they look as they were written.
fn escaped(line: &str) -> String {
    let words: Vec<String> = line.split(' ').map(word).collect();
    let line = words.join(" ");
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    match line.chars().next() {
        // A list, a heading's underline or a number would begin here.
        Some('-' | '+' | '=') => format!("\\{line}"),
        Some(_) if digits > 0 && line[digits..].starts_with(['.', ')']) => {
            format!("{}\\{}", &line[..digits], &line[digits..])
        }
        _ => line,
    }
}

fn word(word: &str) -> String {
    if let Some(address) = address(word) {
        return address;
    }
    if word.starts_with('@') && !word.contains('`') {
        return format!("`{word}`");
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if "\\`*_[]<>#~|&!".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An address as a link, its punctuation after it.
fn address(word: &str) -> Option<String> {
    let is_address = word.starts_with("https://") || word.starts_with("http://");
    let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    (is_address && !word.contains(['<', '>'])).then(|| format!("<{}>{}", &word[..end], &word[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebodys_words_look_as_they_were_written() {
        assert_eq!(escaped("1. *not* a <b>list</b>"), "1\\. \\*not\\* a \\<b\\>list\\</b\\>");
        assert_eq!(
            escaped("- @ada@s.example, see https://s.example/a_b_c."),
            "\\- `@ada@s.example,` see <https://s.example/a_b_c>."
        );
    }
}
