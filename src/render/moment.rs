//! When a story was published and last changed, as machines read it.

use crate::config::Config;
use crate::model::date::When;
use crate::model::story::Story;
use crate::model::vocabulary::ChangeKind;
use jiff::Timestamp;

/// The moment of a day: the hour that was written, else the day's beginning in the site's time zone.
pub(super) fn of(when: &When, config: &Config) -> Timestamp {
    let start =
        || when.day.at(0, 0, 0, 0).to_zoned_datetime(config.timezone.clone()).map(|zoned| zoned.timestamp());
    // Only days at the very ends of the calendar have no moment.
    when.at.or_else(|| start().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
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
