//! The scenarios of posting exactly once: real HTTP, real git, real kills.

mod answers;
mod branches;
mod campaign;
mod hands;
mod kills;
mod ledgers;
mod manners;
mod profile;
mod program;
mod publish;
mod scenarios;
mod server;
mod world;
