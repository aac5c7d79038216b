//! Pages of others are told that a story answers them, by a receiver written after the recommendation's own examples.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::local::{Asked, Local};
use crate::site::Site;

type Pages = Arc<Mutex<BTreeMap<String, (u16, String, String)>>>;

/// A site on this machine, and another one that it answers.
struct Two {
    site: Site,
    server: Local,
    pages: Pages,
}

const HTML: &str = "Content-Type: text/html\r\n";

impl Two {
    fn new() -> Two {
        let pages: Pages = Arc::default();
        let kept = Arc::clone(&pages);
        let server = Local::serve(move |asked: &Asked| {
            let target = asked.line().split(' ').nth(1).unwrap_or_default();
            let path = target.split('?').next().unwrap_or_default().to_owned();
            kept.lock().unwrap().get(&path).cloned().unwrap_or((404, String::new(), String::new()))
        });
        let site = Site::new();
        site.put("hearback.yaml", format!("title: Ferrow\nurl: {}\nlanguage: en\n", server.url("/site/")));
        Two { site, server, pages }
    }

    fn page(&self, path: &str, status: u16, headers: &str, body: &str) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, headers.to_owned(), body.to_owned()));
    }

    /// The story, with these sources, built and put where it is live.
    fn publish(&self, sources: &[&str], text: &str) {
        let sources: Vec<String> =
            sources.iter().map(|path| format!("\"{}\"", self.server.url(path))).collect();
        let matter = format!(
            "criticisms:\n  - said: The depot is closed on Saturdays.\n    sources: [{}]\n    outcome: resolved\n",
            sources.join(", ")
        );
        self.site.story("content/responses/depot.md", "2026-05-01", &matter, text);
        let files = self.site.build();
        let page = files.get("responses/depot/index.html").unwrap();
        self.page("/site/responses/depot/", 200, HTML, &String::from_utf8_lossy(page));
    }

    fn send(&self) -> String {
        let ran = self.site.run(&["webmention", "--send"]);
        self.plain(&ran.said())
    }

    fn plain(&self, text: &str) -> String {
        text.replace(&self.server.host(), "host.example")
    }

    /// The messages that came, as path and form.
    fn messages(&self) -> Vec<String> {
        let asked = self.server.asked();
        let posts = asked.iter().filter(|asked| asked.line().starts_with("POST"));
        posts
            .map(|asked| {
                let form: Vec<_> = url::form_urlencoded::parse(asked.body.as_bytes()).collect();
                let form: Vec<String> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
                self.plain(&format!("{} {}", asked.line(), form.join(" ")))
            })
            .collect()
    }
}

#[test]
fn a_page_is_told_once_and_again_when_the_story_changes() {
    let two = Two::new();
    two.page("/post", 200, HTML, "<link rel=webmention href=\"/hook?site=7\">");
    two.page("/hook", 202, "", "");
    two.publish(&["/post"], "It opens now.");
    let plan = two.site.run(&["webmention"]);
    assert_eq!(
        two.plain(&plan.said()),
        "http://host.example/post\n  http://host.example/site/responses/depot/ links to it\nnothing is sent yet; \
         to tell 1 page: `hearback webmention --send`\n"
    );
    assert_eq!(two.messages(), Vec::<String>::new());
    assert_eq!(two.send(), "http://host.example/post: told\n");
    assert_eq!(two.send(), "no page is to be told anything\n");
    let message =
        "POST /hook?site=7 source=http://host.example/site/responses/depot/ target=http://host.example/post";
    assert_eq!(two.messages(), [message]);
    two.publish(&["/post"], "It opens now, from eight.");
    assert_eq!(two.send(), "http://host.example/post: told\n");
    // What is no source any more is told that, too.
    two.publish(&[], "It opens now, from nine.");
    assert_eq!(two.send(), "http://host.example/post: told\n");
    assert_eq!(two.messages(), [message; 3]);
    let ledger = two.site.read("ledger.jsonl");
    assert_eq!(ledger.lines().filter(|line| line.contains("\"kind\":\"mentioned\"")).count(), 3);
}

