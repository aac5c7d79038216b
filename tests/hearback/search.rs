//! What a reader finds by searching, and the pages that help along.

use crate::site::{Site, tree};
use serde_json::Value;
use std::collections::BTreeMap;

/// A site in three languages, with something of each kind.
fn site() -> Site {
    let site = Site::new();
    site.put(
        "hearback.yaml",
        "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\nlanguages: [ar, ja]\n",
    );
    site.story(
        "content/responses/ramp.md",
        "2025-11-03",
        "criticisms:\n  - said: Nobody in a wheelchair gets up the steps\n    outcome: upheld\n    reasons: The steps are steep.\ncommitments:\n  - id: ramp\n    what: A ramp at the front door\n    due: 2026-09-01\n",
        "## Why it took long\n\nThe café's owner & the *mayor* un**believ**ably agreed.",
    );
    site.story("content/impact/wells.md", "2026-03-05", "tags: [water]\n", "Three wells.");
    site.story("content/impact/wells.ar.md", "2026-03-06", "", "حفرنا ثلاث آبار في القرية.");
    site.story("content/impact/wells.ja.md", "2026-03-06", "", "東京の井戸。");
    site
}

/// A file of the output.
fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path}: {:?}", files.keys())).clone())
        .unwrap()
}

/// The part of a page between its head and its foot.
fn main_of(page: &str) -> &str {
    page.split_once("<main id=\"main\">").unwrap().1.split_once("</main>").unwrap().0
}

#[test]
fn each_language_has_an_index_of_its_own_words() {
    let files = site().build();
    let words = |path: &str| -> Vec<String> {
        let file: BTreeMap<String, Value> = serde_json::from_str(&text(&files, path)).unwrap();
        file.into_keys().collect()
    };
    let english = words("search/words-0.json");
    for word in ["wheelchair", "cafe", "unbelievably", "ramp", "water", "=response", "=commitment", "wells"] {
        assert!(english.iter().any(|other| other == word), "{word} is not in {english:?}");
    }
    for word in ["amp", "strong", "believ", "upheld"] {
        assert!(!english.iter().any(|other| other == word), "{word} is in {english:?}");
    }
    assert!(words("ar/search/words-0.json").contains(&"قريه".to_owned()));
    assert!(words("ja/search/words-0.json").contains(&"東京".to_owned()));
    insta::assert_snapshot!(text(&files, "search/found-0.json").replace("],[", "],\n["));
}

#[test]
fn only_the_search_has_a_script_and_lists_all_titles_without_one() {
    let files = site().build();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8(bytes.clone()).unwrap();
        let has_script = page.contains("<script src");
        assert_eq!(has_script, path.ends_with("search/index.html"), "{path}");
        assert_eq!(page.contains("script-src"), has_script, "{path}");
    }
    let page = text(&files, "search/index.html");
    assert!(page.contains("script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"));
    insta::assert_snapshot!(main_of(&page));
}

#[test]
fn who_wants_no_search_has_none() {
    let site = Site::new();
    site.put("hearback.yaml", "title: Ferrow\nurl: https://ferrow.example/\nsearch: false\n");
    site.story("content/impact/wells.md", "2026-03-05", "", "Three wells.");
    let files = site.build();
    assert!(!files.keys().any(|path| path.starts_with("search/")), "{:?}", files.keys());
    assert!(!files.iter().any(|(path, bytes)| {
        path.ends_with(".html") && String::from_utf8_lossy(bytes).contains("/search/")
    }));
}

#[test]
fn more_text_is_in_more_files_and_every_word_in_the_file_that_begins_before_it() {
    let site = Site::new();
    let consonants = "bcdfghjklmnpqrstvwxz";
    for number in 0..40 {
        let text: String = (0..400).fold(String::new(), |text, n| {
            let letter = |at: usize| consonants.as_bytes()[(number * 7 + n * at) % 20] as char;
            text + &format!("{}a{}e{} ", letter(1), letter(3), letter(11))
        });
        site.story(&format!("content/impact/s{number:02}.md"), "2026-03-05", "", &text);
    }
    let files = site.build();
    let page = text(&files, "search/index.html");
    let known = page.split_once("id=\"search-index\">").unwrap().1.split_once("</script>").unwrap().0;
    let known: Value = serde_json::from_str(known).unwrap();
    let first: Vec<&str> =
        known["first"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let parts = files.keys().filter(|path| path.starts_with("search/words-")).count();
    assert_eq!((parts, known["documents"].as_u64()), (first.len(), Some(40)));
    assert!(parts > 1, "{parts}");
    for (part, begin) in first.iter().enumerate() {
        let file: BTreeMap<String, Value> =
            serde_json::from_str(&text(&files, &format!("search/words-{part}.json"))).unwrap();
        let end = first.get(part + 1).copied().unwrap_or("\u{ffff}");
        assert_eq!(file.keys().next().map(String::as_str), Some(*begin));
        assert!(file.keys().all(|word| word.as_str() >= *begin && word.as_str() < end), "{part}");
    }
}

#[test]
fn a_site_that_grows_while_it_is_served_has_the_files_of_a_new_one() {
    let site = site();
    let before = site.build().len();
    site.story(
        "content/impact/wells.md",
        "2026-03-05",
        "tags: [water]\n",
        &"Wells and water. ".repeat(6_000),
    );
    let after = site.build();
    assert!(after.len() > before);
    let again = tree(&site.path("public"));
    assert!(again == after);
}

#[test]
fn subscribing_and_data_are_explained_in_words() {
    let site = site();
    let files = site.build();
    insta::assert_snapshot!(main_of(&text(&files, "subscribe/index.html")));
    insta::assert_snapshot!(main_of(&text(&files, "data/index.html")));
}

#[test]
fn a_page_of_an_author_counts_instead_of_ours() {
    let site = site();
    site.story("content/subscribe.md", "2026-01-01", "", "Write to us.");
    let files = site.build();
    assert!(text(&files, "subscribe/index.html").contains("Write to us."));
}

#[test]
fn a_lost_address_is_answered_in_every_language_with_a_search_and_titles() {
    let files = site().build();
    insta::assert_snapshot!(main_of(&text(&files, "404.html")));
}

#[test]
fn the_archive_has_every_title_by_month() {
    let files = site().build();
    insta::assert_snapshot!(main_of(&text(&files, "archive/index.html")));
    insta::assert_snapshot!(main_of(&text(&files, "archive/2026/index.html")));
}

#[test]
fn a_new_site_offers_nothing_that_is_empty() {
    let site = Site::new();
    site.put(
        "content/about.md",
        "---\nid: about\ntitle: About\ndate: 2026-01-01\nsummary: Us.\n---\n\nUs.\n",
    );
    let files = site.build();
    let home = text(&files, "index.html");
    for path in
        ["/tags/", "/corrections/", "/commitments/", "/accountability/", "/data/", "/archive/", "/subscribe/"]
    {
        assert!(!home.contains(&format!("href=\"{path}")), "{path} is offered in {home}");
    }
    assert!(home.contains("href=\"/search/\""));
}
