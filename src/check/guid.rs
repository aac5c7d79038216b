//! Names in feeds that a change makes others: a feed reader shows such a story as new, to everybody who has read it (RFC 4287
//! §4.2.6: an id never changes).

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Fix, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::said::{Said, SaidStory};
use crate::model::site::Site;
use crate::model::story::Story;
use std::collections::{BTreeMap, BTreeSet};

/// A story has another name in feeds than it had, so that everybody gets it again.
pub const CHANGED: Rule = Rule {
    name: "guid-changed",
    severity: Severity::Warning,
    about: "a story has another name in feeds than it had, so that everybody gets it again",
    why: "A feed reader knows a story by its guid alone: under another one it shows an old story as new to everybody who has read it.",
    wrong: Example::Words("A published story without `id` that was given one, and no `guid`."),
    right: Example::Words("The same story with the `guid` that it had."),
};

/// Compares the names of stories with those that they had where the change at hand begins.
pub(super) fn look(site: &Site, said: &Said, config: &Config, found: &mut Vec<Diagnostic>) {
    if let Some(was) = said.authority.as_ref().filter(|was| **was != config.authority) {
        let message =
            format!("this change gives every story another name in feeds: they were named after `{was}`");
        found.push(
            CHANGED.at(Place::field("hearback.yaml", "url"), message).hint(format!(
                "add `authority: {was}` to `feeds`, so that feed readers know the stories again"
            )),
        );
        // What single stories have lost besides is told once this is mended.
        return;
    }
    if said.stories.is_empty() {
        return;
    }
    let by_path: BTreeMap<&str, &Story> =
        site.stories.iter().map(|story| (story.path.as_str(), story.as_ref())).collect();
    let before: BTreeSet<&str> = said.stories.iter().map(|story| story.path.as_str()).collect();
    let now: BTreeSet<String> = site.stories.iter().map(|story| named(story, config)).collect();
    for was in said.stories.iter().filter(|was| !now.contains(&was.guid)) {
        let renamed = || {
            let new = site.stories.iter().filter(|story| !before.contains(story.path.as_str()));
            new.map(|story| story.as_ref()).find(|story| is_same(story, was))
        };
        if let Some(story) = by_path.get(was.path.as_str()).copied().or_else(renamed) {
            found.push(finding(story, was));
        }
    }
}

/// The name of a story in feeds.
fn named(story: &Story, config: &Config) -> String {
    story.guid.clone().unwrap_or_else(|| config.tag(&story.key()))
}

/// Whether a file that is new holds a story that was in another one.
fn is_same(story: &Story, was: &SaidStory) -> bool {
    story.kind() == was.kind && story.title == was.title && story.date.day == was.day
}

fn finding(story: &Story, was: &SaidStory) -> Diagnostic {
    let message = match story.path == was.path {
        true => {
            "this change gives the story another name in feeds, so that every reader gets it again".to_owned()
        }
        false => format!(
            "this story was in `{}`, and has another name in feeds, so that every reader gets it again",
            was.path
        ),
    };
    let line = format!("guid: \"{}\"", was.guid);
    let (place, hint, fix) = match &story.guid {
        Some(_) => (Place::field(&story.path, "guid"), format!("write `{line}` again"), None),
        None => (
            Place::whole(&story.path),
            format!("add the line `{line}`, or run `hearback check --fix`"),
            Some(Fix::line(&story.path, line)),
        ),
    };
    Diagnostic { fix, ..CHANGED.at(place, message).hint(hint) }
}
