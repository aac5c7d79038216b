//! Which stories are public on a day, in the order in which everything shows them.

use super::pictures;
use crate::model::date::When;
use crate::model::route::StoryIx;
use crate::model::site::{Absent, LeftOut};
use crate::model::story::Story;
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What somebody wants to see, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// Today.
    pub(super) today: Date,
    /// Now.
    pub(super) now: Timestamp,
    /// Drafts too.
    pub(super) drafts: bool,
    /// Stories of the future too.
    pub(super) future: bool,
}

/// What is published, and what is not.
pub(super) struct Published {
    /// The published stories, newest first and by path where they are as new as each other. A story that has expired stays:
    /// its page says so.
    pub(super) stories: Vec<Arc<Story>>,
    /// The indices of these in the order of their paths.
    pub(super) by_path: Vec<StoryIx>,
    /// The files of the others.
    pub(super) left_out: BTreeMap<String, Absent>,
    /// The files of pictures whose people no longer agree: nothing of them is published, wherever they are linked.
    pub(super) withheld: BTreeSet<String>,
}

/// Selects what is published among stories in the order of their paths.
pub(super) fn select(stories: Vec<Arc<Story>>, wish: Wish) -> Published {
    debug_assert!(stories.is_sorted_by_key(|story| &story.path));
    let (mut left_out, mut withheld) = (BTreeMap::new(), BTreeSet::new());
    let mut order: Vec<(Reverse<When>, usize, Arc<Story>)> = Vec::with_capacity(stories.len());
    for mut story in stories {
        withhold(&mut story, wish.today, &mut withheld);
        match reason(&story, wish) {
            Some(why) => {
                left_out.insert(story.path.clone(), Absent { key: Some(story.key()), why });
            }
            None => order.push((Reverse(story.date), order.len(), story)),
        }
    }
    order.sort_unstable_by_key(|(date, at, _)| (*date, *at));
    let mut by_path = vec![0; order.len()];
    for (ix, (_, at, _)) in order.iter().enumerate() {
        by_path[*at] = ix;
    }
    Published { stories: order.into_iter().map(|(_, _, story)| story).collect(), by_path, left_out, withheld }
}

/// Takes the picture out of a story whose people agreed to it until a day that has passed.
fn withhold(story: &mut Arc<Story>, today: Date, withheld: &mut BTreeSet<String>) {
    let Some(picture) = &story.image else { return };
    if !picture.consent.as_ref().is_some_and(|consent| consent.has_ended(today)) {
        return;
    }
    withheld.extend(
        story.body.images.get(picture.image).into_iter().flat_map(|image| pictures::files(&image.target)),
    );
    Arc::make_mut(story).image = None;
}

fn reason(story: &Story, wish: Wish) -> Option<LeftOut> {
    if story.draft && !wish.drafts {
        return Some(LeftOut::Draft);
    }
    let is_future = story.date.at.map_or(story.date.day > wish.today, |at| at > wish.now);
    (is_future && !wish.future).then_some(LeftOut::Future(story.date.day))
}
