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

/// The guids of a site's RSS feed.
fn guids(site: &Site) -> Vec<String> {
    let rss = site.read("public/rss.xml");
    let parts = rss.split("<guid isPermaLink=\"false\">").skip(1);
    parts.map(|part| part.split('<').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_story_that_gets_an_id_keeps_the_guid_that_it_had() {
    let site = Site::case("fix-changes-guid");
    site.put("content/impact/a.es.md", site.read("content/impact/a.md"));
    site.build();
    let es = |site: &Site| site.read("public/es/atom.xml").matches("/content/impact/a.es.md#es</id>").count();
    let before = guids(&site);
    assert_eq!(
        (before.as_slice(), es(&site)),
        (&["tag:site.example,2026:/content/impact/a.md".to_owned()][..], 1)
    );
    let fixed = site.run(&["check", "--fix"]);
    assert_eq!(
        fixed.stderr,
        "mended `content/impact/a.es.md`\nmended `content/impact/a.md`\nnothing is wrong\n"
    );
    assert!(
        site.read("content/impact/a.md")
            .starts_with("---\nid: a\nguid: \"tag:site.example,2026:/content/impact/a.md\"\ntitle: "),
        "{}",
        site.read("content/impact/a.md")
    );
    site.build();
    assert_eq!((guids(&site), es(&site)), (before, 1));
}

#[test]
fn a_draft_gets_an_id_and_no_guid_of_its_file() {
    let site = Site::new();
    site.put(
        "content/impact/a.md",
        "---\r\ntitle: A\r\ndate: 2026-01-01\r\nsummary: S\r\ndraft: true\r\n---\r\nx\r\n",
    );
    site.run(&["check", "--fix", "--drafts"]);
    assert!(site.read("content/impact/a.md").starts_with("---\r\nid: a\r\ntitle: A\r\n"));
}

#[test]
fn a_guid_is_printed_as_another_program_gave_it_and_belongs_to_one_story() {
    let site = Site::new();
    site.story("content/impact/a.md", "2026-01-02", "guid: \"  https://old.example/?p=12&x=1 \"\n", "");
    site.story("content/impact/b.md", "2026-01-01", "guid: 4711\n", "");
    site.build();
    assert_eq!(guids(&site), ["https://old.example/?p=12&amp;x=1", "4711"]);
    let json = site.read("public/feed.json");
    assert!(json.contains("\"https://old.example/?p=12&x=1\"") && json.contains("\"4711\""), "{json}");
    site.story("content/impact/c.md", "2026-01-01", "guid: 4711\n", "");
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr
            .starts_with("error[duplicate-id]: `4711` is already the `guid` of `content/impact/b.md`\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_site_that_moves_keeps_its_guids() {
    let site = Site::case("url-changes-guid");
    site.build();
    let before = guids(&site);
    let ics = |site: &Site| site.read("public/due.ics").contains("@site.example");
    assert_eq!(before, ["tag:site.example,2026:/a"]);
    // Shown elsewhere for a try.
    site.run(&["build", "--base-url", "https://new.example/blog/"]);
    assert_eq!(guids(&site), before);
    assert!(site.read("public/rss.xml").contains("https://new.example/blog/impact/a/"));
    // Moved for good.
    let moved =
        "title: Test site\nurl: https://new.example/blog/\nfeeds: {authority: \"https://site.example\"}\n";
    site.put("hearback.yaml", moved);
    site.put("content/impact/p.md", "---\nid: p\ntitle: P\ndate: 2025-02-01\nsummary: S\ncommitments: [{id: x, what: W, due: 2027-01-01}]\n---\nx\n");
    site.build();
    assert_eq!(guids(&site), ["tag:site.example,2026:/a", "tag:site.example,2026:/p"]);
    assert!(ics(&site), "{}", site.read("public/due.ics"));
    assert!(site.read("public/atom.xml").contains("<id>tag:site.example,2026:/</id>"));
    site.put("hearback.yaml", moved.replace("https://site.example", "site.example"));
    let ran = site.check();
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.starts_with("error[address]: `site.example` is not the address of a site\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_ledgers_branch_has_a_name_that_git_takes() {
    let said = |branch: &str| {
        let site = Site::new();
        let ledger = format!("ledger: {{claim: git, branch: \"{branch}\"}}\n");
        site.put("hearback.yaml", site.read("hearback.yaml") + &ledger);
        site.check().said()
    };
    for name in ["hearback/ledger", "ledger", "our-ledger.v2"] {
        assert!(!said(name).contains("no name of a branch"), "{name}");
    }
    for name in ["-d", "a..b", "a b", "a:b", "/a", "a/", "a.lock", "a/.b", "@", "a@{1}"] {
        assert!(said(name).contains(&format!("`{name}` is no name of a branch")), "{name}: {}", said(name));
    }
}

#[test]
fn a_character_that_nobody_sees_is_named_where_it_stands() {
    let said = Site::case("yaml-control").check();
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("content/impact/a.md:3:12"), "{}", said.stderr);
    let folded = said.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(folded.contains("a character that nobody sees: U+000B"), "{folded}");
    assert!(
        folded.contains("take it out: such characters come along when text is pasted from Word or a PDF"),
        "{folded}"
    );
}
