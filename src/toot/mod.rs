//! From a story to its toot: what it says, how long it is by the server's rules, and the plan of what is posted when.

pub mod answered;
pub mod compose;
mod decide;
mod entity;
mod fit;
pub mod hashtags;
pub mod length;
pub mod mention;
pub mod plan;
pub mod report;
pub mod shorten;
mod thread;
