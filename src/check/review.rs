//! Answers that somebody was to look at again.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::{Matter, Story};
use jiff::civil::Date;

/// Looks at `review_by` and at `expires`.
pub(super) fn look(story: &Story, today: Date, found: &mut Vec<Diagnostic>) {
    let expired = story.expires.is_some_and(|day| day < today);
    if let Matter::Answer(answer) = &story.matter
        && let Some(day) = answer.review_by.filter(|day| *day < today && !expired)
    {
        found.push(
            Diagnostic::warning(
                "review-due",
                Place::field(&story.path, "review_by"),
                format!("this was to be looked at again by {day}"),
            )
            .hint("read it, mend what has changed, and set the next date"),
        );
    }
}
