//! Hearing back: what a server tells, what is kept of it, and what is shown.

mod decided;
mod kills;
mod many;
mod private;
mod server;
mod servers;
mod told;
mod world;
