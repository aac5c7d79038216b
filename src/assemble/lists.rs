//! Which stories are in which list. Pages are in none.

use crate::model::route::{Edition, List, StoryIx};
use crate::model::site::Ties;
use crate::model::story::Story;
use crate::model::vocabulary::Kind;
use std::collections::{BTreeMap, HashMap};
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
    // The lists in the order of their first stories, and where each stands: a list's name is made once, not for each story.
    let mut lists: Vec<((Edition, List), Vec<StoryIx>)> = Vec::new();
    let mut places: HashMap<(&Edition, Name<'_>), usize> = HashMap::new();
    for (ix, story) in stories.iter().enumerate() {
        if story.kind() == Kind::Page {
            continue;
        }
        let tags = ties[ix].tags.iter().map(|tag| Name::Tag(tag));
        for name in [Name::Kind(story.kind()), Name::Year(story.date.day.year())].into_iter().chain(tags) {
            let place = *places.entry((&story.edition, name)).or_insert_with(|| {
                lists.push(((story.edition.clone(), name.list()), Vec::new()));
                lists.len() - 1
            });
            let members = &mut lists[place].1;
            // Two spellings of one tag on one story are one membership.
            if members.last() != Some(&ix) {
                members.push(ix);
            }
        }
        listed.all.entry(story.edition.clone()).or_default().push(ix);
    }
    listed.lists = lists.into_iter().collect();
    listed
}

/// The name of a list, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Name<'a> {
    Kind(Kind),
    Year(i16),
    Tag(&'a str),
}

impl Name<'_> {
    fn list(self) -> List {
        match self {
            Self::Kind(kind) => List::Kind(kind),
            Self::Year(year) => List::Year(year),
            Self::Tag(tag) => List::Tag(tag.to_owned()),
        }
    }
}
