//! What a page or a toot says, and where it leads.

use super::token::{Kind, tokens};

/// Elements that begin on a line of their own.
const LINES: [&str; 14] =
    ["br", "p", "li", "div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "hr"];
/// Elements whose text is for machines.
const UNSEEN: [&str; 4] = ["script", "style", "template", "noscript"];

/// The value of every `href`, in order.
pub fn links(html: &str) -> Vec<String> {
    let href = |kind| match kind {
        Kind::Start(tag) => tag.attribute("href").map(str::to_owned),
        _ => None,
    };
    tokens(html).into_iter().filter_map(|token| href(token.kind)).collect()
}

/// The text of some HTML as a person reads it, with a line break before each paragraph, list item and the like.
pub fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut unseen: Option<String> = None;
    for token in tokens(html) {
        match token.kind {
            Kind::Start(tag) if LINES.contains(&tag.name.as_str()) && !out.is_empty() => out.push('\n'),
            Kind::Start(tag) if UNSEEN.contains(&tag.name.as_str()) => unseen = unseen.or(Some(tag.name)),
            Kind::End(name) if unseen.as_deref() == Some(&name) => unseen = None,
            Kind::Text(text) if unseen.is_none() => out.push_str(&text),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_however_it_is_written() {
        let html = "<a href=\"https:&#x2F;&#x2F;a.example/?b&amp;c\">x</a><A\nHREF = 'd>e'>y</A><a title=\"href=f\" href=g>z</a>\
                    <!-- <a href=\"h\"> -->href=\"i\"<a href>";
        assert_eq!(links(html), ["https://a.example/?b&c", "d>e", "g", ""]);
    }

    #[test]
    fn a_text_is_what_a_person_reads() {
        let html = "<p>Wells &amp; taps<br />in <b>May</b>&hellip;</p><p>2 < 3 &nbsp;</p><style>p{}</style><ul><li>a<li>b</ul>";
        assert_eq!(text(html), "Wells & taps\nin May…\n2 < 3 \u{a0}\na\nb");
    }
}
