//! Images that cannot be shown.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::site::{Shown, Site};

/// Looks at every image of every story that is published.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    for (story, ties) in site.stories.iter().zip(site.ties.iter()) {
        for (image, shown) in story.body.images.iter().zip(&ties.images) {
            let place = Place { file: story.path.clone(), spot: image.spot.clone() };
            let written = &image.written;
            match shown {
                Shown::Missing => found.push(
                    Diagnostic::warning("missing-image", place, format!("the image `{written}` is not there, or is no image"))
                        .hint("put the file beside the story, and write its name as it is, with its capital letters"),
                ),
                Shown::Outside(_) => found.push(
                    Diagnostic::warning("third-party", place, format!("the image `{written}` is on another host and is linked, not shown"))
                        .hint("put the image beside the story: readers of this site are not sent elsewhere unasked"),
                ),
                Shown::Image { .. } => {}
            }
        }
    }
}
