//! The files that `init` and `new` make, as values.

mod ci;
mod site;
mod story;
mod translation;

pub use ci::{CiWish, Forge, ci, ci_next};
pub use site::{SiteWish, site};
pub use story::{From, StoryWish, story};
pub use translation::translation;

use crate::yaml::scalar::quoted;

/// A file to be made: its path from the site's root, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path with `/`: `content/answers/where-are-you.md`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The file name and `id` of a title: words of ASCII letters and digits, at most 60 characters, cut between words.
fn stem(title: &str) -> String {
    let whole = slug::slugify(title);
    if whole.is_empty() {
        return "story".to_owned();
    }
    if whole.len() <= 60 {
        return whole;
    }
    let cut = whole[..60].rfind('-').unwrap_or(60);
    whole[..cut].to_owned()
}
