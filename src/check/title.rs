//! Titles that nobody reads to their end.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;

/// A title that nobody reads to its end.
pub(super) const RULE: Rule = Rule {
    name: "title-length",
    severity: Severity::Warning,
    about: "a title that nobody reads to its end",
    why: "Lists, cards and search engines cut it off.",
    wrong: Example::Impact(
        "title: Two new wells with pumps that people can mend by themselves Two new wells with pumps that people can mend by themselves Two new wells with pumps that people can mend by themselves\n",
    ),
    right: Example::Impact("title: Two new wells that people can mend by themselves\n"),
};

/// The longest title that a list, a card and a search engine show whole, generously, in characters.
const LONGEST: usize = 150;

/// Looks at the length of the title.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let length = story.title.chars().count();
    if length > LONGEST {
        found.push(
            RULE.at(Place::field(&story.path, "title"), format!("the title has {length} characters"))
                .hint(format!("up to {LONGEST} are read; put the rest into the summary")),
        );
    }
}
