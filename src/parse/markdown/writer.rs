//! Events of a text become HTML with holes, in one pass.

use super::Context;
use super::anchor::Anchors;
use super::quotes::Quotes;
use super::words::Words;
use crate::model::body::{Body, Filling, Heading, Hole, Image, Link, Target};
use crate::model::place::Spot;
use crate::parse::target::target;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// The scheme of addresses that stand for holes while raw HTML is cleaned.
pub(super) const HOLE_SCHEME: &str = "hearback-hole";

/// Writes the HTML of a text.
///
/// Where raw HTML has to be cleaned afterwards, offsets would not survive: holes are then written as addresses of the
/// scheme `HOLE_SCHEME`, which `raw` turns back.
pub(super) fn write(
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    context: Context<'_>,
    body: Body,
    marked: bool,
) -> Body {
    let mut writer = Writer {
        text,
        context,
        words: Words::of(context.lang),
        quotes: Quotes::of(context.lang),
        body,
        out: Piece::default(),
        marked,
        anchors: Anchors::default(),
        heading: None,
        picture: None,
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        notes: Footnotes::default(),
        above: Vec::new(),
    };
    for (event, range) in events {
        writer.event(event, range.clone());
    }
    writer.finish()
}

/// HTML and its holes.
#[derive(Default)]
struct Piece {
    html: String,
    holes: Vec<Hole>,
}

impl Piece {
    fn append(&mut self, other: Piece) {
        let base = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { offset: hole.offset + base, ..hole }));
    }
}

/// A heading that is being written: where its tag goes, and its words so far.
struct OpenHeading {
    level: u8,
    id: Option<String>,
    at: usize,
    words: String,
    range: Range<usize>,
}

/// An image whose alternative text is being read.
struct OpenPicture {
    written: String,
    title: Option<String>,
    alt: String,
    range: Range<usize>,
}

#[derive(Default)]
struct Footnotes {
    /// Number by label, in the order of the first reference.
    numbers: BTreeMap<String, usize>,
    /// How often each number was referred to.
    references: Vec<usize>,
    /// The notes by label.
    definitions: BTreeMap<String, Piece>,
}

struct Writer<'a> {
    text: &'a str,
    context: Context<'a>,
    words: &'static Words,
    quotes: Quotes,
    body: Body,
    out: Piece,
    marked: bool,
    anchors: Anchors,
    heading: Option<OpenHeading>,
    picture: Option<OpenPicture>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    notes: Footnotes,
    /// What was being written when a footnote began: notes are written aside and put at the end.
    above: Vec<(String, Piece)>,
}

