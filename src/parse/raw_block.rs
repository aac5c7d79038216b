//! A piece of an author's raw HTML, with the places in the file from which it came.

use crate::html::{Kind, Token};
use crate::parse::safe_list::swallows;
use std::collections::HashMap;
use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    /// The HTML, without the marks of quotes and lists around it.
    pub(super) html: String,
    /// Where each of its lines begins, in itself and in the Markdown.
    lines: Vec<(usize, usize)>,
}

impl RawHtml {
    /// A piece that stands in one place.
    pub(super) fn new(html: &str, start: usize) -> Self {
        Self { html: html.to_owned(), lines: vec![(0, start)] }
    }

    /// Adds what follows on, and where it stands.
    pub(super) fn add(&mut self, html: &str, start: usize) {
        self.lines.push((self.html.len(), start));
        self.html.push_str(html);
    }

    /// Where a part of it stands in the Markdown.
    pub(super) fn place(&self, part: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let line = self.lines.partition_point(|(own, _)| *own <= offset).saturating_sub(1);
            self.lines.get(line).map_or(offset, |(own, start)| start + offset - own)
        };
        // The end belongs to the line of the last byte.
        at(part.start)..at(part.end.saturating_sub(1)) + 1
    }

    /// What it begins with that nothing closes, so that it goes on to the end of the text (CommonMark 0.31 §4.6, kinds 1
    /// to 5): its name in the words of a message, and what would close it.
    pub(super) fn unclosed(&self) -> Option<(String, String)> {
        let html = self.html.trim_start();
        let kinds = [("<!--", "comment", "-->"), ("<![CDATA[", "`<![CDATA[`", "]]>"), ("<?", "`<?`", "?>")];
        if let Some((_, name, end)) = kinds.iter().find(|(start, ..)| html.starts_with(start)) {
            let rest = html.get(4..).unwrap_or_default();
            return (!rest.contains(end)).then(|| ((*name).to_owned(), (*end).to_owned()));
        }
        let lower = html.get(..10).unwrap_or(html).to_ascii_lowercase();
        let name = ["script", "style", "textarea", "pre"].into_iter().find(|name| {
            lower.strip_prefix('<').and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '>')
            })
        })?;
        let end = format!("</{name}>");
        let is_end = |part: &[u8]| part.eq_ignore_ascii_case(end.as_bytes());
        (!html.as_bytes().windows(end.len()).any(is_end)).then(|| (format!("`<{name}>`"), end))
    }
}

/// For each token that opens an element which takes its content along: the token that closes it, where there is one.
pub(super) fn ends(tokens: &[Token]) -> HashMap<usize, usize> {
    let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut ends = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Start(tag) if swallows(&tag.name) => open.entry(&tag.name).or_default().push(at),
            Kind::End(name) if swallows(name) => {
                if let Some(start) = open.get_mut(name.as_str()).and_then(Vec::pop) {
                    ends.insert(start, at);
                }
            }
            _ => {}
        }
    }
    ends
}
