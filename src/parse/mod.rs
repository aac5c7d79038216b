// NOTE FROM THE LEAD (22:03): I am writing the Markdown half now: src/parse/markdown/{mod,footnote,alert,links,raw_html,quotes}.rs with
// `pub(super) fn body(text: &str, offset: usize, path: &str, lang: &Lang) -> Body`. You do source, front matter, every field, locate, totals; call that. Remove this note.
//! Bytes become stories. Pure: one file, alone; what it says about its neighbours is kept as links for `assemble`.

pub mod html;
mod markdown;
mod target;

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Spot;
use crate::model::site::Total;
use crate::model::source::Source;
use crate::model::story::Story;
use std::ops::Range;

/// What a file became, and everything that was found wrong with it.
#[derive(Debug)]
pub struct Parsed {
    /// The story, where enough of it could be understood.
    pub story: Option<Story>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a story.
pub fn story(source: &Source, config: &Config) -> Parsed {
    let _ = (source, config);
    Parsed { story: None, diagnostics: Vec::new() }
}

/// The bytes of a file that a spot means.
pub fn locate(bytes: &[u8], spot: &Spot) -> Option<Range<usize>> {
    let _ = (bytes, spot);
    None
}

/// Reads the site's own totals.
pub fn totals(source: &Source) -> (Vec<Total>, Vec<Diagnostic>) {
    let _ = source;
    (Vec::new(), Vec::new())
}
