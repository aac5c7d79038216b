//! A story's text with its holes filled: what only the whole site knows, written for a page or for a feed.

use crate::html::escape;
use crate::model::body::{Filling, Image};
use crate::model::percent;
use crate::model::safe_html::SafeHtml;
use crate::model::site::{Resolved, Shown, Ties};
use crate::model::story::Story;
use std::fmt::Write;

/// Where a picture stands: how wide it is shown, so that a browser can choose a variant before it knows the style sheet,
/// and whether it is seen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In a text.
    Text,
    /// Above a story.
    Lead,
    /// In a card of a list.
    Card,
}

impl Spot {
    fn sizes(self) -> &'static str {
        match self {
            Self::Text => "(min-width: 45em) 42em, 100vw",
            Self::Lead => "(min-width: 68em) 64em, 100vw",
            Self::Card => "(min-width: 45em) 28em, 100vw",
        }
    }

    /// One that is seen at once is not loaded lazily.
    fn is_seen_at_once(self) -> bool {
        self == Self::Lead
    }
}

/// What a feed loads of an image: no reader shows more, and few understand `srcset`.
const FEED_WIDTH: u32 = 1280;

/// What links of this site start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base<'a> {
    /// On a page of the site: the path of the site's address, `/` or `/stories/`.
    Page(&'a str),
    /// Elsewhere, as in a feed: the site's whole address.
    Absolute(&'a str),
}

impl Base<'_> {
    /// An address of this site as it is written in a link, percent-encoded.
    pub fn address(&self, address: &str) -> String {
        let (Self::Page(start) | Self::Absolute(start)) = self;
        let start = start.trim_end_matches('/');
        let mut out = String::with_capacity(start.len() + address.len());
        out.push_str(start);
        percent::push_uri(&mut out, address);
        out
    }

    /// What stands before the `#` of a link to the page itself.
    fn here(&self, address: &str) -> String {
        match self {
            Self::Page(_) => String::new(),
            Self::Absolute(_) => self.address(address),
        }
    }
}

/// The text of a story with its links and images. What is not there leaves its words behind: a dead link an `<a>` without
/// an address, a missing image its alternative text.
pub fn html(story: &Story, ties: &Ties, base: Base<'_>) -> SafeHtml {
    let source = story.body.html.as_str();
    let mut out = String::with_capacity(source.len() + 256 * story.body.holes.len());
    let has_images = story.body.holes.iter().any(|hole| matches!(hole.filling, Filling::Image(_)));
    let (mut done, mut linked) = (0, false);
    for hole in &story.body.holes {
        let Some(piece) = source.get(done..hole.offset) else { continue };
        out.push_str(piece);
        linked = has_images && is_in_link(piece, linked);
        done = hole.offset;
        match hole.filling {
            Filling::Href(ix) => push_address(&mut out, "href", ties.links.get(ix), ties, base),
            Filling::Source(ix) => push_address(&mut out, "src", ties.links.get(ix), ties, base),
            Filling::Here => escape(&mut out, &base.here(&ties.address)),
            Filling::Image(ix) => {
                let (Some(image), Some(shown)) = (story.body.images.get(ix), ties.images.get(ix)) else {
                    continue;
                };
                let rest = source.get(done..).unwrap_or_default();
                match image.title.as_deref().filter(|t| !t.trim().is_empty()) {
                    Some(title) if out.ends_with("<p>") && rest.starts_with("</p>") => {
                        out.truncate(out.len() - "<p>".len());
                        push_figure(&mut out, image, shown, title, base);
                        done += "</p>".len();
                    }
                    title => push_image(&mut out, image, shown, title, base, linked),
                }
            }
        }
    }
    out.push_str(source.get(done..).unwrap_or_default());
    SafeHtml::trusted(out)
}

/// Where a link leads, as the value of an `href` that is not escaped yet; `None` where it leads nowhere.
pub fn link(resolved: &Resolved, base: Base<'_>) -> Option<String> {
    match resolved {
        Resolved::Outside(url) => Some(percent::uri(url)),
        Resolved::Inside(address) => Some(base.address(address)),
        Resolved::Here(fragment) => Some(format!("#{}", percent::uri(fragment))),
        Resolved::Dead => None,
    }
}

