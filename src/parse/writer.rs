//! Writes HTML for the events of the Markdown parser: the same as its own writer, but with holes for links and images,
//! with footnotes that lead back, alerts with a title, labelled boxes, and tables and code that a keyboard can scroll.

use crate::model::body::{Body, Heading};
use crate::model::diagnostic::Diagnostic;
use crate::model::slug::slug;
use crate::parse::buffer::Buffer;
use crate::parse::file::File;
use crate::parse::footnote::Footnotes;
use crate::parse::link_writer::OpenImage;
use crate::parse::markdown::{MARKS, Written};
use crate::parse::plain::Plain;
use crate::parse::raw_block::RawHtml;
use crate::parse::raw_writer::Swallowing;
use crate::parse::table_writer::Table;
use crate::parse::words::Words;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The state of one pass.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub(super) file: &'a File<'a>,
    pub(super) body: &'a mut Body,
    pub(super) words: &'static Words,
    pub(super) out: Buffer,
    /// The text without marks; footnotes are not in it.
    pub(super) plain: Plain,
    /// What is written into while a heading or footnote is open: the buffers around it.
    around: Vec<Buffer>,
    footnotes: Footnotes,
    /// Every id so far.
    pub(super) ids: BTreeSet<String>,
    /// The next number of a heading whose id is taken, by that id.
    numbers: BTreeMap<String, usize>,
    /// The level of the last heading as it is shown; 1 is the page's own.
    level: u8,
    /// Where a heading's text begins in `plain`, with its own id.
    heading: Option<(usize, Option<String>)>,
    /// The words of the image that is open, and how deep it is nested in itself.
    pub(super) image: Option<OpenImage>,
    pub(super) table: Table,
    /// Single quotes that are open in this block.
    quotes: usize,
    /// Whether a label of a task is open.
    label: bool,
    /// The closing tag of each block quote that is open.
    quotes_end: Vec<&'static str>,
    /// Raw HTML of the block that is open.
    block: Option<RawHtml>,
    /// Tags of the open sentence that take what is behind them along, if something closes them.
    pub(super) swallowing: Vec<Swallowing>,
    /// The video that is open, while nothing says what is spoken in it.
    pub(super) video: Option<Range<usize>>,
    /// Whether the author may have written one of `MARKS`, themselves or as `&#xF8E0;`.
    may_have_marks: bool,
    pub(super) raw: bool,
    pub(super) has_raw: bool,
    pub(super) depth: usize,
    pub(super) raw_depth: usize,
    pub(super) deepest: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Writer<'a> {
    /// A writer that takes raw HTML, or escapes it.
    pub(crate) fn new(file: &'a File<'a>, body: &'a mut Body, raw: bool) -> Self {
        let markdown = file.markdown();
        let length = markdown.len();
        let out = Buffer { html: String::with_capacity(length + length / 3), holes: Vec::new() };
        Self {
            words: Words::of(file.lang),
            footnotes: Footnotes::new(file.slug),
            file,
            body,
            out,
            plain: Plain::with_capacity(length),
            around: Vec::new(),
            ids: file.taken.iter().map(|id| (*id).to_owned()).collect(),
            numbers: BTreeMap::new(),
            heading: None,
            level: 1,
            image: None,
            table: Table::default(),
            quotes: 0,
            label: false,
            quotes_end: Vec::new(),
            block: None,
            swallowing: Vec::new(),
            video: None,
            // Both begin with EF in UTF-8; looking for a byte is much faster than looking at characters.
            may_have_marks: memchr::memchr(0xEF, markdown.as_bytes()).is_some() || markdown.contains("&#"),
            raw,
            has_raw: false,
            depth: 0,
            raw_depth: 0,
            deepest: 0,
            found: Vec::new(),
        }
    }

    /// Ends the text with its footnotes.
    pub(crate) fn finish(mut self) -> Written {
        self.footnotes.write(&mut self.out, self.words);
        self.body.anchors.extend(self.footnotes.anchors());
        self.body.anchors.sort();
        self.body.anchors.dedup();
        Written {
            found: self.found,
            html: self.out.html,
            holes: self.out.holes,
            plain: self.plain.into_text(),
            has_raw: self.has_raw,
            deepest: self.deepest,
        }
    }

    /// Writes one event.
    pub(crate) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            return self.inside_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(text) => {
                self.out.push("<code>");
                let text = self.kept(&text);
                self.out.text(&text);
                self.plain(&text);
                self.out.push("</code>");
            }
            Event::Html(text) => match &mut self.block {
                Some(block) => block.add(&text, range.start),
                None => self.raw_block(RawHtml::new(&text, range.start)),
            },
            Event::InlineHtml(text) => self.raw_inline(&text, range.start),
            Event::SoftBreak => {
                self.out.push("\n");
                self.space();
            }
            Event::HardBreak => {
                self.out.push("<br>\n");
                self.space();
            }
            Event::Rule => {
                self.out.line();
                self.out.push("<hr>\n");
            }
            Event::FootnoteReference(name) => self.footnotes.reference(&name, &mut self.out),
            Event::TaskListMarker(done) => {
                self.out.push(if done {
                    "<label><input type=\"checkbox\" disabled checked> "
                } else {
                    "<label><input type=\"checkbox\" disabled> "
                });
                self.label = true;
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.out.text(&text),
        }
    }

    /// Text without the marks that stand for holes.
    pub(super) fn kept<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.may_have_marks && text.contains(MARKS) {
            Cow::Owned(text.replace(MARKS, "\u{FFFD}"))
        } else {
            Cow::Borrowed(text)
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let typed = self.file.markdown().get(range.clone()).unwrap_or_default();
        let text = match typed {
            "\"" if self.ends_word(range) => match self.file.markdown()[..range.start].chars().next_back() {
                // Inches, or seconds.
                Some(c) if c.is_ascii_digit() && text == "“" => typed,
                _ => self.words.quote("”", &mut self.quotes).unwrap_or(text),
            },
            "\"" | "'" => self.words.quote(text, &mut self.quotes).unwrap_or(text),
            _ => text,
        };
        let text = self.kept(text);
        self.out.text(&text);
        self.plain(&text);
    }

    /// Whether a mark stands behind a word and before none, so that it cannot open anything.
    fn ends_word(&self, range: &Range<usize>) -> bool {
        let (before, after) = self.file.markdown().split_at(range.start);
        let next = after.chars().nth(1);
        before.ends_with(char::is_alphanumeric) && !next.is_some_and(char::is_alphanumeric)
    }

    /// Parts words of the text without marks.
    pub(super) fn space(&mut self) {
        if !self.footnotes.is_open() {
            self.plain.space();
        }
    }

    /// Adds to the text without marks.
    pub(super) fn plain(&mut self, text: &str) {
        if !self.footnotes.is_open() {
            self.plain.push(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth + self.raw_depth);
        if !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ) {
            self.quotes = 0;
            self.end_label();
            self.end_sentence();
        }
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { id, .. } => {
                let outer = std::mem::take(&mut self.out);
                self.around.push(outer);
                self.heading = Some((self.plain.len(), id.map(|id| id.to_string())));
            }
            Tag::BlockQuote(None) => {
                self.block("<blockquote>\n");
                self.quotes_end.push("</blockquote>\n");
            }
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = self.words.alert(kind);
                self.block(&format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"));
                self.quotes_end.push("</div>\n");
            }
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => self.block = Some(RawHtml::default()),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.around.push(outer);
                self.footnotes.open(&name);
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_row("<thead>\n<tr>", true),
            Tag::TableRow => self.start_row("<tr>", false),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push("<em>"),
            Tag::Strong => self.out.push("<strong>"),
            Tag::Strikethrough => self.out.push("<del>"),
            Tag::Superscript => self.out.push("<sup>"),
            Tag::Subscript => self.out.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        if !matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
        ) {
            self.end_sentence();
        }
        match tag {
            TagEnd::Paragraph => {
                self.end_label();
                self.close("</p>\n");
            }
            TagEnd::Heading(level) => self.end_heading(level as u8, range),
            TagEnd::BlockQuote(_) => {
                let end = self.quotes_end.pop().unwrap_or_default();
                self.out.push(end);
            }
            TagEnd::CodeBlock => {
                self.unclosed_fence(&range);
                self.close("</code></pre>\n");
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.block.take() {
                    self.out.line();
                    self.raw_block(block);
                }
            }
            TagEnd::List(ordered) => self.out.push(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => {
                self.end_label();
                self.close("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                let outer = self.around.pop().unwrap_or_default();
                let note = std::mem::replace(&mut self.out, outer);
                self.footnotes.close(note);
            }
            TagEnd::DefinitionList => self.out.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close("</dd>\n"),
            TagEnd::Table => self.out.push("</tbody>\n</table></div>\n"),
            TagEnd::TableHead => self.out.push("</tr>\n</thead>\n<tbody>\n"),
            TagEnd::TableRow => self.out.push("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push("</em>"),
            TagEnd::Strong => self.out.push("</strong>"),
            TagEnd::Strikethrough => self.out.push("</del>"),
            TagEnd::Superscript => self.out.push("</sup>"),
            TagEnd::Subscript => self.out.push("</sub>"),
            TagEnd::Link => self.out.push("</a>"),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Opens a block on a line of its own.
    pub(super) fn block(&mut self, tag: &str) {
        self.out.line();
        self.out.push(tag);
    }

    /// Closes a block, after which the text without marks needs a space.
    pub(super) fn close(&mut self, tag: &str) {
        self.out.push(tag);
        self.space();
    }

    fn end_label(&mut self) {
        if std::mem::take(&mut self.label) {
            let kept = self.out.html.trim_end().len();
            self.out.html.truncate(kept);
            self.out.push("</label>");
        }
    }

    fn end_heading(&mut self, level: u8, range: Range<usize>) {
        let outer = self.around.pop().unwrap_or_default();
        let inner = std::mem::replace(&mut self.out, outer);
        let (start, own) = self.heading.take().unwrap_or((self.plain.len(), None));
        let text = self.plain.since(start).to_owned();
        let id = self.unique(own.as_deref(), &text);
        // People who listen to a page find their way by its levels: the page has the first, and none is skipped. `check`
        // still tells the author what was written.
        let shown = level.clamp(2, self.level.max(1) + 1);
        self.level = shown;
        self.block(&format!("<h{shown} id=\""));
        self.out.text(&id);
        self.out.push("\">");
        self.out.append(&inner);
        self.close(&format!("</h{shown}>\n"));
        self.body.anchors.push(id.clone());
        self.body.headings.push(Heading { level, id, text, spot: self.file.spot(range) });
    }

    /// An id that is not taken: the author's own, or one from the heading's words.
    fn unique(&mut self, own: Option<&str>, text: &str) -> String {
        let wanted = match own {
            Some(own) => own.chars().filter(|c| !c.is_whitespace() && !MARKS.contains(c)).collect(),
            None => slug(text),
        };
        let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
        if self.ids.insert(wanted.clone()) {
            return wanted;
        }
        // Thousands of headings may be called the same: each goes on where the last one found a number.
        let number = self.numbers.entry(wanted.clone()).or_insert(2);
        loop {
            let id = format!("{wanted}-{number}");
            *number += 1;
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}
