//! Puts the elements of an author's raw HTML where HTML allows them. The cleaner closes what is open and takes out what is
//! unsafe, but it leaves a caption without its figure, and a text inside the heading that nobody closed.
//!
//! HTML Living Standard §3.2.5 (content models) and §4.4 (what may stand in what).

/// Elements that hold words and marks only, no paragraphs.
const PHRASING: [&str; 33] = [
    "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i",
    "kbd", "label", "mark", "p", "pre", "q", "rt", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var",
];
/// Elements that hold what their parent may hold.
const TRANSPARENT: [&str; 3] = ["a", "del", "ins"];
/// Elements that stand beside paragraphs, not in them.
const BLOCKS: [&str; 27] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
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
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Elements that have no end.
const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];

/// An element that is open.
struct Open {
    name: String,
    /// Its start tag, among the pieces.
    start: usize,
    /// What closes it; nothing where it was closed early or taken away.
    end: String,
}

impl Open {
    fn is_gone(&self) -> bool {
        self.end.is_empty()
    }
}

/// Mends the nesting of what the cleaner wrote: well-formed, and without a bare `<` or `>` in a text or an attribute.
pub(crate) fn mended(html: &str) -> String {
    let mut pieces: Vec<String> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(length) = rest[at..].find('>').map(|end| end + 1) else { break };
        pieces.push(rest[..at].to_owned());
        let tag = &rest[at..at + length];
        rest = &rest[at + length..];
        if tag.starts_with("</") {
            pieces.push(open.pop().map(|element| element.end).unwrap_or_default());
        } else if tag.starts_with("<!") {
            pieces.push(tag.to_owned());
        } else {
            start(tag, &mut open, &mut pieces);
        }
    }
    pieces.push(rest.to_owned());
    pieces.concat()
}

/// Takes a start tag, under another name where its own may not stand here.
fn start(tag: &str, open: &mut Vec<Open>, pieces: &mut Vec<String>) {
    let inside = tag.trim_start_matches('<').trim_end_matches(['>', '/']);
    let written = inside.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let parents = open.iter().rev().filter(|element| !element.is_gone());
    let name = allowed(written, parents.map(|element| element.name.as_str()));
    if BLOCKS.contains(&name) {
        make_way(open, pieces);
    }
    let wrapped =
        open.last().is_some_and(|parent| matches!(parent.name.as_str(), "ol" | "ul")) && name != "li";
    let (before, after) = if wrapped { ("<li>", "</li>") } else { ("", "") };
    let attributes = &inside[written.len()..];
    pieces.push(format!("{before}<{name}{attributes}>"));
    if VOID.contains(&name) {
        pieces.push(after.to_owned());
        return;
    }
    open.push(Open { name: name.to_owned(), start: pieces.len() - 1, end: format!("</{name}>{after}") });
}

/// The name under which an element may stand among its parents, the nearest first.
fn allowed<'n, 'p>(name: &'n str, mut parents: impl Iterator<Item = &'p str>) -> &'n str {
    let parent = parents.next().unwrap_or_default();
    let fits = match name {
        "figcaption" => parent == "figure",
        "summary" => parent == "details",
        "li" => matches!(parent, "ol" | "ul"),
        "dd" | "dt" => parent == "dl" || parent == "div" && parents.next() == Some("dl"),
        "rp" | "rt" => return if parent == "ruby" { name } else { "span" },
        _ => true,
    };
    if fits { name } else { "div" }
}

/// Before a block, closes the heading that is open, and takes away what else holds words only.
fn make_way(open: &mut [Open], pieces: &mut Vec<String>) {
    let mut crossed = false;
    for element in open.iter_mut().rev() {
        if element.is_gone() {
            continue;
        }
        if TRANSPARENT.contains(&element.name.as_str()) {
            crossed = true;
            continue;
        }
        if !PHRASING.contains(&element.name.as_str()) {
            break;
        }
        let end = std::mem::take(&mut element.end);
        let is_heading = matches!(element.name.as_bytes(), [b'h', b'1'..=b'6']);
        // A link that runs on into the block is worth more than the heading in which it begins.
        if is_heading && !crossed {
            pieces.push(end);
        } else {
            pieces[element.start].clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mended;
    use proptest::prelude::*;

    #[test]
    fn what_stands_where_it_may_stays_as_it_is() {
        let html = "<figure><img src=\"a.png\"><figcaption>A <em>b</em></figcaption></figure><ul><li><p>c</p></li></ul>\
                    <dl><div><dt>d</dt><dd>e</dd></div></dl><details><summary>f</summary><p>g</p></details>a &lt; b<br>";
        assert_eq!(mended(html), html);
    }

    #[test]
    fn what_may_not_stand_where_it_is_stands_as_something_else() {
        let cases = [
            ("<figcaption class=\"x\">a</figcaption>", "<div class=\"x\">a</div>"),
            (
                "<li>a</li><dd>b</dd><summary>c</summary><rt>d</rt>",
                "<div>a</div><div>b</div><div>c</div><span>d</span>",
            ),
            ("<h2>a <b>b</b><p>c</p> d</h2>", "<h2>a <b>b</b></h2><p>c</p> d"),
            ("<h2><a href=\"x\">a<p>b</p></a></h2>", "<a href=\"x\">a<p>b</p></a>"),
            ("<em>a<div>b</div></em>", "a<div>b</div>"),
            ("<ul><ul><li>a</li></ul></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ];
        for (written, wanted) in cases {
            assert_eq!(mended(written), wanted);
        }
    }

    #[test]
    fn an_attribute_that_looks_like_tags_stays_one() {
        let clean = crate::parse::safe_list::clean_body("<span title=\"a > <script>b\">c<div>d</div></span>");
        assert_eq!(mended(&clean), "c<div>d</div>");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_is_lost(html in "(<(h2|p|em|ul|li|figcaption|a)>|</(h2|p|em)>|[a-z&<>]{0,3}){0,20}") {
            let words = |html: &str| {
                let mut inside = false;
                html.chars().filter(|c| { inside = (inside || *c == '<') && *c != '>'; !inside && *c != '>' }).collect::<String>()
            };
            let clean = crate::parse::safe_list::clean_body(&html);
            prop_assert_eq!(words(&mended(&clean)), words(&clean));
        }
    }
}