/// An image outside of a text, such as a story's own picture; `None` where there is nothing to show.
pub fn picture(shown: &Shown, alt: &str, base: Base<'_>, spot: Spot) -> Option<SafeHtml> {
    let mut out = String::new();
    push_shown(&mut out, shown, alt, None, base, spot).then(|| SafeHtml::trusted(out))
}

/// Whether the text after this piece stands inside an `<a>`, where no second one may open.
fn is_in_link(piece: &str, before: bool) -> bool {
    let bytes = piece.as_bytes();
    let opened = piece
        .rmatch_indices("<a")
        .map(|(i, _)| i)
        .find(|i| bytes.get(i + 2).is_none_or(|&next| next == b'>' || next.is_ascii_whitespace()));
    match (opened, piece.rfind("</a>")) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => before,
    }
}

fn push_address(out: &mut String, name: &str, resolved: Option<&Resolved>, ties: &Ties, base: Base<'_>) {
    let Some(address) = resolved.and_then(|r| link(r, base)) else { return };
    let _ = write!(out, " {name}=\"");
    if matches!(resolved, Some(Resolved::Here(_))) {
        escape(out, &base.here(&ties.address));
    }
    escape(out, &address);
    out.push('"');
}

fn push_figure(out: &mut String, image: &Image, shown: &Shown, title: &str, base: Base<'_>) {
    out.push_str("<figure>");
    push_image(out, image, shown, None, base, false);
    out.push_str("<figcaption>");
    escape(out, title);
    out.push_str("</figcaption></figure>");
}

/// Writes an image, or what stands for one that is not shown.
fn push_image(
    out: &mut String,
    image: &Image,
    shown: &Shown,
    title: Option<&str>,
    base: Base<'_>,
    linked: bool,
) {
    if !push_shown(out, shown, &image.alt, title, base, Spot::Text) {
        push_words(out, image, shown, linked);
    }
}

/// What stands for an image that is not shown: a link to one of another host, the words for one that is missing.
fn push_words(out: &mut String, image: &Image, shown: &Shown, linked: bool) {
    let words = if image.alt.trim().is_empty() { &image.written } else { &image.alt };
    match shown {
        Shown::Outside(url) if !linked => {
            out.push_str("<a class=\"outside-image\" href=\"");
            escape(out, &percent::uri(url));
            out.push_str("\">");
            escape(out, words);
            out.push_str("</a>");
        }
        Shown::Outside(_) => escape(out, words),
        Shown::Missing | Shown::Image { .. } => {
            out.push_str("<span class=\"missing-image\">");
            escape(out, &image.alt);
            out.push_str("</span>");
        }
    }
}

/// Writes an `<img>`, inside a `<picture>` where there are WebP variants; says whether there was one to write.
fn push_shown(
    out: &mut String,
    shown: &Shown,
    alt: &str,
    title: Option<&str>,
    base: Base<'_>,
    spot: Spot,
) -> bool {
    let Shown::Image { width, height, webp, fallback } = shown else { return false };
    let Some(largest) = fallback.last() else { return false };
    let in_feed = matches!(base, Base::Absolute(_));
    let source = match in_feed {
        true => fallback.iter().rev().find(|(_, w)| *w <= FEED_WIDTH).unwrap_or(largest),
        false => largest,
    };
    let as_picture = !in_feed && !webp.is_empty();
    if as_picture {
        out.push_str("<picture><source type=\"image/webp\"");
        push_srcset(out, webp, base, spot);
        out.push('>');
    }
    out.push_str("<img src=\"");
    escape(out, &base.address(&source.0));
    out.push('"');
    if !in_feed && fallback.len() > 1 {
        push_srcset(out, fallback, base, spot);
    }
    if *width > 0 && *height > 0 {
        // In a feed a smaller variant stands for the whole, of the same shape.
        let shown_width = if in_feed { source.1 } else { *width };
        let shown_height = u64::from(*height) * u64::from(shown_width) / u64::from(*width);
        let _ = write!(out, " width=\"{shown_width}\" height=\"{shown_height}\"");
    }
    push_attribute(out, "alt", alt);
    if let Some(title) = title.filter(|t| !t.trim().is_empty()) {
        push_attribute(out, "title", title);
    }
    if !in_feed {
        out.push_str(if spot.is_seen_at_once() { " fetchpriority=\"high\"" } else { " loading=\"lazy\"" });
        out.push_str(" decoding=\"async\"");
    }
    out.push_str(if as_picture { "></picture>" } else { ">" });
    true
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, " {name}=\"");
    escape(out, value);
    out.push('"');
}

