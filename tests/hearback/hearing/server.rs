//! A server with people on it who say things. It lists and hides, forgets and renames as real ones do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

use crate::local::{Asked, Local};

type Answer = (u16, String, String);

/// What the server does otherwise than Mastodon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    /// `min_id` is taken for `since_id`, and an edit changes the id (snac).
    pub(super) snac: bool,
    /// There is no list of toots by their ids.
    pub(super) no_ids: bool,
    /// What it does not know is answered with a page for people, and 200.
    pub(super) html: bool,
    /// Everything is.
    pub(super) all_html: bool,
    /// Nothing is answered.
    pub(super) down: bool,
    /// Notifications are thrown away before anybody can ask for them.
    pub(super) drops: bool,
    /// Notifications that were filtered are left out unless they are asked for.
    pub(super) filters: bool,
    /// How many requests it takes before it wants no more.
    pub(super) patience: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) toots: Vec<Value>,
    notifications: Vec<Value>,
    /// Toots that lists leave out: somebody is blocked, or their server does not answer.
    pub(super) hidden: BTreeSet<String>,
    pub(super) ways: Ways,
    /// Threads as another server sent them.
    pub(super) contexts: BTreeMap<String, String>,
    /// How many private conversations have news.
    pub(super) conversations: usize,
    minute: i64,
    asked: usize,
}

/// The server, while the test lasts.
pub(super) struct Server {
    local: Local,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(super) fn start() -> Server {
        let state: Arc<Mutex<State>> = Arc::default();
        let kept = Arc::clone(&state);
        Server { local: Local::serve(move |asked| kept.lock().unwrap().answer(asked)), state }
    }

    pub(super) fn host(&self) -> String {
        self.local.host()
    }

    pub(super) fn url(&self, path: &str) -> String {
        self.local.url(path)
    }

    pub(super) fn set(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// How many requests there were since the last time that this was asked.
    pub(super) fn requests(&self) -> usize {
        std::mem::take(&mut self.set().asked)
    }

    /// A toot of ours; returns its id.
    pub(super) fn ours(&self, words: &str, to: Option<&str>) -> String {
        self.say("org", words, to, |toot| toot["account"] = account("org", &self.url("/@org")))
    }

    /// What somebody says in public, which notifies us.
    pub(super) fn said(&self, who: &str, words: &str, to: &str) -> String {
        let id = self.unheard(who, words, Some(to), |_| ());
        self.notify("mention", &id, false);
        id
    }

    /// What somebody says, and nobody is notified of.
    pub(super) fn unheard(
        &self,
        who: &str,
        words: &str,
        to: Option<&str>,
        change: impl FnOnce(&mut Value),
    ) -> String {
        self.say(who, words, to, change)
    }

    fn say(&self, who: &str, words: &str, to: Option<&str>, change: impl FnOnce(&mut Value)) -> String {
        let mut state = self.set();
        state.minute += 1;
        let id = (state.toots.len() + 1).to_string();
        let at = jiff::Timestamp::from_second(1_780_000_000 + state.minute * 60).unwrap();
        // Our own toots are of this server, the others of another one.
        let home = if who == "org" { self.url("") } else { "https://garden.example".to_owned() };
        let mut toot = json!({
            "id": id, "uri": format!("{home}/{id}"), "url": format!("{home}/@{who}/{id}"),
            "created_at": at.to_string(), "in_reply_to_id": to, "visibility": "public",
            "content": format!("<p>{words}</p>"), "spoiler_text": "", "language": "en",
            "account": account(who, &format!("{home}/@{who}")), "media_attachments": [],
        });
        change(&mut toot);
        state.toots.push(toot);
        id
    }

    /// Notifies us of a toot.
    pub(super) fn notify(&self, kind: &str, id: &str, filtered: bool) {
        let mut state = self.set();
        let status = state.toot(id).unwrap().clone();
        let number = state.notifications.len() + 1;
        let notification = json!({
            "id": number.to_string(), "type": kind, "created_at": status["created_at"],
            "account": status["account"], "status": status, "filtered": filtered,
        });
        state.notifications.push(notification);
    }

    /// Changes a toot, as its author does. On snac it has another id then.
    pub(super) fn edit(&self, id: &str, change: impl FnOnce(&mut Value)) {
        let mut state = self.set();
        let renames = state.ways.snac;
        let toot = state.toots.iter_mut().find(|toot| toot["id"] == id).unwrap();
        change(toot);
        toot["edited_at"] = json!("2026-05-30T12:00:00Z");
        if renames {
            toot["id"] = json!(format!("{id}-edited"));
        }
    }

    /// Deletes a toot, as its author does.
    pub(super) fn delete(&self, id: &str) {
        let mut state = self.set();
        state.toots.retain(|toot| toot["id"] != id);
        state.notifications.retain(|item| item["status"]["id"] != id);
    }

    /// The permanent address of a toot.
    pub(super) fn uri(&self, id: &str) -> String {
        self.set().toot(id).unwrap()["uri"].as_str().unwrap().to_owned()
    }

    /// The address of a toot for people.
    pub(super) fn address(&self, id: &str) -> String {
        self.set().toot(id).unwrap()["url"].as_str().unwrap().to_owned()
    }
}

fn account(who: &str, url: &str) -> Value {
    let acct = if who == "org" { "org".to_owned() } else { format!("{who}@garden.example") };
    json!({
        "id": format!("id-of-{who}"), "username": who, "acct": acct, "url": url, "display_name": who, "note": "",
        "fields": [],
    })
}

fn ok(value: &Value) -> Answer {
    (200, "Content-Type: application/json\r\n".to_owned(), value.to_string())
}

fn page(status: u16) -> Answer {
    (status, "Content-Type: text/html\r\n".to_owned(), "<h1>Sorry</h1>".to_owned())
}

impl State {
    fn toot(&self, id: &str) -> Option<&Value> {
        self.toots.iter().find(|toot| toot["id"] == id)
    }

