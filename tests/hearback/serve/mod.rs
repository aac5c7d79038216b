//! `hearback serve` from outside: a real server, asked over real connections.

mod beside;
mod equal;
mod foreign;
mod fresh;
pub(crate) mod server;
mod toot;
