//! Whole files through the whole of `parse`.

use super::*;
use crate::config::Languages;
use crate::model::lang::Lang;
use crate::model::place::Spot;

fn config() -> Config {
    let bytes = std::fs::read("tests/data/examples/hearback.yaml").expect("the example's configuration");
    let (config, found) = crate::config::parse(&Source { path: "hearback.yaml".into(), bytes });
    assert_eq!(found, []);
    let mut config = config.expect("a configuration");
    config.languages = Languages::Named(vec![Lang::parse("es").expect("a language")]);
    config
}

fn parsed(path: &str, text: impl Into<Vec<u8>>) -> Parsed {
    story(&Source { path: path.into(), bytes: text.into() }, &config())
}

/// Each finding with its line and column, as a reader sees it.
fn shown(path: &str, text: &str) -> Vec<String> {
    let show = |found: &Diagnostic| {
        let at = locate(text.as_bytes(), &found.place.spot).map_or("-".to_owned(), |range| {
            let before = &text[..range.start];
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            format!("{}:{column}", before.matches('\n').count() + 1)
        });
        format!("{at} {} {}: {}", found.severity.word(), found.rule, found.message)
    };
    parsed(path, text).diagnostics.iter().map(show).collect()
}

fn body(markdown: &str) -> crate::model::body::Body {
    body_in("en", markdown)
}

fn body_in(lang: &str, markdown: &str) -> crate::model::body::Body {
    let text = format!("---\ntitle: T\ndate: 2026-01-01\nlang: {lang}\n---\n{markdown}");
    let parsed = parsed("content/impact/wells.md", text);
    assert_eq!(parsed.diagnostics, []);
    parsed.story.expect("a story").body
}

/// The HTML with each hole named.
fn html(markdown: &str) -> String {
    html_in("en", markdown)
}

fn html_in(lang: &str, markdown: &str) -> String {
    use crate::model::body::Filling;
    let body = body_in(lang, markdown);
    let mut out = String::new();
    let mut from = 0;
    for hole in &body.holes {
        out += &body.html[from..hole.offset];
        out += &match hole.filling {
            Filling::Href(link) => format!("{{href {}}}", body.links[link].written),
            Filling::Image(image) => {
                format!("{{image {} {:?}}}", body.images[image].written, body.images[image].alt)
            }
            Filling::Source(link) => format!("{{source {}}}", body.links[link].written),
            Filling::Here => "{here}".to_owned(),
        };
        from = hole.offset;
    }
    out + &body.html[from..]
}

#[test]
fn the_examples_have_no_fault() {
    let mut files = Vec::new();
    let mut folders = vec![std::path::PathBuf::from("tests/data/examples/content")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                files.push(path);
            }
        }
    }
    assert_eq!(files.len(), 6);
    for file in files {
        let path = file.to_string_lossy().replace("tests/data/examples/", "");
        let parsed = parsed(&path, std::fs::read(&file).expect("a file"));
        assert_eq!(parsed.diagnostics, [], "{path}");
        assert!(
            parsed.story.is_some_and(|story| !story.body.html.is_empty() && story.body.removed.is_empty())
        );
    }
}

