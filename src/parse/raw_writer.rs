//! Writes an author's raw HTML into a text: its links and images become holes like those of Markdown, and what the safe list
//! will take out is recorded with its place.

use crate::html::{Kind, Tag, Token, tokens};
use crate::model::body::{Filling, Removed, Target};
use crate::parse::safe_list::may_write;
use crate::parse::target::{add_image, add_link};
use crate::parse::writer::Writer;
use crate::parse::{raw, target};
use std::ops::Range;

impl Writer<'_> {
    /// Writes an author's raw HTML: its links and images become holes, the rest is cleaned afterwards.
    pub(super) fn raw_html(&mut self, html: &str, start: usize) {
        let html = self.kept(html).into_owned();
        if !self.raw {
            self.out.text(&html);
            return;
        }
        self.has_raw = true;
        let mut from = 0;
        for Token { kind, range } in tokens(&html) {
            let tag = match kind {
                Kind::Start(tag) => tag,
                Kind::End(name) => {
                    self.measure(&name, true);
                    continue;
                }
                _ => continue,
            };
            let place = start + range.start..start + range.end;
            for (what, host) in raw::removed(&tag) {
                let spot = self.file.spot(place.clone());
                self.body.removed.push(Removed { what, host, spot });
            }
            self.measure(&tag.name, false);
            if let Some(id) = tag.attribute("id").filter(|_| may_write(&tag.name)) {
                self.ids.insert(id.to_owned());
                self.body.anchors.push(id.to_owned());
            }
            match tag.name.as_str() {
                "a" if tag.attribute("href").is_some() => {
                    self.out.push(&html[from..range.start]);
                    self.raw_link(&tag, place);
                    from = range.end;
                }
                // A box that somebody could type into; ours are written elsewhere.
                "input" => {
                    self.out.push(&html[from..range.start]);
                    from = range.end;
                }
                "img" => {
                    self.out.push(&html[from..range.start]);
                    let value = |name| tag.attribute(name).map(str::to_owned);
                    let words = (value("alt").unwrap_or_default(), value("title"));
                    let (src, spot) = (value("src").unwrap_or_default(), self.file.spot(place));
                    let image = add_image(self.body, &src, self.file.path, words, spot);
                    self.out.hole(Filling::Image(image));
                    from = range.end;
                }
                _ => {}
            }
        }
        self.out.push(&html[from..]);
    }

    fn raw_link(&mut self, tag: &Tag, place: Range<usize>) {
        self.out.push("<a");
        let href = tag.attribute("href").unwrap_or_default();
        if matches!(target::target(href, self.file.path), Target::Broken) {
            add_link(self.body, href, self.file.path, self.file.spot(place));
        } else {
            self.href(href, place);
        }
        for (name, value) in tag.attributes.iter().filter(|(name, _)| name != "href") {
            self.out.push(" ");
            self.out.push(name);
            self.out.push("=\"");
            self.out.text(value);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    /// Follows how deep raw HTML is nested.
    fn measure(&mut self, element: &str, closes: bool) {
        const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "col", "wbr", "link", "meta"];
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
