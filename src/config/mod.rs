//! `hearback.yaml`: as written, and as everything after it uses it.

mod mastodon;
mod resolved;
pub(crate) mod rule;
mod working_days;
mod written;

pub use resolved::site_address;
pub use resolved::{
    CheckLevel, Claim, Config, FeedItems, Languages, Listen, Mastodon, MenuItem, Organisation,
    ServiceStandard, UnknownRun, WorkingDays,
};
pub use written::parse;