#[test]
fn the_parts_of_a_text_become_html() {
    assert_eq!(
        html(
            "## Why *now*\n\nA \"quote\", isn't it? [phones](../responses/phones.md#why 'Read \"it\"'), [out](https://a.example/?a=1&b=2), [here](#why-now).\n\n![A well](well.jpg \"The well\")\n"
        ),
        "<h2 id=\"why-now\">Why <em>now</em></h2>\n\
         <p>A “quote”, isn’t it? <a{href ../responses/phones.md#why} title=\"Read &quot;it&quot;\">phones</a>, \
         <a href=\"https://a.example/?a=1&amp;b=2\">out</a>, <a href=\"{here}#why-now\">here</a>.</p>\n\
         <p>{image well.jpg \"A well\"}</p>\n"
    );
    assert_eq!(
        html("- [x] done [a](b.md)\n- [ ] open\n  - nested\n\n1. one\n"),
        "<ul>\n<li><label><input type=\"checkbox\" disabled checked> done <a{href b.md}>a</a></label></li>\n\
         <li><label><input type=\"checkbox\" disabled> open</label>\n<ul>\n<li>nested</li>\n</ul>\n</li>\n</ul>\n<ol>\n<li>one</li>\n</ol>\n"
    );
    assert_eq!(
        html("| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n\n```rust\nlet x = \"<\";\n```\n\nTerm\n: What it is\n"),
        "<div class=\"table\" role=\"region\" aria-label=\"Table 1\" tabindex=\"0\"><table>\n<thead>\n<tr><th scope=\"col\">a</th>\
         <th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td class=\"align-right\"><del>2</del></td></tr>\n\
         </tbody>\n</table></div>\n<pre tabindex=\"0\"><code class=\"language-rust\">let x = &quot;&lt;&quot;;\n</code></pre>\n\
         <dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>\n"
    );
}

#[test]
fn an_alert_has_a_title_in_the_language_of_the_story() {
    assert_eq!(
        html_in("es", "> [!WARNING]\n> Dijo \"no\".\n"),
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Aviso</p>\n<p>Dijo «no».</p>\n</div>\n"
    );
    assert_eq!(html_in("de", "\"Geht's 'so'?\"\n"), "<p>„Geht’s ‚so‘?“</p>\n");
}

#[test]
fn a_footnote_leads_back_to_each_of_its_mentions() {
    assert_eq!(
        html("One[^b] two[^a] three[^b].\n\n[^a]: Note a.\n[^b]: Note b.\n"),
        "<p>One<sup class=\"footnote-ref\"><a href=\"{here}#fn-wells-1\" id=\"fnref-wells-1\" role=\"doc-noteref\">1</a></sup> \
         two<sup class=\"footnote-ref\"><a href=\"{here}#fn-wells-2\" id=\"fnref-wells-2\" role=\"doc-noteref\">2</a></sup> \
         three<sup class=\"footnote-ref\"><a href=\"{here}#fn-wells-1\" id=\"fnref-wells-1-2\" role=\"doc-noteref\">1</a></sup>.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn-wells-1\"><p>Note b. <a href=\"{here}#fnref-wells-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 1\">↩</a> \
         <a href=\"{here}#fnref-wells-1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 1-2\">↩</a></p></li>\n\
         <li id=\"fn-wells-2\"><p>Note a. <a href=\"{here}#fnref-wells-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 2\">↩</a></p></li>\n\
         </ol>\n</section>\n"
    );
}

#[test]
fn headings_have_ids_that_are_theirs_alone() {
    let body = body("## Why\n\n## Why\n\n### Other {#why}\n\n# Top\n");
    let headings: Vec<_> = body.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(headings, [(2, "why", "Why"), (2, "why-2", "Why"), (3, "why-3", "Other"), (1, "top", "Top")]);
    assert_eq!(body.anchors, ["top", "why", "why-2", "why-3"]);
    assert_eq!(body.plain, "Why Why Other Top");
}

