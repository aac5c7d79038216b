//! What the entries about one commitment come to.

use super::working_days::days_between;
use crate::model::commitment::Commitment;
use crate::model::date::Due;
use crate::model::site::Told;
use crate::model::vocabulary::Status;
use jiff::civil::Date;

/// No news for more than so many days is silence.
const SILENT: u32 = 90;

/// Where a commitment stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) status: Status,
    pub(super) due: Due,
    pub(super) moved: u32,
    pub(super) overdue_days: Option<u32>,
    pub(super) late_days: Option<u32>,
    pub(super) silent: bool,
    pub(super) without_evidence: bool,
}

/// Reads a timeline, oldest first. What is dated after today has not happened yet. `made` is the day of the story that made
/// the promise.
pub(super) fn state(commitment: &Commitment, timeline: &[Told], made: Date, today: Date) -> State {
    let so_far: Vec<&Told> = timeline.iter().filter(|told| told.entry.date <= today).collect();
    let status = so_far.last().map_or(Status::NotStarted, |told| told.entry.status);
    let mut due = commitment.due;
    let mut moved = 0;
    for next in so_far.iter().filter_map(|told| told.entry.due) {
        moved += u32::from(next != due);
        due = next;
    }
    let is_over = status.is_ending();
    let overdue_days = match due {
        Due::On(day) if !is_over && day < today => days_between(day, today),
        _ => None,
    };
    // It may have been complete, then not, then complete: the last time counts.
    let completed = so_far.iter().rev().take_while(|told| told.entry.status == Status::Complete).last();
    let late_days = match (completed, commitment.due) {
        (Some(told), Due::On(day)) if told.entry.date > day => days_between(day, told.entry.date),
        _ => None,
    };
    let last_news = so_far.last().map_or(made, |told| told.entry.date);
    let shown = |told: &&Told| !told.entry.evidence.is_empty() || told.entry.verified_by.is_some();
    State {
        status,
        due,
        moved,
        overdue_days,
        late_days,
        silent: !is_over && days_between(last_news, today).is_some_and(|days| days > SILENT),
        without_evidence: status == Status::Complete && !so_far.iter().any(shown),
    }
}
