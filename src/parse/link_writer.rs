//! Writes the links and images of a text: what only the whole site can answer becomes a hole.

use crate::html::escape;
use crate::model::body::{Filling, Target};
use crate::parse::markdown::{MARKS, refused};
use crate::parse::target::{add_image, add_link};
use crate::parse::writer::Writer;
use pulldown_cmark::{Event, LinkType};
use std::borrow::Cow;
use std::ops::Range;

/// An image whose words are being read.
#[derive(Debug)]
pub(super) struct OpenImage {
    written: String,
    title: Option<String>,
    alt: String,
    range: Range<usize>,
    inside: usize,
}

impl Writer<'_> {
    /// Opens a link.
    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        written: &str,
        title: &str,
        range: Range<usize>,
    ) {
        let written = match link_type {
            LinkType::Email => Cow::Owned(format!("mailto:{written}")),
            _ => Cow::Borrowed(written),
        };
        self.out.push("<a");
        self.href(&written, range);
        if !title.is_empty() {
            self.out.push(" title=\"");
            let title = self.kept(title);
            self.out.text(&title);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    /// Writes ` href="…"`, or the hole where it goes.
    pub(super) fn href(&mut self, written: &str, range: Range<usize>) {
        let spot = self.file.spot(range);
        let link = add_link(self.body, written, self.file.path, spot.clone());
        match &self.body.links[link].target {
            Target::Outside(address) => {
                self.out.push(" href=\"");
                escape(&mut self.out.html, &plain(address));
                self.out.push("\"");
            }
            Target::Here(fragment) => {
                self.out.push(" href=\"");
                self.out.hole(Filling::Here);
                self.out.push("#");
                escape(&mut self.out.html, &plain(fragment));
                self.out.push("\"");
            }
            Target::Broken => refused(&Target::Broken, written, spot, self.body),
            Target::File { .. } | Target::Address { .. } => self.out.hole(Filling::Href(link)),
        }
    }

    /// Opens an image; until it ends, what comes is its text.
    pub(super) fn start_image(&mut self, written: &str, title: &str, range: Range<usize>) {
        let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        self.image =
            Some(OpenImage { written: written.to_owned(), title, alt: String::new(), range, inside: 0 });
    }

    /// What stands in the brackets of an image is its text; marks in it count for nothing.
    pub(super) fn inside_image(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.inside += 1,
            Event::End(_) if image.inside > 0 => image.inside -= 1,
            Event::End(_) => self.end_image(),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                image.alt.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(OpenImage { written, title, alt, range, .. }) = self.image.take() {
            let spot = self.file.spot(range);
            let image =
                add_image(self.body, &written, self.file.path, (alt.trim().to_owned(), title), spot.clone());
            refused(&self.body.images[image].target.clone(), &written, spot, self.body);
            self.out.hole(Filling::Image(image));
        }
    }
}

/// An address without the marks that stand for holes, and without white space.
fn plain(address: &str) -> Cow<'_, str> {
    if address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(address);
    }
    Cow::Owned(address.replace(MARKS, "").replace(char::is_whitespace, "%20"))
}
