//! Authors' images: what they are, and the variants that readers get. A variant holds pixels and a colour profile, and
//! nothing else of what a camera writes down: no place, no time, no serial number.

mod cache;
mod encode;
mod probe;
#[cfg(test)]
mod tests;
mod web_profile;

pub use cache::variant;
pub use encode::ImageFailure;
pub use probe::probe;
