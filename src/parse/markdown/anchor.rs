//! Ids of headings: from their words, each once on a page.

use std::collections::BTreeSet;

/// Ids that a page's template may use for its own parts.
const TAKEN: [&str; 16] = [
    "main",
    "top",
    "menu",
    "content",
    "footer",
    "header",
    "story",
    "changes",
    "commitments",
    "criticisms",
    "questions",
    "measures",
    "evidence",
    "related",
    "replies",
    "footnotes",
];

/// The ids that were given out.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    given: BTreeSet<String>,
}

impl Anchors {
    /// An id for a heading with these words; never one that was given out before.
    pub(super) fn of(&mut self, words: &str) -> String {
        let stem = slug::slugify(words);
        let stem = if stem.is_empty() { "section".to_owned() } else { stem };
        self.unique(&stem)
    }

    /// The id that an author asked for, or the nearest that is free.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let stem: String = wanted.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        let mut id = stem.clone();
        let mut count = 1;
        while TAKEN.contains(&id.as_str()) || self.given.contains(&id) {
            count += 1;
            id = format!("{stem}-{count}");
        }
        self.given.insert(id.clone());
        id
    }
}
