//! The mistakes of a first day: what is said about each, as it is printed, and nothing else.

use std::fs;
use std::process::Command;
use tempfile::TempDir;

const CONFIG: &str = "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\n";

/// A story with a date, an id and a text.
fn story(id: &str, date: &str, more: &str, text: &str) -> String {
    format!("---\nid: {id}\ntitle: Story {id}\ndate: {date}\nsummary: What happened.\n{more}---\n\n{text}\n")
}

fn site(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = ("hearback.yaml", CONFIG.to_owned());
    for (path, text) in files.iter().chain([&config]) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// How a command ends and what it says, but for the time that it took.
fn run(site: &TempDir, words: &[&str]) -> String {
    let root = ["--root".as_ref(), site.path().as_os_str()];
    let ran = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(words)
        .args(["--now", "2026-06-01"])
        .args(root)
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap();
    format!("{}: {said}", ran.status.code().unwrap())
}

#[test]
fn a_story_that_cannot_be_read_is_the_only_thing_that_is_said() {
    let site = site(&[
        ("content/impact/a.md", story("a", "27 March 2026", "", "Text.")),
        ("content/impact/b.md", story("b", "2026-03-02", "", "See [the other](a.md#why).")),
        (
            "content/impact/c.md",
            story(
                "c",
                "2026-03-03",
                "progress:\n  - {commitment: ramp, date: 2026-03-03, status: complete}\n",
                "Text.",
            ),
        ),
    ]);
    let said = "1: error[date]: `27 March 2026` is not a date
 --> content/impact/a.md:4:7
  |
4 | date: 27 March 2026
  |       ^^^^^^^^^^^^^
  |
  = help: write a day as `2026-03-05`

1 error in 1 file
";
    assert_eq!(run(&site, &["check"]), said);
}

#[test]
fn what_new_wrote_is_never_published() {
    let text = "[The answer. Begin with whether they are right.]";
    let site = site(&[("content/impact/a.md", story("a", "2026-03-01", "", text))]);
    let said = run(&site, &["build"]);
    assert!(said.starts_with(&format!("1: error[unfilled]: `{text}` was to be replaced\n")), "{said}");
    assert!(said.ends_with("nothing was written: 1 error in 1 file\n"), "{said}");
    assert!(!site.path().join("public").exists());
    fs::write(site.path().join("content/impact/a.md"), story("a", "2026-03-01", "draft: true\n", text))
        .unwrap();
    assert!(run(&site, &["build"]).starts_with("0: "));
}

#[test]
fn a_file_that_is_no_longer_a_story_is_named() {
    let site = site(&[("content/impact/a.MD", story("a", "2026-03-01", "", "Text."))]);
    let said = "0: warning[not-a-story]: this file is published as it is, and not read as a story
--> content/impact/a.MD
 = help: if it is one, give its name the ending `.md`

1 warning in 1 file
";
    assert_eq!(run(&site, &["check"]), said);
}

#[test]
fn a_copy_has_to_change_and_not_what_it_was_made_from() {
    let site = site(&[
        ("content/impact/a-copy.md", story("a", "2026-03-02", "", "Text.")),
        ("content/impact/b.md", story("a", "2026-03-01", "", "Text.")),
    ]);
    let said = run(&site, &["check"]);
    let first = "1: error[duplicate-id]: `a` is already the id of `content/impact/b.md`\n --> content/impact/a-copy.md:2:5\n";
    assert!(said.starts_with(first), "{said}");
}

#[test]
fn a_build_says_what_it_leaves_out() {
    let site = site(&[
        ("content/impact/a.md", story("a", "2026-03-01", "draft: true\n", "Text.")),
        ("content/impact/b.md", story("b", "2027-03-01", "", "Text.")),
        ("content/impact/c.md", story("c", "2026-03-01", "", "Text.")),
    ]);
    let said = run(&site, &["build"]);
    assert!(said.contains("\nleft out: 1 draft and 1 of the future\n"), "{said}");
}

#[test]
fn a_heading_does_not_take_an_id_that_the_page_has() {
    let promise = "commitments:\n  - {id: ramp, what: A ramp, due: 2026-09-01}\n";
    let site =
        site(&[("content/impact/a.md", story("a", "2026-03-01", promise, "## Commitments\n\n## Changes"))]);
    assert!(run(&site, &["build"]).starts_with("0: "));
    let page = fs::read_to_string(site.path().join("public/impact/a/index.html")).unwrap();
    for id in ["id=\"commitments\"", "id=\"commitments-2\"", "id=\"changes\""] {
        assert_eq!(page.matches(id).count(), 1, "{id}");
    }
}

#[test]
fn links_of_the_menu_and_links_copied_from_a_browser_are_links_of_this_site() {
    let text = "[gone](https://ferrow.example/impact/gone/) [there](https://ferrow.example/impact/a/?x#y)";
    let site = site(&[("content/impact/a.md", story("a", "2026-03-01", "", text))]);
    let menu = "menu:\n  - {title: A, url: /impact/a/}\n  - {title: B, url: /abuot/}\n  - {title: C, url: \"https://x.example/\"}\n";
    fs::write(site.path().join("hearback.yaml"), CONFIG.to_owned() + menu).unwrap();
    let said = run(&site, &["check"]);
    let found: Vec<&str> =
        said.lines().filter(|line| line.contains("dead-link") || line.contains("-->")).collect();
    assert_eq!(
        found,
        [
            "0: warning[dead-link]: `https://ferrow.example/impact/gone/` leads to nothing",
            " --> content/impact/a.md:8:1",
            "warning[dead-link]: `/abuot/` leads to nothing",
            " --> hearback.yaml:6:21",
        ]
    );
}

#[test]
fn a_copy_is_no_language() {
    let site = site(&[
        ("content/impact/a.md", story("a", "2026-03-01", "", "Text.")),
        ("content/impact/a.old.md", story("a", "2026-03-01", "", "Text.")),
        ("content/impact/a.es.md", story("a", "2026-03-01", "", "Texto.")),
    ]);
    let said = run(&site, &["check"]);
    assert!(
        said.contains("`.old` is none of this site's languages, so this is a story of its own"),
        "{said}"
    );
    assert!(said.contains("if it is a copy, keep it outside of\n         `content/`"), "{said}");
    assert!(said.contains("error[duplicate-id]: `a` is already the id of `content/impact/a.md`"), "{said}");
    assert!(!said.contains("a.es.md"), "{said}");
}

#[test]
fn several_tags_in_one_text_are_no_list_and_a_picture_that_is_none_is_told_from_one_that_is_missing() {
    let site = site(&[
        (
            "content/impact/a.md",
            story("a", "2026-03-01", "tags: bikes, free\n", "![A bike](bike.JPG) ![A note](note.heic)"),
        ),
        ("content/impact/bike.jpg", "no picture".to_owned()),
        ("content/impact/note.heic", "no picture".to_owned()),
    ]);
    let said = run(&site, &["check"]);
    for part in [
        "error[type]: `tags` is text, not a list",
        "`bike.JPG` is not there\n",
        "= help: did you mean `bike.jpg`?",
        "`note.heic` is no image that browsers show",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn totals_that_are_not_there_are_missed_where_they_are_named() {
    let site = site(&[]);
    fs::write(site.path().join("hearback.yaml"), CONFIG.to_owned() + "totals: totals.csv\n").unwrap();
    let said = "1: error[unreadable]: cannot read `totals.csv`: it is not there
 --> hearback.yaml:4:9
  |
4 | totals: totals.csv
  |         ^^^^^^^^^^
  |
  = help: make the file, or take out the line

1 error in 1 file
";
    assert_eq!(run(&site, &["check"]), said);
}
