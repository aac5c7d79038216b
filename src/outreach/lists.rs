//! What was read of the server's lists in this run. Each look reads their newest page again, and the rest is kept.

use jiff::Timestamp;

use crate::mastodon::entity::ScheduledStatus;
use crate::mastodon::timeline::Timeline;

/// What was read of the server's lists.
#[derive(Debug)]
pub(super) struct Lists {
    /// What we posted.
    pub(super) own: Timeline,
    /// What we and those whom we follow posted.
    pub(super) home: Timeline,
    /// What waits, and when it was asked for; no list where the server has none.
    pub(super) waiting: Option<(Timestamp, Option<Vec<ScheduledStatus>>)>,
}

impl Lists {
    /// Nothing is read yet of the lists of the account with this id.
    pub(super) fn new(me: &str) -> Lists {
        Lists { own: Timeline::of_account(me), home: Timeline::home(), waiting: None }
    }
}
