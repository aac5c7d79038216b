//! HTML that is being written, with the holes in it.

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

/// Escapes text for HTML, and drops the control characters that HTML does not allow.
pub(crate) fn escape(out: &mut String, text: &str) {
    // Most pieces of text have nothing to escape, which is seen many bytes at once.
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=8 | 11 | 12 | 14..=31 | 127);
    if !text.bytes().fold(false, |found, byte| found | special(byte)) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
