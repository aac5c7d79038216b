//! Authors' images: what they are, and what readers get of them: variants, or the file without its notes. Neither holds more
//! than pixels, colours and movement of what a camera writes down: no place, no time, no serial number.

mod clean;
mod darkroom;
mod drawing;
mod encode;
mod memory;
mod probe;
mod publishable;
#[cfg(test)]
mod tests;
mod web_profile;

pub use darkroom::Darkroom;
pub use encode::ImageFailure;
pub use probe::probe;
pub use publishable::{Unpublishable, has_script, publishable, without_notes};
