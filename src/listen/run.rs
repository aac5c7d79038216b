//! A run that goes on: what it may ask, how long it waits, and how it keeps what it hears.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::failure::{Stop, only_this};
use super::merge::{self, Change};
use super::told::{self, Ears};
use crate::mastodon::entity::Status;
use crate::mastodon::{ApiError, Server};
use crate::model::heard::Heard;
use crate::model::ledger::Ledger;
use crate::model::reply::{Door, Reply};
use crate::model::ways::Ways;
use crate::store::heard::Replies;
use crate::store::steps::Steps;

/// What is listened to, and how long.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the account, without `@`.
    pub user: String,
    /// Hashtags that the organisation names, without `#`.
    pub hashtags: Vec<String>,
    /// How long the run waits in all where the server asks it to.
    pub wait: Duration,
    /// What its server does otherwise than others.
    pub ways: Ways,
}

/// A run that goes on.
pub(super) struct Run<'a> {
    pub(super) server: &'a Server,
    pub(super) settings: &'a Settings,
    pub(super) replies: Replies,
    pub(super) heard: Heard,
    pub(super) ears: Ears,
    pub(super) now: Timestamp,
    pub(super) change: Change,
    pub(super) deaf: Vec<String>,
    /// Whether the server was found to know no quotes.
    pub(super) knows_no_quotes: bool,
    /// Whether the server was found to tell of toots one by one only.
    pub(super) knows_no_ids: bool,
    /// What the server throws away before anybody hears it.
    pub(super) dropped: Vec<&'static str>,
    patience: Duration,
    steps: &'a Steps,
    /// How many requests were made.
    pub(super) requests: usize,
}

