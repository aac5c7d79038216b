//! A Mastodon server that keeps toots and keys, and misbehaves as it is told. It speaks HTTP itself, so that it can drop a
//! connection at any moment and handle a request whose client is gone.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(super) const TOKEN: &str = "s3cret";

/// What it does with a key that it knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Keys {
    #[default]
    Honoured,
    Ignored,
    /// Mastodon 4.6.0 to 4.6.5.
    Answer500,
}

/// What it does with what is to be posted later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Queue {
    /// A list of what waits.
    #[default]
    Listed,
    /// An empty list: what waits is a toot with a time to come, as on snac.
    AsToot,
    /// No list: it is posted at once, as on Takahē.
    None,
}

/// Where it names a next page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NextPage {
    /// On a full one.
    #[default]
    WhileFull,
    /// On each that is not empty.
    Always,
    /// Nowhere.
    Never,
}

/// What becomes of the next post.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// None.
    Fine,
    /// Stored, and the answer held back for long.
    HoldStored,
    /// Stored, and the connection dropped.
    DropStored,
    /// Stored, and 500 said.
    ErrorStored,
    /// Not stored: 200, and the newest toot of ours.
    OtherToot,
    /// Dropped before storing.
    DropUnstored,
    /// This status with a page of HTML, and nothing stored.
    Html(u16),
    /// This status with an empty body, and nothing stored.
    Empty(u16),
    /// 429 with Mastodon's headers.
    Limited,
    /// 200 with a status that is never stored.
    Ghost,
    /// Sent on to this address.
    Redirect(&'static str),
}

#[derive(Clone, Debug)]
struct Toot {
    json: Value,
    text: String,
    shown: Instant,
    created: Timestamp,
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    toots: Vec<Toot>,
    waiting: BTreeMap<String, Value>,
    keys: BTreeMap<String, Value>,
    hold: bool,
    next: u64,
    /// How far its clock is from the machine's.
    pub(super) ahead: SignedDuration,
    pub(super) key_mode: Keys,
    pub(super) faults: VecDeque<Fault>,
    /// How long a new toot stays out of the list.
    pub(super) lag: Duration,
    /// How long until a post is handled, whether its client still waits or not.
    pub(super) slow: Duration,
    /// What the account's list answers instead.
    pub(super) list_status: Option<u16>,
    pub(super) queue: Queue,
    /// How long after its time a toot that waits is posted.
    pub(super) queue_late: SignedDuration,
    pub(super) next_page: NextPage,
    /// How many toots the account's list has at most.
    pub(super) keeps: Option<usize>,
    /// Whether the account's list leaves out what is private or direct.
    pub(super) hides_few: bool,
    /// Whether an edited toot is public.
    pub(super) publishes_edits: bool,
    /// Whether it makes public toots unlisted, as of an account that it limits.
    pub(super) narrows: bool,
    /// Whether it knows no `allowed_mentions`.
    pub(super) mentions_all: bool,
    /// Whether its answers have no `Date`.
    pub(super) no_date: bool,
    /// Whether an edited toot has another id, as on snac.
    pub(super) renames: bool,
    /// Whether its search knows no toot, not even its own.
    pub(super) finds_nothing: bool,
    /// Pages of the site: path to revision, or to the whole page.
    pub(super) pages: BTreeMap<String, String>,
    /// Where the site lies, instead: a page is what is in its `index.html` at the moment.
    pub(super) folder: Option<std::path::PathBuf>,
    /// Every request: method and path.
    pub(super) log: Vec<String>,
    /// The media of each post that had some.
    pub(super) media_sent: Vec<Value>,
    /// The key of each post.
    pub(super) keys_seen: Vec<String>,
    address: String,
}

