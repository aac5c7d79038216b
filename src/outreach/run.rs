//! One run from its lock to its last record.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::config::{Claim, UnknownRun};
use crate::mastodon::Server;
use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::{Action, Again, Intent, Record};
use crate::outreach::book::Book;
use crate::outreach::clock::Clock;
use crate::outreach::failure::Stop;
use crate::outreach::look::Settled;
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::prepare::before;
use crate::outreach::report::{Line, Outcome, Report};
use crate::outreach::steps::Steps;
use crate::store::lock;
use crate::web::client::Client;

/// What a run needs from outside.
#[derive(Clone, Copy)]
pub struct Outreach<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The account's server, opened by its token.
    pub server: &'a Server,
    /// The way to pages: without a token.
    pub client: &'a Client,
    /// What counts the steps.
    pub steps: &'a Steps,
    /// Fresh random bytes.
    pub random: &'a (dyn Fn() -> [u8; 8] + Sync),
    /// This machine's clock, for a server that does not say its own.
    pub now: Timestamp,
    /// What the site and the command line want.
    pub settings: &'a Settings,
}

/// What the site and the command line want.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The account's user, without `@`.
    pub user: String,
    /// Where toots are claimed.
    pub claim: Claim,
    /// The git remote, where they are claimed there.
    pub remote: String,
    /// POSTING's S.
    pub settle: Duration,
    /// What follows a run whose ending is not known.
    pub unknown: UnknownRun,
    /// How many first toots a run posts at most.
    pub max_per_run: usize,
    /// The least time between two first toots.
    pub min_gap: Duration,
    /// How long pages may take to be live.
    pub wait: Duration,
    /// Who runs, for the ledger.
    pub by: String,
    /// The stories whose recorded toots should be out: one that somebody deleted is asked about.
    pub watched: BTreeSet<String>,
    /// The stories of which somebody said that they are to be posted again.
    pub again: BTreeSet<String>,
}

/// The account that posts.
#[derive(Clone, Debug)]
pub(super) struct Me {
    /// The server's id for it.
    pub(super) id: String,
    /// Its address.
    pub(super) url: String,
}

/// A run that has begun.
pub(super) struct Desk<'a> {
    pub(super) server: &'a Server,
    pub(super) client: &'a Client,
    pub(super) steps: &'a Steps,
    random: &'a (dyn Fn() -> [u8; 8] + Sync),
    machine: Timestamp,
    pub(super) settings: &'a Settings,
    pub(super) book: Book<'a>,
    pub(super) clock: Clock,
    pub(super) me: Me,
    pub(super) wait_until: Instant,
    /// How many first toots went out.
    pub(super) posted: usize,
    /// Stories with a thread: its parts can only follow a toot that is out, so it is not scheduled.
    pub(super) threads: BTreeSet<String>,
    /// Set once the server wants no more in this run, with what it said.
    pub(super) halted: Option<String>,
    said_again: BTreeSet<(String, Action)>,
    _lock: lock::Lock,
}

/// Posts what is to be posted, and settles what earlier runs left open. Safe to run at any time, any number of times.
pub async fn post(outreach: Outreach<'_>, announcements: &[Announcement]) -> Report {
    let mut report = Report::default();
    report.stopped = run(outreach, announcements, &mut report).await.err();
    report
}

async fn run(
    outreach: Outreach<'_>,
    announcements: &[Announcement],
    report: &mut Report,
) -> Result<(), Stop> {
    let mut desk = Desk::open(outreach).await?;
    report.skipped = desk.book.skipped.iter().map(|skipped| (skipped.line, skipped.why.clone())).collect();
    let parts = announcements.iter().filter(|what| matches!(what.action, Action::Part(_)));
    desk.threads = parts.map(|part| part.story.clone()).collect();
    for (story, action) in desk.withdrawn(announcements) {
        let outcome = desk.look_for_withdrawn(&story, &action).await?;
        report.lines.push(Line { story, action, outcome });
    }
    for what in desk.open_first(announcements) {
        let outcome = desk.announce(what).await?;
        report.lines.push(Line { story: what.story.clone(), action: what.action.clone(), outcome });
    }
    for (story, action, question) in desk.deleted(announcements).await? {
        report.lines.push(Line { story, action, outcome: Outcome::Ask(question) });
    }
    Ok(())
}

