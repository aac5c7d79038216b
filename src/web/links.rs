//! Whether the pages that a site links to are there. Each host is asked one thing at a time, many hosts at once; what a
//! host is too busy to answer says nothing about its page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use url::Url;

use crate::web::client::{Answer, Client, Failure, Method, Request, host};

/// How many hosts are asked at once.
const AT_ONCE: usize = 16;
/// How many redirects are followed, as browsers do some twenty and servers seldom need three.
const REDIRECTS: usize = 10;
/// How much of a page is read where its head cannot be asked for.
const READ: usize = 4 * 1024;

/// What came of asking for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is there, or somebody is there who does not let programs in: 401, 403 and 451 are no dead links.
    There,
    /// The page answers with a failure: 404, 410, 500.
    Status(u16),
    /// The host wants to be asked less often (429).
    Busy,
    /// The host takes too long.
    Slow,
    /// There is no way to the host.
    Unreachable(String),
    /// It leads from page to page without an end.
    Circle,
    /// It is, or leads to, an address that is not asked: of a private network, or of no web page.
    Refused(String),
}

impl Found {
    /// Whether there is nothing to say about it.
    pub fn is_there(&self) -> bool {
        *self == Found::There
    }

    /// Whether it is so for every page of the host: then the others are not asked.
    fn is_of_host(&self) -> bool {
        matches!(self, Found::Busy | Found::Slow | Found::Unreachable(_))
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::There => f.write_str("is there"),
            Found::Status(status @ (404 | 410)) => write!(f, "is not there ({status})"),
            Found::Status(status) => write!(f, "answers {status}"),
            Found::Busy => {
                f.write_str("was not found out about: its host wants to be asked less often (429)")
            }
            Found::Slow => f.write_str("was not found out about: its host takes too long to answer"),
            Found::Unreachable(why) => write!(f, "cannot be reached: {why}"),
            Found::Circle => f.write_str("leads from page to page without an end"),
            Found::Refused(why) => write!(f, "is not asked: {why}"),
        }
    }
}

/// Asks for every page; `patience` is the longest that one answer may take. `tell` hears of each page as it is known.
pub async fn look(
    client: &Client,
    pages: &BTreeSet<Url>,
    patience: Duration,
    tell: &dyn Fn(usize),
) -> BTreeMap<Url, Found> {
    let mut hosts: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for page in pages {
        hosts.entry(host(page)).or_default().push(page.clone());
    }
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let (sender, mut receiver) = mpsc::unbounded_channel();
    for pages in hosts.into_values() {
        let (client, turns, sender) = (client.clone(), Arc::clone(&turns), sender.clone());
        tokio::spawn(async move {
            // The semaphore is never closed, so a turn always comes.
            let _turn = turns.acquire_owned().await;
            one_host(&client, pages, patience, &sender).await;
        });
    }
    drop(sender);
    let mut found = BTreeMap::new();
    while let Some((page, what)) = receiver.recv().await {
        found.insert(page, what);
        tell(found.len());
    }
    found
}

async fn one_host(
    client: &Client,
    pages: Vec<Url>,
    patience: Duration,
    sender: &mpsc::UnboundedSender<(Url, Found)>,
) {
    let mut for_all: Option<Found> = None;
    for page in pages {
        let found = match &for_all {
            Some(found) => found.clone(),
            None => one_page(client, &page, patience).await,
        };
        if found.is_of_host() {
            for_all = Some(found.clone());
        }
        // Whoever asked has gone: then nobody needs the answer.
        let _ = sender.send((page, found));
    }
}

/// Follows a page to its end, by hand: each step is looked at before it is taken.
async fn one_page(client: &Client, page: &Url, patience: Duration) -> Found {
    let mut at = page.clone();
    for _ in 0..=REDIRECTS {
        let answer = match ask(client, &at, patience).await {
            Ok(answer) => answer,
            // Another host's trouble is no reason to leave this one's pages alone.
            Err(found) if found.is_of_host() && host(&at) != host(page) => {
                return Found::Refused(format!("it leads to `{}`, which {found}", host(&at)));
            }
            Err(found) => return found,
        };
        match answer.status {
            200..=299 | 401 | 403 | 451 => return Found::There,
            301 | 302 | 303 | 307 | 308 => {
                let to = answer.header("location").and_then(|to| at.join(to).ok());
                let Some(to) = to else { return Found::Status(answer.status) };
                at = to;
            }
            429 => return Found::Busy,
            status => return Found::Status(status),
        }
    }
    Found::Circle
}

/// Asks for the head, and for the page itself where the head says no: many servers answer only for pages.
async fn ask(client: &Client, page: &Url, patience: Duration) -> Result<Answer, Found> {
    let answer = send(client, Method::Head, page, patience).await?;
    match answer.status {
        200..400 | 429 => Ok(answer),
        _ => send(client, Method::Get, page, patience).await,
    }
}

/// Sends a request, once more where the connection failed.
async fn send(client: &Client, method: Method, page: &Url, patience: Duration) -> Result<Answer, Found> {
    let mut failure = None;
    for _ in 0..2 {
        let mut request = Request::new(method, page.clone());
        request.headers.push(("accept", "text/html, */*;q=0.8".to_owned()));
        // Ours below ends first, so that what is slow is never taken for what is broken.
        (request.timeout, request.max_answer, request.cut) = (patience * 2, READ, true);
        match tokio::time::timeout(patience, client.send(request)).await {
            Err(_) => return Err(Found::Slow),
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(Failure::Unreachable { why, .. } | Failure::Broken { why, .. })) => failure = Some(why),
            Ok(Err(other)) => return Err(Found::Refused(other.to_string())),
        }
    }
    Err(Found::Unreachable(failure.unwrap_or_default()))
}
