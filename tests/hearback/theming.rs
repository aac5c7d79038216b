//! What a site adds to its theme or puts in its place, and what it is told about it.

use crate::site::Site;

const CONFIG: &str = "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\n";

/// A site with one story and further lines in `hearback.yaml`.
fn site(config: &str) -> Site {
    let site = Site::new();
    site.put("hearback.yaml", format!("{CONFIG}{config}"));
    site.story("content/impact/wells.md", "2026-03-01", "", "Two wells.");
    site
}

/// The lines of a built page that hold one of these words.
fn lines(site: &Site, page: &str, words: &[&str]) -> Vec<String> {
    let page = site.read(&format!("public/{page}"));
    page.lines().filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

#[test]
fn a_sites_own_style_sheets_and_fonts_are_linked_after_those_of_the_theme() {
    let site = site("styles: [own.css]\nfonts: [fonts/inter.woff2]\n");
    site.put("static/own.css", "@font-face{font-family:Inter;src:url(fonts/inter.woff2)}\n");
    site.put("static/fonts/inter.woff2", "wOF2");
    site.build();
    let linked = lines(&site, "impact/wells/index.html", &["rel=\"stylesheet\"", "rel=\"preload\""]);
    let font =
        "<link rel=\"preload\" as=\"font\" type=\"font/woff2\" href=\"/fonts/inter.woff2\" crossorigin>";
    assert_eq!(linked.first().map(String::as_str), Some(font));
    assert_eq!(linked.last().map(String::as_str), Some("<link rel=\"stylesheet\" href=\"/own.css\">"));
}

#[test]
fn a_style_sheet_that_is_not_there_is_an_error_at_its_place() {
    let site = site("styles:\n  - own.css\n  - https://cdn.example/a.css\n");
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("`https://cdn.example/a.css` is no file that `styles` can have"),
        "{}",
        ran.stderr
    );
    site.put("hearback.yaml", format!("{CONFIG}styles:\n  - own.css\n"));
    let ran = site.check();
    assert!(ran.stderr.contains("there is no `static/own.css`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hearback.yaml:5"), "{}", ran.stderr);
}

#[test]
fn a_theme_may_add_a_style_sheet_to_the_default_ones() {
    let site = site("theme: ours\n");
    site.put("themes/ours/static/theme.css", "h1{color:red}\n");
    site.build();
    let page = site.read("public/index.html");
    let at = |name: &str| page.find(name).unwrap_or_else(|| panic!("{name} in {page}"));
    assert!(at("/theme/site") < at("/theme/theme"));
}

#[test]
fn the_extra_of_hearback_yaml_can_be_read_by_every_template() {
    let site = site("extra: {footer: Charity 123}\n");
    site.put("themes/default/templates/main-end.html", "<p class=\"own\">{{ site.extra.footer }}</p>");
    site.build();
    assert_eq!(lines(&site, "index.html", &["class=\"own\""]), ["<p class=\"own\">Charity 123</p>"]);
}

#[test]
fn three_places_of_every_page_are_filled_without_a_copy_of_its_template() {
    let site = site("");
    site.put("themes/default/templates/head-end.html", "\n<meta name=\"own\" content=\"{{ lang }}\">");
    site.put("themes/default/templates/body-start.html", "\n<p class=\"own\">{{ head.title }}</p>");
    site.put(
        "themes/default/templates/main-end.html",
        "\n<p class=\"own\">{% if story %}{{ story.title }}{% endif %}</p>",
    );
    site.build();
    assert_eq!(
        lines(&site, "impact/wells/index.html", &["\"own\""]),
        [
            "<meta name=\"own\" content=\"en\">",
            "<p class=\"own\">Story impact-wells</p>",
            "<p class=\"own\">Story impact-wells</p>",
        ]
    );
    assert_eq!(lines(&site, "404.html", &["class=\"own\""]).last().unwrap(), "<p class=\"own\"></p>");
}

#[test]
fn a_page_asks_for_a_layout_of_its_own() {
    let site = site("");
    let layout = "{% extends \"base.html\" %}\n{% block main %}\n<div class=\"landing\">{{ story.body }}</div>\n{% endblock main %}\n";
    site.put("themes/default/templates/layouts/landing.html", layout);
    site.put(
        "content/give.md",
        "---\nid: give\ntitle: Give\ndate: 2026-03-01\nlayout: landing\n---\n\nHow to give.\n",
    );
    site.build();
    assert_eq!(
        lines(&site, "give/index.html", &["landing", "<h1"]),
        ["<div class=\"landing\"><p>How to give.</p>"]
    );
    assert!(site.read("public/impact/wells/index.html").contains("<h1"));
}

#[test]
fn a_layout_that_is_misspelt_or_asks_for_a_field_that_is_not_there_is_an_error() {
    let site = site("");
    site.put(
        "themes/default/templates/layouts/landing.html",
        "{% extends \"base.html\" %}{% block main %}{{ story.body }}{% endblock main %}",
    );
    site.put(
        "content/give.md",
        "---\nid: give\ntitle: Give\ndate: 2026-03-01\nlayout: landng\n---\n\nHow.\n",
    );
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[unknown-layout]: the theme has no layout `landng`"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("content/give.md:5") && ran.stderr.contains("did you mean `landing`?"),
        "{}",
        ran.stderr
    );
    site.put(
        "themes/default/templates/layouts/landing.html",
        "{% extends \"base.html\" %}{% block main %}\n{% if story.sumary %}x{% endif %}{% endblock main %}",
    );
    let ran = site.check();
    assert!(
        ran.stderr.contains("`story.sumary` is no field; did you mean `story.summary`?"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("themes/default/templates/layouts/landing.html:2"), "{}", ran.stderr);
}

#[test]
fn a_script_of_ones_own_stands_in_every_page_and_its_hash_in_the_policy() {
    let site = site("script: {file: count.js, connect: [\"https://count.example/hit\"]}\n");
    site.put("count.js", "alert('Hello, world.');");
    site.build();
    for page in ["index.html", "impact/wells/index.html", "404.html"] {
        let page = site.read(&format!("public/{page}"));
        let hash = "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert!(page.contains(hash) && page.contains("connect-src 'self' https://count.example;"), "{page}");
        assert_eq!(page.matches("<script>alert('Hello, world.');</script>").count(), 1);
    }
    site.put("count.js", "document.write('</script>')");
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("a script in a page ends at `</script`"), "{}", ran.stderr);
    site.put("hearback.yaml", format!("{CONFIG}script: {{file: cuont.js}}\n"));
    assert!(site.check().stderr.contains("there is no file `cuont.js`"));
}

#[test]
fn no_page_runs_a_script_unless_hearback_yaml_asks_for_it() {
    let site = site("");
    site.build();
    let page = site.read("public/index.html");
    assert!(!page.contains("script-src") && !page.contains("<script>"), "{page}");
}
