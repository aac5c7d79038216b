//! Every request that leaves this machine. One way out, so that time-outs, size caps, redirects and the token's
//! bounds are decided once.

pub mod client;
pub mod live;
pub mod session;
