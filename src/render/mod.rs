//! From a site to its pages: everything here is pure and only reads.

mod alias;
pub mod body;
mod calendar;
mod chart;
mod data;
mod feed;
mod headers;
mod json_ld;
mod moment;
mod page;
mod part;
pub mod policy;
mod redirects;
mod renderer;
mod robots;
mod search;
mod security_txt;
mod shared;
mod sitemap;
mod specimen;
mod view;
mod webfinger;
mod xml;

pub use renderer::Renderer;
pub use specimen::rehearse;

#[cfg(test)]
pub(crate) mod tests;
