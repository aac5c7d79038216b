//! The scenarios of posting exactly once: real HTTP, real git, real kills.

mod answers;
mod branches;
mod kills;
mod ledgers;
mod server;
mod world;
