//! The figures of the accountability page: what is published here, counted.

use super::editions::Groups;
use crate::model::route::StoryIx;
use crate::model::site::{Account, Promise, Received, Ties, Total};
use crate::model::story::{Matter, Story};
use crate::model::vocabulary::Outcome;
use std::cmp::Reverse;
use std::sync::Arc;

/// Counts. Translations are not counted again.
pub(super) fn count(
    stories: &[Arc<Story>],
    groups: &Groups,
    ties: &[Ties],
    promises: &[Promise],
    totals: Vec<Total>,
) -> Account {
    let mut days: Vec<u32> = Vec::new();
    let mut in_time = 0;
    let mut open: Vec<(StoryIx, u32)> = Vec::new();
    let mut outcomes: Vec<(Outcome, u32)> = Outcome::ALL.iter().map(|outcome| (*outcome, 0)).collect();
    for (ix, story) in stories.iter().enumerate().filter(|(ix, _)| groups.leads(*ix)) {
        let time = ties[ix].time;
        if let Some(took) = time.to_respond {
            days.push(took);
            in_time += u32::from(time.in_time == Some(true));
        }
        open.extend(time.open_for.map(|waiting| (ix, waiting)));
        if let Matter::Response(response) = &story.matter {
            for ended in response.criticisms.iter().filter_map(|voice| voice.outcome) {
                outcomes.iter_mut().filter(|(outcome, _)| *outcome == ended).for_each(|(_, n)| *n += 1);
            }
        }
    }
    open.sort_by_key(|(ix, waiting)| (Reverse(*waiting), *ix));
    Account {
        measured: u32::try_from(days.len()).unwrap_or(u32::MAX),
        in_time,
        median_days: median(&mut days),
        days,
        open,
        moved: ranked(promises, |promise| (promise.moved > 0).then_some(promise.moved)),
        overdue: ranked(promises, |promise| promise.overdue_days),
        outcomes,
        received: received(&totals),
        totals,
    }
}

/// The sum of the totals: of all of them, or nothing is said. A period inside another one's is counted there already, as a
/// quarter is in its year.
fn received(totals: &[Total]) -> Option<Received> {
    let is_within = |inner: &Total, outer: &Total| {
        (inner.period.first, inner.period.last) != (outer.period.first, outer.period.last)
            && outer.period.first <= inner.period.first
            && inner.period.last <= outer.period.last
    };
    let mut whole: Vec<&Total> =
        totals.iter().filter(|total| !totals.iter().any(|other| is_within(total, other))).collect();
    whole.sort_by_key(|total| total.period.first);
    if whole.is_empty() || whole.windows(2).any(|two| two[1].period.first <= two[0].period.last) {
        return None;
    }
    let sum = |column: &str| whole.iter().try_fold(0_u32, |sum, total| sum.checked_add(total.whole(column)?));
    let received = Received { all: sum("received")?, in_time: sum("answered_in_time")? };
    (received.all > 0 && received.in_time <= received.all).then_some(received)
}

/// The middle one; of an even number the upper of the two, which flatters nobody.
fn median(days: &mut [u32]) -> Option<u32> {
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}

/// The promises that have a figure, the largest first.
fn ranked(promises: &[Promise], figure: impl Fn(&Promise) -> Option<u32>) -> Vec<usize> {
    let mut ranked: Vec<(u32, usize)> =
        promises.iter().enumerate().filter_map(|(at, promise)| Some((figure(promise)?, at))).collect();
    ranked.sort_by_key(|(figure, at)| (Reverse(*figure), *at));
    ranked.into_iter().map(|(_, at)| at).collect()
}
