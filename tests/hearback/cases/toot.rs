//! The plan of what is told: cases that went wrong once.

use crate::site::Site;

fn plan(site: &Site) -> String {
    site.run(&["toot"]).said().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_that_the_server_takes_for_a_mention_is_told_wherever_it_stands() {
    for case in ["mention-dash", "mention-paren"] {
        let said = plan(&Site::case(case));
        assert!(
            said.contains("`@council` would mention whoever has that name on the server"),
            "{case}: {said}"
        );
    }
    let planned = |summary: &str| {
        let site = Site::new();
        let config = site.read("hearback.yaml");
        site.put(
            "hearback.yaml",
            format!("{config}mastodon: {{account: \"@a@social.example\", start: 2026-01-01}}\n"),
        );
        site.put(
            "content/impact/a.md",
            format!("---\nid: a\ntitle: A\ndate: 2026-03-01\nsummary: \"{summary}\"\n---\n\nText.\n"),
        );
        plan(&site)
    };
    for summary in ["Thanks to @council.", "„@council“ paid.", "Yes:@council", "(@council)"] {
        assert!(planned(summary).contains("`@council` would mention"), "{summary}");
    }
    for summary in ["Write to jo@council.example.", "a=@council", "x/@council", "5_@council"] {
        assert!(!planned(summary).contains("would mention"), "{summary}");
    }
}

#[test]
fn the_card_of_another_link_is_told() {
    let said = plan(&Site::case("card-other-link"));
    assert!(
        said.contains("the card will show https://www.w3.org/WAI/, the first link, and not this page"),
        "{said}"
    );
}
