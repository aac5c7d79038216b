//! From a site to its pages: everything here is pure and only reads.

pub mod body;

#[cfg(test)]
pub(crate) mod tests;
