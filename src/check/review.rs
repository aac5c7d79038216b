//! Answers that somebody was to look at again.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::{Matter, Story};
use jiff::civil::Date;

/// An answer that was to be looked at again.
pub(super) const RULE: Rule = Rule {
    name: "review-due",
    severity: Severity::Warning,
    about: "an answer that was to be looked at again",
    why: "An answer that was right last year may be wrong today.",
    wrong: Example::Answer("questions: [{said: When are you open?}]\nreview_by: 2026-05-01\n"),
    right: Example::Answer("questions: [{said: When are you open?}]\nreview_by: 2026-12-01\n"),
};

/// Looks at `review_by` and at `expires`.
pub(super) fn look(story: &Story, today: Date, found: &mut Vec<Diagnostic>) {
    let expired = story.expires.is_some_and(|day| day < today);
    if let Matter::Answer(answer) = &story.matter
        && let Some(day) = answer.review_by.filter(|day| *day < today && !expired)
    {
        found.push(
            RULE.at(
                Place::field(&story.path, "review_by"),
                format!("this was to be looked at again by {day}"),
            )
            .hint("read it, mend what has changed, and set the next date"),
        );
    }
}
