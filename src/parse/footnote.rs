//! Footnotes: numbered in the order of their first mention, with ids that no other story on the page has, and with a way
//! back for each mention.

use crate::model::body::Filling;
use crate::parse::buffer::Buffer;
use crate::parse::words::Words;
use std::collections::BTreeMap;

/// The footnotes of one text.
#[derive(Debug, Default)]
pub(crate) struct Footnotes {
    slug: String,
    /// Each footnote's number by its name.
    numbers: BTreeMap<String, usize>,
    /// Each footnote, by its number.
    notes: Vec<Note>,
    /// The names of those whose text is being written.
    open: Vec<String>,
}

#[derive(Debug, Default)]
struct Note {
    mentions: usize,
    text: Option<Buffer>,
}

impl Footnotes {
    /// No footnote yet. The slug tells them from other stories'.
    pub(crate) fn new(slug: &str) -> Self {
        Self { slug: slug.to_owned(), ..Self::default() }
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.notes.push(Note::default());
        self.numbers.insert(name.to_owned(), self.notes.len());
        self.notes.len()
    }

    /// Writes a mention.
    pub(crate) fn reference(&mut self, name: &str, out: &mut Buffer) {
        let number = self.number(name);
        let Some(note) = self.notes.get_mut(number - 1) else { return };
        note.mentions += 1;
        let mention = mention(number, note.mentions);
        let slug = &self.slug;
        out.push("<sup class=\"footnote-ref\"><a href=\"");
        out.hole(Filling::Here);
        out.push(&format!(
            "#fn-{slug}-{number}\" id=\"fnref-{slug}-{mention}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The text of a footnote begins.
    pub(crate) fn open(&mut self, name: &str) {
        self.open.push(name.to_owned());
    }

    /// The text of a footnote is there.
    pub(crate) fn close(&mut self, text: Buffer) {
        let Some(name) = self.open.pop() else { return };
        let number = self.number(&name);
        if let Some(note) = self.notes.get_mut(number - 1).filter(|note| note.text.is_none()) {
            note.text = Some(text);
        }
    }

    /// Whether a footnote's text is being written.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Writes the list of them.
    pub(crate) fn write(&self, out: &mut Buffer, words: &Words) {
        if self.notes.is_empty() {
            return;
        }
        let (slug, title, back) = (&self.slug, words.footnotes, words.back);
        out.line();
        out.push(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{title}\">\n<ol>\n"
        ));
        for (number, note) in self.notes.iter().enumerate().map(|(at, note)| (at + 1, note)) {
            out.push(&format!("<li id=\"fn-{slug}-{number}\">"));
            let mut text = Buffer::default();
            text.append(note.text.as_ref().unwrap_or(&Buffer::default()));
            // The way back belongs into the last paragraph.
            let end = text.html.trim_end().len();
            text.html.truncate(end);
            let paragraph = text.html.ends_with("</p>");
            if paragraph {
                text.html.truncate(end - "</p>".len());
            }
            out.append(&text);
            for count in 1..=note.mentions {
                out.push(" <a href=\"");
                out.hole(Filling::Here);
                let mention = mention(number, count);
                out.push(&format!("#fnref-{slug}-{mention}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"{back} {mention}\">↩</a>"));
            }
            out.push(if paragraph { "</p></li>\n" } else { "</li>\n" });
        }
        out.push("</ol>\n</section>\n");
    }

    /// Their ids.
    pub(crate) fn anchors(&self) -> Vec<String> {
        let slug = &self.slug;
        let ids = |(at, note): (usize, &Note)| {
            let mentions =
                (1..=note.mentions).map(move |count| format!("fnref-{slug}-{}", mention(at + 1, count)));
            std::iter::once(format!("fn-{slug}-{}", at + 1)).chain(mentions).collect::<Vec<_>>()
        };
        self.notes.iter().enumerate().flat_map(ids).collect()
    }
}

/// `2` for the first mention of the second footnote, `2-3` for its third.
fn mention(number: usize, count: usize) -> String {
    if count == 1 { number.to_string() } else { format!("{number}-{count}") }
}
