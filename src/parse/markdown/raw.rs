//! Raw HTML in a text: what it may hold, what was taken out, and its links and images made like all others.

use super::Context;
use super::writer::{HOLE_SCHEME, escape};
use crate::model::body::{Body, Filling, Hole, Image, Link, Removed, Target};
use crate::model::place::Spot;
use crate::parse::html;
use crate::parse::target::target;
use pulldown_cmark::{Event, Options, Parser};

/// Cleans the HTML of a body that has raw HTML in it, and turns addresses back into holes.
pub(super) fn clean(text: &str, context: Context<'_>, mut body: Body) -> Body {
    removed(text, context, &mut body);
    let cleaned = html::clean_author(&body.html, HOLE_SCHEME);
    let mut maker =
        Maker { text, context, body, out: String::with_capacity(cleaned.len()), holes: Vec::new() };
    maker.walk(&cleaned);
    let Maker { mut body, out, holes, .. } = maker;
    (body.html, body.holes) = (out, holes);
    body
}

/// Notes every tag and attribute of raw HTML that the safe list does not have.
fn removed(text: &str, context: Context<'_>, body: &mut Body) {
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        let (Event::Html(html) | Event::InlineHtml(html)) = event else { continue };
        for tag in html::tags(&html).into_iter().filter(|tag| !tag.closing) {
            let spot = Spot::Bytes(
                context.offset + range.start + tag.range.start,
                context.offset + range.start + tag.range.end,
            );
            let host = tag.address().and_then(|address| match target(address, context.path) {
                Target::Outside(address) => url::Url::parse(&address).ok()?.host_str().map(str::to_owned),
                _ => None,
            });
            if !html::allows_tag(&tag.name) {
                body.removed.push(Removed { what: format!("<{}>", tag.name), host, spot });
                continue;
            }
            for (name, _) in
                tag.attributes.iter().filter(|(name, _)| !html::allows_attribute(&tag.name, name))
            {
                let what = format!("{name}=\"…\" of <{}>", tag.name);
                body.removed.push(Removed { what, host: None, spot: spot.clone() });
            }
        }
    }
}

/// Copies cleaned HTML and makes holes of its links and images.
struct Maker<'a> {
    text: &'a str,
    context: Context<'a>,
    body: Body,
    out: String,
    holes: Vec<Hole>,
}

impl Maker<'_> {
    /// Cleaned HTML is well formed: every `<` begins a tag, and every attribute stands in double quotes.
    fn walk(&mut self, cleaned: &str) {
        let mut done = 0;
        for tag in html::tags(cleaned) {
            self.out.push_str(&cleaned[done..tag.range.start]);
            done = tag.range.end;
            for (_, id) in tag.attributes.iter().filter(|(name, _)| name == "id") {
                if !self.body.anchors.contains(id) {
                    self.body.anchors.push(id.clone());
                }
            }
            match tag.name.as_str() {
                "a" if !tag.closing => self.link(&tag),
                "img" => self.image(&tag),
                _ => self.out.push_str(&cleaned[tag.range.clone()]),
            }
        }
        self.out.push_str(&cleaned[done..]);
    }

    fn link(&mut self, tag: &html::RawTag) {
        self.out.push_str("<a");
        for (name, value) in &tag.attributes {
            if name != "href" {
                self.attribute(name, value);
                continue;
            }
            if let Some(ix) = hole_number(value) {
                self.hole(Filling::Href(ix));
                continue;
            }
            let target = target(value, self.context.path);
            if let Target::Here(fragment) = &target {
                self.out.push_str(" href=\"");
                self.hole(Filling::Here);
                self.out.push('#');
                escape(&mut self.out, fragment);
                self.out.push('"');
            } else {
                self.hole(Filling::Href(self.body.links.len()));
            }
            // The text's own links to this page are in the list already.
            let known =
                self.body.links.iter().any(|link| link.target == target && matches!(target, Target::Here(_)));
            let note = value.starts_with("#fn-") || value.starts_with("#fnref-");
            if !known && !note {
                let spot = self.find(value);
                self.body.links.push(Link { written: value.clone(), target, spot });
            }
        }
        self.out.push('>');
    }

    fn image(&mut self, tag: &html::RawTag) {
        let value =
            |name: &str| tag.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let Some(written) = value("src") else { return };
        if let Some(ix) = hole_number(&written) {
            self.hole(Filling::Image(ix));
            return;
        }
        self.hole(Filling::Image(self.body.images.len()));
        let target = target(&written, self.context.path);
        let spot = self.find(&written);
        let alt = value("alt").unwrap_or_default();
        self.body.images.push(Image { written, target, alt, title: value("title"), spot });
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value);
        self.out.push('"');
    }

    fn hole(&mut self, filling: Filling) {
        self.holes.push(Hole { offset: self.out.len(), filling });
    }

    /// Where an address stands in the source; the whole text where it is written in another way.
    fn find(&self, written: &str) -> Spot {
        let start = self.text.find(written).or_else(|| self.text.find(&written.replace('&', "&amp;")));
        let start = start.unwrap_or(0) + self.context.offset;
        Spot::Bytes(start, start + written.len())
    }
}

/// The number of a hole whose address stands here.
fn hole_number(value: &str) -> Option<usize> {
    value.strip_prefix(HOLE_SCHEME)?.strip_prefix(':')?.parse().ok()
}
