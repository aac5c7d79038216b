//! hearback: a static-site publisher for communications teams that announces each story once on Mastodon and brings the
//! replies home.
pub mod check;
pub mod config;
pub mod git;
pub mod images;
pub mod mastodon;
pub mod model;
pub mod parse;
pub mod read;
pub mod render;
pub mod scaffold;
pub mod store;
pub mod theme;
pub mod toot;
pub mod web;
pub mod write;
