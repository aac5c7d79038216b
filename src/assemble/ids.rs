//! An id names one story for good: two stories with one id would share a guid in feeds and an entry in the ledger.

use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::route::StoryIx;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// Names every story whose key another one has. It is the newer one that has to change: a copy is newer than what it was made
/// from, and an id is permanent.
pub(super) fn unique(stories: &[Arc<Story>], by_path: &[StoryIx], found: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<(&str, Option<&str>), StoryIx> = HashMap::with_capacity(stories.len());
    for &ix in by_path {
        let Some(id) = stories[ix].id.as_deref() else { continue };
        let key = (id, stories[ix].edition.as_ref().map(crate::model::lang::Lang::as_str));
        let Some(other) = owners.insert(key, ix) else { continue };
        let age = |ix: StoryIx| (stories[ix].date, &stories[ix].path);
        let (older, newer) = if age(other) < age(ix) { (other, ix) } else { (ix, other) };
        owners.insert(key, older);
        let message = format!("`{id}` is already the id of `{}`", stories[older].path);
        found.push(
            rule::DUPLICATE_ID
                .at(Place::field(&stories[newer].path, "id"), message)
                .hint("give the newer story an id of its own"),
        );
    }
    guids(stories, by_path, found);
}

/// Names every story that says the name in feeds of another one.
fn guids(stories: &[Arc<Story>], by_path: &[StoryIx], found: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for story in by_path.iter().map(|ix| &stories[*ix]) {
        let Some(guid) = story.guid.as_deref() else { continue };
        if let Some(other) = owners.insert(guid, &story.path) {
            let message = format!("`{guid}` is already the `guid` of `{other}`");
            found.push(
                rule::DUPLICATE_ID
                    .at(Place::field(&story.path, "guid"), message)
                    .hint("take it out of the story that was not published under it"),
            );
        }
    }
}
