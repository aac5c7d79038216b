//! What `check` says: cases that went wrong once.

use crate::site::Site;

/// What `check` says, as `LINE:COLUMN rule: message; hint`.
fn told(site: &Site) -> Vec<String> {
    let said = site.run(&["check", "--format", "json"]).stdout;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let all = said["findings"].as_array().unwrap().iter();
    all.map(|f| {
        let at = format!("{}:{}", f["line"], f["column"]);
        format!("{at} {}: {}; {}", text(&f["rule"]), text(&f["message"]), text(&f["hint"]))
    })
    .collect()
}

fn story(text: &str) -> Site {
    let site = Site::new();
    site.story("content/impact/a.md", "2026-03-01", "", text);
    site
}

const NONE: [&str; 0] = [];

#[test]
fn what_is_right_is_not_found_wrong() {
    for case in
        ["alt-decorative", "placeholder-code", "placeholder-name", "placeholder-spanish", "shout-acronyms"]
    {
        assert_eq!(told(&Site::case(case)), NONE, "{case}");
    }
    for text in [
        "<img src=\"p.svg\" alt=\"\">",
        "    --name [NAME]\n",
        "The TODO list of the council, and todo lo que falta.",
        "Press <kbd>[date]</kbd> there, or `TBC`.",
        "See [number](https://a.example/).",
    ] {
        let site = story(text);
        site.put(
            "content/impact/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        );
        assert_eq!(told(&site), NONE, "{text}");
    }
    for text in
        ["TODO: say more.", "Ask the council. TODO", "(TODO)", "The [number] of people.", "![](p.svg)"]
    {
        let site = story(text);
        site.put(
            "content/impact/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        );
        assert_eq!(told(&site).len(), 1, "{text}");
    }
}

#[test]
fn a_dead_link_says_what_was_probably_meant() {
    for (case, meant) in [
        ("hint-cut", "https://w3.org/"),
        ("hint-mail", "mailto:jo@w3.org"),
        ("hint-typo", "https://w3.org/"),
        ("hint-www", "https://www.w3.org"),
    ] {
        let found = told(&Site::case(case));
        assert!(
            found.len() == 1 && found[0].ends_with(&format!("did you mean `{meant}`?")),
            "{case}: {found:?}"
        );
    }
    let site = story("See [it](../responses/phnoes.md), [x](http;//a.example/b) and [y](gone.md).");
    site.story("content/responses/phones.md", "2026-03-01", "", "We answer.");
    let found = told(&site);
    assert!(found[0].ends_with("did you mean `/responses/phones/`?"), "{found:?}");
    assert!(found[1].ends_with("did you mean `https://a.example/b`?"), "{found:?}");
    assert!(found[2].contains("link to a file as it lies beside this one"), "{found:?}");
    let config = site.read("hearback.yaml");
    site.put("hearback.yaml", format!("{config}menu: [{{title: A, url: /nowhere/}}]\n"));
    assert!(site.check().stderr.contains("write an address of this site, as `/about/`"));
}

#[test]
fn the_address_of_a_preview_is_nobody_elses() {
    let found = told(&Site::case("link-localhost"));
    assert!(
        found.len() == 1 && found[0].contains("is on this machine, and nobody else can open it"),
        "{found:?}"
    );
    for url in ["http://127.0.0.1:4030/a/", "http://[::1]/", "http://shop.localhost/", "http://0.0.0.0:80/"] {
        assert_eq!(told(&story(&format!("See [x]({url}).",))).len(), 1, "{url}");
    }
    assert_eq!(told(&story("See [x](https://localhost.example/).")), NONE);
}

#[test]
fn a_finding_stands_where_its_words_stand() {
    let found = told(&Site::case("todo-caret"));
    assert!(found.len() == 1 && found[0].starts_with("8:21 "), "{found:?}");
    let found = told(&Site::case("tone-entity"));
    assert!(found.len() == 1 && found[0].starts_with("8:"), "{found:?}");
}

#[test]
fn marks_in_plain_text_are_told() {
    let found = told(&Site::case("plain-entity"));
    assert!(!found.is_empty() && found.iter().all(|found| found.contains(" plain-text: ")), "{found:?}");
    let found = told(&Site::case("placeholder-link"));
    assert!(
        found.len() == 1 && found[0].contains("`[number](https://www.w3.org/)` is shown as it is typed"),
        "{found:?}"
    );
    let titled = |title: &str| {
        let site = Site::new();
        site.put(
            "content/impact/a.md",
            format!("---\nid: a\ntitle: {title}\ndate: 2026-03-01\nsummary: S.\n---\n\nText.\n"),
        );
        told(&site).len()
    };
    for title in ["\"It&rsquo;s\"", "A <em>new</em> well", "\"**New** wells\"", "\"`cargo test` works\""] {
        assert_eq!(titled(title), 1, "{title}");
    }
    for title in [
        "R&D",
        "AT&T; and more",
        "\"2 < 3 > 1\"",
        "\"2 ** 3\"",
        "\"A [note] (in brackets)\"",
        "snake_case__name",
    ] {
        assert_eq!(titled(title), 0, "{title}");
    }
}
