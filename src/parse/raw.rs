//! Raw HTML in a text: what it holds, where, and what of it the safe list will take out. The cleaning itself is ammonia's;
//! it does not say what it removed, so this reading goes before it.

use crate::parse::html::{may_have, may_write};
use std::ops::Range;
use url::Url;

/// A tag of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'t> {
    /// Its name, in lower case.
    pub(crate) name: String,
    /// Whether it closes an element.
    pub(crate) closes: bool,
    /// Its attributes: name in lower case, value as written with entities.
    pub(crate) attributes: Vec<(String, &'t str)>,
    /// Its bytes in the raw HTML.
    pub(crate) range: Range<usize>,
}

/// The tags of a piece of raw HTML. Comments are none.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    let bytes = html.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|n| at + n) {
        if html[open..].starts_with("<!--") {
            at = html[open..].find("-->").map_or(html.len(), |n| open + n + 3);
            continue;
        }
        let closes = bytes.get(open + 1) == Some(&b'/');
        let start = open + 1 + usize::from(closes);
        let name_end = start
            + html[start..]
                .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))
                .unwrap_or(html.len() - start);
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let name = html[start..name_end].to_ascii_lowercase();
        let (attributes, end) = attributes(html, name_end);
        // What a script or style holds is text, not tags.
        let mut next = end;
        if !closes && matches!(name.as_str(), "script" | "style" | "textarea" | "title" | "xmp" | "iframe") {
            let close = format!("</{name}");
            let is_close = |window: &[u8]| window.eq_ignore_ascii_case(close.as_bytes());
            next = bytes[end..].windows(close.len()).position(is_close).map_or(html.len(), |n| end + n);
        }
        tags.push(Tag { name, closes, attributes, range: open..end });
        at = next;
    }
    tags
}

/// The attributes of a tag, and where it ends.
fn attributes(html: &str, mut at: usize) -> (Vec<(String, &str)>, usize) {
    let bytes = html.as_bytes();
    let mut attributes = Vec::new();
    loop {
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (attributes, html.len()),
            Some(b'>') => return (attributes, at + 1),
            Some(_) => {}
        }
        let start = at;
        at += 1;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
            at += 1;
        }
        let name = html[start..at].to_ascii_lowercase();
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            attributes.push((name, ""));
            continue;
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let value = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let from = at + 1;
                let to = bytes[from..].iter().position(|b| b == quote).map_or(html.len(), |n| from + n);
                at = (to + 1).min(html.len());
                from..to
            }
            _ => {
                let from = at;
                while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                    at += 1;
                }
                from..at
            }
        };
        attributes.push((name, &html[value]));
    }
}

/// What the safe list takes out of a tag, in the words of a message, and the host that it would have loaded from.
pub(crate) fn removed(tag: &Tag<'_>) -> Vec<(String, Option<String>)> {
    if tag.closes {
        return Vec::new();
    }
    if !may_write(&tag.name) {
        let address = tag
            .attributes
            .iter()
            .find(|(name, _)| matches!(name.as_str(), "src" | "href" | "data" | "action"));
        return vec![(format!("`<{}>`", shown(&tag.name)), address.and_then(|(_, value)| host(value)))];
    }
    let refused = |(name, value): &(String, &str)| {
        let script = matches!(name.as_str(), "href" | "src" | "cite") && is_script(value);
        script || !may_have(&tag.name, name)
    };
    let refused = tag.attributes.iter().filter(|attribute| refused(attribute));
    refused.map(|(name, _)| (format!("`{}` of `<{}>`", shown(name), tag.name), None)).collect()
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

/// The host of an address on another one.
pub(crate) fn host(address: &str) -> Option<String> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    Url::parse(whole.trim()).ok()?.host_str().map(str::to_owned)
}

fn is_script(address: &str) -> bool {
    let bare: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:"].iter().any(|scheme| bare.starts_with(scheme))
}

/// A value of an attribute without its commonest entities.
pub(crate) fn unescaped(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_safe_list_takes_out_is_named() {
        let html = "<div onclick=x class='a'>\n<!-- <script> -->\n<script src=\"https://t.example/x.js\">if (a < b) {}</script><p style=\"color:red\">1 < 2 <a href=\" java\nscript:x\">y</a></div><img src=x.png srcset=y>";
        let found: Vec<String> = tags(html)
            .iter()
            .flat_map(removed)
            .map(|(what, host)| format!("{what} {}", host.unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                "`onclick` of `<div>` ",
                "`<script>` t.example",
                "`style` of `<p>` ",
                "`href` of `<a>` ",
                "`srcset` of `<img>` "
            ]
        );
    }
}