impl<'a> Desk<'a> {
    /// Takes the lock, reads the ledger, and asks the server who we are and what time it is.
    pub(super) async fn open(outreach: Outreach<'a>) -> Result<Desk<'a>, Stop> {
        let Outreach { root, server, client, steps, random, now, settings } = outreach;
        steps.pass();
        let lock = lock::take(root).map_err(|error| Stop::ledger(&error))?.ok_or(Stop::Busy)?;
        let book = match settings.claim {
            Claim::Local => Book::local(root, steps)?,
            Claim::Git => Book::git(root, &settings.remote, steps).await?,
        };
        let (me, clock) = ask_who_we_are(server, settings, steps, now).await?;
        Ok(Desk {
            server,
            client,
            steps,
            random,
            machine: now,
            settings,
            book,
            clock,
            me,
            wait_until: Instant::now() + settings.wait,
            posted: 0,
            threads: BTreeSet::new(),
            halted: None,
            said_again: BTreeSet::new(),
            _lock: lock,
        })
    }

    /// Starts again at 1, still under the lock.
    pub(super) async fn restart(&mut self) -> Result<(), Stop> {
        self.book.refresh().await?;
        (self.me, self.clock) = ask_who_we_are(self.server, self.settings, self.steps, self.machine).await?;
        Ok(())
    }

    /// What is open in the ledger and not to be posted any more: it may be out all the same.
    fn withdrawn(&self, announcements: &[Announcement]) -> Vec<(String, Action)> {
        let named: BTreeSet<(&str, &Action)> =
            announcements.iter().map(|what| (what.story.as_str(), &what.action)).collect();
        let ledger = &self.book.ledger;
        let open = |story: &str, action: &Action| matches!(ledger.state(story, action), Ok(State::Open(_)));
        ledger
            .actions()
            .filter(|(story, action)| !named.contains(&(*story, *action)) && open(story, action))
            .map(|(story, action)| (story.to_owned(), action.clone()))
            .collect()
    }

    /// Looks for a toot of which only the ledger knows. It is never posted.
    pub(super) async fn look_for_withdrawn(&mut self, story: &str, action: &Action) -> Result<Outcome, Stop> {
        let ledger = &self.book.ledger;
        let Ok(State::Open(open)) = ledger.state(story, action) else {
            return Ok(Outcome::Later("it is decided".to_owned()));
        };
        let open: Vec<Intent> = open.into_iter().cloned().collect();
        let reply = match before(action) {
            Some(before) => self.posted_id(story, &before).map_or(Reply::Nothing, Reply::To),
            None => Reply::Lost,
        };
        let wanted = Wanted::withdrawn(story, action, ledger, reply);
        let since = open.iter().map(|intent| intent.at).min().unwrap_or(self.clock.now());
        match self.settle(&wanted, &open, since).await? {
            Settled::There(url) => Ok(Outcome::Orphan(url)),
            Settled::Undecided(outcome) => Ok(outcome),
            Settled::Absent(failed) => {
                self.book.record(&failed).await?;
                Ok(Outcome::Later("it was not posted, and its story is not there any more".to_owned()))
            }
        }
    }

    /// What may be out already comes first: once it is recorded, nobody takes it for another toot.
    fn open_first<'b>(&self, announcements: &'b [Announcement]) -> Vec<&'b Announcement> {
        let mut ordered: Vec<&Announcement> = announcements.iter().collect();
        let ledger = &self.book.ledger;
        ordered.sort_by_key(|what| !matches!(ledger.state(&what.story, &what.action), Ok(State::Open(_))));
        ordered
    }

    /// Writes that somebody wants an action to be posted again, once a run. Says whether it was written.
    pub(super) async fn say_again(&mut self, story: &str, action: &Action) -> Result<bool, Stop> {
        let wanted = self.settings.again.contains(story);
        if !wanted || !self.said_again.insert((story.to_owned(), action.clone())) {
            return Ok(false);
        }
        let voids = self.book.ledger.intents(story, action).into_iter().map(str::to_owned).collect();
        let again = Again { story: story.to_owned(), action: action.clone(), voids, at: self.clock.now() };
        self.book.record(&[Record::Again(again)]).await?;
        Ok(true)
    }

    /// An id that nobody else has.
    pub(super) fn fresh_id(&self) -> String {
        let bytes = (self.random)();
        std::iter::once("i".to_owned()).chain(bytes.iter().map(|byte| format!("{byte:02x}"))).collect()
    }
}

async fn ask_who_we_are(
    server: &Server,
    settings: &Settings,
    steps: &Steps,
    machine: Timestamp,
) -> Result<(Me, Clock), Stop> {
    steps.pass();
    let (account, now) = server.verify_credentials().await?;
    if !account.username.eq_ignore_ascii_case(&settings.user) {
        return Err(Stop::OtherAccount { wanted: settings.user.clone(), actual: account.username });
    }
    let url = match account.url {
        url if url.is_empty() => format!("{}@{}", server.base(), account.username),
        url => url,
    };
    Ok((Me { id: account.id, url }, Clock::new(now.unwrap_or(machine))))
}
