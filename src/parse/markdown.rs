//! Markdown becomes HTML with holes, in one pass over the parser's events.

use crate::config::rule;
use crate::model::body::{Body, Filling, Hole, Removed, Target};
use crate::model::diagnostic::Diagnostic;
use crate::model::place::{Place, Spot};
use crate::parse::definition::Shown;
use crate::parse::doubtful::Doubtful;
use crate::parse::file::File;
use crate::parse::safe_list;
use crate::parse::writer::Writer;
use pulldown_cmark::{Options, Parser};

/// How deep a text with raw HTML may be nested: cleaning is quadratic in it.
const DEEPEST: usize = 200;

/// What a text is beside its body.
#[derive(Debug)]
pub(crate) struct Rendered {
    /// The text without marks.
    pub(crate) plain: String,
    /// What was found wrong with it.
    pub(crate) found: Vec<Diagnostic>,
}

/// Renders a text into a body that already holds the links and images of the front matter.
pub(crate) fn render(file: &File<'_>, body: &mut Body) -> Rendered {
    let (links, images) = (body.links.len(), body.images.len());
    let written = write(file, body, true);
    if !written.has_raw {
        keep(&written.html, &written.holes, body);
        return Rendered { plain: written.plain, found: written.found };
    }
    if written.deepest <= DEEPEST {
        let (html, holes) = cleaned(&written.html, &written.holes);
        keep(&html, &holes, body);
        return Rendered { plain: written.plain, found: written.found };
    }
    let fresh = Body {
        links: body.links.drain(..links).collect(),
        images: body.images.drain(..images).collect(),
        ..Body::default()
    };
    *body = fresh;
    let mut written = write(file, body, false);
    keep(&written.html, &written.holes, body);
    let place = Place::bytes(file.path, file.text.to_disk(file.start..file.start));
    let message = format!("the text is nested deeper than {DEEPEST} levels");
    let found = rule::MARKDOWN.at(place, message);
    written.found.push(found.hint("close the elements of its raw HTML"));
    Rendered { plain: written.plain, found: written.found }
}

/// What the writer made.
#[derive(Debug)]
pub(crate) struct Written {
    /// The HTML.
    pub(crate) html: String,
    /// Its holes.
    pub(crate) holes: Vec<Hole>,
    /// The text without marks.
    pub(crate) plain: String,
    /// Whether an author's raw HTML is in it.
    pub(crate) has_raw: bool,
    /// How deep it is nested.
    pub(crate) deepest: usize,
    /// What was found wrong with it.
    pub(crate) found: Vec<Diagnostic>,
}

fn write(file: &File<'_>, body: &mut Body, raw: bool) -> Written {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut writer = Writer::new(file, body, raw);
    let mut doubtful = Doubtful::new(file);
    let shown = Shown::new(file.markdown());
    for (event, range) in Parser::new_ext(shown.text(), options).into_offset_iter() {
        doubtful.see(&event, &range);
        writer.event(shown.restored(event), range);
    }
    let mut written = writer.finish();
    written.found.append(&mut doubtful.found);
    written
}

/// Keeps what was written. Copied, since the buffer that it was written into has room to spare, which every story would
/// keep as long as the site is there.
fn keep(html: &str, holes: &[Hole], body: &mut Body) {
    (body.html, body.holes) = (html.to_owned(), holes.to_owned());
}

/// Marks that stand for holes while a body is cleaned; the writer keeps them out of the author's text.
pub(crate) const MARKS: [char; 2] = ['\u{F8E0}', '\u{F8E1}'];

/// Cleans HTML with holes. The holes go through the cleaner as attribute values that it does not touch.
fn cleaned(html: &str, holes: &[Hole]) -> (String, Vec<Hole>) {
    let [open, close] = MARKS;
    let mut marked = String::with_capacity(html.len() + holes.len() * 24);
    let mut from = 0;
    for (number, hole) in holes.iter().enumerate() {
        marked.push_str(&html[from..hole.offset]);
        from = hole.offset;
        marked.push_str(&match hole.filling {
            Filling::Href(_) => format!(" href=\"{open}{number}{close}\""),
            Filling::Source(_) => format!(" src=\"{open}{number}{close}\""),
            Filling::Image(_) => format!("<img src=\"{open}{number}{close}\">"),
            Filling::Here => format!("{open}{number}{close}"),
        });
    }
    marked.push_str(&html[from..]);
    unmarked(&safe_list::clean_body(&marked), holes)
}

/// Finds the holes again.
fn unmarked(clean: &str, holes: &[Hole]) -> (String, Vec<Hole>) {
    let [open, close] = MARKS;
    let mut out = String::with_capacity(clean.len());
    let mut found = Vec::with_capacity(holes.len());
    let mut rest = clean;
    while let Some(at) = rest.find(open) {
        let (before, after) = rest.split_at(at);
        let Some(end) = after.find(close) else { break };
        let number = after[open.len_utf8()..end].parse::<usize>().ok();
        let after = &after[end + close.len_utf8()..];
        let Some(filling) = number.and_then(|number| holes.get(number)).map(|hole| hole.filling) else {
            out.push_str(before);
            rest = after;
            continue;
        };
        let (prefix, suffix) = match filling {
            Filling::Href(_) => (" href=\"", "\""),
            Filling::Source(_) => (" src=\"", "\""),
            Filling::Image(_) => ("<img src=\"", "\">"),
            Filling::Here => ("", ""),
        };
        out.push_str(before.strip_suffix(prefix).unwrap_or(before));
        found.push(Hole { offset: out.len(), filling });
        rest = after.strip_prefix(suffix).unwrap_or(after);
    }
    out.push_str(rest);
    (out, found)
}

/// Records what the safe list will take out of a link or image of Markdown itself.
pub(crate) fn refused(target: &Target, written: &str, spot: Spot, body: &mut Body) {
    let script = written.trim_start().to_ascii_lowercase();
    if *target == Target::Broken && (script.starts_with("javascript:") || script.starts_with("data:")) {
        let scheme = script.split(':').next().unwrap_or_default();
        body.removed.push(Removed { what: format!("a `{scheme}:` address"), host: None, spot });
    }
}
