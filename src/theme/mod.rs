//! Templates, words and colours: everything that a theme gives, made ready to render. The default theme is inside the
//! binary; a site's own files stand above it, one by one.

mod colour;
mod dates;
mod engine;
mod fields;
mod files;
mod palette;
mod plural;
mod script;
mod templates;
mod toot;
mod words;

pub use engine::Theme;
pub use files::{ThemeFiles, built_in};
pub use script::Script;
pub use toot::{SiteInToot, StoryInToot, TootView};
pub use words::Words;

#[cfg(test)]
pub(crate) mod tests;
