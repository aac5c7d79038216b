//! A site, its ledger and its server; and runs, in this process or in one that is killed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use hearback::config::{Claim, UnknownRun};
use hearback::mastodon;
use hearback::model::announcement::{Announcement, Picture, ReplyTo};
use hearback::model::ledger::Ledger;
use hearback::model::secret::Token;
use hearback::model::vocabulary::Visibility;
use hearback::model::ways::Ways;
use hearback::outreach::{self, Outcome, Outreach, Report, Settings, Steps};
use hearback::store;
use hearback::web::client::Client;
use hearback::web::session::Session;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::profile::Profile;
use super::server::{Server, TOKEN};

/// The branch that has the ledger.
pub(super) const LEDGER: &str = "hearback/ledger";
/// POSTING's S in tests.
pub(super) const S: Duration = Duration::from_secs(2);

/// A run as a child process is told of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) root: PathBuf,
    pub(super) server: String,
    pub(super) user: String,
    pub(super) git: bool,
    /// Whether the toots have a picture.
    pub(super) picture: bool,
    pub(super) toots: Vec<Toot>,
    pub(super) ask: bool,
    pub(super) again: bool,
    /// Stories that are not announced in this run, and whose toots should be out.
    pub(super) watched: Vec<String>,
    /// Stories that are on the site and not announced in this run.
    pub(super) published: Vec<String>,
    /// What the server says it is.
    pub(super) version: String,
    pub(super) gap_minutes: u64,
    pub(super) max_per_run: usize,
    pub(super) wait_seconds: u64,
    /// How far this machine's clock is off.
    pub(super) clock_off_minutes: i64,
    pub(super) die_at: Option<u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Toot {
    pub(super) story: String,
    pub(super) action: String,
    pub(super) page: String,
    pub(super) aliases: BTreeSet<String>,
    pub(super) revision: String,
    pub(super) text: String,
    pub(super) reply_to: Option<String>,
    pub(super) visibility: String,
}

impl Toot {
    fn announcement(&self) -> Announcement {
        Announcement {
            story: self.story.clone(),
            action: self.action.parse().unwrap(),
            page: self.page.clone(),
            aliases: self.aliases.clone(),
            date: Timestamp::now() - SignedDuration::from_hours(1),
            revision: self.revision.clone(),
            text: self.text.clone(),
            warning: String::new(),
            language: Some("en".to_owned()),
            visibility: Visibility::from_word(&self.visibility).unwrap(),
            reply_to: self.reply_to.clone().map(|url| ReplyTo { url, else_plain: false }),
            mentions: false,
            image: None,
            commitments: Vec::new(),
            thread: Vec::new(),
        }
    }
}

/// What a test sets up and looks at.
pub(super) struct World {
    pub(super) folder: TempDir,
    pub(super) server: Server,
    pub(super) run: Run,
    pub(super) profile: Profile,
}

impl World {
    /// One story that is live and not posted, its ledger in a file.
    pub(super) async fn local() -> World {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start().await;
        server.set().pages.insert("/wells/".to_owned(), "sha256:ab".to_owned());
        let toot = Toot {
            story: "wells".to_owned(),
            action: "new".to_owned(),
            page: format!("{}/site/wells/", server.base),
            aliases: BTreeSet::new(),
            revision: "sha256:ab".to_owned(),
            text: format!("We listened, and dug two wells. {}/site/wells/ #Water", server.base),
            reply_to: None,
            visibility: "public".to_owned(),
        };
        let run = Run {
            root: folder.path().join("site"),
            server: server.base.clone(),
            user: "org".to_owned(),
            git: false,
            picture: false,
            toots: vec![toot],
            ask: false,
            again: false,
            watched: Vec::new(),
            published: Vec::new(),
            version: "4.6.4".to_owned(),
            gap_minutes: 0,
            max_per_run: 10,
            wait_seconds: 0,
            clock_off_minutes: 0,
            die_at: None,
        };
        std::fs::create_dir(&run.root).unwrap();
        World { folder, server, run, profile: Profile::Mastodon45 }
    }

