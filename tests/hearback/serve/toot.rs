//! The toot beside a story is the one that `hearback toot` would post.

use super::server::{Server, Site};
use serde_json::Value;

fn panel(server: &Server, address: &str) -> Value {
    serde_json::from_str(&server.get(&format!("/.hearback/toot?address={address}")).text()).unwrap()
}

fn site() -> Site {
    let site = Site::small();
    let yaml = std::fs::read_to_string(site.path("hearback.yaml")).unwrap();
    site.put(
        "hearback.yaml",
        yaml + "mastodon: {account: \"@ferrow@social.example\", start: 2026-01-01, max_per_run: 9}\n",
    );
    site.put(
        "content/about.md",
        "---\ntitle: About us\ndate: 2026-01-05\nsummary: Who we are.\n---\n\nUs.\n",
    );
    site
}

#[test]
fn the_panel_shows_the_toot_of_the_plan() {
    let site = site();
    site.put(
        "content/impact/shock.md",
        "---\nid: shock\ntitle: A shock\ndate: 2026-03-09\nsummary: Somebody was hurt.\ntags: [queue]\n\
         toot: {text: She is well again., cw: Electric shock}\n---\n\nText.\n",
    );
    let server = site.serve(&[]);
    let plan: Value = serde_json::from_str(&site.output("toot", &["--format", "json"])).unwrap();
    let entries = plan["entries"].as_array().unwrap();
    assert_eq!(entries.iter().filter(|entry| entry["step"] == "post").count(), 4, "{plan}");
    for entry in entries.iter().filter(|entry| entry["step"] == "post") {
        let (toot, address) = (&entry["toot"], entry["toot"]["page"].as_str().unwrap());
        let panel = panel(&server, address.trim_start_matches("https://ferrow.example"));
        let shown =
            (&panel["parts"][0], &panel["warning"], &panel["length"], &panel["language"], &panel["skipped"]);
        let wanted =
            (&toot["text"], &toot["content_warning"], &toot["length"], &toot["language"], &Value::Null);
        assert_eq!(shown, wanted, "{address}");
        assert_eq!(panel["limit"], 500);
    }
}

#[test]
fn a_page_that_is_no_story_has_no_panel_and_a_draft_has_a_reason() {
    let site = site();
    site.put(
        "content/impact/draft.md",
        "---\nid: draft\ntitle: A draft\ndate: 2026-03-09\nsummary: Not yet.\ndraft: true\n---\n\nText.\n",
    );
    let server = site.serve(&[]);
    for address in ["/about/", "/", "/impact/", "/none/", "", "../etc/passwd"] {
        assert_eq!(panel(&server, address), Value::Null, "{address}");
    }
    let draft = panel(&server, "/impact/draft/");
    assert!(draft["skipped"].as_str().unwrap().contains("draft"), "{draft}");
    assert!(draft["parts"][0].as_str().unwrap().contains("Not yet."), "{draft}");
}

#[test]
fn the_limits_are_those_of_the_server_that_was_asked_last() {
    let site = site();
    let long = "This toot is far too long for some. ".repeat(30);
    site.put(
        "content/impact/long.md",
        format!("---\nid: long\ntitle: Long\ndate: 2026-03-09\nsummary: {long}\n---\n\nText.\n"),
    );
    let server = site.serve(&[]);
    let shortened = panel(&server, "/impact/long/");
    assert!(shortened["limit"] == 500 && shortened["length"].as_u64().unwrap() <= 500, "{shortened}");
    // A login happens while the server runs.
    let limits = r#"{"max_characters":5000,"url_characters":23,"max_media":4,"alt_text":1500}"#;
    site.put(".hearback/limits.json", limits);
    let whole = panel(&server, "/impact/long/");
    assert!(whole["limit"] == 5000 && whole["length"].as_u64().unwrap() > 1000, "{whole}");
}
