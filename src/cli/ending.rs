//! How a run ends, and the exit code that says so.

use crate::mastodon::ApiError;
use crate::web::callback::NoCode;
use crate::web::client::Failure;
use std::fmt;
use std::process::ExitCode;

/// The ending of a run (DESIGN, "The voice").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All is well: 0.
    Fine,
    /// Content or configuration is wrong, or a file could not be read or written: 1.
    Content,
    /// The command line is wrong: 2.
    Usage,
    /// The network or a server refused, partly done work included: 3.
    Network,
}

impl Ending {
    /// The ending of a run that failed: whether it was the network or a server is seen from what caused it.
    pub(super) fn of(failure: &anyhow::Error) -> Self {
        let network = |cause: &(dyn std::error::Error + 'static)| {
            cause.is::<ApiError>() || cause.is::<Failure>() || cause.is::<NoCode>()
        };
        if failure.is::<Misused>() {
            Self::Usage
        } else if failure.is::<Refused>() || failure.chain().any(network) {
            Self::Network
        } else {
            Self::Content
        }
    }
}

/// A command line that can be read and makes no sense, in the words of a message.
#[derive(Debug)]
pub(super) struct Misused(pub(super) String);

impl fmt::Display for Misused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misused {}

/// A page that answers otherwise than it must, in the words of a message.
#[derive(Debug)]
pub(super) struct Refused(pub(super) String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Fine => Self::SUCCESS,
            Ending::Content => Self::from(1),
            Ending::Usage => Self::from(2),
            Ending::Network => Self::from(3),
        }
    }
}
