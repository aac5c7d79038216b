//! What a rule is for, what breaks it and what it wants instead, as Markdown: `check --explain`.

use crate::check::RULES;
use crate::model::nearest::nearest;
use crate::model::rule::{Example, Rule};
use std::fmt::Write;

/// Asks for every rule.
const ALL: &str = "all";

/// One rule by its name, or all of them, one below the other; nothing where there is no such rule.
pub(super) fn rules(name: &str) -> Option<String> {
    let wanted: Vec<String> = RULES.iter().filter(|rule| name == ALL || rule.name == name).map(one).collect();
    (!wanted.is_empty()).then(|| wanted.join("\n"))
}

/// What to say of a name that no rule has.
pub(super) fn unknown(name: &str) -> String {
    match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(near) => format!("there is no rule `{name}`; did you mean `{near}`?"),
        None => format!("there is no rule `{name}`; `hearback check --rules` lists them"),
    }
}

fn one(rule: &Rule) -> String {
    let mut out = format!("## `{}`\n\n", rule.name);
    let level = rule.severity.word();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} ({level})\n\n{}", rule.about, rule.why);
    example(&mut out, "Wrong", rule.wrong);
    example(&mut out, "Right", rule.right);
    let other = if level == "error" { "warning" } else { "error" };
    let _ = writeln!(
        out,
        "\nIn `hearback.yaml`, `check: {{{}: {other}}}` changes its level, `off` silences it.",
        rule.name
    );
    out
}

fn example(out: &mut String, which: &str, example: Example) {
    for (place, text) in example.shown() {
        let _ = match example {
            Example::Words(words) => writeln!(out, "\n{which}: {words}"),
            _ => writeln!(
                out,
                "\n{which}, {}:\n\n````{}\n{}\n````",
                quoted(place),
                language(place),
                text.trim_end()
            ),
        };
    }
}

/// A file's name in backticks; other places are named in words.
fn quoted(place: &str) -> String {
    if place.contains(' ') { format!("in {place}") } else { format!("`{place}`") }
}

fn language(place: &str) -> &'static str {
    if place.ends_with(".yaml") || place.contains("front matter") { "yaml" } else { "markdown" }
}
