//! Tags as written become the names of lists: `Waiting times` and `waiting-times` are one tag.

use super::safe_path::segment;
use crate::model::story::Story;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The tags of all stories.
pub(super) struct Tagged {
    /// The slugs of each story's tags, by its index, in the order written.
    pub(super) slugs: Vec<Vec<String>>,
    /// How each tag is spelled most often; of two that are as frequent, the first in the alphabet.
    pub(super) spellings: BTreeMap<String, String>,
}

/// Reads the tags of all stories.
pub(super) fn read(stories: &[Arc<Story>]) -> Tagged {
    // Making a slug costs more than looking it up, and the same few tags come again and again.
    let mut slug_of: HashMap<&str, String> = HashMap::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut slugs = Vec::with_capacity(stories.len());
    for story in stories {
        let mut own = Vec::with_capacity(story.tags.len());
        for tag in &story.tags {
            *times.entry(tag).or_default() += 1;
            own.push(slug_of.entry(tag).or_insert_with(|| segment(tag)).clone());
        }
        slugs.push(own);
    }
    let mut best: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (tag, count) in times {
        let Some(slug) = slug_of.get(tag) else { continue };
        let held = best.entry(slug.clone()).or_insert((count, tag));
        if (Reverse(count), tag) < (Reverse(held.0), held.1) {
            *held = (count, tag);
        }
    }
    let spellings = best.into_iter().map(|(slug, (_, tag))| (slug, tag.to_owned())).collect();
    Tagged { slugs, spellings }
}
