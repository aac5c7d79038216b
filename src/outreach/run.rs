//! A run: the lock, the ledger, the server and its time. What is done in it stands in the files beside this one.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::config::{Claim, UnknownRun};
use crate::mastodon::Server;
use crate::model::account_name::AccountName;
use crate::model::record::{Action, Again, Failed, Intent, Record, Why};
use crate::model::ways::Ways;
use crate::outreach::clock::Clock;
use crate::outreach::failure::Stop;
use crate::outreach::ledger_file::LedgerFile;
use crate::outreach::lists::Lists;
use crate::store::lock;
use crate::store::steps::Steps;
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
    /// This machine's clock, beside the server's own.
    pub now: Timestamp,
    /// What the site and the command line want.
    pub settings: &'a Settings,
}

/// What the site and the command line want.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The account's user, without `@`.
    pub user: String,
    /// What its server does otherwise than others.
    pub ways: Ways,
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
    /// Every story that the site publishes.
    pub published: BTreeSet<String>,
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
    /// Whose it is.
    pub(super) name: AccountName,
}

/// A run that has begun.
pub(super) struct Run<'a> {
    pub(super) from: Outreach<'a>,
    pub(super) file: LedgerFile<'a>,
    pub(super) clock: Clock,
    pub(super) me: Me,
    /// What was read of the server's lists.
    pub(super) lists: Lists,
    /// Until when pages are waited for.
    pub(super) wait_until: Instant,
    said_again: BTreeSet<(String, Action)>,
    _lock: lock::Lock,
}

impl<'a> Run<'a> {
    /// Takes the lock, reads the ledger, and asks the server who we are and what time it is.
    pub(super) async fn open(outreach: Outreach<'a>) -> Result<Run<'a>, Stop> {
        let Outreach { root, steps, settings, .. } = outreach;
        steps.pass();
        let lock = lock::take(root).map_err(|error| Stop::ledger(&error))?.ok_or(Stop::Busy)?;
        let file = LedgerFile::open(root, &settings.claim, &settings.remote, steps).await?;
        let (me, clock) = ask_who_we_are(outreach).await?;
        Ok(Run {
            from: outreach,
            file,
            clock,
            lists: Lists::new(&me.id),
            me,
            wait_until: Instant::now() + settings.wait,
            said_again: BTreeSet::new(),
            _lock: lock,
        })
    }

    /// Starts again at 1, still under the lock.
    pub(super) async fn restart(&mut self) -> Result<(), Stop> {
        self.file.refresh().await?;
        (self.me, self.clock) = ask_who_we_are(self.from).await?;
        Ok(())
    }

    pub(super) fn server(&self) -> &'a Server {
        self.from.server
    }

    pub(super) fn settings(&self) -> &'a Settings {
        self.from.settings
    }

    /// One more step begins.
    pub(super) fn step(&self) {
        self.from.steps.pass();
    }

    /// Waits POSTING's S.
    pub(super) async fn settle(&self) {
        tokio::time::sleep(self.settings().settle).await;
    }

    /// Writes that somebody wants an action to be posted again, once a run. Says whether it was written.
    pub(super) async fn say_again(&mut self, story: &str, action: &Action) -> Result<bool, Stop> {
        let wanted = self.settings().again.contains(story);
        if !wanted || !self.said_again.insert((story.to_owned(), action.clone())) {
            return Ok(false);
        }
        let voids = self.file.ledger.intents(story, action).into_iter().map(str::to_owned).collect();
        let again = Again { story: story.to_owned(), action: action.clone(), voids, at: self.clock.now() };
        self.file.record(&[Record::Again(again)]).await?;
        Ok(true)
    }

    /// An id that nobody else has, behind a letter that says of what.
    pub(super) fn fresh_id(&self, of: char) -> String {
        let bytes = (self.from.random)();
        std::iter::once(of.to_string()).chain(bytes.iter().map(|byte| format!("{byte:02x}"))).collect()
    }

    /// The record that an intent came to nothing.
    pub(super) fn failed(&self, intent: &Intent, why: Why) -> Record {
        Record::Failed(Failed {
            intent: intent.intent.clone(),
            story: intent.story.clone(),
            action: intent.action.clone(),
            why,
            at: self.clock.now(),
        })
    }
}

async fn ask_who_we_are(from: Outreach<'_>) -> Result<(Me, Clock), Stop> {
    from.steps.pass();
    let asked = Instant::now();
    let (account, now) = from.server.verify_credentials().await?;
    let Settings { user, settle, .. } = from.settings;
    if !account.username.eq_ignore_ascii_case(user) {
        return Err(Stop::OtherAccount { wanted: user.clone(), actual: account.username });
    }
    let url = match account.url {
        url if url.is_empty() => format!("{}@{}", from.server.base(), account.username),
        url => url,
    };
    let name = AccountName::at(&url).unwrap_or_else(|| AccountName::new(&account.username, ""));
    let machine = crate::outreach::clock::later(from.now, asked.elapsed());
    Ok((Me { id: account.id, url, name }, Clock::new(now, machine, *settle)))
}
