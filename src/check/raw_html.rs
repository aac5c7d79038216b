//! HTML that was taken out of a text.

use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::Story;

/// Names everything that the safe list does not have; what would have been loaded from another host has its own rule.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    for removed in &story.body.removed {
        let place = Place { file: story.path.clone(), spot: removed.spot.clone() };
        found.push(match &removed.host {
            Some(host) => rule::THIRD_PARTY
                .at(place, format!("{} from `{host}` was taken out", removed.what))
                .hint("nothing is loaded from another host; link to it instead"),
            None => rule::RAW_HTML
                .at(place, format!("{} was taken out", removed.what))
                .hint("write it in Markdown, or leave it away"),
        });
    }
}