    /// The same with the ledger on a bare repository's branch.
    pub(super) async fn git() -> World {
        let mut world = World::local().await;
        let folder = world.folder.path();
        git(folder, &["init", "--bare", "--quiet", "remote.git"]);
        std::fs::remove_dir(&world.run.root).unwrap();
        git(folder, &["clone", "--quiet", "remote.git", "site"]);
        let site = folder.join("site");
        std::fs::write(site.join("page.md"), "page\n").unwrap();
        git(&site, &["add", "."]);
        git(&site, &["commit", "--quiet", "-m", "page"]);
        git(&site, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
        world.run.git = true;
        world
    }

    /// The same on a server of this kind.
    pub(super) fn on(mut self, profile: Profile) -> World {
        profile.shape(&mut self.server.set());
        self.run.version = profile.version().to_owned();
        self.profile = profile;
        self
    }

    /// Another story, whose toot is posted before.
    pub(super) fn with_neighbour(self) -> World {
        self.with_story("pump", "A pump.")
    }

    /// One more story, which is announced before the others.
    pub(super) fn with_story(mut self, name: &str, text: &str) -> World {
        let base = &self.server.base;
        self.server.set().pages.insert(format!("/{name}/"), "sha256:cd".to_owned());
        let toot = Toot {
            story: name.to_owned(),
            page: format!("{base}/site/{name}/"),
            revision: "sha256:cd".to_owned(),
            text: format!("{text} {base}/site/{name}/"),
            ..self.run.toots[0].clone()
        };
        self.run.toots.insert(0, toot);
        self
    }

    /// A run from another clone.
    pub(super) fn clone_of(&self, name: &str) -> Run {
        git(self.folder.path(), &["clone", "--quiet", "remote.git", name]);
        Run { root: self.folder.path().join(name), ..self.run.clone() }
    }

    /// A hook of the remote; an empty script takes it away.
    pub(super) fn hook(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join("remote.git/hooks").join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(super) async fn post(&self) -> Report {
        self.run.post().await.0
    }

    /// Time passes, for the server and for this machine.
    pub(super) fn advance(&mut self, minutes: i64) {
        self.server.advance(SignedDuration::from_mins(minutes));
        self.run.clock_off_minutes += minutes;
    }

    /// A run that is killed when the server has its toot and has not said so.
    pub(super) async fn killed_after_send(&self) {
        let there = |world: &World| world.server.count() + world.server.waiting();
        let before = there(self);
        let mut child = self.run.start();
        until(|| there(self) > before).await;
        child.kill().await.unwrap();
    }

    pub(super) fn ledger(&self) -> Ledger {
        if self.run.git {
            let remote = self.folder.path().join("remote.git");
            return store::ledger::parse(
                git(&remote, &["show", &format!("{LEDGER}:ledger.jsonl")]).as_bytes(),
            )
            .0;
        }
        store::ledger::read(&self.run.root.join("ledger.jsonl")).unwrap().0
    }
}

/// What a run needs, kept for as long as it lasts.
struct Desk<'a> {
    run: &'a Run,
    client: Client,
    server: mastodon::Server,
    settings: Settings,
    steps: Steps,
}

impl Desk<'_> {
    fn of(run: &Run) -> Desk<'_> {
        let base = url::Url::parse(&run.server).unwrap();
        let client = Client::new().unwrap();
        let server = mastodon::Server::new(Session::new(client.clone(), &base, Some(Token::new(TOKEN))));
        Desk { run, client, server, settings: run.settings(), steps: Steps::new(run.die_at) }
    }

    fn outreach(&self) -> Outreach<'_> {
        Outreach {
            root: &self.run.root,
            server: &self.server,
            client: &self.client,
            steps: &self.steps,
            random: &random,
            now: Timestamp::now() + SignedDuration::from_mins(self.run.clock_off_minutes),
            settings: &self.settings,
        }
    }
}

