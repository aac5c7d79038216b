//! Images that cannot be shown.

use super::consent_ended;
use crate::config::rule;
use crate::model::body::{Image, Target};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::{Place, Spot};
use crate::model::rule::{Example, Rule};
use crate::model::site::{Shown, Site};

/// An image that is not there or is none.
pub(super) const RULE: Rule = Rule {
    name: "missing-image",
    severity: Severity::Warning,
    about: "an image that is not there or is none",
    why: "The page would have a hole in it.",
    wrong: Example::Text("![A pump](pump.jpg)"),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\n![A pump](/pump.svg)\n",
        ),
        ("static/pump.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#),
    ]),
};

/// Looks at every image of every story that is published.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    for (story, ties) in site.stories.iter().zip(site.ties.iter()) {
        for (image, shown) in story.body.images.iter().zip(&ties.images) {
            let place = Place { file: story.path.clone(), spot: image.spot.clone() };
            let written = &image.written;
            let is_withheld =
                matches!(&image.target, Target::File { path, .. } if site.withheld.contains(path));
            match shown {
                // What is said at the consent itself is not said again at its picture.
                Shown::Missing if is_withheld && matches!(&image.spot, Spot::Field(_)) => {}
                Shown::Missing if is_withheld => found.push(
                    consent_ended::RULE.at(place,
                        format!(
                            "`{written}` is left out: the people in it agreed until a day that has passed"
                        ),
                    )
                    .hint("ask again, or show another picture"),
                ),
                Shown::Missing => found.push(missing(site, image, place)),
                Shown::Outside(_) => found.push(
                    rule::THIRD_PARTY.at(place,
                        format!("the image `{written}` is on another host and is linked, not shown"),
                    )
                    .hint(
                        "put the image beside the story: readers of this site are not sent elsewhere unasked",
                    ),
                ),
                Shown::Image { .. } => {}
            }
        }
    }
}

fn missing(site: &Site, image: &Image, place: Place) -> Diagnostic {
    let (written, files) = (&image.written, &site.assets.files);
    let Target::File { path, .. } = &image.target else { return not_there(written, place).hint(BESIDE) };
    if files.contains_key(path) {
        let message = format!("`{written}` is no image that browsers show");
        return RULE.at(place, message).hint("save it as JPEG, PNG, WebP, AVIF or SVG");
    }
    let other = files.keys().find(|file| file.eq_ignore_ascii_case(path));
    let name = other.and_then(|file| file.rsplit('/').next());
    not_there(written, place)
        .hint(name.map_or_else(|| BESIDE.to_owned(), |name| format!("did you mean `{name}`?")))
}

fn not_there(written: &str, place: Place) -> Diagnostic {
    RULE.at(place, format!("the image `{written}` is not there"))
}

const BESIDE: &str = "put the file beside the story";
