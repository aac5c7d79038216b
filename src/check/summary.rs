//! Stories that cannot be announced for want of words.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;
use crate::model::vocabulary::Kind;

/// Nothing to announce the story with.
pub(super) const RULE: Rule = Rule {
    name: "missing-summary",
    severity: Severity::Warning,
    about: "nothing to announce the story with",
    why: "The summary is what feeds and toots say about it.",
    wrong: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Two new wells\ndate: 2026-03-01\n---\n\nIt works.\n",
    )]),
    right: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Two new wells\ndate: 2026-03-01\nsummary: Two villages have water.\n---\n\nIt works.\n",
    )]),
};

/// Looks at every story that is announced.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let silent =
        story.summary.as_deref().is_none_or(|text| text.trim().is_empty()) && story.toot.text.is_none();
    if silent && story.kind() != Kind::Page && story.edition.is_none() {
        found.push(
            RULE.at(Place::whole(&story.path), "there is no `summary`, so nobody is told what this is about")
                .hint("add `summary: >-` and below it one or two sentences"),
        );
    }
}