impl Run {
    /// Runs in this process; says how many steps there were.
    pub(super) async fn post(&self) -> (Report, u32) {
        let (desk, announcements) = (Desk::of(self), self.announcements());
        let report = outreach::post(desk.outreach(), &announcements).await;
        (report, desk.steps.passed())
    }

    /// Brings the toots up to date.
    pub(super) async fn edit(&self) -> Report {
        outreach::edit(Desk::of(self).outreach(), &self.announcements()).await
    }

    /// Takes up a toot.
    pub(super) async fn adopt(&self, story: &str, url: &str) -> Report {
        outreach::adopt(Desk::of(self).outreach(), story, url, None).await
    }

    /// Takes back a story's toots.
    pub(super) async fn retract(&self, story: &str, reason: &str) -> Report {
        outreach::retract(Desk::of(self).outreach(), story, reason).await
    }

    fn announcements(&self) -> Vec<Announcement> {
        let picture = || Picture {
            name: "well.jpg".to_owned(),
            mime: "image/jpeg".to_owned(),
            bytes: [0xff, 0xd8].into(),
            alt: "A well".to_owned(),
        };
        let made = self.toots.iter().map(Toot::announcement);
        made.map(|made| Announcement { image: self.picture.then(picture), ..made }).collect()
    }

    fn settings(&self) -> Settings {
        let named = self.toots.iter().map(|toot| toot.story.clone());
        Settings {
            user: self.user.clone(),
            ways: Ways::of(&self.version),
            claim: if self.git { Claim::Git(LEDGER.to_owned()) } else { Claim::Local },
            remote: "origin".to_owned(),
            settle: S,
            unknown: if self.ask { UnknownRun::Ask } else { UnknownRun::Retry },
            max_per_run: self.max_per_run,
            min_gap: Duration::from_secs(self.gap_minutes * 60),
            wait: Duration::from_secs(self.wait_seconds),
            by: "a test".to_owned(),
            published: self
                .toots
                .iter()
                .map(|toot| toot.story.clone())
                .chain(self.published.clone())
                .collect(),
            watched: self.watched.iter().cloned().collect(),
            again: named.filter(|_| self.again).collect(),
        }
    }

    /// Starts the run as a process of its own: this test program again, at `child`.
    pub(super) fn start(&self) -> tokio::process::Child {
        let mut command = tokio::process::Command::new(std::env::current_exe().unwrap());
        command.args(["outreach::world::child", "--exact", "--ignored", "--test-threads", "1"]);
        command.env("HEARBACK_TEST_RUN", serde_json::to_string(self).unwrap());
        command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command.spawn().unwrap()
    }

    /// Runs it as a process that is killed before that step; says whether it came so far.
    pub(super) async fn killed_before(&self, step: u32) -> bool {
        let run = Run { die_at: Some(step), ..self.clone() };
        !run.start().wait().await.unwrap().success()
    }
}

/// Waits until something is so; fails where it does not become so in ten seconds.
pub(super) async fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..2_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen in ten seconds");
}

/// Not a test: what a child process of the tests does.
#[tokio::test]
#[ignore = "it is run by the tests that kill it"]
async fn child() {
    if let Ok(run) = std::env::var("HEARBACK_TEST_RUN") {
        let run: Run = serde_json::from_str(&run).unwrap();
        run.post().await;
    }
}

/// Eight random bytes without a library: the keys of a hash map are random.
fn random() -> [u8; 8] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish().to_ne_bytes()
}

pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a report says, an address's port taken out.
pub(super) fn said(report: &Report, world: &World) -> String {
    let mut lines: Vec<String> = report.lines.iter().map(ToString::to_string).collect();
    lines.extend(report.stopped.as_ref().map(|stop| format!("stopped: {stop}")));
    lines.join("\n").replace(&world.server.base, "https://s.example")
}

/// The outcome of a run's only toot.
pub(super) fn outcome(report: &Report) -> &Outcome {
    match report.lines.as_slice() {
        [line] => &line.outcome,
        _ => panic!("{report:?}"),
    }
}
