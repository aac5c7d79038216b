//! Names of stories and commitments that nobody has.

use crate::model::diagnostic::Diagnostic;
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::site::Site;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// Looks at `progress`, `follows` and `replaces`.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    // Only where somebody names another story.
    let ids: LazyCell<BTreeSet<&str>, _> =
        LazyCell::new(|| site.stories.iter().filter_map(|story| story.id.as_deref()).collect());
    let commitments: BTreeSet<&str> = site
        .stories
        .iter()
        .flat_map(|story| &story.commitments)
        .map(|commitment| commitment.id.as_str())
        .collect();
    for story in &site.stories {
        for (at, progress) in story.progress.iter().enumerate() {
            let name = progress.commitment.as_str();
            if !commitments.contains(name) {
                let place = Place::field(&story.path, format!("progress[{at}].commitment"));
                found.push(unknown(
                    "unknown-commitment",
                    place,
                    format!("nobody made the commitment `{name}`"),
                    name,
                    &commitments,
                ));
            }
        }
        for (field, names) in [("follows", &story.follows), ("replaces", &story.replaces)] {
            for name in names.iter().filter(|name| !ids.contains(name.as_str())) {
                let place = Place::field(&story.path, field);
                found.push(unknown(
                    "unknown-story",
                    place,
                    format!("no story has the id `{name}`"),
                    name,
                    &ids,
                ));
            }
        }
    }
}

fn unknown(
    rule: &'static str,
    place: Place,
    message: String,
    name: &str,
    known: &BTreeSet<&str>,
) -> Diagnostic {
    let finding = Diagnostic::warning(rule, place, message);
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("write the `id` that stands where it was made"),
    }
}
