//! What stands beside the page: it allows nothing more than the published page, and tells what a writer would not see.

use super::server::Site;

/// What stands in the policy of a page.
fn policy(page: &str) -> &str {
    let rest = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn a_script_of_the_site_that_the_published_page_blocks_is_blocked_beside_the_writer() {
    let site = Site::small();
    site.put("static/site.js", "document.title = 'ran'");
    site.put(
        "themes/default/templates/404.html",
        "{% extends \"default/404.html\" %}{% block main %}<script src=\"/site.js\"></script>{% endblock main %}",
    );
    let published = site.build(&[]).into_iter().find(|(name, _)| name == "404.html").unwrap();
    let published = String::from_utf8(published.1).unwrap();
    let server = site.serve(&[]);
    let (before, own) = {
        let page = server.get("/404.html").text();
        assert!(page.contains("<script src=\"/site.js\"></script>"), "{page}");
        assert!(page.contains("<script src=\"/.hearback/page.js\" nonce=\"hearback-serve\" "), "{page}");
        let (before, own) = policy(&page).split_once("; ; ").unwrap();
        (before.to_owned(), own.to_owned())
    };
    assert_eq!(before, "script-src 'nonce-hearback-serve'");
    let (start, asks) = own.split_once("connect-src ").unwrap();
    let (asks, end) = asks.split_once(' ').unwrap();
    assert!(asks.starts_with("http://") && asks.ends_with("/.hearback/"), "{asks}");
    assert_eq!(format!("{start}connect-src {end}"), policy(&published));
}

#[test]
fn a_script_that_the_published_page_allows_is_allowed_beside_the_writer() {
    let site = Site::small();
    let base = include_str!("../../../themes/default/templates/base.html");
    let allowing =
        base.replace("content=\"{{ head.policy }}\"", "content=\"{{ head.policy }}; script-src 'self'\"");
    assert_ne!(allowing, base);
    site.put("themes/default/templates/base.html", allowing);
    let server = site.serve(&[]);
    let page = server.get("/impact/early/").text();
    assert!(policy(&page).ends_with("; script-src 'nonce-hearback-serve' 'self'"), "{}", policy(&page));
    assert_eq!(policy(&page).matches("script-src").count(), 1);
}

#[test]
fn warnings_and_stories_that_are_not_shown_reach_the_browser() {
    let site = Site::small();
    let server = site.serve(&[]);
    assert_eq!(server.get("/.hearback/state").text(), "{\"findings\":[],\"left_out\":[]}");
    let matter = "id: x\ntitle: Wells\ndate: 2926-03-05\nsummary: What will happen.";
    site.put("content/impact/wells.md", format!("---\n{matter}\n---\n\nWater.\n"));
    let state = server.wait_for("/.hearback/state", "wells.md").text();
    assert!(
        state.contains(
            "\"left_out\":[\"`content/impact/wells.md` is dated 2926-03-05 and not published before; \
             `hearback serve --future` shows it today\"]"
        ),
        "{state}"
    );
    site.put(
        "content/impact/late.md",
        "---\nid: late\ntitle: Late\ndate: 2026-03-03\nsumary: Typo.\n---\n\nx\n",
    );
    let state = server.wait_for("/.hearback/state", "sumary").text();
    assert!(
        state.contains("\"severity\":\"warning\"") && !state.contains("\"severity\":\"error\""),
        "{state}"
    );
}
