//! Text and what becomes of it: cases that went wrong once.

use crate::site::Site;

/// What stands on the page of the story `impact/a`, and what `check` says.
fn shown(site: &Site) -> (String, String) {
    site.build();
    let page = site.read("public/impact/a/index.html");
    let from = page.find("e-content\">").unwrap() + "e-content\">".len();
    let text = page[from..].split("</div>").next().unwrap().trim().to_owned();
    (text, site.check().said())
}

/// The same for a text that has no case of its own.
fn written(text: &str) -> (String, String) {
    let site = Site::new();
    site.story("content/impact/a.md", "2026-03-01", "", text);
    shown(&site)
}

/// The lines of what `check` says that name a finding.
fn findings(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.starts_with("warning") || line.starts_with("error")).collect()
}

#[test]
fn a_tag_in_a_sentence_takes_nothing_along() {
    for name in ["noscript", "select", "style", "textarea", "title", "xmp"] {
        let (text, said) = shown(&Site::case(&format!("swallow-{name}")));
        let wanted = format!(
            "<p>We renamed the &lt;{name}&gt; of every page.</p>\n<p>This second paragraph must stay.</p>"
        );
        assert_eq!(text, wanted);
        assert_eq!(findings(&said), [format!("warning[raw-html]: `<{name}>` is shown as it is typed")]);
    }
}

#[test]
fn what_both_tags_of_a_sentence_hold_is_taken_out_and_nothing_more() {
    let cases = [
        ("A <script>alert(1)</script> b.\n\nC.", "<p>A  b.</p>\n<p>C.</p>"),
        ("A <iframe src=\"https://v.example/\"></iframe> b.\n\nC.", "<p>A  b.</p>\n<p>C.</p>"),
        ("A </style> b *c*.\n\nD.", "<p>A &lt;/style&gt; b <em>c</em>.</p>\n<p>D.</p>"),
        ("*A <svg> b* </svg> c.", "<p><em>A &lt;svg&gt; b</em> &lt;/svg&gt; c.</p>"),
        ("- A <math>\n- B", "<ul>\n<li>A &lt;math&gt;</li>\n<li>B</li>\n</ul>"),
        ("| a |\n|---|\n| <title> |\n\nB.", "<td>&lt;title&gt;</td>"),
    ];
    for (markdown, wanted) in cases {
        let (text, said) = written(markdown);
        assert!(text.contains(wanted), "{markdown}: {text}");
        assert!(said.contains("[raw-html]") || said.contains("[third-party]"), "{markdown}: {said}");
    }
}

#[test]
fn a_comment_that_nothing_closes_is_named_and_what_is_lost() {
    let cases = [
        (
            "open-comment",
            "nothing closes this comment: the rest of the text is lost",
            "write `-->` where it ends",
        ),
        (
            "open-cdata",
            "nothing closes this `<![CDATA[`: the rest of the text is lost",
            "write `]]>` where it ends",
        ),
    ];
    for (case, message, hint) in cases {
        let (text, said) = shown(&Site::case(case));
        assert_eq!(text, "<p>Before.</p>");
        assert_eq!(findings(&said), [format!("warning[unclosed-html]: {message}")]);
        assert!(said.contains("content/impact/a.md:10:1") && said.contains(hint), "{said}");
    }
    for (open, wanted) in [
        ("<?php x", "nothing closes this `<?`: the rest of the text is lost"),
        ("<pre>x", "nothing closes this `<pre>`: the rest of the text is shown as it was typed"),
    ] {
        let (_, said) = written(&format!("Before.\n\n{open}\n\nAfter."));
        assert_eq!(findings(&said)[0], format!("warning[unclosed-html]: {wanted}"));
    }
    let (text, said) = written("Before.\n\n<!-- note\n\nto Jo -->\n\nAfter.");
    assert_eq!((text.as_str(), said.trim()), ("<p>Before.</p>\n\n<p>After.</p>", "nothing is wrong"));
}

#[test]
fn a_link_leads_to_a_name_and_to_the_top() {
    for (case, wanted) in [
        (
            "anchor-name",
            "<p>See <a href=\"#tool\">the tool</a>.</p>\n<p><a id=\"tool\"></a>The tool is here.</p>",
        ),
        ("anchor-top", "<p>Text.</p>\n<p><a href=\"#top\">Back to the top</a></p>"),
        ("anchor-empty", "<p>Text.</p>\n<p><a href=\"#\">Back to the top</a></p>"),
    ] {
        let (text, said) = shown(&Site::case(case));
        assert_eq!((text.as_str(), said.trim()), (wanted, "nothing is wrong"), "{case}");
    }
    let ids = "[x](#x) [y](#y) [z](#z)\n\n<div id=\"x\">\n\nX <span id=\"y\">y</span> <a name=\"z\" id=\"w\">z</a>\n\n</div>";
    let (_, said) = written(ids);
    assert_eq!(findings(&said), ["warning[dead-anchor]: there is no `#z` on this page"]);
}

#[test]
fn a_definition_has_white_space_behind_its_colon() {
    for (case, wanted) in [
        ("deflist-code", "<p>Type <code>name : value</code> there.</p>"),
        ("deflist-emoji", "<p>The shop is open again.</p>\n<p>:tada: Come and see it.</p>"),
        ("deflist-fence", "<p>Notice</p>\n<p>::: warning\nBe careful.\n:::</p>"),
        ("deflist-time", "<p>The bus leaves at\n:15 and :45.</p>"),
    ] {
        assert_eq!(shown(&Site::case(case)).0, wanted, "{case}");
    }
    for (markdown, wanted) in [
        ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
        ("> Bus\n> :15 *late*", "<p>Bus\n:15 <em>late</em></p>"),
        ("A\n:[b](https://www.w3.org/:x)", "<p>A\n:<a href=\"https://www.w3.org/:x\">b</a></p>"),
        ("```\na\n:b\n```", "<code>a\n:b\n</code>"),
        ("| a | b |\n:--|--:\n| c | d |", "<th"),
    ] {
        let text = written(markdown).0;
        assert!(text.contains(wanted), "{markdown}: {text}");
    }
}

