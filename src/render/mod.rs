//! From a site to its pages: everything here is pure and only reads.

mod alias;
pub mod body;
mod calendar;
mod chart;
mod data;
mod feed;
mod json_ld;
mod moment;
mod robots;
mod sitemap;
mod webfinger;
mod xml;

#[cfg(test)]
pub(crate) mod tests;
