//! The time of a run: what the server said once, and the monotonic clock since. Two machines whose clocks differ agree.

use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};

use crate::model::record::Intent;

/// The server's time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    server: Timestamp,
    since: Instant,
    wall: SystemTime,
    /// Whether server and machine agree: one of them alone may have been set meanwhile.
    agreed: bool,
    settle: Duration,
}

impl Clock {
    /// Starts with what the server said just now, if it did, beside what this machine says.
    pub(super) fn new(server: Option<Timestamp>, machine: Timestamp, settle: Duration) -> Clock {
        let apart = |server: Timestamp| server.duration_until(machine).unsigned_abs();
        Clock {
            server: server.unwrap_or(machine),
            since: Instant::now(),
            wall: SystemTime::now(),
            agreed: server.is_some_and(|server| apart(server) <= settle),
            settle,
        }
    }

    /// Now, to the millisecond.
    pub(super) fn now(&self) -> Timestamp {
        self.after(self.since.elapsed())
    }

    /// Whether more than `limit` went by since `at`. The monotonic clock stands still while a laptop sleeps, so the
    /// other one is asked, too: what is sent after waking up is late.
    pub(super) fn is_late(&self, at: Timestamp, limit: Duration) -> bool {
        let elapsed = self.since.elapsed().max(self.wall.elapsed().unwrap_or_default());
        self.after(elapsed) > later(at, limit)
    }

    /// How long until a look tells for certain whether the toots of these intents, which an earlier run wrote, are there:
    /// 3 S after the last of them was sent or due. Where a clock may have been set meanwhile, our own monotonic one
    /// decides: 3 S after this run read of them.
    pub(super) fn until_certain(&self, open: &[Intent]) -> Duration {
        let long = self.settle * 3;
        let own = long.saturating_sub(self.since.elapsed());
        let waits = open.iter().map(|intent| match intent.due {
            Some(due) => self.until(later(due, long)).max(if self.agreed { Duration::ZERO } else { own }),
            None if self.agreed => self.until(later(intent.at, long)).min(own),
            None => own,
        });
        waits.max().unwrap_or_default()
    }

    fn after(&self, elapsed: Duration) -> Timestamp {
        let now = later(self.server, elapsed);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// How long until `then`; nothing where it is over.
    pub(super) fn until(&self, then: Timestamp) -> Duration {
        Duration::try_from(self.now().duration_until(then)).unwrap_or_default()
    }
}

/// A time later; the end of time where there is none.
pub(super) fn later(at: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    at.saturating_add(by).unwrap_or(at)
}

/// A time earlier.
pub(super) fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    at.saturating_sub(by).unwrap_or(at)
}
