//! Both safe lists: what an author may write as raw HTML, and what is kept of other people's. An author is told what was
//! taken out; of a reply only the text, its line breaks and its links are wanted.

use crate::html::{escaped, text};
use crate::model::safe_html::SafeHtml;
use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The longest reply that is cleaned, in bytes: cleaning is quadratic in the depth of nesting.
const LONGEST_REPLY: usize = 64 * 1024;
/// The most tags of a reply: the time of the parser grows with the square of how deep they are in each other.
const MOST_TAGS: usize = 4_000;
/// How often a reply is read until it stays as it is. Two readings are enough for links in links, which a parser puts beside
/// each other.
const MOST_READINGS: usize = 4;

/// Elements that an author may write.
const ELEMENTS: [&str; 75] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
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
    "input",
    "ins",
    "kbd",
    "label",
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
    "source",
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
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Attributes that every element may have.
const ATTRIBUTES: [&str; 11] = [
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "class",
    "dir",
    "id",
    "lang",
    "role",
    "tabindex",
    "title",
];

/// Attributes that single elements may have besides.
const OWN_ATTRIBUTES: [(&str, &[&str]); 20] = [
    ("a", &["href", "hreflang", "name", "rel"]),
    ("audio", &["controls", "loop", "preload", "src"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open", "name"]),
    ("img", &["src", "alt", "width", "height"]),
    ("input", &["type", "checked", "disabled"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "type"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("time", &["datetime"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    ("video", &["controls", "height", "loop", "muted", "preload", "src", "width"]),
];

/// Elements that take what is in them along: a browser reads it otherwise than as text, or not at all. (The list of GFM
/// §6.11, and what else the HTML Standard reads so.)
const WITH_CONTENT: [&str; 15] = [
    "script",
    "style",
    "iframe",
    "object",
    "noscript",
    "noembed",
    "noframes",
    "plaintext",
    "template",
    "svg",
    "math",
    "title",
    "textarea",
    "select",
    "xmp",
];

/// Whether an element that nobody may write takes what is in it along.
pub(crate) fn swallows(element: &str) -> bool {
    WITH_CONTENT.contains(&element)
}

/// Whether an author may write an element. The boxes of task lists are ours alone.
pub(crate) fn may_write(element: &str) -> bool {
    element != "input" && ELEMENTS.contains(&element)
}

/// Whether everything in an element is text for a browser, tags included, until something closes it.
pub(crate) fn reads_as_text(element: &str) -> bool {
    swallows(element) && !["object", "template", "svg", "math", "select"].contains(&element)
}

/// Whether an author may give an element an attribute.
pub(crate) fn may_have(element: &str, attribute: &str) -> bool {
    let own = OWN_ATTRIBUTES.iter().find(|(name, _)| *name == element);
    ATTRIBUTES.contains(&attribute) || own.is_some_and(|(_, attributes)| attributes.contains(&attribute))
}

/// Cleans a text in which an author wrote raw HTML.
pub(crate) fn clean_body(html: &str) -> String {
    let attributes: HashMap<&str, HashSet<&str>> = OWN_ATTRIBUTES
        .iter()
        .map(|(element, attributes)| (*element, attributes.iter().copied().collect()))
        .collect();
    Builder::empty()
        .tags(ELEMENTS.into_iter().collect())
        .clean_content_tags(WITH_CONTENT.into_iter().collect())
        .generic_attributes(ATTRIBUTES.into_iter().collect())
        .tag_attributes(attributes)
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .link_rel(None)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("input", "type") if value != "checkbox" => None,
            ("a", "rel")
                if !value
                    .split_whitespace()
                    .all(|word| ["me", "nofollow", "author", "license"].contains(&word)) =>
            {
                None
            }
            _ => Some(Cow::Borrowed(value)),
        })
        .clean(html)
        .to_string()
}

/// Cleans a reply: paragraphs, line breaks, emphasis, lists, quotes, code and links, of which none is followed by search
/// engines. What is longer than a reply can be is cut at its cap. A page's reader makes of the result what the cleaner made
/// of it: of a reply that is never read twice in the same way only the words are left, and of one that is mostly tags.
pub fn clean_reply(html: &str) -> SafeHtml {
    let html = &html[..html.floor_char_boundary(LONGEST_REPLY)];
    if html.matches('<').count() > MOST_TAGS {
        return words(html);
    }
    let mut text = cleaned(html);
    for _ in 0..MOST_READINGS {
        let again = cleaned(&text);
        if again == text {
            return SafeHtml::trusted(text);
        }
        text = again;
    }
    words(&text)
}

/// A reply's words, without any of its tags.
fn words(html: &str) -> SafeHtml {
    SafeHtml::trusted(escaped(text(html).trim()).replace('\n', "<br>"))
}

/// One reading of a reply.
fn cleaned(html: &str) -> String {
    let elements = [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "u",
        "ul",
    ];
    let attributes = HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]);
    let clean = Builder::empty()
        .tags(elements.into_iter().collect())
        .clean_content_tags(WITH_CONTENT.into_iter().collect())
        .tag_attributes(attributes)
        .add_allowed_classes("span", ["invisible", "ellipsis", "h-card"])
        .add_allowed_classes("a", ["mention", "hashtag"])
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener noreferrer"))
        .clean(html)
        .to_string();
    // Who reads it next would take this sign at the beginning for a byte order mark, and drop it.
    clean.trim_start_matches('\u{feff}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clean_stays_as_it_is_even_behind_a_byte_order_mark() {
        let clean = clean_reply("<h1>\u{feff}A</h1>");
        assert_eq!((clean.as_str(), clean_reply(clean.as_str()).as_str()), ("A", "A"));
    }

    #[test]
    fn links_in_links_are_beside_each_other_as_a_page_would_have_them() {
        let clean = clean_reply("<a href=https://a.example/>b<table><a href=https://c.example/>d");
        let link = |to, words| {
            format!("<a href=\"https://{to}.example/\" rel=\"nofollow ugc noopener noreferrer\">{words}</a>")
        };
        assert_eq!(clean.as_str(), link("a", "b") + &link("c", "d"));
        assert_eq!(clean_reply(clean.as_str()).as_str(), clean.as_str());
    }

    #[test]
    fn of_a_reply_that_is_mostly_tags_the_words_are_left() {
        let reply = "<div>a &lt;b".repeat(4_001);
        assert_eq!(clean_reply(&reply).as_str(), vec!["a &lt;b"; 4_001].join("<br>"));
    }

    #[test]
    fn a_reply_keeps_its_words_and_its_links_and_nothing_else() {
        let reply = "<p>Hi <span class=\"h-card x\"><a href=\"https://a.example/@b\" class=\"u-url mention\" onclick=\"x()\">@<span>b</span></a></span><br>\
                     <img src=\"https://t.example/p.gif\"><script>alert(1)</script><a href=\"javascript:alert(1)\">x</a></p><iframe src=\"https://v.example\"></iframe>";
        assert_eq!(
            clean_reply(reply).as_str(),
            "<p>Hi <span class=\"h-card\"><a href=\"https://a.example/@b\" class=\"mention\" rel=\"nofollow ugc noopener noreferrer\">@<span>b</span></a></span><br>\
             <a rel=\"nofollow ugc noopener noreferrer\">x</a></p>"
        );
    }

    #[test]
    fn a_reply_of_nothing_but_nesting_costs_no_seconds() {
        let begun = std::time::Instant::now();
        clean_reply(&"<b>".repeat(1_000_000));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
