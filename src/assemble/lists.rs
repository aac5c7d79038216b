//! Which stories are in which list. Pages are in none.

use crate::model::route::{Edition, List, StoryIx};
use crate::model::site::Ties;
use crate::model::story::Story;
use crate::model::vocabulary::Kind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every list, newest first.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// By language and what is listed.
    pub(super) lists: BTreeMap<(Edition, List), Vec<StoryIx>>,
    /// Everything of a language.
    pub(super) all: BTreeMap<Edition, Vec<StoryIx>>,
}

/// Puts each story into its lists. Stories come newest first, so the lists do too.
pub(super) fn make(stories: &[Arc<Story>], ties: &[Ties]) -> Listed {
    let mut listed = Listed::default();
    for (ix, story) in stories.iter().enumerate() {
        if story.kind() == Kind::Page {
            continue;
        }
        let tags = ties[ix].tags.iter().cloned().map(List::Tag);
        let fixed = [List::Kind(story.kind()), List::Year(story.date.day.year())];
        for list in fixed.into_iter().chain(tags) {
            let members = listed.lists.entry((story.edition.clone(), list)).or_default();
            // Two spellings of one tag on one story are one membership.
            if members.last() != Some(&ix) {
                members.push(ix);
            }
        }
        listed.all.entry(story.edition.clone()).or_default().push(ix);
    }
    listed
}
