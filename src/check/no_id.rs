//! Stories without a permanent name: their feed entry changes when the file moves, and they are never announced.

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Fix, Insertion, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;
use crate::model::story::Story;
use crate::model::vocabulary::Kind;
use std::collections::BTreeSet;

/// A story without a permanent name.
pub(super) const RULE: Rule = Rule {
    name: "no-id",
    severity: Severity::Warning,
    about: "a story without a permanent name",
    why: "Feed readers know a story by its id, and only a story with one is announced. `check --fix` writes it.",
    wrong: Example::Files(&[(
        "content/impact/wells.md",
        "---\ntitle: Two new wells\ndate: 2026-03-01\nsummary: Two villages have water.\n---\n\nIt works.\n",
    )]),
    right: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Two new wells\ndate: 2026-03-01\nsummary: Two villages have water.\n---\n\nIt works.\n",
    )]),
};

/// Looks at every story; a page is never announced and needs none. The name that is offered is free.
pub(super) fn look(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let is_without = |story: &Story| story.id.is_none() && story.kind() != Kind::Page;
    let without: Vec<_> = site
        .stories
        .iter()
        .zip(site.ties.iter())
        .filter(|(story, _)| is_without(story) && story.edition.is_none())
        .collect();
    if without.is_empty() {
        return;
    }
    let mut taken: BTreeSet<String> = site.stories.iter().filter_map(|story| story.id.clone()).collect();
    for (story, ties) in without {
        let stem = if story.slug.is_empty() { "story" } else { &story.slug };
        let mut id = stem.to_owned();
        let mut count = 1;
        while !taken.insert(id.clone()) {
            count += 1;
            id = format!("{stem}-{count}");
        }
        let mut lines = vec![Insertion { file: story.path.clone(), line: format!("id: {}", quoted(&id)) }];
        lines.extend(kept(story, config));
        // Its translations share its id from then on.
        let editions = ties.editions.iter().filter_map(|(_, ix)| site.stories.get(*ix));
        lines.extend(
            editions.filter(|edition| is_without(edition)).filter_map(|edition| kept(edition, config)),
        );
        let hint = match kept(story, config) {
            Some(Insertion { line, .. }) => format!(
                "run `hearback check --fix`, or add the line `id: {id}` and never change it; if the story was published, \
                 add `{line}`, too, by which feed readers know it"
            ),
            None => format!("add the line `id: {id}` and never change it, or run `hearback check --fix`"),
        };
        let message = "this story has no `id`, so it cannot be announced";
        found.push(Diagnostic {
            fix: Some(Fix { lines }),
            ..RULE.at(Place::whole(&story.path), message).hint(hint)
        });
    }
}

/// The line that keeps a story's name in feeds, which was made from its file's until now. A draft was in no feed.
fn kept(story: &Story, config: &Config) -> Option<Insertion> {
    let was_published = story.guid.is_none() && !story.draft;
    let line = || format!("guid: \"{}\"", config.tag(&story.key()));
    was_published.then(|| Insertion { file: story.path.clone(), line: line() })
}

/// An id as YAML reads it back: quoted where it would be read as a number, a date or a word of YAML.
fn quoted(id: &str) -> String {
    let plain = id.starts_with(|c: char| c.is_alphabetic())
        && !["true", "false", "null", "none", "yes", "no"].contains(&id);
    if plain { id.to_owned() } else { format!("\"{id}\"") }
}