/// Writes `srcset` and `sizes`. Addresses of variants are made by us and hold no comma or space.
fn push_srcset(out: &mut String, variants: &[(String, u32)], base: Base<'_>, spot: Spot) {
    out.push_str(" srcset=\"");
    for (i, (address, width)) in variants.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        escape(out, &base.address(address));
        let _ = write!(out, " {width}w");
    }
    let _ = write!(out, "\" sizes=\"{}\"", spot.sizes());
}

/// The address of an image's largest form; none where it is not there or on another host.
pub(super) fn largest(shown: &Shown) -> Option<&str> {
    match shown {
        Shown::Image { fallback, .. } => fallback.last().map(|(address, _)| address.as_str()),
        Shown::Outside(_) | Shown::Missing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::{Body, Hole, Target};
    use crate::model::place::Spot;

    /// A text in which `{0}` is a hole with the filling of that number.
    fn body(html: &str, fillings: &[Filling], images: Vec<Image>) -> Body {
        let (mut out, mut holes, mut rest) = (String::new(), Vec::new(), html);
        while let Some((before, after)) = rest.split_once('{') {
            let (number, after) = after.split_once('}').expect("a closed hole");
            out.push_str(before);
            let filling = fillings[number.parse::<usize>().expect("a number")];
            holes.push(Hole { offset: out.len(), filling });
            rest = after;
        }
        out.push_str(rest);
        Body { html: out, holes, images, ..Body::default() }
    }

    fn image(alt: &str, title: Option<&str>) -> Image {
        let target = Target::File { path: "content/a.jpg".to_owned(), fragment: None };
        Image {
            written: "a.jpg".to_owned(),
            target,
            alt: alt.to_owned(),
            decorative: false,
            title: title.map(Into::into),
            spot: Spot::Whole,
        }
    }

    fn photo() -> Shown {
        Shown::Image {
            width: 1600,
            height: 1200,
            webp: vec![("/images/ab-480.webp".to_owned(), 480), ("/images/ab-1600.webp".to_owned(), 1600)],
            fallback: vec![("/images/ab-480.jpg".to_owned(), 480), ("/images/ab-1600.jpg".to_owned(), 1600)],
        }
    }

    fn filled(body: Body, links: Vec<Resolved>, images: Vec<Shown>, base: Base<'_>) -> String {
        let story = Story { body, ..crate::render::tests::story() };
        let ties = Ties { address: "/impact/wells/".to_owned(), links, images, ..Ties::default() };
        html(&story, &ties, base).as_str().to_owned()
    }

    const LINKS: &str = "<p><a{0}>x</a> <a{1}>y</a> <a{2}>z</a> <a{3}>w</a> <a href=\"{4}#fn1\">1</a></p>";

    fn links(base: Base<'_>) -> String {
        let fillings =
            [Filling::Href(0), Filling::Href(1), Filling::Href(2), Filling::Href(3), Filling::Here];
        let leads = vec![
            Resolved::Inside("/responses/a b/#why".to_owned()),
            Resolved::Outside("https://x.example/?a=1&b=\"".to_owned()),
            Resolved::Here("why".to_owned()),
            Resolved::Dead,
        ];
        filled(body(LINKS, &fillings, Vec::new()), leads, Vec::new(), base)
    }

    #[test]
    fn links_are_relative_to_the_root_on_a_page() {
        insta::assert_snapshot!(links(Base::Page("/stories/")), @r##"<p><a href="/stories/responses/a%20b/#why">x</a> <a href="https://x.example/?a=1&amp;b=%22">y</a> <a href="#why">z</a> <a>w</a> <a href="#fn1">1</a></p>"##);
    }

    #[test]
    fn links_are_absolute_in_a_feed() {
        insta::assert_snapshot!(links(Base::Absolute("https://w.example/stories/")), @r#"<p><a href="https://w.example/stories/responses/a%20b/#why">x</a> <a href="https://x.example/?a=1&amp;b=%22">y</a> <a href="https://w.example/stories/impact/wells/#why">z</a> <a>w</a> <a href="https://w.example/stories/impact/wells/#fn1">1</a></p>"#);
    }

    #[test]
    fn an_image_brings_its_size_and_its_variants() {
        let body = body("<p>See {0}.</p>", &[Filling::Image(0)], vec![image("A \"well\"", Some("A & B"))]);
        insta::assert_snapshot!(filled(body, Vec::new(), vec![photo()], Base::Page("/")), @r#"<p>See <picture><source type="image/webp" srcset="/images/ab-480.webp 480w, /images/ab-1600.webp 1600w" sizes="(min-width: 45em) 42em, 100vw"><img src="/images/ab-1600.jpg" srcset="/images/ab-480.jpg 480w, /images/ab-1600.jpg 1600w" sizes="(min-width: 45em) 42em, 100vw" width="1600" height="1200" alt="A &quot;well&quot;" title="A &amp; B" loading="lazy" decoding="async"></picture>.</p>"#);
    }

    #[test]
    fn an_image_with_a_title_that_stands_alone_is_a_figure() {
        let body =
            body("<p>{0}</p><p>b</p>", &[Filling::Image(0)], vec![image("A well", Some("The <well>"))]);
        let absolute = Base::Absolute("https://w.example/");
        insta::assert_snapshot!(filled(body, Vec::new(), vec![photo()], absolute), @r#"<figure><img src="https://w.example/images/ab-480.jpg" width="480" height="360" alt="A well"><figcaption>The &lt;well&gt;</figcaption></figure><p>b</p>"#);
    }

    #[test]
    fn an_image_of_another_host_is_linked_and_never_inside_a_link() {
        let images = vec![image("A well", None), image("", None)];
        let fillings = [Filling::Image(0), Filling::Href(0), Filling::Image(1)];
        let body = body("<p>{0}</p><p><a{1}>{2}</a> {0}</p>", &fillings, images);
        let outside = || Shown::Outside("https://o.example/a.jpg".to_owned());
        let out =
            filled(body, vec![Resolved::Here("a".to_owned())], vec![outside(), outside()], Base::Page("/"));
        insta::assert_snapshot!(out, @r##"<p><a class="outside-image" href="https://o.example/a.jpg">A well</a></p><p><a href="#a">a.jpg</a> <a class="outside-image" href="https://o.example/a.jpg">A well</a></p>"##);
    }

    #[test]
    fn a_missing_image_leaves_its_words() {
        let body = body("<p>{0}</p>", &[Filling::Image(0)], vec![image("A well", None)]);
        let out = filled(body, Vec::new(), vec![Shown::Missing], Base::Page("/"));
        assert_eq!(out, "<p><span class=\"missing-image\">A well</span></p>");
    }

    #[test]
    fn holes_that_do_not_fit_the_text_are_survived() {
        let holes = vec![
            Hole { offset: 1, filling: Filling::Href(9) },
            Hole { offset: 99, filling: Filling::Image(9) },
            Hole { offset: 0, filling: Filling::Here },
        ];
        let body = Body { html: "é<b>".to_owned(), holes, ..Body::default() };
        assert_eq!(filled(body, Vec::new(), Vec::new(), Base::Page("/")), "é<b>");
    }
}