#[test]
fn raw_html_is_cleaned_and_what_went_is_recorded() {
    let markdown = "A <b onclick=\"x\">bold</b> [word](b.md).\n\n<div class=\"box\"><a href=\"../x.md\" class=\"c\">x</a><img src=\"p.jpg\" alt=\"P\">\n\n*in*\n\n<iframe src=\"https://video.example/e\"></iframe>\n\n[y](#top) <script>alert(1)</script>\n";
    assert_eq!(
        html(markdown),
        "<p>A <b>bold</b> <a{href b.md}>word</a>.</p>\n<div class=\"box\"><a{href ../x.md} class=\"c\">x</a>{image p.jpg \"P\"}\n\
         <p><em>in</em></p>\n\n<p><a href=\"{here}#top\">y</a> </p>\n</div>"
    );
    let removed: Vec<_> = body(markdown)
        .removed
        .iter()
        .map(|r| {
            let Spot::Bytes(start, end) = r.spot else { panic!("{r:?}") };
            let head = "---\ntitle: T\ndate: 2026-01-01\nlang: en\n---\n".len();
            format!(
                "{} {} {}",
                r.what,
                r.host.clone().unwrap_or_default(),
                &markdown[start - head..end - head]
            )
        })
        .collect();
    assert_eq!(
        removed,
        [
            "`onclick` of `<b>`  <b onclick=\"x\">",
            "`<iframe>` video.example <iframe src=\"https://video.example/e\"></iframe>",
            "`<script>` with what is in it  <script>alert(1)</script>"
        ]
    );
}

#[test]
fn a_box_that_somebody_could_type_into_is_taken_out() {
    assert_eq!(
        html("A <input name=\"q\"> box.\n\n- [ ] task\n"),
        "<p>A  box.</p>\n<ul>\n<li><label><input type=\"checkbox\" disabled=\"\"> task</label></li>\n</ul>\n"
    );
}

/// Each of these once cost some parser seconds or its stack.
#[test]
fn a_text_of_nothing_but_marks_costs_no_seconds() {
    let begun = std::time::Instant::now();
    for mark in [
        "> ",
        "[",
        "![",
        "*a_ ",
        "<",
        "<b>",
        "`",
        "\"'",
        "- ",
        "[^1]",
        "| ",
        "<!--",
        "&",
        "a\n: ",
        "[a](",
        "<a href=x>",
    ] {
        let text = format!("---\ntitle: T\ndate: 2026-01-01\n---\n{}", mark.repeat(20_000));
        parsed("content/a.md", text);
        assert!(begun.elapsed().as_secs() < 60, "{mark:?} {:?}", begun.elapsed());
    }
}

#[test]
fn raw_html_that_is_nested_without_end_is_shown_as_text_and_refused() {
    let text = format!("---\ntitle: T\ndate: 2026-01-01\n---\n{}", "<div>".repeat(50_000));
    let parsed = parsed("content/a.md", text);
    let found: Vec<_> = parsed.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(found, ["the text is nested deeper than 200 levels"]);
    assert!(parsed.story.is_some_and(|story| story.body.html.starts_with("&lt;div&gt;")));
}

#[test]
fn every_mistake_in_the_front_matter_is_found_at_its_line() {
    let text = "---\ntitle: T\ndate: 2026-02-30\ntilte: x\ncriticisms:\n  - quote: Their words.\n    outcome: upheeld\n    received: soon\n  - said: please fix the #accessibility\n    people: many\n    raised_by: Maria Lopez\nmeasures: []\ncommitments:\n  - id: Front Door\n    what: A ramp\n    due: none\n    timeline:\n      - {date: 2026-03-01, status: cancelled}\n      - status: complete\nslug: ../../etc\naliases: [old]\ntoot: {visibilty: public}\nreview: {title: Ask}\n---\n";
    assert_eq!(
        shown("content/responses/x.md", text),
        [
            "3:7 error date: there is no 2026-02-30: February 2026 has 28 days",
            "6:3 error required: `said` is missing",
            "6:12 error consent: words of a person without their consent",
            "8:15 error date: `soon` is not a date",
            "7:14 error vocabulary: `upheeld` is no word for `outcome`",
            "11:16 error consent: `Maria Lopez` looks like a person's name, and there is no consent for it",
            "10:13 error type: `people` is text, not a whole number",
            "23:9 error required: `url` is missing",
            "20:7 error address: `../../etc` cannot be a part of an address",
            "21:11 error address: `old` is not an address of this site",
            "14:9 error address: `Front Door` cannot be a permanent name",
            "16:10 error review-on: a commitment without a date needs a day on which it is looked at again",
            "18:36 error ending-note: `cancelled` ends a commitment without a word why",
            "19:7 error required: `date` is missing",
            "22:8 warning unknown-field: nobody reads a field `visibilty` here",
            "4:1 warning unknown-field: nobody reads a field `tilte` here",
            "12:1 warning unknown-field: nobody reads a field `measures` here",
            "9:26 warning lost-to-comment: YAML takes `#accessibility` for a comment, and drops it",
        ]
    );
}

