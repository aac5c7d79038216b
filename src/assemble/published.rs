//! Which stories are public on a day, in the order in which everything shows them.

use crate::model::site::LeftOut;
use crate::model::story::Story;
use jiff::Timestamp;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;
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

/// The published stories, newest first and by path where they are as new as each other, and the files of the others. A
/// story that has expired stays: its page says so.
pub(super) fn select(
    mut stories: Vec<Arc<Story>>,
    wish: Wish,
) -> (Vec<Arc<Story>>, BTreeMap<String, LeftOut>) {
    let mut left_out = BTreeMap::new();
    stories.retain(|story| match reason(story, wish) {
        Some(reason) => {
            left_out.insert(story.path.clone(), reason);
            false
        }
        None => true,
    });
    stories.sort_by(|a, b| (Reverse(a.date), &a.path).cmp(&(Reverse(b.date), &b.path)));
    (stories, left_out)
}

fn reason(story: &Story, wish: Wish) -> Option<LeftOut> {
    if story.draft && !wish.drafts {
        return Some(LeftOut::Draft);
    }
    let is_future = story.date.at.map_or(story.date.day > wish.today, |at| at > wish.now);
    (is_future && !wish.future).then_some(LeftOut::Future(story.date.day))
}
