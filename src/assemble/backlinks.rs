//! Which stories link to a story.

use crate::model::route::StoryIx;
use crate::model::site::Ties;

/// How many are kept: a page that everybody links to has no use for a list of everybody.
const MOST: usize = 30;

/// Turns the links of each story round. Stories come newest first, so the newest are kept.
pub(super) fn tie(targets: &[Vec<StoryIx>], ties: &mut [Ties]) {
    for (from, reached) in targets.iter().enumerate() {
        for to in reached {
            let backlinks = &mut ties[*to].backlinks;
            if *to != from && backlinks.len() < MOST && backlinks.last() != Some(&from) {
                backlinks.push(from);
            }
        }
    }
}
