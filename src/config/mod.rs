//! `hearback.yaml`: as written, and as everything after it uses it.

mod bound;
mod branch_name;
mod deploy;
mod mastodon;
mod own;
mod resolved;
pub(crate) mod rule;
mod working_days;
mod written;

pub use resolved::site_address;
pub use resolved::{
    Bucket, CheckLevel, Claim, Cloud, Config, Deploy, FeedItems, Languages, Listen, Mastodon, MenuItem,
    Organisation, OwnScript, Security, ServiceStandard, Target, UnknownRun, WorkingDays,
};
pub use written::parse;
