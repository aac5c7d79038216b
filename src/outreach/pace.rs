//! When a toot may go out: no flood, and only such times as a server takes.

use std::time::Duration;

use jiff::Timestamp;

use crate::outreach::clock::later;

/// A server schedules what is more than five minutes ahead; one more for what it takes to get there.
const AHEAD: Duration = Duration::from_secs(6 * 60);

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// At once.
    Now,
    /// By the server's schedule.
    At(Timestamp),
}

/// The next free slot after the newest first toot. A gap that would end too soon for a schedule grows; no gap is none,
/// even where the server's clock, which tells whole seconds, stands before what the last run wrote down.
pub(super) fn slot(newest: Option<Timestamp>, now: Timestamp, gap: Duration) -> Slot {
    match newest.map(|newest| later(newest, gap)) {
        Some(due) if due > now && !gap.is_zero() => {
            let due = due.max(later(now, AHEAD));
            Slot::At(Timestamp::from_second(due.as_second()).unwrap_or(due))
        }
        _ => Slot::Now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).expect("a time")
    }

    #[test]
    fn a_gap_is_kept_by_the_servers_schedule() {
        let gap = Duration::from_secs(30 * 60);
        assert_eq!(slot(None, at(100), gap), Slot::Now);
        assert_eq!(slot(Some(at(60)), at(100), gap), Slot::Now);
        assert_eq!(slot(Some(at(90)), at(100), gap), Slot::At(at(120)));
    }

    #[test]
    fn without_a_gap_nothing_is_scheduled() {
        assert_eq!(slot(Some(at(101)), at(100), Duration::ZERO), Slot::Now);
    }

    #[test]
    fn nothing_is_scheduled_sooner_than_a_server_takes_it() {
        assert_eq!(slot(Some(at(98)), at(100), Duration::from_secs(5 * 60)), Slot::At(at(106)));
    }
}
