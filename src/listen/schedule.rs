//! When a thread is read again. Notifications tell which threads moved, and not all that moved: a reply to a reply that
//! mentions nobody of us tells nobody (mastodon#10520). So every thread is read again, the older the more seldom.

use jiff::{SignedDuration, Timestamp};

/// A thread as the schedule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When something was last said in it: our toot, or the newest reply.
    pub stirred: Timestamp,
    /// When it was last read; none where it never was.
    pub read: Option<Timestamp>,
}

/// The shortest and the longest time between two looks at a quiet thread.
const SHORTEST: SignedDuration = SignedDuration::from_mins(15);
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Clock {
    /// How long it waits between two looks: a tenth of the time for which nothing was said, a quarter of an hour at least
    /// and thirty days at most.
    fn pause(self, now: Timestamp) -> SignedDuration {
        (now.duration_since(self.stirred) / 10).clamp(SHORTEST, LONGEST)
    }

    /// How late a look at it is, in pauses; below 1 it is not due yet.
    fn lateness(self, now: Timestamp) -> f64 {
        match self.read {
            None => f64::INFINITY,
            Some(read) => now.duration_since(read).as_secs_f64() / self.pause(now).as_secs_f64(),
        }
    }
}

/// Which threads are due, the one that waited longest for its age first, never read ones before all others and the newest of
/// those first. At most `most`: what is left is due at the next run, and later still counts for more.
pub fn due(threads: &[Clock], now: Timestamp, most: usize) -> Vec<usize> {
    let mut due: Vec<(f64, usize)> = threads
        .iter()
        .enumerate()
        .map(|(ix, clock)| (clock.lateness(now), ix))
        .filter(|(lateness, _)| *lateness >= 1.0)
        .collect();
    due.sort_by(|(one, a), (other, b)| {
        other.total_cmp(one).then_with(|| threads[*b].stirred.cmp(&threads[*a].stirred)).then(a.cmp(b))
    });
    due.into_iter().take(most).map(|(_, ix)| ix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap_or_default()
    }

    #[test]
    fn a_fresh_thread_is_read_often_and_an_old_one_seldom() {
        let fresh = Clock { stirred: at(0), read: Some(at(0)) };
        assert_eq!(due(&[fresh], at(1), 9), [0]);
        let old = Clock { stirred: at(0), read: Some(at(24 * 100)) };
        assert!(due(&[old], at(24 * 105), 9).is_empty());
        assert_eq!(due(&[old], at(24 * 115), 9), [0]);
    }

    #[test]
    fn what_was_never_read_comes_first_and_the_newest_of_it_before_the_rest() {
        let clock = |stirred, read: Option<i64>| Clock { stirred: at(stirred), read: read.map(at) };
        let threads = [clock(0, Some(1)), clock(5, None), clock(9, None), clock(9, Some(10))];
        assert_eq!(due(&threads, at(10), 9), [2, 1, 0]);
        assert_eq!(due(&threads, at(10), 1), [2]);
    }

    #[test]
    fn every_thread_has_its_turn_though_only_some_are_read_in_a_run() {
        let mut threads: Vec<Clock> = (0..200).map(|n| Clock { stirred: at(n), read: None }).collect();
        let mut runs = 0;
        while threads.iter().any(|clock| clock.read.is_none()) {
            runs += 1;
            for ix in due(&threads, at(300 + runs), 20) {
                threads[ix].read = Some(at(300 + runs));
            }
            assert!(runs < 100);
        }
    }
}