/// The server. It ends with the test's runtime.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) base: String,
    inner: Arc<Mutex<Inner>>,
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// What is answered; nothing is a dropped connection.
type Reply = Option<(u16, Vec<(&'static str, String)>, String)>;

fn ok(value: Value) -> Reply {
    Some((200, vec![("content-type", "application/json".to_owned())], value.to_string()))
}

fn error(status: u16) -> Reply {
    Some((status, Vec::new(), json!({ "error": "nein" }).to_string()))
}

impl Server {
    pub(super) async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner { next: 100, address: base.clone(), ..Inner::default() }));
        let server = Server { base, inner };
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = accepting.clone();
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        server
    }

    pub(super) fn set(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    async fn serve(&self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream).await else { return };
        self.set().log.push(format!("{} {}", request.method, request.path));
        let reply = self.answer(&request).await;
        let Some((status, headers, body)) = reply else { return };
        let now = self.set().now();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now).unwrap();
        let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n");
        if !self.set().no_date {
            head += &format!("date: {date}\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", body.len());
        let _ = stream.write_all((head + &body).as_bytes()).await;
        let _ = stream.shutdown().await;
    }

    async fn answer(&self, request: &Request) -> Reply {
        if let Some(path) = request.path.strip_prefix("/site") {
            assert!(!request.headers.contains_key("authorization"), "the token went to the page");
            return self.set().page(path);
        }
        if request.headers.get("authorization").map(String::as_str) != Some("Bearer s3cret") {
            return error(401);
        }
        let slow = self.set().slow;
        if request.method == "POST" && !slow.is_zero() {
            tokio::time::sleep(slow).await;
        }
        let reply = self.set().api(request);
        let hold = std::mem::take(&mut self.set().hold);
        if hold {
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        reply
    }

    /// How many toots there are.
    pub(super) fn count(&self) -> usize {
        let inner = self.set();
        inner.toots.iter().filter(|toot| toot.created <= inner.now()).count()
    }

    /// How many wait to be posted.
    pub(super) fn waiting(&self) -> usize {
        let inner = self.set();
        inner.waiting.len() + inner.toots.iter().filter(|toot| toot.created > inner.now()).count()
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.set().toots.iter().map(|toot| toot.text.clone()).collect()
    }

    /// How public each toot is.
    pub(super) fn visibilities(&self) -> Vec<String> {
        self.set()
            .toots
            .iter()
            .filter_map(|toot| Some(toot.json["visibility"].as_str()?.to_owned()))
            .collect()
    }

    /// A toot that somebody posted by hand.
    pub(super) fn by_hand(&self, text: &str, reply_to: Option<&str>) -> String {
        let mut inner = self.set();
        let status = json!({ "status": text, "visibility": "public", "in_reply_to_id": reply_to });
        let stored = inner.store(&status);
        stored["url"].as_str().unwrap().to_owned()
    }

    /// A toot that only some can see.
    pub(super) fn by_hand_as(&self, visibility: &str, text: &str) -> String {
        let stored = self.set().store(&json!({ "status": text, "visibility": visibility }));
        stored["url"].as_str().unwrap().to_owned()
    }

    /// A question of somebody else, whose account has the id `id-of-name`.
    pub(super) fn asked_by(&self, name: &str, text: &str) -> String {
        self.asked_by_as(name, "public", text)
    }

    /// The same, which only some can see.
    pub(super) fn asked_by_as(&self, name: &str, visibility: &str, text: &str) -> String {
        let mut inner = self.set();
        let mut stored = inner.store(&json!({ "status": text, "visibility": visibility }));
        stored["account"]["id"] = json!(format!("id-of-{name}"));
        inner.toots.last_mut().unwrap().json = stored.clone();
        stored["url"].as_str().unwrap().to_owned()
    }

    /// The newest toot.
    pub(super) fn last(&self) -> Value {
        self.set().toots.last().unwrap().json.clone()
    }

    /// Deletes every toot and everything that waits, as a person would.
    pub(super) fn delete_by_hand(&self) {
        let mut inner = self.set();
        inner.toots.clear();
        inner.waiting.clear();
    }

    /// Sets the clock forward, and posts what is due by then.
    pub(super) fn advance(&self, by: SignedDuration) {
        let mut inner = self.set();
        inner.ahead += by;
        inner.post_due();
    }
}

