//! Writing to disk: a whole site, staged and moved in, or one file of an author.

mod create;
mod failure;
mod publish;
#[cfg(test)]
mod tests;
mod way;

pub use create::{create, replace};
pub use failure::WriteFailure;
pub use publish::{Publication, Rank, Summary};
