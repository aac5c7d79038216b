//! HTML that is being written, with the holes in it.

use crate::html::escape;
use crate::model::body::{Filling, Hole};

/// A piece of HTML with its holes.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// The HTML.
    pub(crate) html: String,
    /// Its holes, in order.
    pub(crate) holes: Vec<Hole>,
}

impl Buffer {
    /// Adds HTML as it is.
    pub(crate) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds a hole.
    pub(crate) fn hole(&mut self, filling: Filling) {
        self.holes.push(Hole { offset: self.html.len(), filling });
    }

    /// Adds text, escaped so that it can stand in an element and in a quoted attribute.
    pub(crate) fn text(&mut self, text: &str) {
        escape(&mut self.html, text);
    }

    /// Adds another piece.
    pub(crate) fn append(&mut self, other: &Buffer) {
        let shift = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.iter().map(|hole| Hole { offset: hole.offset + shift, ..*hole }));
    }

    /// A line break, where there is none.
    pub(crate) fn line(&mut self) {
        if !matches!(self.html.as_bytes().last(), None | Some(b'\n')) {
            self.html.push('\n');
        }
    }
}
