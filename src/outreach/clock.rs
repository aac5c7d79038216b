//! The time of a run: what the server said once, and the monotonic clock since. Two machines whose clocks differ agree.

use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};

/// The server's time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    server: Timestamp,
    since: Instant,
    wall: SystemTime,
}

impl Clock {
    /// Starts with what the server said just now.
    pub(super) fn new(server: Timestamp) -> Clock {
        Clock { server, since: Instant::now(), wall: SystemTime::now() }
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
