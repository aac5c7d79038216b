//! An id names one story for good: two stories with one id would share a guid in feeds and an entry in the ledger.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// The rule's name.
pub(super) const DUPLICATE_ID: &str = "duplicate-id";

/// Names every story whose key another one has.
pub(super) fn unique(stories: &[Arc<Story>], found: &mut Vec<Diagnostic>) {
    let mut by_path: Vec<&Arc<Story>> = stories.iter().filter(|story| story.id.is_some()).collect();
    by_path.sort_by(|a, b| a.path.cmp(&b.path));
    let mut owners: HashMap<(&str, Option<&str>), &str> = HashMap::new();
    for story in by_path {
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
