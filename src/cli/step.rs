//! A step of the road that `publish` takes.

use clap::ValueEnum;
use std::fmt;

/// A step of the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Step {
    /// Replies come home, so that the pages show them
    Listen,
    /// What is wrong stops the road before anything is public
    Check,
    /// The pages are written
    Build,
    /// What changed is brought to where readers find it
    Deploy,
    /// The newest page is there, as it was built
    Live,
    /// What is due is announced
    Toot,
    /// Pages that stories answer are told so
    Webmention,
}

impl Step {
    /// All, in the order in which they are taken.
    pub(super) const ALL: [Self; 7] =
        [Self::Listen, Self::Check, Self::Build, Self::Deploy, Self::Live, Self::Toot, Self::Webmention];

    /// Whether the road ends where this step fails. What comes before the pages are public must be whole; of what comes
    /// after, and of a server that cannot be heard today, one failure keeps nothing else back.
    pub(super) fn must_hold(self) -> bool {
        matches!(self, Self::Check | Self::Build | Self::Deploy | Self::Live)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Listen => "listen",
            Self::Check => "check",
            Self::Build => "build",
            Self::Deploy => "deploy",
            Self::Live => "live",
            Self::Toot => "toot",
            Self::Webmention => "webmention",
        })
    }
}
