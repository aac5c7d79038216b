//! Posting exactly once. One run:
//!
//! 1. Lock. Fetch and read the ledger ([`ledger_file`]). Ask the server who we are: its `Date`, then the monotonic clock,
//!    is the time below ([`clock`], [`run`]).
//! 2. Wait for live pages, upload media ([`prepare`]).
//! 3. Look, before every post, whether the toot is there already ([`standing`], [`lookup`], [`ours`], [`mod@settle`]).
//! 4. Claim: append an intent; on a branch that moved, drop it and start again at 1 ([`mod@announce`]).
//! 5. Send once, only while the intent is fresh ([`send`], [`mod@key`]).
//! 6. Believe no answer: look whether the toot is there ([`send`]).
//! 7. Record what happened ([`ledger_file`]), and see whether an earlier toot was deleted ([`watch`]).
//!
//! [`mod@post`] does this for all that is announced. Afterwards a toot is edited ([`mod@edit`]), taken back
//! ([`mod@retract`]), or one that somebody posted by hand is taken up ([`mod@adopt`]). What is live without a toot is
//! written down, too ([`mod@remember`]); and pages of others are told that a story answers them ([`mod@mention`]).

mod adopt;
mod announce;
mod clock;
mod edit;
mod failure;
mod key;
mod ledger_file;
mod lists;
mod lookup;
pub mod mention;
mod ours;
mod pace;
mod parent;
mod post;
mod prepare;
mod remember;
mod report;
mod retract;
mod run;
mod send;
mod settle;
mod standing;
mod watch;

pub use crate::model::question::Question;
pub use crate::store::steps::Steps;
pub use adopt::adopt;
pub use edit::edit;
pub use failure::Stop;
pub use post::post;
pub use remember::remember;
pub use report::{Line, Outcome, Report};
pub use retract::retract;
pub use run::{Outreach, Settings};
