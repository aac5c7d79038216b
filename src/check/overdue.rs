//! Commitments whose date has passed.

use crate::model::date::Due;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;

/// A commitment whose date has passed.
pub(super) const RULE: Rule = Rule {
    name: "overdue",
    severity: Severity::Warning,
    about: "a commitment whose date has passed",
    why: "The page says so in public; the team should know it first.",
    wrong: Example::Impact("commitments: [{id: call-back, what: We call back, due: 2026-05-01}]\n"),
    right: Example::Impact("commitments: [{id: call-back, what: We call back, due: 2026-12-01}]\n"),
};

/// Looks at every commitment that has not ended.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    for promise in site.promises.iter().filter(|promise| promise.overdue_days.is_some()) {
        let Some(story) = site.stories.get(promise.story) else { continue };
        let Some(commitment) = story.commitments.get(promise.index) else { continue };
        let Due::On(due) = promise.due else { continue };
        let days = promise.overdue_days.unwrap_or(0);
        let place = Place::field(&story.path, format!("commitments[{}]", promise.index));
        let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        found.push(
            RULE.at(place, format!("`{}` was due on {due}, {days} ago", commitment.id))
                .hint("say what happened in an entry of its `timeline`; a new date is an entry too"),
        );
    }
}
