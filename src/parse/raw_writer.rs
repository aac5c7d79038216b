//! Writes an author's raw HTML into a text: its links, images and files become holes like those of Markdown, and what the
//! safe list will take out is recorded with its place. Nothing that a tag or a comment says takes the text behind it along.

use crate::config::rule;
use crate::html::{Kind, Tag, Token, tokens};
use crate::model::body::{Filling, Removed, Target};
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::rule::Rule;
use crate::parse::raw_block::{RawHtml, ends};
use crate::parse::safe_list::{may_have, may_write, reads_as_text, swallows};
use crate::parse::target::{add_image, add_link};
use crate::parse::writer::Writer;
use crate::parse::{raw, target};
use std::ops::Range;

/// A tag in a sentence that takes what is behind it along, if something closes it there.
#[derive(Debug)]
pub(super) struct Swallowing {
    name: String,
    place: Range<usize>,
    removed: Vec<(String, Option<String>)>,
    /// How much was written before it, and how deep it stands.
    html: usize,
    holes: usize,
    plain: usize,
    depth: usize,
}

/// Whether there is anything between two tags.
fn says_something(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| !matches!(&token.kind, Kind::Text(text) if text.trim().is_empty()))
}

impl Writer<'_> {
    /// Writes a block of raw HTML.
    pub(super) fn raw_block(&mut self, raw: RawHtml) {
        let mut raw = raw;
        raw.html = self.kept(&raw.html).into_owned();
        if !self.raw {
            return self.out.text(&raw.html);
        }
        self.has_raw = true;
        let unclosed = raw.unclosed();
        if let Some((what, end)) = &unclosed {
            self.unclosed_block(what, end, &raw);
        }
        let tokens = tokens(&raw.html);
        let ends = ends(&tokens);
        let (mut at, mut typed) = (0, false);
        while let Some(Token { kind, range }) = tokens.get(at) {
            let piece = &raw.html[range.clone()];
            self.captions(kind, raw.place(range.clone()));
            match kind {
                Kind::Start(tag) if swallows(&tag.name) => {
                    let end = ends.get(&at).copied();
                    let whole = end.and_then(|end| tokens.get(end)).map_or(range.end, |last| last.range.end);
                    let is_full = end.is_some_and(|end| says_something(&tokens[at + 1..end]));
                    self.removed(raw::removed(tag), is_full, &raw.place(range.start..whole));
                    // What a browser would read as anything but text is text, since nothing closes it.
                    typed = end.is_none() && reads_as_text(&tag.name);
                    at = end.unwrap_or(at);
                }
                Kind::Start(tag) => self.raw_tag(tag, piece, raw.place(range.clone())),
                Kind::End(name) if swallows(name) => {}
                Kind::End(name) => {
                    self.measure(name, true);
                    self.out.push(piece);
                }
                Kind::Text(text) if std::mem::take(&mut typed) => {
                    let text = self.kept(text).into_owned();
                    self.words(&text);
                }
                Kind::Text(_) => self.out.push(piece),
                Kind::Comment => {}
                Kind::OpenComment if unclosed.as_ref().is_some_and(|(_, end)| !end.starts_with("</")) => {}
                Kind::OpenComment => {
                    self.open_ended("comment", "-->", raw.place(range.clone()));
                }
                Kind::OpenTag => {
                    self.open_ended("tag", ">", raw.place(range.clone()));
                    self.out.text(piece);
                }
            }
            at += 1;
        }
    }

    /// Writes raw HTML in a sentence: a tag or a comment.
    pub(super) fn raw_inline(&mut self, html: &str, start: usize) {
        let html = self.kept(html).into_owned();
        if !self.raw {
            return self.out.text(&html);
        }
        for Token { kind, range } in tokens(&html) {
            let piece = &html[range.clone()];
            let place = start + range.start..start + range.end;
            self.captions(&kind, place.clone());
            match &kind {
                Kind::Start(tag) if swallows(&tag.name) => {
                    self.swallowing.push(Swallowing {
                        name: tag.name.clone(),
                        place,
                        removed: raw::removed(tag),
                        html: self.out.html.len(),
                        holes: self.out.holes.len(),
                        plain: self.plain.len(),
                        depth: self.depth,
                    });
                    self.words(piece);
                }
                Kind::End(name) if swallows(name) => self.end_swallowing(name, piece, place),
                _ => {
                    self.has_raw = true;
                    match &kind {
                        Kind::Start(tag) => self.raw_tag(tag, piece, place),
                        Kind::End(name) => {
                            self.measure(name, true);
                            self.out.push(piece);
                        }
                        Kind::Text(_) => self.out.push(piece),
                        Kind::Comment | Kind::OpenComment | Kind::OpenTag => {}
                    }
                }
            }
        }
    }

    /// Takes out what stands between two tags of a sentence, or shows the second as it was typed.
    fn end_swallowing(&mut self, name: &str, piece: &str, place: Range<usize>) {
        match self.swallowing.iter().rposition(|open| open.name == name && open.depth == self.depth) {
            Some(at) => {
                let open = self.swallowing.swap_remove(at);
                self.swallowing.truncate(at);
                self.out.html.truncate(open.html);
                self.out.holes.truncate(open.holes);
                self.plain.truncate(open.plain);
                self.removed(open.removed, true, &(open.place.start..place.end));
            }
            None => {
                self.words(piece);
                self.as_typed(&format!("</{name}>"), place);
            }
        }
    }

    /// Tells which tags were taken for words, when the sentence is over.
    pub(super) fn end_sentence(&mut self) {
        for open in std::mem::take(&mut self.swallowing) {
            self.as_typed(&format!("<{}>", open.name), open.place);
        }
    }

    /// Adds words as they are typed.
    fn words(&mut self, words: &str) {
        self.out.text(words);
        self.plain(words);
    }

    fn as_typed(&mut self, tag: &str, place: Range<usize>) {
        let found = self.warning(rule::RAW_HTML, place, format!("`{tag}` is shown as it is typed"));
        self.found.push(found.hint(format!("write it as code: `` `{tag}` ``")));
    }

    /// Records what the safe list takes out.
    fn removed(&mut self, what: Vec<(String, Option<String>)>, with_content: bool, place: &Range<usize>) {
        for (what, host) in what {
            let what = if with_content { format!("{what} with what is in it") } else { what };
            self.body.removed.push(Removed { what, host, spot: self.file.spot(place.clone()) });
        }
    }

    fn warning(&self, rule: Rule, place: Range<usize>, message: String) -> Diagnostic {
        let place = Place { file: self.file.path.to_owned(), spot: self.file.spot(place) };
        rule.at(place, message)
    }

    /// Warns about what goes on to the end of the text because nothing closes it.
    fn unclosed_block(&mut self, what: &str, end: &str, raw: &RawHtml) {
        let first = raw.html.find('\n').unwrap_or(raw.html.len()).max(1);
        let is_shown = end.starts_with("</");
        let fate = if is_shown {
            "the rest of the text is shown as it was typed"
        } else {
            "the rest of the text is lost"
        };
        let message = format!("nothing closes this {what}: {fate}");
        let found = self.warning(rule::UNCLOSED_HTML, raw.place(0..first), message);
        self.found.push(found.hint(format!("write `{end}` where it ends")));
    }

    /// Warns about what an empty line ended before anything closed it.
    fn open_ended(&mut self, what: &str, end: &str, place: Range<usize>) {
        let message = format!("nothing closes this {what} before the empty line that ends the HTML");
        let found = self.warning(rule::UNCLOSED_HTML, place, message);
        self.found.push(found.hint(format!("write `{end}` where it ends, with no empty line before that")));
    }

    /// Writes a tag that opens an element.
    fn raw_tag(&mut self, tag: &Tag, piece: &str, place: Range<usize>) {
        self.removed(raw::removed(tag), false, &place);
        self.measure(&tag.name, false);
        if let Some(id) = tag.attribute("id").filter(|_| may_write(&tag.name)) {
            self.ids.insert(id.to_owned());
            self.body.anchors.push(id.to_owned());
        }
        match tag.name.as_str() {
            "a" => self.raw_link(tag, place),
            "audio" | "source" | "track" | "video" => self.raw_file(tag, place),
            // A box that somebody could type into; ours are written elsewhere.
            "input" => {}
            // A browser takes the second for the first (HTML Living Standard §13.2.6.4.7).
            "img" | "image" => {
                let value = |name| tag.attribute(name).map(str::to_owned);
                let words = (value("alt").unwrap_or_default(), value("title"));
                let (src, spot) = (value("src").unwrap_or_default(), self.file.spot(place));
                let image = add_image(self.body, &src, self.file.path, words, spot);
                if let Some(image) = self.body.images.get_mut(image) {
                    image.decorative = tag.attribute("alt") == Some("");
                }
                self.out.hole(Filling::Image(image));
            }
            _ => self.out.push(piece),
        }
    }

    fn raw_link(&mut self, tag: &Tag, place: Range<usize>) {
        self.out.push("<a");
        if let Some(href) = tag.attribute("href") {
            if matches!(target::target(href, self.file.path), Target::Broken) {
                add_link(self.body, href, self.file.path, self.file.spot(place));
            } else {
                self.href(href, place);
            }
        }
        // Links can lead to a name, too (HTML Living Standard §7.4.6.4), but today it is written as an id (§16.2).
        let name = tag.attribute("name").filter(|name| !name.is_empty() && tag.attribute("id").is_none());
        if let Some(name) = name {
            self.body.anchors.push(name.to_owned());
            if self.ids.insert(name.to_owned()) {
                self.attribute("id", name);
            }
        }
        self.attributes(tag, &["href", "name"]);
        self.out.push(">");
    }

    /// Writes a video, a sound, or what belongs to one: a file of this site, never one of another host.
    fn raw_file(&mut self, tag: &Tag, place: Range<usize>) {
        self.out.push("<");
        self.out.push(&tag.name);
        if let Some(src) = tag.attribute("src") {
            match target::target(src, self.file.path) {
                Target::Outside(address) => {
                    let what = format!("`src` of `<{}>`", tag.name);
                    self.removed(vec![(what, raw::host(&address))], false, &place);
                }
                _ => {
                    let link = add_link(self.body, src, self.file.path, self.file.spot(place));
                    self.out.hole(Filling::Source(link));
                }
            }
        }
        self.attributes(tag, &["src", "controls"]);
        // Without them nobody could start it, since it never starts by itself.
        if matches!(tag.name.as_str(), "audio" | "video") {
            self.out.push(" controls");
        }
        self.out.push(">");
    }

    /// Warns about videos without captions (WCAG 2.2, 1.2.2), when they end.
    fn captions(&mut self, kind: &Kind, place: Range<usize>) {
        match kind {
            Kind::Start(tag) if tag.name == "video" => {
                self.video = Some(place).filter(|_| tag.attribute("muted").is_none());
            }
            Kind::Start(tag) if tag.name == "track" => {
                let kind = tag.attribute("kind").unwrap_or("subtitles");
                self.video = self.video.take().filter(|_| !matches!(kind, "captions" | "subtitles"));
            }
            Kind::End(name) if name == "video" => {
                if let Some(video) = self.video.take() {
                    let found =
                        self.warning(rule::NO_CAPTIONS, video, "this video has no captions".to_owned());
                    self.found.push(found.hint(
                        "put `<track kind=\"captions\" src=\"talk.vtt\" srclang=\"en\">` into it, or say that nothing is spoken: `muted`",
                    ));
                }
            }
            _ => {}
        }
    }

    fn attributes(&mut self, tag: &Tag, but: &[&str]) {
        let fits = |name: &str| !but.contains(&name) && may_have(&tag.name, name);
        for (name, value) in tag.attributes.iter().filter(|(name, _)| fits(name)) {
            self.attribute(name, value);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(" ");
        self.out.push(name);
        self.out.push("=\"");
        let value = self.kept(value);
        self.out.text(&value);
        self.out.push("\"");
    }

    /// Follows how deep raw HTML is nested.
    fn measure(&mut self, element: &str, closes: bool) {
        const EMPTY: [&str; 11] =
            ["br", "hr", "img", "image", "input", "col", "wbr", "link", "meta", "source", "track"];
        if EMPTY.contains(&element) {
            return;
        }
        if closes {
            self.raw_depth = self.raw_depth.saturating_sub(1);
        } else {
            self.raw_depth += 1;
        }
        self.deepest = self.deepest.max(self.depth + self.raw_depth);
    }
}
