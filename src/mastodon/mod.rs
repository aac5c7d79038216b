//! The Mastodon API on top of `web`: what is asked, and what every server that speaks it was seen to answer.

pub mod account;
pub mod call;
pub mod entity;
pub mod instance;
pub mod media;
pub mod notification;
pub mod oauth;
pub mod page;
pub mod post;
pub mod rate;
pub mod status;
pub mod timeline;

pub use call::{ApiError, Server};

#[cfg(test)]
mod recorded;
