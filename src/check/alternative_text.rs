//! Images for those who do not see them.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::{Place, Spot};
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;

/// An image without a text for those who do not see it.
pub(super) const RULE: Rule = Rule {
    name: "missing-alt",
    severity: Severity::Warning,
    about: "an image without a text for those who do not see it",
    why: "Whoever listens to the page hears that text instead of the picture (WCAG 2.2, 1.1.1), and Mastodon shows it, too.",
    wrong: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\n![](/pump.svg)\n",
        ),
        ("static/pump.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#),
    ]),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\n![A pump in the village](/pump.svg)\n",
        ),
        ("static/pump.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#),
    ]),
};

/// Looks at every image of the text. The front matter's picture needs its `alt` to be read at all.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    for image in &story.body.images {
        let place = Place { file: story.path.clone(), spot: image.spot.clone() };
        let alt = image.alt.trim();
        let file = image.written.rsplit('/').next().unwrap_or_default();
        if alt.is_empty() && !image.decorative {
            found.push(
                RULE.at(place, format!("the image `{file}` has no text for those who do not see it")).hint(
                    match image.spot {
                        Spot::Field(_) => "add a line `alt: …` that says what it shows",
                        _ => "write what it shows between the brackets: `![Two people at a desk](…)`",
                    },
                ),
            );
        } else if !alt.is_empty() && (alt.eq_ignore_ascii_case(file) || is_file_name(alt)) {
            found.push(
                RULE.at(place, format!("the text of the image is a file name: `{alt}`"))
                    .hint("write what it shows"),
            );
        }
    }
}

fn is_file_name(alt: &str) -> bool {
    let ending = alt.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    !alt.contains(' ')
        && ending.is_some_and(|e| ["jpg", "jpeg", "png", "gif", "webp", "svg"].contains(&e.as_str()))
}
