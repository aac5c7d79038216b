//! Writing to disk: a whole site, staged and moved in, or one file of an author.

mod create;
mod failure;
mod publish;
mod rank;
mod sink;
#[cfg(test)]
mod tests;
mod way;

pub use create::{create, replace};
pub use failure::WriteFailure;
pub use publish::{Publication, Summary};
pub use rank::Rank;
pub use sink::Sink;
