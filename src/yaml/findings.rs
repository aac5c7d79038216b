//! What is wrong with a YAML text, each finding at its place.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::rule::Rule;
use crate::yaml::document::Document;
use crate::yaml::rule;
use crate::yaml::text::Text;
use std::cell::RefCell;
use std::ops::Range;

/// What was found in one YAML text.
#[derive(Debug)]
pub(crate) struct Findings<'t> {
    file: &'t str,
    text: &'t str,
    /// Where the text begins in the file as it is on disk.
    origin: Origin<'t>,
    /// The rule of a field that nobody reads.
    pub(super) unknown: Rule,
    list: RefCell<Vec<Diagnostic>>,
}

/// Where a text begins in the file that it is part of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'t> {
    /// The file.
    pub(crate) text: &'t Text<'t>,
    /// The first byte of the part in it.
    pub(crate) offset: usize,
}

impl Origin<'_> {
    /// Bytes of the part as bytes of the file on disk.
    pub(crate) fn to_disk(self, range: Range<usize>) -> Range<usize> {
        self.text.to_disk(range.start + self.offset..range.end + self.offset)
    }
}

impl<'t> Findings<'t> {
    /// Nothing yet. `unknown` is the rule of a field that nobody reads.
    pub(crate) fn new(file: &'t str, text: &'t str, origin: Origin<'t>, unknown: Rule) -> Self {
        Self { file, text, origin, unknown, list: RefCell::default() }
    }

    /// Adds one.
    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        self.list.borrow_mut().push(diagnostic);
    }

    /// How many there are so far.
    pub(super) fn count(&self) -> usize {
        self.list.borrow().len()
    }

    /// The place of a field.
    pub(crate) fn at(&self, path: &str) -> Place {
        Place::field(self.file, path)
    }

    /// The place of a range of the text.
    pub(crate) fn at_range(&self, range: Range<usize>) -> Place {
        Place::bytes(self.file, self.origin.to_disk(range))
    }

    /// Warns about text behind a ` #` that was probably not meant as a comment: nothing stands between the `#` and it.
    pub(crate) fn lost_to_comments(&self, document: &Document<'_>) {
        for comment in &document.behind {
            let text = &self.text[comment.clone()];
            if !text[1..].starts_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            let shown: String = text.trim_end().chars().take(40).collect();
            let message = format!("YAML takes `{shown}` for a comment, and drops it");
            let found = rule::LOST_TO_COMMENT.at(self.at_range(comment.clone()), message);
            self.add(
                found.hint("put the text below a `>-`, or into quotes; a comment has a space behind its `#`"),
            );
        }
    }

    /// Everything that was found.
    pub(crate) fn into_list(self) -> Vec<Diagnostic> {
        self.list.into_inner()
    }
}
