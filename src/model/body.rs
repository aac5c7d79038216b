//! A story's text as HTML with holes where only the whole site knows what to write.

use crate::model::place::Spot;

/// A story's text. It never contains another story's address.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// The HTML without what belongs into the holes.
    pub html: String,
    /// The holes, in order of their offsets.
    pub holes: Vec<Hole>,
    /// Every link that the story makes, in its text and in its front matter.
    pub links: Vec<Link>,
    /// Every image of the story, in its text and in its front matter.
    pub images: Vec<Image>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Every id in its HTML that a fragment can name, headings included.
    pub anchors: Vec<String>,
    /// The text without marks, white space folded, where it has to stand in for a summary; else empty.
    pub plain: String,
    /// Raw HTML that the safe list took out.
    pub removed: Vec<Removed>,
}

/// A place in `Body::html` that `render` fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// Where it is, in bytes of `Body::html`.
    pub offset: usize,
    /// What goes there.
    pub filling: Filling,
}

/// What goes into a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// A whole ` href="…"` with the space before it, or nothing where the link is dead (an `<a>` without `href` is valid
    /// and leads nowhere): an index into `Body::links`. The hole stands where the attribute goes: `<a` hole `>`.
    Href(usize),
    /// A whole ` src="…"` of a video, a sound or its captions, with the space before it, or nothing where the file is not
    /// there: an index into `Body::links`.
    Source(usize),
    /// A whole `<img>` or `<picture>`: an index into `Body::images`. An image that is alone in its paragraph keeps its
    /// `<p>` hole `</p>`: whoever fills the hole makes a `<figure>` of that paragraph where the image has a title.
    Image(usize),
    /// What stands before the `#` in `href="` hole `#…"`: nothing on the page itself, its whole address in a feed.
    Here,
}

/// A link as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written.
    pub written: String,
    /// What it means.
    pub target: Target,
    /// Where it stands in the file.
    pub spot: Spot,
}

/// What a link means, seen from its own file alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address on another host (`https`, `http`) or of another scheme (`mailto`, `tel`).
    Outside(String),
    /// A file of the site, relative links resolved against the story's folder: `content/responses/phones.md`.
    File {
        /// The file, without `.` and `..`.
        path: String,
        /// The part after `#`, percent-decoded.
        fragment: Option<String>,
    },
    /// A site-absolute address: `/advice/book/`.
    Address {
        /// The path, with its leading `/`.
        path: String,
        /// The part after `#`.
        fragment: Option<String>,
    },
    /// A place on the same page: the part after `#`.
    Here(String),
    /// It leads out of the site (`../../..`) or cannot be read as an address.
    Broken,
}

/// An image as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// As written.
    pub written: String,
    /// What it means; an `Outside` image is not shown but linked, since nothing is loaded from another host.
    pub target: Target,
    /// What it shows; empty where the author left it empty.
    pub alt: String,
    /// Whether its author says that it shows nothing worth telling: `alt=""` in HTML (WCAG technique H67).
    pub decorative: bool,
    /// Its title, shown as a caption.
    pub title: Option<String>,
    /// Where it stands in the file.
    pub spot: Spot,
}

/// A heading of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Where it stands in the file.
    pub spot: Spot,
}

/// Raw HTML that was taken out, with what it was: `<script>`, `onclick`, `<iframe>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// What was taken out, in the words of a message.
    pub what: String,
    /// The host that it would have loaded from.
    pub host: Option<String>,
    /// Where it stood in the file.
    pub spot: Spot,
}
