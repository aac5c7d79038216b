//! Writes an author's raw HTML into a text: its links and images become holes like those of Markdown, and what the safe list
//! will take out is recorded with its place.

use crate::model::body::{Filling, Removed, Target};
use crate::parse::html::may_write;
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
        for tag in raw::tags(&html) {
            let place = start + tag.range.start..start + tag.range.end;
            for (what, host) in raw::removed(&tag) {
                let spot = self.file.spot(place.clone());
                self.body.removed.push(Removed { what, host, spot });
            }
            self.measure(&tag);
            let value = |wanted: &str| {
                tag.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| raw::unescaped(value))
            };
            if !tag.closes
                && let Some(id) = value("id").filter(|_| may_write(&tag.name))
            {
                self.ids.insert(id.clone());
                self.body.anchors.push(id);
            }
            match (tag.name.as_str(), tag.closes) {
                ("a", false) if value("href").is_some() => {
                    self.out.push(&html[from..tag.range.start]);
                    self.raw_link(&tag, &value("href").unwrap_or_default(), place);
                    from = tag.range.end;
                }
                // A box that somebody could type into; ours are written elsewhere.
                ("input", _) => {
                    self.out.push(&html[from..tag.range.start]);
                    from = tag.range.end;
                }
                ("img", false) => {
                    self.out.push(&html[from..tag.range.start]);
                    let words = (value("alt").unwrap_or_default(), value("title"));
                    let (src, spot) = (value("src").unwrap_or_default(), self.file.spot(place));
                    let image = add_image(self.body, &src, self.file.path, words, spot);
                    self.out.hole(Filling::Image(image));
                    from = tag.range.end;
                }
                _ => {}
            }
        }
        self.out.push(&html[from..]);
    }

    fn raw_link(&mut self, tag: &raw::Tag<'_>, href: &str, place: Range<usize>) {
        self.out.push("<a");
        if matches!(target::target(href, self.file.path), Target::Broken) {
            add_link(self.body, href, self.file.path, self.file.spot(place));
        } else {
            self.href(href, place);
        }
        for (name, value) in tag.attributes.iter().filter(|(name, _)| name != "href") {
            self.out.push(" ");
            self.out.push(name);
            self.out.push("=\"");
            let value = raw::unescaped(value);
            self.out.text(&value);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    /// Follows how deep raw HTML is nested.
    fn measure(&mut self, tag: &raw::Tag<'_>) {
        const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "col", "wbr", "link", "meta"];
        if EMPTY.contains(&tag.name.as_str()) {
            return;
        }
        if tag.closes {
            self.raw_depth = self.raw_depth.saturating_sub(1);
        } else {
            self.raw_depth += 1;
        }
        self.deepest = self.deepest.max(self.depth + self.raw_depth);
    }
}
