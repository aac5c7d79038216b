//! Posting exactly once. One run:
//!
//! 1. Lock. Fetch and read the ledger ([`book`]). Ask the server who we are: its `Date`, then the monotonic clock, is
//!    the time below ([`clock`]).
//! 2. Wait for live pages, upload media ([`prepare`]).
//! 3. Look, before every post, whether the toot is there already ([`look`], [`ours`]).
//! 4. Claim: append an intent; on a branch that moved, drop it and start again at 1 ([`post`]).
//! 5. Send once, only while the intent is fresh ([`post`]).
//! 6. Believe no answer: look whether the toot is there ([`answer`]).
//! 7. Record what happened ([`book`]), and see whether an earlier toot was deleted ([`watch`]).
//!
//! Afterwards a toot is edited ([`mod@edit`]), taken back ([`mod@retract`]), or one that somebody posted by hand is taken
//! up ([`mod@adopt`]).

mod adopt;
mod answer;
mod book;
mod clock;
mod edit;
mod failure;
mod look;
mod ours;
mod pace;
mod post;
mod prepare;
mod report;
mod retract;
mod run;
mod steps;
mod watch;

pub use adopt::adopt;
pub use edit::edit;
pub use failure::Stop;
pub use report::{Line, Outcome, Question, Report};
pub use retract::retract;
pub use run::{Outreach, Settings, post};
pub use steps::Steps;
