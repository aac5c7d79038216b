//! Stories without a permanent name: their feed entry changes when the file moves, and they are never announced.

use crate::model::diagnostic::{Diagnostic, Fix};
use crate::model::place::Place;
use crate::model::site::Site;
use crate::model::vocabulary::Kind;
use std::collections::BTreeSet;

/// Looks at every story; a page is never announced and needs none. The name that is offered is free.
pub(super) fn look(site: &Site, found: &mut Vec<Diagnostic>) {
    let without: Vec<_> = site
        .stories
        .iter()
        .filter(|story| story.id.is_none() && story.kind() != Kind::Page && story.edition.is_none())
        .collect();
    if without.is_empty() {
        return;
    }
    let mut taken: BTreeSet<String> = site.stories.iter().filter_map(|story| story.id.clone()).collect();
    for story in without {
        let stem = if story.slug.is_empty() { "story" } else { &story.slug };
        let mut id = stem.to_owned();
        let mut count = 1;
        while !taken.insert(id.clone()) {
            count += 1;
            id = format!("{stem}-{count}");
        }
        found.push(Diagnostic {
            fix: Some(Fix { front_matter_line: format!("id: {}", quoted(&id)) }),
            ..Diagnostic::warning(
                "no-id",
                Place::whole(&story.path),
                "this story has no `id`, so it cannot be announced",
            )
            .hint(format!("add the line `id: {id}` and never change it, or run `hearback check --fix`"))
        });
    }
}

/// An id as YAML reads it back: quoted where it would be read as a number, a date or a word of YAML.
fn quoted(id: &str) -> String {
    let plain = id.starts_with(|c: char| c.is_alphabetic())
        && !["true", "false", "null", "none", "yes", "no"].contains(&id);
    if plain { id.to_owned() } else { format!("\"{id}\"") }
}
