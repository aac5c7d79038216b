//! Hearing back: what people say on Mastodon comes home.

pub mod schedule;
