//! Every request that leaves this machine. One way out, so that time-outs, size caps, redirects and the token's
//! bounds are decided once.

pub mod callback;
pub mod client;
pub mod link_header;
pub mod links;
pub mod live;
mod reach;
pub mod session;
pub mod webmention;
