//! `hearback.yaml`: as written, and as everything after it uses it.

mod resolved;

pub use resolved::{
    CheckLevel, Claim, Config, FeedItems, Listen, Mastodon, MenuItem, Organisation, Replies, ServiceStandard,
    UnknownRun, WorkingDays,
};
