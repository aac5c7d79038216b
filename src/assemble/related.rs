//! Stories that share tags, from a bounded number of candidates: with 100,000 stories under one tag this stays linear.

use crate::model::route::{Edition, List, StoryIx};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many neighbours are looked at in each tag's list, on either side.
const REACH: usize = 20;
/// How many of a story's tags are looked at.
const TAGS: usize = 8;
/// How many stories are shown.
const SHOWN: usize = 4;

/// For each story those that share most with it, best first; a rare tag counts more than a common one, and nearness in time decides
/// where the tags do not. What another story has replaced is not recommended.
pub(super) fn find(lists: &BTreeMap<(Edition, List), Vec<StoryIx>>, replaced: &[bool]) -> Vec<Vec<StoryIx>> {
    // Each story's places in the lists of its tags, so that no list is searched.
    let mut places: Vec<Vec<(&[StoryIx], usize)>> = vec![Vec::new(); replaced.len()];
    for ((_, list), members) in lists {
        if !matches!(list, List::Tag(_)) || members.len() < 2 {
            continue;
        }
        for (at, ix) in members.iter().enumerate() {
            if places[*ix].len() < TAGS {
                places[*ix].push((members, at));
            }
        }
    }
    places
        .par_iter()
        .enumerate()
        .with_min_len(1024)
        .map_init(
            || (vec![0u32; places.len()], Vec::new()),
            |(scores, touched), (ix, places)| look(ix, places, scores, touched, replaced),
        )
        .collect()
}

/// The best among what stands near a story in the lists of its tags. The scores are all 0 before and after.
fn look(
    ix: StoryIx,
    places: &[(&[StoryIx], usize)],
    scores: &mut [u32],
    touched: &mut Vec<StoryIx>,
    replaced: &[bool],
) -> Vec<StoryIx> {
    for (members, at) in places {
        let weight = 40 - members.len().ilog2();
        let near = &members[at.saturating_sub(REACH)..(at + REACH + 1).min(members.len())];
        for other in near {
            if scores[*other] == 0 {
                touched.push(*other);
            }
            scores[*other] += weight;
        }
    }
    let related = best(ix, touched, scores, replaced);
    for other in touched.drain(..) {
        scores[other] = 0;
    }
    related
}

fn best(ix: StoryIx, touched: &[StoryIx], scores: &[u32], replaced: &[bool]) -> Vec<StoryIx> {
    let mut best: Vec<(u32, usize, StoryIx)> = Vec::with_capacity(SHOWN + 1);
    for other in touched {
        if *other == ix || replaced[*other] {
            continue;
        }
        // Sorted upwards: few points missing, little distance, newest.
        let rank = (u32::MAX - scores[*other], ix.abs_diff(*other), *other);
        if best.len() == SHOWN && best.last().is_some_and(|worst| rank > *worst) {
            continue;
        }
        let at = best.partition_point(|held| *held < rank);
        best.insert(at, rank);
        best.truncate(SHOWN);
    }
    best.into_iter().map(|(_, _, other)| other).collect()
}