#[test]
fn a_story_keeps_what_its_author_wrote() {
    let text = "---\ntitle:  One\ndate: 2026-07-02T00:30\nid: wells\ntags: ['#water', Water, water]\nextra: {1: .inf, x: [1.5, null]}\nmeasures:\n  - indicator: I\n    results:\n      - {period: 2026, value: 6.50}\n      - {period: 2025, value: fewer than 10, of: 12}\n---\n";
    let bom = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let (one, other) = (
        parsed("content/impact/2026-07-02-wells.es.md", text),
        parsed("content/impact/2026-07-02-wells.es.md", bom),
    );
    assert_eq!((&one.diagnostics, &one.story), (&other.diagnostics, &other.story));
    let story = one.story.expect("a story");
    assert_eq!(
        (story.key().as_str(), story.slug.as_str(), story.title.as_str()),
        ("wells#es", "wells", "One")
    );
    assert_eq!(story.tags, ["water", "Water"]);
    assert_eq!(story.extra, serde_json::json!({"1": null, "x": [1.5, null]}));
    let crate::model::story::Matter::Impact(impact) = &story.matter else { panic!("{:?}", story.matter) };
    let values: Vec<_> =
        impact.measures[0].results.iter().map(|r| (r.period.written.as_str(), r.value.written())).collect();
    assert_eq!(values, [("2025", "fewer than 10"), ("2026", "6.50")]);
    assert_eq!((story.revision.len(), &story.revision[..7]), (39, "blake3:"));
}

#[test]
fn a_file_that_is_no_story_is_named() {
    let found = |text: &str| shown("content/a.md", text);
    assert_eq!(found("# Text\n"), ["1:1 error syntax: the file does not begin with front matter"]);
    assert_eq!(found("---\ntitle: x\n"), ["1:1 error syntax: the front matter does not end"]);
    assert_eq!(found("---\ntitle: x\n\tdate: y\n---\n"), ["3:1 error syntax: a tab where YAML wants spaces"]);
    assert_eq!(
        found("---\n---\n"),
        ["2:1 error required: `title` is missing", "2:1 error required: `date` is missing"]
    );
    assert_eq!(
        found("---\ntitle: [x\n---\n```\nopen"),
        ["2:10 error syntax: the list in `[…]` does not end here"]
    );
}

#[test]
fn each_bad_file_is_explained() {
    let mut names: Vec<_> = std::fs::read_dir("tests/data/bad/content")
        .expect("the bad files")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let explained: Vec<String> = names
        .iter()
        .map(|name| {
            let bytes = std::fs::read(format!("tests/data/bad/content/{name}")).expect("a file");
            let found = parsed(&format!("content/{name}"), bytes.clone()).diagnostics;
            let found: Vec<_> = found.iter().map(|d| format!("{}{}", quoted(&bytes, d), d.message)).collect();
            format!("{name}: {}", found.join("; "))
        })
        .collect();
    assert_eq!(
        explained,
        [
            "alias-bomb.md: \"*\" more than 64 aliases",
            "binary.md: \"\\0\" this is a binary file, not text",
            "bom-crlf.md: ",
            "duplicate-key.md: \"title\" the field `title` is there twice",
            "latin1.md: \"\u{fffd}\" the bytes E9 on line 2 are not UTF-8",
            "long-title.md: \"aaaaaaaaaaaaaaaaaaaa\" the title has 10000 characters",
            "nested.md: \"[\" more than 32 levels are nested here",
            "no-such-day.md: \"2026-02-30\" there is no 2026-02-30: February 2026 has 28 days",
            "slug.md: \"../../etc\" `../../etc` cannot be a part of an address",
            "tab.md: \"\\t\" a tab where YAML wants spaces",
            "truncated.md: \"---\" the front matter does not end",
            "unclosed-fence.md: \"```\" nothing closes this code block",
            "unquoted-colon.md: \":\" YAML takes the text before this `:` for a name",
        ]
    );
}

