//! Reading a site from disk: which files there are, and their bytes. Nothing is understood here.

mod file;
pub(crate) mod look;
#[cfg(test)]
mod tests;
mod theme;
mod walk;

pub use file::{file, is_story, real};
pub use theme::{ThemeOnDisk, theme};
pub use walk::{Walk, is_public, walk};
