//! Front matter and configuration: cases that went wrong once.

use crate::site::{PROGRAM, Site, ran};
use std::process::Command;

/// The pages of a site's build that a story has, by their address.
fn pages(site: &Site) -> Vec<String> {
    let of_stories = |path: &String| path.contains("impact/") && !path.ends_with("impact/index.html");
    let page = |path: String| path.strip_suffix("/index.html").map(str::to_owned);
    site.build().into_keys().filter(of_stories).filter_map(page).collect()
}

#[test]
fn a_dot_in_the_name_of_a_file_is_a_language_only_where_the_site_has_it() {
    for (case, address) in [
        ("name-example.co.uk", "impact/example-co-uk"),
        ("name-vol.ii", "impact/vol-ii"),
        ("name-what-is-node.js", "impact/what-is-node-js"),
        ("name-press-release.old", "impact/press-release-old"),
    ] {
        let site = Site::case(case);
        assert_eq!(pages(&site), [address], "{case}");
        assert_eq!(site.check().said(), "nothing is wrong\n", "{case}");
        assert_eq!(site.read("public/rss.xml").matches("<item>").count(), 1, "{case}");
    }
    let site = Site::new();
    site.story("content/impact/wells.md", "2026-03-01", "", "Water.");
    site.story("content/impact/wells.es.md", "2026-03-01", "", "Agua.");
    site.story("content/impact/wells.es-MX.md", "2026-03-01", "", "Agua.");
    site.story("content/impact/wells.en.2.md", "2026-03-01", "", "Water.");
    assert_eq!(pages(&site), ["es-mx/impact/wells", "es/impact/wells", "impact/wells-en-2", "impact/wells"]);
}

#[test]
fn the_languages_of_a_site_can_be_named_and_a_translation_into_another_one_is_questioned() {
    let site = Site::new();
    site.story("content/impact/wells.md", "2026-03-01", "", "Water.");
    site.story("content/impact/wells.cy.md", "2026-03-01", "", "Dŵr.");
    let said = site.check().stderr;
    assert!(said.contains("`.cy` is none of this site's languages, so this is a story of its own"), "{said}");
    assert!(said.contains("`languages: [en, cy]`"), "{said}");

    let config = site.read("hearback.yaml");
    site.put("hearback.yaml", format!("{config}languages: [en, cy]\n"));
    site.story("content/impact/visit.to.es.md", "2026-03-01", "", "Agua.");
    assert_eq!(pages(&site), ["cy/impact/wells", "impact/visit-to-es", "impact/wells"]);
    let said = site.check().stderr;
    assert!(said.contains("the theme has no words in `cy`"), "{said}");
    assert!(said.contains("hearback.yaml:4"), "{said}");
    assert!(said.contains("themes/default/i18n/cy.yaml"), "{said}");
}

#[test]
fn a_new_site_has_a_whole_address_and_is_asked_for_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        |words: &[&str]| ran(&Command::new(PROGRAM).args(words).current_dir(folder.path()).output().unwrap());
    let made = run(&["init", "my site", "--url", "example.org/stories"]);
    assert!(made.stderr.ends_with("next: cd 'my site' && hearback serve --open\n"), "{}", made.stderr);
    let config = std::fs::read_to_string(folder.path().join("my site/hearback.yaml")).unwrap();
    assert!(config.contains("\nurl: \"https://example.org/stories/\"\n"), "{config}");
    assert_eq!(run(&["check", "--root", "my site"]).said(), "nothing is wrong\n");

    let refused = run(&["init", "other", "--url", "exa mple"]);
    assert_eq!((refused.code, folder.path().join("other").exists()), (2, false), "{}", refused.stderr);

    run(&["init", "third"]);
    let said = run(&["check", "--root", "third"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stderr
            .contains("warning[placeholder]: `https://your-site.example/` is where nobody can visit a site")
    );
    assert!(said.stderr.contains("hearback.yaml:3:6"), "{}", said.stderr);
}

#[test]
fn a_translation_begins_as_a_draft_beside_its_story() {
    let site = Site::new();
    site.put(
        "content/impact/wells.md",
        "---\r\nid: wells\r\ntitle: Wells\r\ndate: 2026-03-01\r\n---\r\n\r\nWater.\r\n",
    );
    let translate = |words: &[&str]| {
        let command = [&["translate"], words].concat();
        ran(&Command::new(PROGRAM).args(&command).arg("--root").arg(site.path("")).output().unwrap())
    };
    let made = translate(&["content/impact/wells.md", "es"]);
    assert_eq!((made.code, made.stdout.as_str()), (0, "content/impact/wells.es.md\n"), "{}", made.stderr);
    let text = site.read("content/impact/wells.es.md");
    assert!(text.starts_with("---\r\ndraft: true   # "), "{text}");
    assert!(
        text.ends_with("id: wells\r\ntitle: Wells\r\ndate: 2026-03-01\r\n---\r\n\r\nWater.\r\n"),
        "{text}"
    );

    let again = translate(&["content/impact/wells.md", "es"]);
    assert_eq!((again.code, site.read("content/impact/wells.es.md")), (1, text));
    let unknown = translate(&["content/impact/wells.md", "cy"]);
    assert!(
        unknown.stderr.contains("name it in `hearback.yaml`, as `languages: [en, cy]`"),
        "{}",
        unknown.stderr
    );
    assert_eq!(translate(&["content/impact/gone.md", "es"]).code, 1);
    assert_eq!(translate(&["content/impact/wells.md", "in Spanish"]).code, 2);
    assert_eq!(translate(&["content/impact/wells.md", "en"]).code, 2);
}
