//! Why a run ends before its end.

use std::fmt::Display;

use crate::mastodon::ApiError;

/// What stopped a run. Nothing is ever posted after it; the next run goes on where this one ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// Another run has the lock.
    #[error("another run is posting from this folder: wait until it has ended")]
    Busy,
    /// The ledger cannot be read or written here.
    #[error("the ledger: {0}")]
    Ledger(String),
    /// The claim did not come through for certain.
    #[error("nothing is posted, because the ledger's branch did not take the claim: {0}")]
    NotClaimed(String),
    /// What happened could not be written down.
    #[error("what was posted could not be recorded, and the next run will find it: {0}")]
    NotRecorded(String),
    /// The server cannot be used.
    #[error("{0}")]
    Server(String),
    /// The token is of somebody else.
    #[error("the token is of `@{actual}`, and the site posts as `@{wanted}`: run `hearback login`")]
    OtherAccount {
        /// Whom the site names.
        wanted: String,
        /// Whose the token is.
        actual: String,
    },
}

impl Stop {
    pub(super) fn ledger(error: &dyn Display) -> Stop {
        Stop::Ledger(error.to_string())
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Stop {
        match error.status() {
            Some(401) => Stop::Server(format!(
                "the server does not take the token: {error}\n  log in again with `hearback login`, or give a new one in \
                 `HEARBACK_TOKEN`"
            )),
            _ => Stop::Server(error.to_string()),
        }
    }
}
