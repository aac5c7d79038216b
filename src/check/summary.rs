//! Stories that cannot be announced for want of words.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::Story;
use crate::model::vocabulary::Kind;

/// Looks at every story that is announced.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let silent =
        story.summary.as_deref().is_none_or(|text| text.trim().is_empty()) && story.toot.text.is_none();
    if silent && story.kind() != Kind::Page && story.edition.is_none() {
        found.push(
            Diagnostic::warning(
                "missing-summary",
                Place::whole(&story.path),
                "there is no `summary`, so nobody is told what this is about",
            )
            .hint("add `summary: >-` and below it one or two sentences"),
        );
    }
}