impl Writer<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) => {
                let written = self.text.get(range).unwrap_or_default();
                let words = self.quotes.mark(words, written).unwrap_or(words);
                self.words(words);
            }
            Event::Code(code) => {
                self.note_words(code);
                if self.picture.is_none() {
                    self.tag("<code>");
                    escape(&mut self.out.html, code);
                    self.tag("</code>");
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                if self.picture.is_none() {
                    self.tag(html);
                }
            }
            Event::InlineMath(source) | Event::DisplayMath(source) => self.words(source),
            Event::FootnoteReference(label) => self.reference(label),
            Event::SoftBreak => self.words("\n"),
            Event::HardBreak => {
                self.note_words(" ");
                if self.picture.is_none() {
                    self.tag("<br>\n");
                }
            }
            Event::Rule => self.tag("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
        }
    }

    fn tag(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    fn words(&mut self, words: &str) {
        self.note_words(words);
        if self.picture.is_none() {
            escape(&mut self.out.html, words);
        }
    }

    /// Takes words down for whoever collects them: an image's text, a heading, the plain text.
    fn note_words(&mut self, words: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(words);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.words.push_str(words);
        }
        if self.above.is_empty() {
            fold(&mut self.body.plain, words);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.tag("<p>"),
            Tag::Heading { level, id, .. } => {
                let id = id.as_ref().map(|id| id.to_string());
                let at = self.out.html.len();
                let level = number(*level);
                self.heading = Some(OpenHeading { level, id, at, words: String::new(), range });
            }
            Tag::BlockQuote(None) => self.tag("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (title, class) = self.words.alert(*kind);
                let html = format!(
                    "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
                );
                self.tag(&html);
            }
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(None) => self.tag("<ul>\n"),
            Tag::List(Some(1)) => self.tag("<ol>\n"),
            Tag::List(Some(first)) => {
                let html = format!("<ol start=\"{first}\">\n");
                self.tag(&html);
            }
            Tag::Item => self.tag("<li>"),
            Tag::FootnoteDefinition(label) => {
                let above = std::mem::take(&mut self.out);
                self.above.push((label.to_string(), above));
            }
            Tag::DefinitionList => self.tag("<dl>\n"),
            Tag::DefinitionListTitle => self.tag("<dt>"),
            Tag::DefinitionListDefinition => self.tag("<dd>"),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                let label = self.words.table;
                let html = format!(
                    "<div class=\"table\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\"><table>\n"
                );
                self.tag(&html);
            }
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                self.tag("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.tag("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Superscript => self.tag("<sup>"),
            Tag::Subscript => self.tag("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.open_link(*link_type, dest_url, title, range)
            }
            Tag::Image { dest_url, title, .. } => {
                let title = (!title.is_empty()).then(|| title.to_string());
                self.picture =
                    Some(OpenPicture { written: dest_url.to_string(), title, alt: String::new(), range });
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close_block("</p>\n"),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(None) => self.tag("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.tag("</div>\n"),
            TagEnd::CodeBlock => self.close_block("</code></pre>\n"),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
            TagEnd::List(false) => self.tag("</ul>\n"),
            TagEnd::List(true) => self.tag("</ol>\n"),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::DefinitionList => self.tag("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close_block("</dd>\n"),
            TagEnd::Table => self.tag("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.tag("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.tag("</tr>\n"),
            TagEnd::TableCell => {
                let html = if self.in_head { "</th>" } else { "</td>" };
                self.close_block(html);
                self.cell += 1;
            }
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</del>"),
            TagEnd::Superscript => self.tag("</sup>"),
            TagEnd::Subscript => self.tag("</sub>"),
            TagEnd::Link => self.tag("</a>"),
            TagEnd::Image => self.close_picture(),
        }
    }

    /// Ends something that stands on its own: its last word and the next one are two words.
    fn close_block(&mut self, html: &str) {
        self.note_words(" ");
        self.tag(html);
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let OpenHeading { level, id, at, words, range } = heading;
        let words = words.trim().to_owned();
        let id = match id {
            Some(id) => self.anchors.unique(&id),
            None => self.anchors.of(&words),
        };
        let mut opening = format!("<h{level} id=\"");
        escape(&mut opening, &id);
        opening.push_str("\">");
        self.out.html.insert_str(at, &opening);
        for hole in self.out.holes.iter_mut().filter(|hole| hole.offset >= at) {
            hole.offset += opening.len();
        }
        let closing = format!("</h{level}>\n");
        self.close_block(&closing);
        let spot = self.spot(&range);
        self.body.anchors.push(id.clone());
        self.body.headings.push(Heading { level, id, text: words, spot });
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.tag("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind {
            if let Some(language) = info.split([' ', ',']).next().filter(|language| !language.is_empty()) {
                self.tag(" class=\"language-");
                escape(&mut self.out.html, language);
                self.tag("\"");
            }
        }
        self.tag(">");
    }

    fn open_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"end\"",
            _ => "",
        };
        let html = if self.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.tag(&html);
    }

    fn task(&mut self, done: bool) {
        let (mark, label) = if done { ("☑", self.words.done) } else { ("☐", self.words.open) };
        let html = format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{mark}</span> ");
        self.tag(&html);
    }

    fn open_link(&mut self, kind: LinkType, written: &str, title: &str, range: Range<usize>) {
        let written = if kind == LinkType::Email { format!("mailto:{written}") } else { written.to_owned() };
        let target = target(&written, self.context.path);
        let spot = self.spot(&range);
        self.tag("<a");
        if let Target::Here(fragment) = &target {
            self.tag(" href=\"");
            self.hole(Filling::Here);
            self.tag("#");
            let fragment = fragment.clone();
            escape(&mut self.out.html, &fragment);
            self.tag("\"");
        } else {
            self.hole(Filling::Href(self.body.links.len()));
        }
        if !title.is_empty() {
            self.tag(" title=\"");
            escape(&mut self.out.html, title);
            self.tag("\"");
        }
        self.tag(">");
        self.body.links.push(Link { written, target, spot });
    }

    fn close_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        let OpenPicture { written, title, alt, range } = picture;
        let target = target(&written, self.context.path);
        let spot = self.spot(&range);
        self.hole(Filling::Image(self.body.images.len()));
        self.body.images.push(Image { written, target, alt, title, spot });
    }

    /// Leaves a hole; while raw HTML is to be cleaned, an address in its place.
    fn hole(&mut self, filling: Filling) {
        if !self.marked {
            self.out.holes.push(Hole { offset: self.out.html.len(), filling });
            return;
        }
        let html = match filling {
            Filling::Href(ix) => format!(" href=\"{HOLE_SCHEME}:{ix}\""),
            Filling::Image(ix) => format!("<img src=\"{HOLE_SCHEME}:{ix}\">"),
            Filling::Here => String::new(),
        };
        self.tag(&html);
    }

    fn reference(&mut self, label: &str) {
        let next = self.notes.numbers.len() + 1;
        let number = *self.notes.numbers.entry(label.to_owned()).or_insert(next);
        if number == next {
            self.notes.references.push(0);
        }
        let Some(count) = self.notes.references.get_mut(number - 1) else { return };
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.body.anchors.push(id.clone());
        let html = format!("<sup class=\"footnote-ref\"><a id=\"{id}\" role=\"doc-noteref\" href=\"");
        self.tag(&html);
        self.hole(Filling::Here);
        let html = format!("#fn-{number}\">{number}</a></sup>");
        self.tag(&html);
    }

    fn close_note(&mut self) {
        let Some((label, above)) = self.above.pop() else { return };
        let note = std::mem::replace(&mut self.out, above);
        self.notes.definitions.entry(label).or_insert(note);
    }

    /// Puts the notes below the text, in the order in which they are referred to.
    fn footnotes(&mut self) {
        let Footnotes { numbers, references, mut definitions } = std::mem::take(&mut self.notes);
        let mut order: Vec<(usize, String)> =
            numbers.into_iter().map(|(label, number)| (number, label)).collect();
        order.sort();
        if order.is_empty() {
            return;
        }
        let label = self.words.footnotes;
        let html =
            format!("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n");
        self.tag(&html);
        for (number, label) in order {
            let id = format!("fn-{number}");
            let html = format!("<li id=\"{id}\">");
            self.body.anchors.push(id);
            self.tag(&html);
            self.out.append(definitions.remove(&label).unwrap_or_default());
            for count in 1..=references.get(number - 1).copied().unwrap_or(0) {
                self.way_back(number, count);
            }
            self.tag("</li>\n");
        }
        self.tag("</ol>\n</section>\n");
    }

    fn way_back(&mut self, number: usize, count: usize) {
        let end = if count == 1 { String::new() } else { format!("-{count}") };
        self.tag("<a class=\"footnote-back\" href=\"");
        self.hole(Filling::Here);
        let html = format!(
            "#fnref-{number}{end}\" role=\"doc-backlink\" aria-label=\"{}\">↩</a>\n",
            self.words.back
        );
        self.tag(&html);
    }

    fn finish(mut self) -> Body {
        // A note that the end of the file cut off is a note all the same.
        while !self.above.is_empty() {
            self.close_note();
        }
        self.footnotes();
        let mut body = self.body;
        body.plain.truncate(body.plain.trim_end().len());
        (body.html, body.holes) = (self.out.html, self.out.holes);
        body
    }

    fn spot(&self, range: &Range<usize>) -> Spot {
        // The last line break belongs to no link and no heading.
        let end = self.text.get(range.clone()).map_or(range.end, |text| range.start + text.trim_end().len());
        Spot::Bytes(range.start + self.context.offset, end + self.context.offset)
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Adds text, every run of white space as one space.
fn fold(out: &mut String, words: &str) {
    for c in words.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Adds text as HTML text or as the value of an attribute in double quotes.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(entity);
        done = at + 1;
    }
    // Writing to a string cannot fail.
    let _ = out.write_str(&text[done..]);
}