#[test]
fn a_receiver_is_found_however_the_page_names_it() {
    let two = Two::new();
    let link = |value: &str| format!("{HTML}Link: {value}\r\n");
    two.page("/in-header", 200, &link("</hook>; rel=\"webmention\""), "<link rel=webmention href=/wrong>");
    two.page("/blog/in-text", 200, HTML, "<p>Tell <a rel=webmention href=hook>us</a></p>");
    two.page("/moved", 301, "Location: /deep/er/page\r\n", "");
    two.page("/deep/er/page", 200, HTML, "<link rel=webmention href=hook>");
    two.page("/itself", 200, HTML, "<link rel=webmention href=''>");
    two.page("/no-receiver", 200, HTML, "<p>&lt;link rel=webmention href=/wrong&gt;</p>");
    for hook in ["/hook", "/blog/hook", "/deep/er/hook"] {
        two.page(hook, 201, "", "");
    }
    two.publish(
        &["/in-header", "/blog/in-text", "/moved", "/itself", "/no-receiver", "/gone"],
        "It opens now.",
    );
    insta::assert_snapshot!(two.send(), @r"
    http://host.example/blog/in-text: told
    http://host.example/gone: it takes no webmentions
    http://host.example/in-header: told
    http://host.example/itself: told
    http://host.example/moved: told
    http://host.example/no-receiver: it takes no webmentions
    ");
    let to: Vec<String> =
        two.messages().iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(to, ["/blog/hook", "/hook", "/itself", "/deep/er/hook"]);
    assert_eq!(two.send(), "no page is to be told anything\n");
}

#[test]
fn what_does_not_work_for_now_is_tried_again_and_a_refusal_is_not() {
    let two = Two::new();
    two.page("/busy", 200, HTML, "<link rel=webmention href=/busy-hook>");
    two.page("/busy-hook", 503, "", "");
    two.page("/no", 200, HTML, "<link rel=webmention href=/no-hook>");
    two.page("/no-hook", 400, "", "");
    two.publish(&["/busy", "/no"], "It opens now.");
    insta::assert_snapshot!(two.send(), @r"
    http://host.example/busy: not told: `host.example` answers 503
    http://host.example/no: it does not want to be told (400)
    ");
    two.page("/busy-hook", 200, "", "");
    assert_eq!(two.send(), "http://host.example/busy: told\n");
}

#[test]
fn nobody_is_told_of_a_page_that_is_not_live_in_this_revision() {
    let two = Two::new();
    two.page("/post", 200, HTML, "<link rel=webmention href=/hook>");
    two.page("/hook", 202, "", "");
    two.publish(&["/post"], "It opens now.");
    two.page("/site/responses/depot/", 404, "", "");
    assert_eq!(
        two.send(),
        "http://host.example/post: not told yet: the page answers 404 (http://host.example/site/responses/depot/)\n"
    );
    assert_eq!(two.messages(), Vec::<String>::new());
}

#[tokio::test]
async fn a_private_address_is_never_asked() {
    use hearback::web::client::Client;
    use hearback::web::webmention::{Told, tell};
    let server = Local::serve(|_| (200, HTML.to_owned(), "<link rel=webmention href=/hook>".to_owned()));
    let url = |text: &str| url::Url::parse(text).unwrap();
    let source = url("https://ferrow.example/a/");
    let public = Client::for_pages(false).unwrap();
    for private in [server.url("/"), "http://10.0.0.1/".to_owned(), "http://[::1]/".to_owned()] {
        assert_eq!(tell(&public, &source, &url(&private)).await, Told::Nobody, "{private}");
    }
    assert!(server.asked().is_empty());
    // A page that anybody may read can name a receiver that only this network knows.
    let leading = Local::serve(|_| {
        (200, HTML.to_owned(), "<link rel=webmention href=http://192.168.0.1/hook>".to_owned())
    });
    let told = tell(&Client::for_pages(true).unwrap(), &source, &url(&leading.url("/"))).await;
    assert!(matches!(told, Told::Refused { status: 0, .. }), "{told:?}");
}
