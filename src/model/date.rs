//! Days, moments and periods as authors write them.

use jiff::Timestamp;
use jiff::civil::Date;

/// A day, and the moment on it where the author gave an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The day in the site's time zone.
    pub day: Date,
    /// The moment, where an hour was written.
    pub at: Option<Timestamp>,
}

/// A stretch of days: `2026`, `2026-Q2`, `2026-03`, `2026-W20`, `2026-03-05`, `2026-01-01/2026-03-31`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first day.
    pub first: Date,
    /// Its last day, included.
    pub last: Date,
    /// As written.
    pub written: String,
}

/// A day by which something is due, or the statement that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// By the end of this day in the site's time zone.
    On(Date),
    /// `none`: no day was named.
    Open,
}
