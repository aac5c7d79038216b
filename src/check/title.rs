//! Titles that nobody reads to their end.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::Story;

/// The longest title that a list, a card and a search engine show whole, generously, in characters.
const LONGEST: usize = 150;

/// Looks at the length of the title.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let length = story.title.chars().count();
    if length > LONGEST {
        found.push(
            Diagnostic::warning(
                "title-length",
                Place::field(&story.path, "title"),
                format!("the title has {length} characters"),
            )
            .hint(format!("up to {LONGEST} are read; put the rest into the summary")),
        );
    }
}
