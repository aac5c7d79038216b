//! Both safe lists: what an author may write as raw HTML, and what is kept of other people's.

use crate::model::safe_html::SafeHtml;
use std::collections::HashSet;
use std::ops::Range;

/// Other people's HTML beyond this size is cut before it is cleaned, in bytes: cleaning is quadratic in its depth.
const REPLY_AT_MOST: usize = 64 << 10;

/// What a toot may hold (Mastodon's own list, without what only its own pages understand).
const REPLY_TAGS: [&str; 22] = [
    "p",
    "br",
    "span",
    "a",
    "del",
    "s",
    "pre",
    "blockquote",
    "code",
    "b",
    "strong",
    "u",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "ruby",
    "rt",
    "rp",
    "sub",
    "sup",
];

/// What an author may write beside Markdown: text and structure, nothing that loads, runs, or asks for input.
const AUTHOR_TAGS: [&str; 62] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
];

/// Two more that did not fit above, and what only has an end.
const MORE_AUTHOR_TAGS: [&str; 5] = ["time", "tr", "u", "ul", "var"];

/// Attributes that any allowed tag may have.
const ANYWHERE: [&str; 9] =
    ["id", "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden", "tabindex"];

/// Attributes that one tag may have.
const SOMEWHERE: [(&str, &[&str]); 13] = [
    ("a", &["href"]),
    ("img", &["src", "alt"]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("ins", &["cite", "datetime"]),
    ("details", &["open"]),
];

/// Cleans the HTML of somebody else's toot.
pub fn clean_reply(html: &str) -> SafeHtml {
    let mut end = html.len().min(REPLY_AT_MOST);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(REPLY_TAGS.into())
        .add_tag_attributes("a", ["href"])
        .add_allowed_classes("span", ["invisible", "ellipsis", "h-card"])
        .add_allowed_classes("a", ["mention", "hashtag", "u-url"])
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener ugc"));
    SafeHtml::trusted(cleaner.clean(&html[..end]).to_string())
}

/// Cleans the HTML of an author's text; addresses of the scheme `own` pass as well.
pub(super) fn clean_author(html: &str, own: &str) -> String {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(AUTHOR_TAGS.iter().chain(&MORE_AUTHOR_TAGS).copied().collect())
        .generic_attributes(ANYWHERE.into())
        .clean_content_tags(HashSet::from([
            "script", "style", "iframe", "object", "noscript", "template", "svg", "math",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "sms", "geo", "xmpp", own]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None);
    for (tag, attributes) in SOMEWHERE {
        cleaner.add_tag_attributes(tag, attributes);
    }
    cleaner.clean(html).to_string()
}

/// Whether an author may write a tag.
pub(super) fn allows_tag(name: &str) -> bool {
    AUTHOR_TAGS.contains(&name) || MORE_AUTHOR_TAGS.contains(&name)
}

/// Whether an author may write an attribute of a tag. Sizes of images are known from the images.
pub(super) fn allows_attribute(tag: &str, name: &str) -> bool {
    let here = SOMEWHERE.iter().find(|(of, _)| *of == tag).is_some_and(|(_, names)| names.contains(&name));
    let harmless = matches!(
        (tag, name),
        ("a", "target" | "rel" | "name") | ("img", "width" | "height" | "loading" | "align")
    );
    here || harmless || ANYWHERE.contains(&name)
}

/// A tag as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawTag {
    /// Its name in lower case.
    pub(super) name: String,
    /// Whether it is an end tag.
    pub(super) closing: bool,
    /// Its attributes: names in lower case, values without entities.
    pub(super) attributes: Vec<(String, String)>,
    /// Where it stands, from `<` to `>`.
    pub(super) range: Range<usize>,
}

impl RawTag {
    /// What it would load.
    pub(super) fn address(&self) -> Option<&str> {
        let loads = |(name, _): &&(String, String)| matches!(name.as_str(), "src" | "data" | "href");
        self.attributes.iter().find(loads).map(|(_, value)| value.as_str())
    }
}

/// The tags in HTML, in order; end tags of allowed elements included, comments left out.
pub(super) fn tags(html: &str) -> Vec<RawTag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|i| at + i) {
        if html[start..].starts_with("<!--") {
            at = html[start..].find("-->").map_or(html.len(), |i| start + i + 3);
            continue;
        }
        match tag_at(html, start) {
            Some(tag) => {
                at = tag.range.end;
                found.push(tag);
            }
            None => at = start + 1,
        }
    }
    found
}

fn tag_at(html: &str, start: usize) -> Option<RawTag> {
    let mut at = start + 1;
    let closing = html[at..].starts_with('/');
    at += usize::from(closing);
    let name_end = at + html[at..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let name = html[at..name_end].to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    at = name_end;
    let mut attributes = Vec::new();
    loop {
        at += html[at..].find(|c: char| !c.is_whitespace() && c != '/')?;
        if html[at..].starts_with('>') {
            return Some(RawTag { name, closing, attributes, range: start..at + 1 });
        }
        let end = at + html[at..].find(|c: char| c.is_whitespace() || "=>/".contains(c))?;
        // A name that is empty (`=` alone) would stand still for ever.
        let end = if end == at { at + html[at..].chars().next()?.len_utf8() } else { end };
        let attribute = html[at..end].to_ascii_lowercase();
        at = end;
        let after = at + html[at..].find(|c: char| !c.is_whitespace())?;
        let mut value = String::new();
        if html[after..].starts_with('=') {
            (value, at) = value_at(html, after + 1)?;
        }
        attributes.push((attribute, value));
    }
}

/// The value of an attribute and where it ends.
fn value_at(html: &str, after: usize) -> Option<(String, usize)> {
    let start = after + html[after..].find(|c: char| !c.is_whitespace())?;
    let quote = html[start..].chars().next()?;
    if quote == '"' || quote == '\'' {
        let end = start + 1 + html[start + 1..].find(quote)?;
        return Some((plain(&html[start + 1..end]), end + 1));
    }
    let end = start + html[start..].find(|c: char| c.is_whitespace() || c == '>')?;
    Some((plain(&html[start..end]), end))
}

/// Without the entities that a serialiser writes into attributes.
fn plain(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{clean_reply, tags};

    #[test]
    fn a_reply_keeps_its_words_and_loses_what_runs() {
        let html = r#"<p>Hi <span class="h-card"><a href="https://s.example/@a" class="u-url mention" onclick="x()">@a</a></span></p><script>alert(1)</script><img src=x onerror=y><a href="javascript:z">z</a>"#;
        assert_eq!(
            clean_reply(html).as_str(),
            r#"<p>Hi <span class="h-card"><a href="https://s.example/@a" class="u-url mention" rel="nofollow noopener ugc">@a</a></span></p><a rel="nofollow noopener ugc">z</a>"#
        );
    }

    #[test]
    fn tags_are_found_with_their_attributes_and_never_stand_still() {
        let found = tags("a < b <IMG SRC='x&amp;y' hidden =><!-- <b> --></p><a href=/x>");
        let shown: Vec<_> =
            found.iter().map(|tag| (tag.name.as_str(), tag.closing, tag.attributes.len())).collect();
        assert_eq!(shown, [("img", false, 2), ("p", true, 0), ("a", false, 1)]);
        assert_eq!(found[0].attributes[0], ("src".to_owned(), "x&y".to_owned()));
    }
}
