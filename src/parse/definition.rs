//! The parser takes every line that begins with a `:` for a definition: `:tada:`, `:15 and :45`, `::: warning`. A definition
//! has white space behind its colon (PHP Markdown Extra, pandoc), and none begins within the code of a sentence. So every
//! other colon is shown to the parser as a stand-in of the same length, and put back into what it says.

use pulldown_cmark::{CowStr, Event, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// What stands for a colon; HTML allows it nowhere, so it is never lost from a text.
const STAND_IN: &str = "\u{1}";

/// A text as the parser may see it.
#[derive(Debug)]
pub(crate) struct Shown<'a>(Cow<'a, str>);

impl<'a> Shown<'a> {
    /// Replaces the colons that begin no definition.
    pub(crate) fn new(markdown: &'a str) -> Self {
        // Most texts have no line that begins with a colon.
        let may_begin = |at: &usize| starts_line(&markdown[..*at]);
        let colons: Vec<usize> = memchr::memchr_iter(b':', markdown.as_bytes()).filter(may_begin).collect();
        if colons.is_empty() {
            return Self(Cow::Borrowed(markdown));
        }
        let mut code = CodeSpans { markdown, paragraph: 0..0, spans: Vec::new() };
        let mut shown: Option<String> = None;
        for at in colons {
            let line = markdown[at..].split('\n').next().unwrap_or_default();
            let is_definition = line[1..].starts_with([' ', '\t']) && !code.hold(at);
            let is_table = line.bytes().all(|byte| matches!(byte, b':' | b'-' | b'|' | b' ' | b'\t' | b'\r'))
                && line.contains('-');
            if !is_definition && !is_table {
                shown.get_or_insert_with(|| markdown.to_owned()).replace_range(at..=at, STAND_IN);
            }
        }
        Self(shown.map_or(Cow::Borrowed(markdown), Cow::Owned))
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// What the parser said, with its colons.
    pub(crate) fn restored<'e>(&self, event: Event<'e>) -> Event<'e> {
        let Cow::Owned(_) = self.0 else { return event };
        match event {
            Event::Text(text) => Event::Text(restored(text)),
            Event::Code(text) => Event::Code(restored(text)),
            Event::Html(text) => Event::Html(restored(text)),
            Event::InlineHtml(text) => Event::InlineHtml(restored(text)),
            Event::FootnoteReference(name) => Event::FootnoteReference(restored(name)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                Event::Start(Tag::FootnoteDefinition(restored(name)))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
                link_type,
                dest_url: restored(dest_url),
                title: restored(title),
                id,
            }),
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => Event::Start(Tag::Image {
                link_type,
                dest_url: restored(dest_url),
                title: restored(title),
                id,
            }),
            other => other,
        }
    }
}

fn restored(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(STAND_IN) { text.replace(STAND_IN, ":").into() } else { text }
}

/// Whether what comes next begins a line, perhaps of a quote or a list.
fn starts_line(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t', '>', '-', '*', '+']);
    line.is_empty() || line.ends_with('\n')
}

/// The code in the paragraph that is looked at.
struct CodeSpans<'a> {
    markdown: &'a str,
    paragraph: Range<usize>,
    spans: Vec<Range<usize>>,
}

impl CodeSpans<'_> {
    /// Whether code holds a byte.
    fn hold(&mut self, at: usize) -> bool {
        if !self.paragraph.contains(&at) {
            let start = self.markdown[..at].rfind("\n\n").map_or(0, |end| end + 2);
            let end = self.markdown[at..].find("\n\n").map_or(self.markdown.len(), |n| at + n);
            self.paragraph = start.max(self.paragraph.end)..end;
            self.spans = spans(&self.markdown[self.paragraph.clone()], self.paragraph.start);
        }
        self.spans.iter().any(|span| span.contains(&at))
    }
}

/// Where code stands in a paragraph: between two runs of as many backticks (CommonMark 0.31 §6.1).
fn spans(paragraph: &str, offset: usize) -> Vec<Range<usize>> {
    let bytes = paragraph.as_bytes();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'`', &bytes[at..]).map(|n| at + n) {
        let length = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        runs.push(start..start + length);
        at = start + length;
    }
    let mut spans = Vec::new();
    let mut first = 0;
    // The next run of each length, looked up from behind, so that many runs cost no more than few.
    let mut next = vec![None; runs.len()];
    let mut last = std::collections::HashMap::new();
    for (ix, run) in runs.iter().enumerate().rev() {
        next[ix] = last.insert(run.len(), ix);
    }
    while let Some(run) = runs.get(first) {
        match next[first].and_then(|close| Some((close, runs.get(close)?))) {
            Some((close, end)) => {
                spans.push(offset + run.start..offset + end.end);
                first = close + 1;
            }
            None => first += 1,
        }
    }
    spans
}