    fn answer(&mut self, asked: &Asked) -> Answer {
        self.asked += 1;
        if self.ways.down {
            return page(503);
        }
        if self.ways.all_html {
            return page(200);
        }
        if self.ways.patience.is_some_and(|patience| self.asked > patience) {
            let soon = "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 2026-06-01T13:00:00Z\r\n".to_owned();
            return (429, soon, "{}".to_owned());
        }
        if !asked.has_token() {
            return page(401);
        }
        let target = asked.line().split(' ').nth(1).unwrap_or_default();
        let url = url::Url::parse(&format!("http://x{target}")).unwrap();
        let query: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let parts: Vec<&str> = url.path().trim_matches('/').split('/').collect();
        match parts.as_slice() {
            ["api", "v2", "instance"] => {
                let version = if self.ways.snac { "4.0.0 (not true; really snac/2.94)" } else { "4.6.4" };
                ok(&json!({ "version": version, "configuration": {} }))
            }
            ["api", "v1", "accounts", "verify_credentials"] => ok(&account("org", "http://x/@org")),
            ["api", "v2", "notifications", "policy"] if !self.ways.html => {
                let what = if self.ways.drops { "drop" } else { "accept" };
                ok(&json!({ "for_not_following": what }))
            }
            ["api", "v1", "conversations"] => {
                ok(&json!(vec![json!({ "id": "1", "unread": true }); self.conversations]))
            }
            ["api", "v1", "notifications"] => ok(&self.notifications(&query)),
            ["api", "v1", "statuses"] if !self.ways.no_ids && !self.ways.html => {
                let is_asked = |toot: &&Value| query.iter().any(|(_, id)| toot["id"] == **id);
                let seen = |toot: &&Value| !self.hidden.contains(toot["id"].as_str().unwrap());
                ok(&self.toots.iter().filter(is_asked).filter(seen).cloned().collect())
            }
            ["api", "v1", "statuses", id] => self.toot(id).map_or(page(404), ok),
            ["api", "v1", "statuses", id, "context"] => self.context(id),
            ["api", "v1", "statuses", id, "quotes"] if !self.ways.html => {
                let quotes = |toot: &&Value| toot["quote"]["quoted_status_id"] == *id;
                ok(&self.toots.iter().filter(quotes).cloned().collect())
            }
            ["api", "v1", "accounts", "id-of-org", "statuses"] => {
                let after = query.iter().find(|(name, _)| name == "since_id");
                let after = after.and_then(|(_, id)| id.parse::<usize>().ok()).unwrap_or(0);
                let is_new =
                    |toot: &&Value| toot["id"].as_str().unwrap().parse::<usize>().is_ok_and(|id| id > after);
                let ours = self.toots.iter().filter(|toot| toot["account"]["id"] == "id-of-org");
                ok(&ours.filter(is_new).rev().take(40).cloned().collect())
            }
            ["api", "v1", "timelines", "tag", tag] => {
                let has = |toot: &&Value| toot["content"].as_str().unwrap().contains(&format!("#{tag}"));
                ok(&self.toots.iter().filter(has).rev().cloned().collect())
            }
            _ if self.ways.html => page(200),
            _ => page(404),
        }
    }

    fn notifications(&self, query: &[(String, String)]) -> Value {
        let asked =
            |name: &str| query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let number = |name: &str| asked(name).and_then(|id| id.parse::<usize>().ok());
        let of = |item: &&Value| item["id"].as_str().unwrap().parse::<usize>().unwrap();
        let is_there = |item: &&Value| {
            let is_filtered = self.ways.filters && item["filtered"] == true;
            !self.ways.drops && (!is_filtered || asked("include_filtered") == Some("true"))
        };
        let after = number("min_id").unwrap_or(0);
        let before = number("max_id").unwrap_or(usize::MAX);
        let mut all: Vec<&Value> = self.notifications.iter().filter(is_there).collect();
        all.retain(|item| of(item) > after && of(item) < before);
        let most = number("limit").unwrap_or(20).min(40);
        if number("min_id").is_some() && !self.ways.snac {
            all.truncate(most);
        }
        all.reverse();
        all.truncate(most);
        json!(all)
    }

    fn context(&self, id: &str) -> Answer {
        if let Some(recorded) = self.contexts.get(id) {
            return (200, "Content-Type: application/json\r\n".to_owned(), recorded.clone());
        }
        if self.toot(id).is_none() {
            return page(404);
        }
        let (mut below, mut open) = (Vec::new(), vec![id.to_owned()]);
        while let Some(above) = open.pop() {
            for toot in self.toots.iter().filter(|toot| toot["in_reply_to_id"] == above.as_str()) {
                let id = toot["id"].as_str().unwrap().to_owned();
                // What answers somebody who is hidden is hidden with it.
                if !self.hidden.contains(&id) {
                    below.push(toot.clone());
                    open.push(id);
                }
            }
        }
        let mut above = Vec::new();
        let mut at = self.toot(id).and_then(|toot| toot["in_reply_to_id"].as_str());
        while let Some(toot) = at.and_then(|id| self.toot(id)) {
            above.insert(0, toot.clone());
            at = toot["in_reply_to_id"].as_str();
        }
        ok(&json!({ "ancestors": above, "descendants": below }))
    }
}