impl Inner {
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now() + self.ahead
    }

    fn page(&self, path: &str) -> Reply {
        if let Some(folder) = &self.folder {
            let page = std::fs::read_to_string(folder.join(path.trim_start_matches('/')).join("index.html"));
            let mime = ("content-type", "text/html; charset=utf-8".to_owned());
            return page.map_or_else(|_| error(404), |page| Some((200, vec![mime], page)));
        }
        let Some(revision) = self.pages.get(path) else { return error(404) };
        match revision.as_str() {
            "!500" => return error(500),
            "!302" => {
                let to = format!("{}/site/login/?to={path}", self.address);
                return Some((302, vec![("location", to)], String::new()));
            }
            _ => {}
        }
        let html = match revision.starts_with('<') {
            true => revision.clone(),
            false => format!(r#"<meta name="hearback:revision" content="{revision}">"#),
        };
        Some((200, vec![("content-type", "text/html; charset=utf-8".to_owned())], html))
    }

    fn api(&mut self, request: &Request) -> Reply {
        self.post_due();
        let segments: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        match (request.method.as_str(), segments.as_slice()) {
            ("GET", ["api", "v2", "instance"]) => ok(json!({ "version": "4.6.4", "configuration": {} })),
            ("GET", ["api", "v1", "accounts", "verify_credentials"]) => ok(self.account()),
            ("GET", ["api", "v1", "accounts", "1", "statuses"]) => self.list(request, true),
            ("GET", ["api", "v1", "timelines", "home"]) => self.list(request, false),
            ("POST", ["api", "v1", "statuses"]) => self.post(request),
            ("GET", ["api", "v1", "statuses", id]) => self.one(id),
            ("GET", ["api", "v1", "statuses", id, "source"]) => self.source(id),
            // Nobody says anything here: who listens has a server of its own in the tests of hearing.
            ("GET", ["api", "v1", "notifications"]) => ok(json!([])),
            ("GET", ["api", "v1", "statuses", _, "context"]) => {
                ok(json!({ "ancestors": [], "descendants": [] }))
            }
            ("PUT", ["api", "v1", "statuses", id]) => self.edit(id, request),
            ("DELETE", ["api", "v1", "statuses", id]) => self.delete(id),
            ("GET", ["api", "v1", "scheduled_statuses"]) if self.queue != Queue::None => {
                ok(self.waiting.values().cloned().collect())
            }
            ("GET", ["api", "v1", "scheduled_statuses", id]) => {
                self.waiting.get(*id).cloned().map_or(error(404), ok)
            }
            ("DELETE", ["api", "v1", "scheduled_statuses", id]) => {
                self.waiting.remove(*id).map_or(error(404), |_| ok(json!({})))
            }
            ("GET", ["api", "v2", "search"]) => self.search(request),
            ("POST", ["api", "v2", "media"]) => {
                Some((202, Vec::new(), r#"{"id":"m1","type":"image"}"#.into()))
            }
            ("GET", ["api", "v1", "media", _]) => ok(json!({ "id": "m1", "type": "image", "url": "x" })),
            _ => error(404),
        }
    }

    fn account(&self) -> Value {
        json!({ "id": "1", "username": "org", "acct": "org", "url": format!("{}/@org", self.address) })
    }

    /// The account's list, or the home timeline.
    fn list(&self, request: &Request, is_account: bool) -> Reply {
        if let Some(status) = self.list_status {
            return error(status);
        }
        let limit = request.query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20);
        let before = request.query.get("max_id").and_then(|id| id.parse::<u64>().ok()).unwrap_or(u64::MAX);
        let id = |toot: &Toot| toot.json["id"].as_str().unwrap().parse::<u64>().unwrap();
        let is_few =
            |toot: &Toot| toot.json["visibility"] == "private" || toot.json["visibility"] == "direct";
        let is_shown = |toot: &&Toot| {
            let out = toot.shown <= Instant::now() && toot.created <= self.now();
            out && !(is_account && self.hides_few && is_few(toot))
        };
        let mut shown: Vec<&Toot> = self.toots.iter().filter(is_shown).collect();
        shown.sort_by_key(|toot| std::cmp::Reverse(id(toot)));
        shown.truncate(self.keeps.unwrap_or(usize::MAX));
        shown.retain(|toot| id(toot) < before);
        shown.truncate(limit);
        let names_next = match self.next_page {
            NextPage::WhileFull => shown.len() == limit,
            NextPage::Always => true,
            NextPage::Never => false,
        };
        let mut headers = vec![("content-type", "application/json".to_owned())];
        if let (Some(last), true) = (shown.last(), names_next) {
            let next = format!("<{}{}?limit={limit}&max_id={}>", self.address, request.path, id(last));
            headers.push(("link", format!("{next}; rel=\"next\"")));
        }
        let list: Vec<&Value> = shown.iter().map(|toot| &toot.json).collect();
        Some((200, headers, json!(list).to_string()))
    }

    fn post(&mut self, request: &Request) -> Reply {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let key = request.headers.get("idempotency-key").cloned().unwrap_or_default();
        self.keys_seen.push(key.clone());
        self.media_sent.extend(body.get("media_ids").cloned());
        if let Some(refusal) = unexpected(&body).filter(|_| !self.mentions_all) {
            return refusal;
        }
        let fault = self.faults.pop_front();
        match fault {
            None | Some(Fault::Fine | Fault::DropStored | Fault::ErrorStored) => {}
            Some(Fault::HoldStored) => self.hold = true,
            Some(Fault::OtherToot) => return ok(self.toots.last().unwrap().json.clone()),
            Some(Fault::DropUnstored) => return None,
            Some(Fault::Html(status)) => return Some((status, Vec::new(), "<html>no</html>".to_owned())),
            Some(Fault::Empty(status)) => return Some((status, Vec::new(), String::new())),
            Some(Fault::Limited) => return self.limited(),
            Some(Fault::Redirect(to)) => {
                return Some((307, vec![("location", to.to_owned())], String::new()));
            }
            Some(Fault::Ghost) => return ok(self.status(&body, "999")),
        }
        match (self.keys.get(&key), self.key_mode) {
            (Some(first), Keys::Honoured) => return ok(first.clone()),
            (Some(_), Keys::Answer500) => return error(500),
            _ => {}
        }
        let at = body["scheduled_at"].as_str().filter(|_| self.queue != Queue::None);
        let stored = match at.map(|at| at.parse::<Timestamp>().unwrap()) {
            Some(at) if at < self.now() + SignedDuration::from_mins(5) => return error(422),
            Some(at) if self.queue == Queue::AsToot => self.store_at(&body, at),
            Some(at) => self.schedule(&body, at),
            None => self.store(&body),
        };
        self.keys.insert(key, stored.clone());
        match fault {
            Some(Fault::DropStored) => None,
            Some(Fault::ErrorStored) => error(500),
            _ => ok(stored),
        }
    }

    fn limited(&self) -> Reply {
        let reset = (self.now() + SignedDuration::from_mins(5)).to_string();
        let headers = vec![("x-ratelimit-remaining", "0".to_owned()), ("x-ratelimit-reset", reset)];
        Some((429, headers, json!({ "error": "Too many requests" }).to_string()))
    }

    fn status(&self, body: &Value, id: &str) -> Value {
        let text = body["status"].as_str().unwrap_or_default();
        json!({
            "id": id,
            "uri": format!("{}/users/org/statuses/{id}", self.address),
            "url": format!("{}/@org/{id}", self.address),
            "created_at": self.now().to_string(),
            "in_reply_to_id": body["in_reply_to_id"],
            "visibility": body["visibility"],
            "spoiler_text": body["spoiler_text"].as_str().unwrap_or_default(),
            "language": body["language"],
            "content": html(text),
            "account": self.account(),
        })
    }

    fn fresh(&mut self) -> String {
        self.next += 1;
        self.next.to_string()
    }

    fn store(&mut self, body: &Value) -> Value {
        self.store_at(body, self.now())
    }

    fn store_at(&mut self, body: &Value, at: Timestamp) -> Value {
        let id = self.fresh();
        let mut json = self.status(body, &id);
        json["created_at"] = json!(at.to_string());
        if self.narrows && json["visibility"] == "public" {
            json["visibility"] = json!("unlisted");
        }
        self.toots.push(Toot {
            json: json.clone(),
            text: body["status"].as_str().unwrap_or_default().to_owned(),
            shown: Instant::now() + self.lag,
            created: at,
        });
        json
    }

    fn schedule(&mut self, body: &Value, at: Timestamp) -> Value {
        let id = self.fresh();
        let waiting = json!({ "id": id, "scheduled_at": at.to_string(), "params": { "text": body["status"] }, "body": body });
        self.waiting.insert(id, waiting.clone());
        waiting
    }

    fn post_due(&mut self) {
        let now = self.now() - self.queue_late;
        let due =
            |waiting: &Value| waiting["scheduled_at"].as_str().unwrap().parse::<Timestamp>().unwrap() <= now;
        let ids: Vec<String> =
            self.waiting.iter().filter(|(_, w)| due(w)).map(|(id, _)| id.clone()).collect();
        for id in ids {
            if let Some(waiting) = self.waiting.remove(&id) {
                let due = waiting["scheduled_at"].as_str().unwrap().parse().unwrap();
                self.store_at(&waiting["body"], due);
            }
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.toots.iter().position(|toot| toot.json["id"] == id)
    }

    fn one(&self, id: &str) -> Reply {
        self.find(id).map_or(error(404), |at| ok(self.toots[at].json.clone()))
    }

    fn source(&self, id: &str) -> Reply {
        self.find(id).map_or(error(404), |at| {
            let toot = &self.toots[at];
            ok(json!({ "id": id, "text": toot.text, "spoiler_text": toot.json["spoiler_text"] }))
        })
    }

    fn edit(&mut self, id: &str, request: &Request) -> Reply {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let Some(at) = self.find(id) else { return error(404) };
        let toot = &mut self.toots[at];
        toot.text = body["status"].as_str().unwrap_or_default().to_owned();
        toot.json["content"] = json!(html(&toot.text));
        if self.renames {
            let id = toot.json["id"].as_str().unwrap();
            toot.json["id"] = json!(format!("{id}0"));
        }
        if self.publishes_edits {
            toot.json["visibility"] = json!("public");
        }
        toot.json["spoiler_text"] = json!(body["spoiler_text"].as_str().unwrap_or_default());
        ok(toot.json.clone())
    }

    fn delete(&mut self, id: &str) -> Reply {
        let Some(at) = self.find(id) else { return error(404) };
        ok(self.toots.remove(at).json)
    }

    fn search(&self, request: &Request) -> Reply {
        let wanted = request.query.get("q").cloned().unwrap_or_default();
        let named = |json: &&Value| json["url"] == wanted.as_str() && !self.finds_nothing;
        let found: Vec<&Value> = self.toots.iter().map(|toot| &toot.json).filter(named).collect();
        ok(json!({ "statuses": found, "accounts": [], "hashtags": [] }))
    }

    /// Gives the newest toot another id.
    pub(super) fn rename(&mut self) {
        let toot = self.toots.last_mut().unwrap();
        toot.json["id"] = json!(format!("{}0", toot.json["id"].as_str().unwrap()));
    }

    /// Puts another toot of ours at the newest one's id.
    pub(super) fn replace_newest(&mut self, text: &str) {
        let toot = self.toots.last_mut().unwrap();
        toot.text = text.to_owned();
        toot.json["content"] = json!(html(text));
        for address in ["uri", "url"] {
            toot.json[address] = json!(format!("{}-anew", toot.json[address].as_str().unwrap()));
        }
    }

    /// Deletes the newest toot.
    pub(super) fn delete_newest(&mut self) {
        self.toots.pop();
    }

    /// Takes away everything that waits, as a person would.
    pub(super) fn cancel_scheduled(&mut self) {
        self.waiting.clear();
    }

    /// Makes every toot so much older.
    pub(super) fn age(&mut self, by: SignedDuration) {
        for toot in &mut self.toots {
            toot.created -= by;
            toot.json["created_at"] = json!(toot.created.to_string());
        }
    }

    /// Forgets the keys, as a server does after an hour.
    pub(super) fn forget_keys(&mut self) {
        self.keys.clear();
    }
}

/// Refuses a toot that mentions somebody who was not allowed: here `@name` is somebody, with the id `id-of-name`.
fn unexpected(body: &Value) -> Option<Reply> {
    let allowed = body["allowed_mentions"].as_array()?;
    let text = body["status"].as_str()?;
    let names = text.split_whitespace().filter_map(|word| word.strip_prefix('@'));
    let ids = names.map(|name| name.split('@').next().unwrap_or(name).to_owned());
    let others: Vec<Value> = ids
        .filter(|name| !allowed.contains(&json!(format!("id-of-{name}"))))
        .map(|name| json!({ "id": format!("id-of-{name}"), "acct": name }))
        .collect();
    let error = json!({ "error": "nein", "unexpected_accounts": others });
    (!others.is_empty()).then(|| Some((422, Vec::new(), error.to_string())))
}

/// A toot as a server shows it: escaped, its links marked.
fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let linked = |word: &str| match word.starts_with("http") {
        true => format!("<a href=\"{word}\" rel=\"nofollow\"><span class=\"invisible\">{word}</span></a>"),
        false => word.to_owned(),
    };
    let lines = escaped.split('\n').map(|line| line.split(' ').map(linked).collect::<Vec<_>>().join(" "));
    format!("<p>{}</p>", lines.collect::<Vec<_>>().join("<br />"))
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut chunk = [0; 8192];
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut body = bytes[end + 4..].to_vec();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while body.len() < length {
        let mut chunk = [0; 8192];
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        body.extend_from_slice(&chunk[..count]);
    }
    let url = url::Url::parse(&format!("http://x{target}")).ok()?;
    let query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    Some(Request { method, path: url.path().to_owned(), query, headers, body })
}
