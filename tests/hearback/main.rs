//! hearback from outside: one file a behaviour.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its stage should fail at once")]

mod assemble;
mod build;
mod cases;
mod check;
mod ci;
mod deploy;
mod documentation;
mod edit;
mod editions;
mod fuzz;
mod hearing;
mod links;
mod local;
mod login;
mod mistakes;
mod outreach;
mod plan;
mod promises;
mod rules;
mod search;
mod serve;
#[allow(dead_code, reason = "tests take from it what they need")]
mod site;
mod small;
mod theming;
mod webmention;
