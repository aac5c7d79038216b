//! Names of stories and commitments that nobody has.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// News about a commitment that nobody made.
pub(super) const COMMITMENT: Rule = Rule {
    name: "unknown-commitment",
    severity: Severity::Warning,
    about: "news about a commitment that nobody made",
    why: "The news would stand on no page.",
    wrong: Example::Impact("progress: [{commitment: call-bak, date: 2026-04-01, status: in_progress}]\n"),
    right: Example::Impact(
        "commitments: [{id: call-back, what: We call back, due: 2026-12-01}]\nprogress: [{commitment: call-back, date: 2026-04-01, status: in_progress}]\n",
    ),
};

/// A story that is followed or replaced is not there.
pub(super) const STORY: Rule = Rule {
    name: "unknown-story",
    severity: Severity::Warning,
    about: "a story that is followed or replaced is not there",
    why: "Readers of the older story would not learn that there is a newer one.",
    wrong: Example::Impact("follows: [pumps]\n"),
    right: Example::Files(&[
        (
            "content/impact/wells.md",
            "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\nfollows: [pumps]\n---\n\nText.\n",
        ),
        (
            "content/impact/pumps.md",
            "---\nid: pumps\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
        ),
    ]),
};

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
                    COMMITMENT,
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
                found.push(unknown(STORY, place, format!("no story has the id `{name}`"), name, &ids));
            }
        }
    }
}

fn unknown(rule: Rule, place: Place, message: String, name: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let finding = rule.at(place, message);
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("write the `id` that stands where it was made"),
    }
}