impl<'a> Run<'a> {
    /// A run that has asked nothing yet, with what is known from the ones before.
    pub(super) fn new(
        root: &Path,
        server: &'a Server,
        settings: &'a Settings,
        steps: &'a Steps,
        now: Timestamp,
    ) -> Run<'a> {
        let replies = Replies::of(root);
        let host = server.base().host_str().unwrap_or_default().to_owned();
        let tells_languages = settings.ways.tells_languages;
        Run {
            server,
            settings,
            heard: replies.state(),
            replies,
            ears: Ears { id: String::new(), host, tells_languages },
            now,
            change: Change::default(),
            deaf: Vec::new(),
            dropped: Vec::new(),
            requests: 0,
            knows_no_quotes: false,
            knows_no_ids: false,
            patience: settings.wait,
            steps,
        }
    }

    /// Asks whose ears these are, and what the server keeps from them.
    pub(super) async fn open(&mut self) -> Result<(), Stop> {
        let asked = self.ask(async |server| server.verify_credentials().await).await?;
        let (account, _) = asked.map_err(|error| Stop::Server(error.to_string()))?;
        let wanted = &self.settings.user;
        if !account.username.eq_ignore_ascii_case(wanted) {
            return Err(Stop::OtherAccount { wanted: wanted.clone(), actual: account.username });
        }
        self.ears.id.clone_from(&account.id);
        let name = format!("{}@{}", account.username, self.server.base());
        if self.heard.account != name {
            self.heard = Heard { account: name, ..Heard::default() };
        }
        if let Ok(Some(policy)) = self.ask(async |server| server.notification_policy().await).await? {
            self.dropped = policy.dropped();
        }
        match self.ask(async |server| server.private_conversations().await).await? {
            Ok(count) => self.heard.private = u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX),
            Err(error) => self.deaf.push(format!("private conversations: {error}")),
        }
        Ok(())
    }

    /// Knows every toot of ours that is out, and forgets those that are not any more.
    pub(super) fn take_toots(&mut self, ledger: &Ledger) -> Result<(), Stop> {
        let mut ours = BTreeMap::new();
        for (story, posted) in ledger.posted() {
            if let (Some(uri), Some(id)) = (&posted.receipt.uri, posted.id)
                && Url::parse(uri).is_ok_and(|uri| uri.host_str() == Some(self.ears.host.as_str()))
            {
                ours.insert(uri.clone(), (story, id, posted.receipt.at));
            }
        }
        // What was said below a toot that was taken back goes with it.
        for uri in self.heard.threads.keys().filter(|uri| !ours.contains_key(*uri)) {
            self.steps.pass();
            self.replies.keep_thread(uri, &[])?;
        }
        self.heard.threads.retain(|uri, _| ours.contains_key(uri));
        for (uri, (story, id, at)) in ours {
            self.heard.take(&uri, story, id, at);
        }
        Ok(())
    }

    /// Asks the server. Where it wants no more requests for a while that the run has patience for, the run waits. The inner
    /// error is about what was asked for alone.
    pub(super) async fn ask<T>(
        &mut self,
        call: impl AsyncFn(&Server) -> Result<T, ApiError>,
    ) -> Result<Result<T, ApiError>, Stop> {
        loop {
            self.requests += 1;
            self.steps.pass();
            let error = match call(self.server).await {
                Ok(value) => return Ok(Ok(value)),
                Err(error) => error,
            };
            let now = Timestamp::now();
            let stop = match only_this(&error, now) {
                Ok(()) => return Ok(Err(error)),
                Err(stop) => stop,
            };
            let Stop::Limited { until: Some(until) } = stop else { return Err(stop) };
            let pause = Duration::try_from(until.duration_since(now)).unwrap_or_default();
            // A server that names a time that is over means soon.
            let pause = pause.max(Duration::from_secs(1));
            let Some(left) = self.patience.checked_sub(pause) else { return Err(stop) };
            self.patience = left;
            tokio::time::sleep(pause).await;
        }
    }

    /// Takes in what was told about a thread of ours, and keeps it. Toots that not everybody may read any more go.
    pub(super) fn take_in(&mut self, toot: &str, door: Door, statuses: &[Status]) -> Result<(), Stop> {
        let Some(thread) = self.heard.threads.get_mut(toot) else { return Ok(()) };
        let mut kept = self.replies.thread(toot);
        let before = kept.clone();
        let of_kept = kept.clone();
        let mut uris: BTreeMap<&str, &str> =
            of_kept.iter().map(|reply| (reply.id.as_str(), reply.uri.as_str())).collect();
        uris.extend(statuses.iter().map(|status| (status.id.as_str(), status.uri.as_str())));
        uris.insert(thread.id.as_str(), toot);
        let (mut told, mut gone) = (Vec::new(), Vec::new());
        let elsewhere = if door == Door::Reply { elsewhere(statuses, &thread.id) } else { BTreeSet::new() };
        let stands_below = |status: &&Status| status.uri != toot && !elsewhere.contains(status.id.as_str());
        for status in statuses.iter().filter(stands_below) {
            match told::reply(status, door, Some(toot), &uris, &self.ears) {
                Some(reply) => told.push(reply),
                None => gone.push(status.uri.clone()),
            }
        }
        let mut change = merge::told(&mut kept, told);
        change += merge::gone(&mut kept, &gone);
        thread.stirred = kept.iter().map(|reply| reply.at).max().unwrap_or(thread.at).max(thread.at);
        thread.replies = kept.len();
        self.change += change;
        if kept != before {
            self.steps.pass();
            self.replies.keep_thread(toot, &kept)?;
        }
        Ok(())
    }

    /// Takes replies out of a thread.
    pub(super) fn take_out(&mut self, toot: &str, uris: &[String]) -> Result<(), Stop> {
        let Some(thread) = self.heard.threads.get_mut(toot).filter(|_| !uris.is_empty()) else {
            return Ok(());
        };
        let mut kept = self.replies.thread(toot);
        self.change += merge::gone(&mut kept, uris);
        thread.replies = kept.len();
        self.steps.pass();
        Ok(self.replies.keep_thread(toot, &kept)?)
    }

    /// Whether an edit gives a toot another id on this server.
    pub(super) fn changes_ids(&self) -> bool {
        !self.settings.ways.edits_keep_id
    }

    /// Takes in what was said outside of our threads. Only the newest are kept.
    pub(super) fn take_others(&mut self, told: Vec<Reply>, gone: &[String]) -> Result<(), Stop> {
        let mut kept = self.replies.others();
        let before = kept.clone();
        let mut change = merge::told(&mut kept, told);
        change += merge::gone(&mut kept, gone);
        kept.sort_by(|one, other| (one.at, &one.uri).cmp(&(other.at, &other.uri)));
        let too_many = kept.len().saturating_sub(MOST_OTHERS);
        kept.drain(..too_many);
        self.change += change;
        if kept != before {
            self.steps.pass();
            self.replies.keep_others(&kept)?;
        }
        Ok(())
    }

    /// Keeps how far the run is.
    pub(super) fn keep(&self) -> Result<(), Stop> {
        self.steps.pass();
        Ok(self.replies.keep_state(&self.heard)?)
    }
}

/// The ids of the toots that, followed upwards, lead to one that answers nothing and is not ours: a server that answers a
/// flat list of the whole conversation tells what stands above our toot, too. What leads to something unknown stays.
fn elsewhere<'a>(all: &'a [Status], ours: &str) -> BTreeSet<&'a str> {
    let parents: BTreeMap<&str, Option<&str>> =
        all.iter().map(|status| (status.id.as_str(), status.in_reply_to_id.as_deref())).collect();
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for status in all {
        let mut path = Vec::new();
        let mut at = status.id.as_str();
        let is_elsewhere = loop {
            if let Some(known) = known.get(at) {
                break *known;
            }
            // What answers itself in a circle is somewhere below.
            if at == ours || path.len() > all.len() {
                break false;
            }
            path.push(at);
            match parents.get(at) {
                None => break false,
                Some(None) => break true,
                Some(Some(parent)) => at = parent,
            }
        };
        known.extend(path.into_iter().map(|id| (id, is_elsewhere)));
    }
    known.into_iter().filter(|(_, is_elsewhere)| *is_elsewhere).map(|(id, _)| id).collect()
}

/// How much of what was said outside of our threads is kept.
const MOST_OTHERS: usize = 2_000;

/// The time between two looks at a thing, the shortest.
pub(super) fn is_over(at: Option<Timestamp>, pause: SignedDuration, now: Timestamp) -> bool {
    at.is_none_or(|at| now.duration_since(at) >= pause)
}
