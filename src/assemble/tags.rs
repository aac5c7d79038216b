//! Tags as written become the names of lists: `Waiting times` and `waiting-times` are one tag.

use super::safe_path::segment;
use crate::model::story::Story;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The tags of all stories.
pub(super) struct Tagged {
    /// The slugs of each story's tags, by its index, in the order written.
    pub(super) slugs: Vec<Vec<Arc<str>>>,
    /// How each tag is spelled most often; of two that are as frequent, the first in the alphabet.
    pub(super) spellings: BTreeMap<String, String>,
}

/// A tag as it is written somewhere.
struct Seen<'a> {
    tag: &'a str,
    slug: Arc<str>,
    times: usize,
}

/// Reads the tags of all stories.
pub(super) fn read(stories: &[Arc<Story>]) -> Tagged {
    // Making a slug costs more than looking it up, and the same few tags come again and again.
    let mut seen: Vec<Seen<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut slugs = Vec::with_capacity(stories.len());
    for story in stories {
        let mut own = Vec::with_capacity(story.tags.len());
        for tag in &story.tags {
            let place = *places.entry(tag).or_insert_with(|| {
                seen.push(Seen { tag, slug: segment(tag).into(), times: 0 });
                seen.len() - 1
            });
            seen[place].times += 1;
            own.push(Arc::clone(&seen[place].slug));
        }
        slugs.push(own);
    }
    let mut best: BTreeMap<Arc<str>, (usize, &str)> = BTreeMap::new();
    for Seen { tag, slug, times } in seen {
        let held = best.entry(slug).or_insert((times, tag));
        if (Reverse(times), tag) < (Reverse(held.0), held.1) {
            *held = (times, tag);
        }
    }
    let spellings = best.into_iter().map(|(slug, (_, tag))| (slug.to_string(), tag.to_owned())).collect();
    Tagged { slugs, spellings }
}
