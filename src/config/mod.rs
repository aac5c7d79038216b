//! `hearback.yaml`: as written, and as everything after it uses it.

pub(crate) mod fields;
pub(crate) mod findings;
mod mastodon;
pub(crate) mod moment;
pub(crate) mod nearest;
pub(crate) mod outline;
mod resolved;
pub(crate) mod rule;
mod scan;
pub(crate) mod text;
mod working_days;
mod written;
pub(crate) mod yaml;

pub use resolved::site_address;
pub use resolved::{
    CheckLevel, Claim, Config, FeedItems, Languages, Listen, Mastodon, MenuItem, Organisation,
    ServiceStandard, UnknownRun, WorkingDays,
};
pub use written::parse;
