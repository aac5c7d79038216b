//! hearback from outside: one file a behaviour.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its stage should fail at once")]

mod assemble;
mod build;
mod check;
mod editions;
mod links;
mod local;
mod login;
mod mistakes;
mod outreach;
mod plan;
mod serve;
mod small;
