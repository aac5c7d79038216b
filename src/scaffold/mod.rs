//! The files that `init` and `new` make, as values.

mod site;
mod story;
mod translation;

pub use site::{SiteWish, site};
pub use story::{From, StoryWish, story};
pub use translation::translation;

/// A file to be made: its path from the site's root, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path with `/`: `content/answers/where-are-you.md`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// Text as a YAML scalar on one line, always in double quotes (YAML 1.2 §7.3.1).
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
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
