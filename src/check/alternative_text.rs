//! Images for those who do not see them.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::{Place, Spot};
use crate::model::story::Story;

/// Looks at every image of the text. The front matter's picture needs its `alt` to be read at all.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    for image in &story.body.images {
        let place = Place { file: story.path.clone(), spot: image.spot.clone() };
        let alt = image.alt.trim();
        let file = image.written.rsplit('/').next().unwrap_or_default();
        if alt.is_empty() {
            found.push(
                Diagnostic::warning(
                    "missing-alt",
                    place,
                    format!("the image `{file}` has no text for those who do not see it"),
                )
                .hint(match image.spot {
                    Spot::Field(_) => "add a line `alt: …` that says what it shows",
                    _ => "write what it shows between the brackets: `![Two people at a desk](…)`",
                }),
            );
        } else if alt.eq_ignore_ascii_case(file) || is_file_name(alt) {
            found.push(
                Diagnostic::warning(
                    "missing-alt",
                    place,
                    format!("the text of the image is a file name: `{alt}`"),
                )
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
