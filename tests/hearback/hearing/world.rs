//! A site with one story whose toot is out, and the server that has it.

use std::fmt::Write as _;

use hearback::listen::{self, Report, Settings};
use hearback::mastodon;
use hearback::model::secret::Token;
use hearback::model::ways::Ways;
use hearback::store;
use hearback::store::steps::Steps;
use hearback::web::client::Client;
use hearback::web::session::Session;
use jiff::{SignedDuration, Timestamp};

use super::server::Server;
use crate::site::{Ran, Site, tree};

/// What a test sets up and looks at.
pub(super) struct World {
    pub(super) site: Site,
    pub(super) server: Server,
    /// The id of the story's toot.
    pub(super) toot: String,
    now: Timestamp,
    hashtags: Vec<String>,
}

const CONFIG: &str =
    "title: Ferrow\nlanguage: en\nservice_standard: {respond_within: 5}\nlisten: {show: approved}\n";

impl World {
    /// The toot is out, and nobody said anything.
    pub(super) fn new() -> World {
        let world = World {
            site: Site::new(),
            server: Server::start(),
            toot: String::new(),
            now: "2026-06-01T12:00:00Z".parse().unwrap(),
            hashtags: Vec::new(),
        };
        let config = format!(
            "{CONFIG}url: https://ferrow.example/\nmastodon: {{account: \"@org@{}\"}}\n",
            world.server.host()
        );
        world.site.put("hearback.yaml", config);
        world.site.story("content/impact/wells.md", "2026-05-20", "", "They are twelve metres deep.");
        let toot = world.server.ours("We dug two wells.", None);
        let (uri, url) = (world.server.uri(&toot), world.server.address(&toot));
        world.site.put("ledger.jsonl", receipt("impact-wells", &toot, &uri, &url));
        World { toot, ..world }
    }

    /// The same, where hashtags are watched.
    pub(super) fn watching(mut self, tag: &str) -> World {
        self.hashtags.push(tag.to_owned());
        self
    }

    /// So many more stories with toots, which are not on the site.
    pub(super) fn with_toots(self, count: usize) -> World {
        let mut ledger = self.site.read("ledger.jsonl");
        for n in 0..count {
            let toot = self.server.ours("More.", None);
            let (uri, url) = (self.server.uri(&toot), self.server.address(&toot));
            write!(ledger, "{}", receipt(&format!("more-{n}"), &toot, &uri, &url)).unwrap();
        }
        self.site.put("ledger.jsonl", ledger);
        self
    }

    /// Time passes.
    pub(super) fn later(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
    }

    /// A round of listening, in this process.
    pub(super) fn listen(&self) -> Report {
        let base = url::Url::parse(&self.server.url("/")).unwrap();
        let session = Session::new(Client::new().unwrap(), &base, Some(Token::new("s3cret")));
        let server = mastodon::Server::new(session);
        let is_snac = self.server.set().ways.snac;
        let version = if is_snac { "4.0.0 (not true; really snac/2.94)" } else { "4.6.4" };
        let settings = Settings {
            user: "org".to_owned(),
            hashtags: self.hashtags.clone(),
            wait: std::time::Duration::ZERO,
            ways: Ways::of(version),
        };
        let (ledger, skipped) = store::ledger::read(&self.site.path("ledger.jsonl")).unwrap();
        assert_eq!(skipped, []);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let steps = Steps::new(None);
        runtime.block_on(listen::listen(&self.site.path("."), &server, &settings, &ledger, &steps, self.now))
    }

    /// The same, which must hear everything; what is new, changed and gone.
    pub(super) fn hear(&self) -> [usize; 3] {
        let report = self.listen();
        assert_eq!((&report.deaf, &report.stopped), (&Vec::new(), &None), "{report:?}");
        [report.change.new, report.change.edited, report.change.gone]
    }

    /// The program, at this moment and with the token.
    pub(super) fn run(&self, words: &[&str]) -> Ran {
        let now = self.now.to_string();
        self.site.run_with(&[words, &["--now", &now]].concat(), &[("HEARBACK_TOKEN", "s3cret")])
    }

    /// What waits for an answer, each by its channel and words.
    pub(super) fn waiting(&self) -> Vec<String> {
        let ran = self.run(&["inbox", "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.said());
        let inbox: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let lines = inbox["waiting"].as_array().unwrap().iter();
        lines
            .map(|line| {
                let again = if line["again"] == true { " again" } else { "" };
                format!("{}{again}: {}", line["channel"].as_str().unwrap(), line["said"].as_str().unwrap())
            })
            .collect()
    }

    /// Lets the page show a toot.
    pub(super) fn show(&self, id: &str) {
        let ran = self.run(&["inbox", "show", &self.server.address(id)]);
        assert_eq!(ran.code, 0, "{}", ran.said());
    }

    /// The thread on the story's page as text, a line an element; empty where there is none.
    pub(super) fn page(&self) -> String {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.said());
        let page = self.site.read("public/impact/wells/index.html");
        let Some((_, from)) = page.split_once("<section class=\"replies\"") else { return String::new() };
        let (thread, _) = from.split_once("</section>").unwrap();
        let thread = thread.split_once('>').unwrap().1;
        let text = hearback::html::text(&thread.replace('\n', "<br>"));
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Everything in the site's folder, the built site too.
    pub(super) fn everything(&self) -> String {
        let files = tree(&self.site.path("."));
        files.iter().map(|(path, bytes)| format!("{path}\n{}\n", String::from_utf8_lossy(bytes))).collect()
    }
}

/// The ledger's line of a toot that is out.
pub(super) fn receipt(story: &str, id: &str, uri: &str, url: &str) -> String {
    let record = serde_json::json!({
        "v": 1, "kind": "receipt", "intent": format!("i{id}"), "story": story, "action": "new", "how": "posted",
        "id": id, "uri": uri, "url": url, "scheduled": null, "revision": null, "at": "2026-05-20T09:00:00Z",
    });
    format!("{record}\n")
}