#[test]
fn a_mark_behind_a_number_means_inches() {
    let inches = shown(&Site::case("quote-inch")).0;
    assert_eq!(inches, "<p>A 5&quot; nail and a 24&quot; screen.</p>");
    for (markdown, wanted) in [
        ("She said \"in 2026\".", "<p>She said “in 2026”.</p>"),
        ("\"One\" and \"two\"", "<p>“One” and “two”</p>"),
        ("A 3.5\" disk, a 7' wall", "<p>A 3.5&quot; disk, a 7’ wall</p>"),
    ] {
        assert_eq!(written(markdown).0, wanted);
    }
}

#[test]
fn an_address_keeps_its_script_and_links_encode_it() {
    for case in ["slug-japanese", "slug-field"] {
        let site = Site::case(case);
        let files = site.build();
        assert!(files.contains_key("impact/新しい記事/index.html"), "{case}: {:?}", files.keys());
        let page = site.read("public/impact/新しい記事/index.html");
        let address = "https://site.example/impact/%E6%96%B0%E3%81%97%E3%81%84%E8%A8%98%E4%BA%8B/";
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{page}");
        assert!(site.read("public/sitemap.xml").contains(&format!("<loc>{address}</loc>")));
        assert_eq!(site.check().said().trim(), "nothing is wrong", "{case}");
    }
    let page = Site::case("slug-japanese");
    page.build();
    assert!(page.read("public/impact/新しい記事/index.html").contains("<h2 id=\"日本語\">日本語</h2>"));
}

#[test]
fn addresses_of_latin_names_stay_where_they_were() {
    let site = Site::new();
    for (number, name) in
        ["über-uns", "Łódź 2026", "what's-new_", "5 µm & more", "ﬁne"].into_iter().enumerate()
    {
        let head =
            format!("id: s{number}\ntitle: Story {number}\ndate: 2026-03-01\nsummary: What happened.\n");
        site.put(&format!("content/impact/{name}.md"), format!("---\n{head}---\n\nx\n"));
    }
    let files = site.build();
    let stories: Vec<&str> = files.keys().filter_map(|path| path.strip_prefix("impact/")).collect();
    for slug in ["uber-uns", "lodz-2026", "what-s-new", "5-um-more", "fine"] {
        assert!(stories.contains(&format!("{slug}/index.html").as_str()), "{slug}: {stories:?}");
    }
}

#[test]
fn different_tags_never_share_a_page() {
    for (case, wanted) in [
        ("tags-cpp", ["tags/c-plus-plus/index.html", "tags/c/index.html"]),
        ("tags-rd", ["tags/a-and-e/index.html", "tags/a-e/index.html"]),
    ] {
        let files = Site::case(case).build();
        let tags: Vec<&String> = files
            .keys()
            .filter(|path| {
                path.starts_with("tags/") && path.ends_with("/index.html") && *path != "tags/index.html"
            })
            .collect();
        assert_eq!(tags, wanted, "{case}");
    }
}

#[test]
fn a_folder_has_no_name_of_a_device() {
    let site = Site::new();
    for name in ["aux", "com1"] {
        site.story(&format!("content/impact/{name}.md"), "2026-03-01", "", "x");
    }
    let files = site.build();
    assert!(files.contains_key("impact/aux-/index.html") && files.contains_key("impact/com1-/index.html"));
}

/// The lines of `check` that name a rule, each with its place.
fn told(site: &Site, rule: &str) -> Vec<String> {
    let said = site.run(&["check", "--format", "json"]).stdout;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let all = said["findings"].as_array().unwrap().iter();
    all.filter(|finding| finding["rule"] == rule)
        .map(|finding| format!("{}: {}", finding["line"], finding["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn what_looks_like_markdown_and_is_none_is_told() {
    for (case, least) in [("typed-heading", 1), ("typed-link-space", 2)] {
        let found = told(&Site::case(case), "not-markdown");
        assert!(found.len() >= least, "{case}: {found:?}");
    }
    let site = Site::new();
    let text = "##Results\n\n-one\n-two\n\n[a] (https://a.example) and (b)[https://b.example] and [c](my file.pdf)\n\n| a | b |\n| 1 | 2 |";
    site.story("content/impact/a.md", "2026-03-01", "", text);
    assert_eq!(told(&site, "not-markdown").len(), 6, "{:?}", told(&site, "not-markdown"));
    let fine = "#hashtag first, -5 degrees, a [x] (in brackets), `##Results`, 3.5 and 1.one thing.\n\n    -one\n    -two";
    site.story("content/impact/a.md", "2026-03-01", "", fine);
    assert_eq!(told(&site, "not-markdown"), [""; 0]);
}

#[test]
fn html_that_became_code_and_code_of_other_programs_are_told() {
    let found = told(&Site::case("table-as-code"), "html-as-code");
    assert_eq!(found.len(), 1, "{found:?}");
    let site = Site::new();
    let text = "See {{< ref \"wells.md\" >}}, {% include a.html %} and {{ site.title }}.\n\n- {{% note %}}\n\n`{{ shown }}` and {braces} and {{}}";
    site.story("content/impact/a.md", "2026-03-01", "", text);
    let found = told(&site, "template-code");
    assert_eq!(found.len(), 4, "{found:?}");
}