/// The bytes that a finding points at, shortened.
fn quoted(bytes: &[u8], found: &Diagnostic) -> String {
    let range = locate(bytes, &found.place.spot).unwrap_or(0..0);
    let text = String::from_utf8_lossy(&bytes[range]).chars().take(20).collect::<String>();
    if text.is_empty() { text } else { format!("{text:?} ") }
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    /// Text made of what matters to YAML, Markdown and HTML.
    fn marks() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "---\n",
            "\n",
            " ",
            "  ",
            "\t",
            "\r\n",
            "- ",
            ": ",
            "title",
            "date",
            "2026-01-01",
            "criticisms:\n",
            "  - said: x\n",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "'",
            "#",
            "#x",
            "&a ",
            "*a",
            "|",
            ">-\n",
            "!x ",
            "? ",
            "é",
            "\u{feff}",
            "\u{F8E0}",
            "\u{F8E1}",
            "0",
            "](",
            "![",
            ")",
            "[^1]",
            "[^1]: n\n",
            "<b>",
            "</b>",
            "<div",
            " id=x",
            ">",
            "<!--",
            "-->",
            "<script>",
            "<a href='x.md'>",
            "<img src=y>",
            "`",
            "```\n",
            "> [!NOTE]\n",
            "| a |\n|---|\n",
            "- [ ] ",
            "# h {#x}\n",
            "~~",
            "**",
            "%2e%2e/",
            "../",
            "\\",
            "\u{0}",
        ]);
        prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
    }

    /// Whatever is in a file: it is read without a panic, what is found has a place in it, and its holes are in its HTML.
    fn survives(bytes: &[u8]) {
        let source = Source { path: "content/responses/x.md".into(), bytes: bytes.to_vec() };
        let parsed = story(&source, &config());
        for found in &parsed.diagnostics {
            if let Some(range) = locate(bytes, &found.place.spot) {
                assert!(range.start <= range.end && range.end <= bytes.len(), "{range:?} {found:?}");
            }
        }
        if let Some(story) = parsed.story {
            let mut last = 0;
            for hole in &story.body.holes {
                assert!(
                    hole.offset >= last && story.body.html.is_char_boundary(hole.offset),
                    "{hole:?} {:?}",
                    story.body
                );
                last = hole.offset;
            }
            assert!(!story.body.html.contains(markdown::MARKS), "{:?}", story.body.html);
            for link in &story.body.links {
                assert!(locate(bytes, &link.spot).is_some(), "{link:?}");
            }
        }
        let config = Source { path: "hearback.yaml".into(), bytes: bytes.to_vec() };
        for found in crate::config::parse(&config).1 {
            locate(bytes, &found.place.spot);
        }
        totals(&config);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn arbitrary_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            survives(&bytes);
        }

        #[test]
        fn arbitrary_front_matter_is_survived(yaml in marks(), text in marks()) {
            survives(format!("---\n{yaml}\n---\n{text}").as_bytes());
            survives(format!("---\ntitle: T\ndate: 2026-01-01\n---\n{text}").as_bytes());
            survives(format!("---\ntitle: T\ndate: 2026-01-01\ncriticisms:\n  - said: {yaml}\n---\n").as_bytes());
        }

        #[test]
        fn arbitrary_paths_are_survived(path in "\\PC{0,20}") {
            locate(b"---\na:\n  - b: {c: d}\n---\n", &Spot::Field(path));
        }
    }
}
