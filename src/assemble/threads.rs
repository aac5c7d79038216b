//! Which story continues or replaces which: the newer one says so, the older one learns it here.

use crate::model::route::{Edition, StoryIx};
use crate::model::site::Ties;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// Ties what `follows` and `replaces` name, in both directions. An id means the story in the same language, where there is
/// one, else the one in the site's.
pub(super) fn tie(stories: &[Arc<Story>], ties: &mut [Ties]) {
    if stories.iter().all(|story| story.follows.is_empty() && story.replaces.is_empty()) {
        return;
    }
    let mut by_id: HashMap<(&str, &Edition), StoryIx> = HashMap::new();
    for (ix, story) in stories.iter().enumerate() {
        if let Some(id) = story.id.as_deref() {
            by_id.entry((id, &story.edition)).or_insert(ix);
        }
    }
    for (ix, story) in stories.iter().enumerate() {
        let find = |id: &String| {
            let own = by_id.get(&(id.as_str(), &story.edition));
            own.or_else(|| by_id.get(&(id.as_str(), &None))).copied().filter(|other| *other != ix)
        };
        let follows: Vec<StoryIx> = story.follows.iter().filter_map(find).collect();
        let replaces: Vec<StoryIx> = story.replaces.iter().filter_map(find).collect();
        for other in &follows {
            ties[*other].followed_by.push(ix);
        }
        for other in &replaces {
            // Stories come newest first: the newest that replaces it is the one to read.
            ties[*other].replaced_by.get_or_insert(ix);
        }
        ties[ix].follows = follows;
        ties[ix].replaces = replaces;
    }
}
