//! A way to the account's server that is open, and what `outreach` does on it.

use super::arguments::Toot;
use super::console::Console;
use super::history::{self, REMOTE};
use super::{account, counted, trust};
use crate::config::Mastodon;
use crate::images::Darkroom;
use crate::mastodon::Server;
use crate::model::announcement::{Announcement, Picture};
use crate::model::content::Content;
use crate::model::ledger::Ledger;
use crate::model::limits::Limits;
use crate::model::media_type;
use crate::model::record::Record;
use crate::model::route::Route;
use crate::model::said::to_remember;
use crate::model::site::Site;
use crate::model::ways::Ways;
use crate::outreach::{self, Outreach, Report, Settings, Steps, Stop};
use crate::pipeline::{self, Request};
use crate::render::Renderer;
use crate::store;
use crate::toot::compose::TootPicture;
use crate::toot::plan::{Entry, Plan, Step};
use crate::web::client::Client;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// What every errand needs.
pub(super) struct Errand<'a> {
    request: &'a Request,
    runtime: Runtime,
    client: Client,
    server: Server,
    limits: Limits,
    settings: Settings,
}

impl<'a> Errand<'a> {
    /// Opens the way and asks the server what it allows, which is kept for plans without it. `None`, and said, where it
    /// does not answer.
    pub(super) fn open(
        request: &'a Request,
        press: &Renderer,
        mastodon: &Mastodon,
        toot: &Toot,
        ledger: &Ledger,
        console: &Console,
    ) -> Result<Option<Self>> {
        trust::check(mastodon, ledger)?;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let client = Client::new()?;
        let server = account::open(mastodon, &client)?;
        let (limits, version) = match runtime.block_on(server.limits()) {
            Ok(known) => known,
            Err(refusal) => {
                console.failure(&anyhow!(refusal).context("cannot ask the server what it allows"));
                return Ok(None);
            }
        };
        // A cache that cannot be kept makes an offline plan less exact, not wrong.
        let _ = store::limits::save(&request.root, &limits);
        let settings = settings(press, mastodon, toot, Ways::of(&version));
        Ok(Some(Self { request, runtime, client, server, limits, settings }))
    }

    /// What the server allows.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Posts what is to be posted, and settles what earlier runs left open.
    pub(super) fn post(&self, announcements: &[Announcement], plan: &Plan) -> Report {
        let is_out = |entry: &&Entry| matches!(entry.step, Step::Done(_) | Step::Changed(_));
        let watched = plan.entries.iter().filter(is_out).map(|entry| entry.story.clone()).collect();
        let settings = Settings { again: plan.again.clone(), watched, ..self.settings.clone() };
        let steps = counted::steps();
        let report = self.runtime.block_on(outreach::post(self.outreach(&settings, &steps), announcements));
        counted::tell(&steps, &Console::new());
        report
    }

    /// Brings toots up to date.
    pub(super) fn edit(&self, announcements: &[Announcement]) -> Report {
        let steps = counted::steps();
        self.runtime.block_on(outreach::edit(self.outreach(&self.settings, &steps), announcements))
    }

    /// Takes a toot up as a story's.
    pub(super) fn adopt(&self, story: &str, url: &str, revision: Option<&str>) -> Report {
        let steps = counted::steps();
        self.runtime.block_on(outreach::adopt(self.outreach(&self.settings, &steps), story, url, revision))
    }

    /// Takes a story's toots back.
    pub(super) fn retract(&self, story: &str, reason: &str) -> Report {
        let steps = counted::steps();
        self.runtime.block_on(outreach::retract(self.outreach(&self.settings, &steps), story, reason))
    }

    /// Whether the site says what the ledger does not remember yet.
    pub(super) fn has_to_remember(&self, site: &Site, ledger: &Ledger) -> bool {
        !to_remember(site, ledger, self.request.now).is_empty()
    }

    /// Writes down what is live without a toot; that nobody can be asked, or write it, is left to the next run.
    pub(super) fn remember(&self, site: &Site, url: &Url) -> Result<usize, Stop> {
        let Ok(live) = self.runtime.block_on(history::live(url)) else { return Ok(0) };
        let steps = counted::steps();
        let is_live = |record: &Record| live.confirms(record);
        self.runtime.block_on(outreach::remember(self.outreach(&self.settings, &steps), site, &is_live))
    }

    fn outreach<'b>(&'b self, settings: &'b Settings, steps: &'b Steps) -> Outreach<'b> {
        Outreach {
            root: &self.request.root,
            server: &self.server,
            client: &self.client,
            steps,
            random: &random,
            now: jiff::Timestamp::now(),
            settings,
        }
    }
}

/// What a plan posts, with the bytes of its pictures.
///
/// # Errors
/// When a picture cannot be made.
pub(super) fn pictured(
    plan: &Plan,
    which: fn(&Step) -> bool,
    press: &Renderer,
    root: &Path,
) -> Result<Vec<Announcement>> {
    let darkroom = Darkroom::new(root);
    let due = plan.entries.iter().filter(|entry| which(&entry.step));
    due.filter_map(|entry| entry.toot.as_ref())
        .map(|toot| {
            let picture =
                toot.picture.as_ref().map(|picture| bytes(picture, press, &darkroom)).transpose()?;
            Ok(toot.with(picture))
        })
        .collect()
}

/// The picture's variant, stripped of what cameras write into a file.
fn bytes(picture: &TootPicture, press: &Renderer, darkroom: &Darkroom) -> Result<Picture> {
    let address = &picture.address;
    let route = press.site().routes.get(address).with_context(|| format!("`{address}` is not there"))?;
    let Route::Variant(_) = route else { bail!("`{address}` is no picture") };
    let output = press.answer(address, route).map_err(|finding| anyhow!(finding.message))?;
    let content = pipeline::content(darkroom, address, output).map_err(|finding| anyhow!(finding.message))?;
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::File(path) => std::fs::read(path)?,
    };
    let name = address.rsplit('/').next().unwrap_or("picture").to_owned();
    let mime = media_type::of(address);
    Ok(Picture { mime: mime.to_owned(), name, bytes: Arc::from(bytes), alt: picture.alt.clone() })
}

fn settings(press: &Renderer, mastodon: &Mastodon, toot: &Toot, ways: Ways) -> Settings {
    Settings {
        user: mastodon.user.clone(),
        ways,
        claim: press.config().claim.clone(),
        remote: REMOTE.to_owned(),
        settle: mastodon.settle,
        unknown: mastodon.unknown,
        max_per_run: toot.limit.unwrap_or(mastodon.max_per_run),
        min_gap: mastodon.min_gap,
        wait: toot.wait,
        by: who_runs(),
        published: press.site().stories.iter().map(|story| story.key()).collect(),
        watched: BTreeSet::new(),
        again: BTreeSet::new(),
    }
}

/// Who runs, for the ledger. It is public, so a person's machine has no name.
fn who_runs() -> String {
    let run = |variable, name: &str| std::env::var(variable).ok().map(|id| format!("{name} {id}"));
    run("GITHUB_RUN_ID", "github run")
        .or_else(|| run("CI_PIPELINE_ID", "gitlab pipeline"))
        .or_else(|| run("CI_BUILD_NUMBER", "ci run"))
        .unwrap_or_else(|| "by hand".to_owned())
}

/// Fresh random bytes: the standard library seeds each of these from the system.
fn random() -> [u8; 8] {
    RandomState::new().build_hasher().finish().to_ne_bytes()
}
