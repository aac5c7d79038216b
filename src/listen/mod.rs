//! Hearing back: what people say on Mastodon comes home.
//!
//! A run asks who we are, knows our toots from the ledger, and then hears in five ways: notifications tell which threads
//! moved (`mentions`), and our own account which of them we answered by hand (`answers`); threads are read, by what moved and by a schedule (`threads`); what is kept is looked at again by
//! its ids (`look`); and hashtags are read (`hashtags`). What a server tells becomes a reply in one place alone (`told`),
//! where everything stops that not everybody may read.

mod answers;
mod failure;
mod hashtags;
mod look;
mod mentions;
mod merge;
mod round;
mod run;
pub mod schedule;
mod threads;
pub mod told;

pub use failure::Stop;
pub use merge::Change;
pub use round::{Report, listen};
pub use run::Settings;
