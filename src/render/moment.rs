//! When a story was published and last changed, as machines read it.

use crate::config::Config;
use crate::model::date::When;
use crate::model::story::Story;
use crate::model::vocabulary::ChangeKind;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// The moment of a day in the site's time zone: the hour that was written, else the day's beginning.
pub(super) fn of(when: &When, config: &Config) -> ZonedDateTime {
    let zone = || config.timezone.clone();
    let start = || when.day.at(0, 0, 0, 0).to_zoned_datetime(zone());
    // Only days at the very ends of the calendar have no moment.
    let written = when.at.map(|at| at.to_zoned_datetime(zone()));
    written.or_else(|| start().ok()).unwrap_or_else(|| Timestamp::UNIX_EPOCH.to_zoned_datetime(TimeZone::UTC))
}

/// A moment for machines (RFC 3339), with the offset of its zone: whoever takes the first ten letters for the day has the
/// day that people read.
pub(super) fn written(moment: &ZonedDateTime) -> String {
    let pattern = if moment.offset().is_zero() { "%FT%TZ" } else { "%FT%T%:z" };
    moment.strftime(pattern).to_string()
}

/// The last change of a story: the day it was published, what its author calls updated, or its newest change.
pub(super) fn updated(story: &Story) -> When {
    let changes = story.changes.iter().map(|change| change.date);
    changes.chain(story.updated).fold(story.date, |newest, when| if when > newest { when } else { newest })
}

/// What stands about the retraction of a story, where it was retracted.
pub(super) fn retraction(story: &Story) -> Option<&str> {
    let retracted = story.changes.iter().rev().find(|change| change.kind == ChangeKind::Retraction);
    retracted.map(|change| change.text.as_str())
}
