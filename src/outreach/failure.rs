//! Why a run ends before its end.

use std::fmt::Display;

use jiff::Timestamp;

use crate::mastodon::ApiError;
use crate::mastodon::rate::until_words;
use crate::mastodon::timeline::ListError;

/// What stopped a run. Nothing is ever posted after it; the next run goes on where this one ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// Another run has the lock.
    #[error("another run is posting from this folder")]
    Busy,
    /// The ledger cannot be read or written here.
    #[error("the ledger: {0}")]
    Ledger(String),
    /// The claim did not come through for certain.
    #[error("nothing is posted, because the ledger's branch did not take the claim: {0}")]
    NotClaimed(String),
    /// A claim took so long that it was out of date when it came through.
    #[error("nothing is posted: writing the claim of `{story}` took longer than a claim holds")]
    ClaimTooSlow {
        /// The story's key.
        story: String,
    },
    /// What happened could not be written down.
    #[error("what was posted could not be recorded, and the next run will find it: {0}")]
    NotRecorded(String),
    /// The server wants no more requests for now.
    #[error("the server wants no more requests {}", until_words(*.until))]
    Limited {
        /// When it takes some again, where it says so.
        until: Option<Timestamp>,
    },
    /// The server does not take the token.
    #[error("the server does not take the token: {0}")]
    Token(String),
    /// The server cannot be used.
    #[error("{0}")]
    Server(String),
    /// The token is of somebody else.
    #[error("the token is of `@{actual}`, and the site posts as `@{wanted}`")]
    OtherAccount {
        /// Whom the site names.
        wanted: String,
        /// Whose the token is.
        actual: String,
    },
}

impl Stop {
    /// What to do about it, as an imperative; none where nothing helps but another run.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Stop::Busy => "wait until it has ended",
            Stop::ClaimTooSlow { .. } => {
                "give `mastodon.settle` more time, or look why the ledger's remote is so slow"
            }
            Stop::Limited { .. } => "run again then: what is posted is recorded, and the rest follows",
            Stop::Token(_) => "log in again with `hearback login`, or give a new one in `HEARBACK_TOKEN`",
            Stop::OtherAccount { .. } => "log in as the site's account: `hearback login`",
            Stop::Ledger(_) | Stop::NotClaimed(_) | Stop::NotRecorded(_) | Stop::Server(_) => return None,
        })
    }

    pub(super) fn ledger(error: &dyn Display) -> Stop {
        Stop::Ledger(error.to_string())
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Stop {
        match error {
            ApiError::Refused { status: 429, rate, .. } => {
                Stop::Limited { until: rate.until(Timestamp::now()) }
            }
            ApiError::Refused { status: 401, .. } => Stop::Token(error.to_string()),
            _ => Stop::Server(error.to_string()),
        }
    }
}

/// A list that cannot be read is a question, unless the server wants no more requests at all.
pub(super) fn unreadable(error: ListError) -> Result<String, Stop> {
    match error {
        ListError::Api(ApiError::Refused { status: 429, rate, .. }) => {
            Err(Stop::Limited { until: rate.until(Timestamp::now()) })
        }
        other => Ok(other.to_string()),
    }
}
