//! The order of headings, by which people who listen to a page find their way.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;

/// A heading skips a level, or is the page's own.
pub(super) const RULE: Rule = Rule {
    name: "heading-level",
    severity: Severity::Warning,
    about: "a heading skips a level, or is the page's own",
    why: "Whoever listens to a page goes from heading to heading, level by level (WCAG 2.2, 1.3.1).",
    wrong: Example::Text("#### Results\n\nTwo wells."),
    right: Example::Text("## Results\n\nTwo wells."),
};

/// Looks at the headings of the text: they begin with the second level, and none skips one.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let mut above = 1;
    for heading in &story.body.headings {
        let place = || Place { file: story.path.clone(), spot: heading.spot.clone() };
        if heading.level == 1 {
            found.push(
                RULE.at(place(), "`#` is the page's own title".to_owned())
                    .hint("begin with `##`; the title stands in the front matter"),
            );
        } else if heading.level > above + 1 {
            let (is, was) = (heading.level, above);
            let message = format!("a heading of level {is} follows one of level {was}");
            found.push(RULE.at(place(), message).hint(format!("use `{}`", "#".repeat(usize::from(was) + 1))));
        }
        above = heading.level;
    }
}
