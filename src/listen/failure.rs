//! Why a run of listening ends before its end.

use jiff::Timestamp;

use crate::mastodon::ApiError;
use crate::mastodon::rate::until_words;

/// What stopped a run. What was heard until then is kept, and the next run goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
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
    /// What was heard cannot be kept.
    #[error("what was heard cannot be kept in `.hearback/`: {0}")]
    Disk(String),
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
            Stop::Limited { .. } => {
                "run again then, or give it time with `--wait 10m`: what was heard is kept"
            }
            Stop::Token(_) => "log in again with `hearback login`, or give a new one in `HEARBACK_TOKEN`",
            Stop::OtherAccount { .. } => "log in as the site's account: `hearback login`",
            Stop::Server(_) | Stop::Disk(_) => return None,
        })
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        Stop::Disk(error.to_string())
    }
}

/// Whether a refusal is about one thing that was asked for, so that the next may be asked; else why the run ends.
pub(super) fn only_this(error: &ApiError, now: Timestamp) -> Result<(), Stop> {
    match error {
        ApiError::Refused { status: 429, rate, .. } => Err(Stop::Limited { until: rate.until(now) }),
        ApiError::Refused { status: 401, .. } => Err(Stop::Token(error.to_string())),
        ApiError::Refused { .. } | ApiError::Unreadable { .. } => Ok(()),
        ApiError::Failed(_) | ApiError::Elsewhere(_) => Err(Stop::Server(error.to_string())),
    }
}
