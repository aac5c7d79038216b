//! Markdown becomes a body: CommonMark with tables, footnotes, task lists, strikethrough, definition lists and alerts.

mod anchor;
mod quotes;
mod raw;
mod words;
mod writer;

use crate::model::body::Body;
use crate::model::lang::Lang;
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Its file, from the site's root.
    pub(super) path: &'a str,
    /// How many bytes of the file stand before the text.
    pub(super) offset: usize,
    /// The language that it is written in.
    pub(super) lang: &'a Lang,
}

/// Reads a text. Links and images of the front matter that `body` holds already keep their places; those of the text come
/// after them.
pub(super) fn body(text: &str, context: Context<'_>, body: Body) -> Body {
    let events: Vec<(Event<'_>, Range<usize>)> =
        Parser::new_ext(text, options()).into_offset_iter().collect();
    let has_raw = events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let body = writer::write(text, &events, context, body, has_raw);
    if has_raw { raw::clean(text, context, body) } else { body }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

#[cfg(test)]
mod tests {
    use super::{Context, body};
    use crate::model::body::{Body, Filling};
    use crate::model::lang::Lang;
    use proptest::prelude::*;

    fn read_in(lang: &str, text: &str) -> Body {
        let lang = Lang::parse(lang).unwrap();
        body(text, Context { path: "content/impact/wells.md", offset: 100, lang: &lang }, Body::default())
    }

    /// The HTML with its holes shown.
    fn shown(body: &Body) -> String {
        let mut out = body.html.clone();
        for hole in body.holes.iter().rev() {
            let mark = match hole.filling {
                Filling::Href(ix) => format!("{{href {ix}}}"),
                Filling::Image(ix) => format!("{{image {ix}}}"),
                Filling::Here => "{here}".to_owned(),
            };
            out.insert_str(hole.offset, &mark);
        }
        out
    }

    #[test]
    fn links_and_images_become_holes_and_headings_get_ids() {
        let body = read_in(
            "en",
            "## Why? {#why}\n\nSee [the *phones*](../responses/phones.md#x) and ![A well](well.jpg).\n\n## Why?\n",
        );
        assert_eq!(
            shown(&body),
            "<h2 id=\"why\">Why?</h2>\n<p>See <a{href 0}>the <em>phones</em></a> and {image 0}.</p>\n<h2 id=\"why-2\">Why?</h2>\n"
        );
        assert_eq!(body.plain, "Why? See the phones and . Why?");
        assert_eq!(body.images[0].alt, "A well");
        assert_eq!(body.anchors, ["why", "why-2"]);
    }

    #[test]
    fn footnotes_stand_below_in_the_order_of_their_references() {
        let body = read_in("en", "One[^b] two[^a] three[^b].\n\n[^a]: The first.\n[^b]: The second.\n");
        assert_eq!(
            shown(&body),
            "<p>One<sup class=\"footnote-ref\"><a id=\"fnref-1\" role=\"doc-noteref\" href=\"{here}#fn-1\">1</a></sup> \
             two<sup class=\"footnote-ref\"><a id=\"fnref-2\" role=\"doc-noteref\" href=\"{here}#fn-2\">2</a></sup> \
             three<sup class=\"footnote-ref\"><a id=\"fnref-1-2\" role=\"doc-noteref\" href=\"{here}#fn-1\">1</a></sup>.</p>\n\
             <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
             <li id=\"fn-1\"><p>The second.</p>\n\
             <a class=\"footnote-back\" href=\"{here}#fnref-1\" role=\"doc-backlink\" aria-label=\"back to the text\">↩</a>\n\
             <a class=\"footnote-back\" href=\"{here}#fnref-1-2\" role=\"doc-backlink\" aria-label=\"back to the text\">↩</a>\n</li>\n\
             <li id=\"fn-2\"><p>The first.</p>\n\
             <a class=\"footnote-back\" href=\"{here}#fnref-2\" role=\"doc-backlink\" aria-label=\"back to the text\">↩</a>\n</li>\n\
             </ol>\n</section>\n"
        );
    }

    #[test]
    fn quotation_marks_follow_the_language() {
        assert_eq!(read_in("de", "\"Ja\", it's 'so'.").html, "<p>„Ja“, it’s ‚so’.</p>\n");
        assert_eq!(read_in("es", "\"Sí\"").html, "<p>«Sí»</p>\n");
        assert_eq!(read_in("en", "\"Yes\" -- 'no'").html, "<p>“Yes” – ‘no’</p>\n");
    }

    #[test]
    fn alerts_tables_and_tasks_are_named_in_the_language() {
        let body = read_in("es", "> [!NOTE]\n> Hola\n\n- [x] Uno\n\n|A|B|\n|-|-:|\n|1|2|\n");
        assert_eq!(
            shown(&body),
            "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Nota</p>\n<p>Hola</p>\n</div>\n\
             <ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"hecho\">☑</span> Uno</li>\n</ul>\n\
             <div class=\"table\" role=\"group\" aria-label=\"Tabla\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">A</th>\
             <th scope=\"col\" class=\"end\">B</th></tr></thead><tbody>\n<tr><td>1</td><td class=\"end\">2</td></tr>\n</tbody></table></div>\n"
        );
    }

    #[test]
    fn raw_html_is_cleaned_and_its_links_are_links() {
        let body = read_in(
            "en",
            "Hi <b onclick=\"x()\">you</b> <script>alert(1)</script>\n\n<div><a href=\"/book/\">Book</a> <img src=\"w.jpg\" alt=\"W\">\n\n[x](y.md)\n\n</div>\n",
        );
        assert_eq!(
            shown(&body),
            "<p>Hi <b>you</b> </p>\n<div><a{href 1}>Book</a> {image 0}\n<p><a{href 0}>x</a></p>\n</div>\n"
        );
        let removed: Vec<_> = body.removed.iter().map(|removed| removed.what.as_str()).collect();
        assert_eq!(removed, ["onclick=\"…\" of <b>", "<script>"]);
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_body_with_holes_in_order(text in ".{0,200}|[<>/a-z \"'=#*_\\[\\]()!^:|\n-]{0,200}") {
            let body = read_in("en", &text);
            let mut last = 0;
            for hole in &body.holes {
                prop_assert!(hole.offset >= last && body.html.is_char_boundary(hole.offset));
                last = hole.offset;
            }
        }
    }
}
