//! An id names one story for good: two stories with one id would share a guid in feeds and an entry in the ledger.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::route::StoryIx;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// The rule's name.
pub(super) const DUPLICATE_ID: &str = "duplicate-id";

/// Names every story whose key another one has.
pub(super) fn unique(stories: &[Arc<Story>], by_path: &[StoryIx], found: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<(&str, Option<&str>), &str> = HashMap::with_capacity(stories.len());
    for &ix in by_path {
        let story = &stories[ix];
        let Some(id) = story.id.as_deref() else { continue };
        let key = (id, story.edition.as_ref().map(crate::model::lang::Lang::as_str));
        if let Some(owner) = owners.get(&key) {
            found.push(
                Diagnostic::error(
                    DUPLICATE_ID,
                    Place::field(&story.path, "id"),
                    format!("`{id}` is already the id of `{owner}`"),
                )
                .hint("give the newer story an id of its own"),
            );
        } else {
            owners.insert(key, &story.path);
        }
    }
}
