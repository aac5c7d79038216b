//! From a story to its toot: what it says, how long it is by the server's rules, and the plan of what is posted when.

mod entity;
mod fit;
pub mod hashtags;
pub mod key;
pub mod length;
pub mod shorten;
mod thread;
