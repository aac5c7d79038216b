//! The command line as people type it.

use super::step::Step;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Publish what you did on your own pages, tell people where they already are, and answer in the open.
#[derive(Debug, Parser)]
#[command(name = "hearback", version, about, max_term_width = 100, propagate_version = true)]
pub(super) struct Arguments {
    /// The folder with `hearback.yaml`, or one inside it
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Write the site to `public/`
    Build(Build),
    /// Bring the built site to where readers find it: a store, a folder, a branch, or by a command
    Deploy(Deploy),
    /// Do all of it in order, safe to run again: listen, check, build, deploy, and post once the pages are live
    Publish(Publish),
    /// Show the site in a browser, new at every save
    Serve(Serve),
    /// Read the site, write nothing, and say what is wrong
    Check(Check),
    /// Begin a story: its file, with what it needs and comments about the rest
    New(New),
    /// Begin a translation: a copy of a story as a draft in another language
    Translate(Translate),
    /// Begin a site that builds at once
    Init(Init),
    /// Say what would be announced on Mastodon, and with `--post` announce it
    Toot(Toot),
    /// Say which pages of others are told that a story answers them, and with `--send` tell them
    Webmention(Webmention),
    /// Bring home what people say on Mastodon about our toots
    Listen(Listen),
    /// Say what waits for an answer, and decide what may be shown
    Inbox(Inbox),
    /// Log in to the account that posts
    Login(Login),
    /// Say which account posts
    Whoami,
    /// Take the account's token back, and remove it
    Logout(Logout),
}

/// Which stories, and as of when.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    /// Include stories whose date has not come
    #[arg(long)]
    pub future: bool,
    /// Take this for now: a date, or a moment with its zone [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "WHEN")]
    pub now: Option<String>,
    /// The site's address, instead of the `url` in `hearback.yaml`
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where to write [default: `public/` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Compare promises with this commit [default: what was pushed; in CI what the change starts from]
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Which stories, and as of when
    #[command(flatten)]
    pub selection: Selection,
}

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub(super) struct Deploy {
    /// The folder with the built site [default: `public/` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Remove at most so many files [default: a fifth of those that are out, and at least ten]
    #[arg(long, value_name = "N")]
    pub max_removals: Option<usize>,
    /// Put every file, whatever is known to be out
    #[arg(long)]
    pub all: bool,
    /// How the plan or the outcome is printed
    #[arg(long, value_enum, default_value = "human")]
    pub format: DeployFormat,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub(super) struct Publish {
    /// Show the same road, and neither deploy nor post
    #[arg(long)]
    pub dry_run: bool,
    /// Only this step; may be given several times
    #[arg(long, value_name = "STEP", value_enum)]
    pub only: Vec<Step>,
    /// Leave this step out; may be given several times
    #[arg(long, value_name = "STEP", value_enum, conflicts_with = "only")]
    pub skip: Vec<Step>,
    /// How long to wait for the pages to be live, and for a server that asks to: `10m`
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "10m")]
    pub wait: Duration,
    /// Remove at most so many files [default: a fifth of those that are out, and at least ten]
    #[arg(long, value_name = "N")]
    pub max_removals: Option<usize>,
    /// Take this for now: a date, or a moment with its zone [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "WHEN")]
    pub now: Option<String>,
}

/// For whom a deploy's plan or outcome is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DeployFormat {
    /// For a terminal
    Human,
    /// For programs: one JSON document
    Json,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 4030)]
    pub port: u16,
    /// The address to bind to; another than this machine's own shows drafts to the network
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: std::net::IpAddr,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Leave drafts out
    #[arg(long, conflicts_with = "drafts")]
    pub no_drafts: bool,
    /// Do not look for changes
    #[arg(long)]
    pub no_watch: bool,
    /// Look at the files twice a second: for a folder of a network or of a container, where saves go unnoticed
    #[arg(long, conflicts_with = "no_watch")]
    pub poll: bool,
    /// Which stories, and as of when
    #[command(flatten)]
    pub selection: Selection,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// Mend what can be mended without thinking: a missing `id`
    #[arg(long)]
    pub fix: bool,
    /// Ask the addresses outside whether they are there
    #[arg(long)]
    pub external: bool,
    /// Compare promises and outcomes with the site that is live, too
    #[arg(long)]
    pub live: bool,
    /// Compare promises with this commit [default: what was pushed; in CI what the change starts from]
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// For whom
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// List the rules instead of checking
    #[arg(long)]
    pub rules: bool,
    /// Say what a rule is for and what breaks it, as Markdown, instead of checking: a rule's name, or `all`
    #[arg(long, value_name = "RULE", conflicts_with = "rules")]
    pub explain: Option<String>,
    /// Only what one rule found, and all of it
    #[arg(long, value_name = "RULE")]
    pub only: Option<String>,
    /// Which stories, and as of when
    #[command(flatten)]
    pub selection: Selection,
}

/// For whom findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// People: file, line, caret, hint
    Human,
    /// Programs: one JSON document
    Json,
    /// GitHub Actions: annotations in the pull request
    Github,
    /// Code scanning: SARIF 2.1.0
    Sarif,
    /// GitLab's merge requests: code quality
    Gitlab,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What kind of story
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its title
    #[arg(required = true, num_args = 1..)]
    pub title: Vec<String>,
    /// A toot that it answers, by its address; may be given several times
    #[arg(long, value_name = "URL")]
    pub from: Vec<String>,
    /// The day it is published [default: today]
    #[arg(long, value_name = "WHEN")]
    pub now: Option<String>,
}

/// What kind of story `new` begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NewKind {
    /// What you did and what changed
    Impact,
    /// What people criticised and what you did about it
    Response,
    /// A question people asked
    Answer,
    /// Any other page
    Page,
}

/// Arguments of `translate`.
#[derive(Debug, Args)]
pub(super) struct Translate {
    /// The story's file
    pub file: PathBuf,
    /// The language, as `es` or `pt-BR`
    pub language: String,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make; it may exist if it holds no site. With `--ci` also the folder of a site [default: here]
    #[arg(required_unless_present = "ci")]
    pub dir: Option<PathBuf>,
    /// Write the workflows of a forge: a change shows what it will do, a merge publishes, every hour replies come home
    #[arg(long, value_name = "FORGE", value_enum)]
    pub ci: Option<CiForge>,
    /// The branch that is published
    #[arg(long, value_name = "NAME", default_value = "main", requires = "ci")]
    pub branch: String,
    /// The site's title
    #[arg(long)]
    pub title: Option<String>,
    /// The site's address
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The day the first stories carry [default: today]
    #[arg(long, value_name = "WHEN")]
    pub now: Option<String>,
}

/// Where a repository lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CiForge {
    /// github.com
    Github,
    /// A GitLab
    Gitlab,
    /// A Forgejo, as Codeberg
    Forgejo,
}

/// Arguments of `toot`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Toot {
    /// Something about a toot that is out
    #[command(subcommand)]
    pub verb: Option<TootVerb>,
    /// Post what the plan says, each toot once its page is live
    #[arg(long)]
    pub post: bool,
    /// Only this story, by its id or the last part of its address; may be given several times
    #[arg(long, value_name = "SLUG")]
    pub only: Vec<String>,
    /// Announce at most so many stories [default: `mastodon.max_per_run`]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How long to wait for the pages to be live: `10m`
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "0s")]
    pub wait: Duration,
    /// Post this story's toot again, whatever came of it before
    #[arg(long, value_name = "SLUG")]
    pub again: Vec<String>,
    /// Bring this story's toot up to date with its page
    #[arg(long, value_name = "SLUG")]
    pub edit: Vec<String>,
    /// Post this story as a plain toot if what it answers cannot be found
    #[arg(long, value_name = "SLUG")]
    pub plain: Vec<String>,
    /// How the plan is printed, or what became of it
    #[arg(long, value_enum, default_value = "human", global = true)]
    pub format: PlanFormat,
    /// Which stories, and as of when
    #[command(flatten)]
    pub selection: Selection,
}

/// Arguments of `webmention`.
#[derive(Debug, Args)]
pub(super) struct Webmention {
    /// Tell them, each once its story's page is live
    #[arg(long)]
    pub send: bool,
    /// Which stories, and as of when
    #[command(flatten)]
    pub selection: Selection,
}

/// Arguments of `listen`.
#[derive(Debug, Args)]
pub(super) struct Listen {
    /// How long to wait in all where the server asks to: `10m`
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "0s")]
    pub wait: Duration,
    /// Take this for now: a date, or a moment with its zone [default: the clock]
    #[arg(long, value_name = "WHEN")]
    pub now: Option<String>,
}

/// Arguments of `inbox`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Inbox {
    /// A decision, or a note
    #[command(subcommand)]
    pub verb: Option<InboxVerb>,
    /// End with 1 where something waits longer than the service standard allows
    #[arg(long)]
    pub overdue: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value = "human")]
    pub format: PlanFormat,
    /// Take this for now: a date, or a moment with its zone [default: the clock]
    #[arg(long, value_name = "WHEN", global = true)]
    pub now: Option<String>,
}

/// A decision about what somebody said, or a note about our answer.
#[derive(Debug, Subcommand)]
pub(super) enum InboxVerb {
    /// Let the page show a reply
    Show(Decide),
    /// Keep a reply from the page
    Hide(Against),
    /// Keep a reply from every page for ever, whatever is decided later
    Takedown(Against),
    /// Say that a reply needs no answer
    Done {
        /// The reply's address
        url: String,
    },
    /// Say who is to answer
    Assign {
        /// The reply's address
        url: String,
        /// The team
        team: String,
    },
    /// Write something beside a reply, for the team
    Note {
        /// The reply's address
        url: String,
        /// The words, without anybody's name
        text: String,
    },
    /// Note what was said in a letter, on the phone, in a meeting
    Add {
        /// What was said, in our words and without anybody's name
        said: String,
        /// How it reached us
        #[arg(long, value_name = "CHANNEL", default_value = "letter")]
        channel: String,
        /// When [default: today]
        #[arg(long, value_name = "DATE")]
        received: Option<String>,
    },
}

/// What a decision is about.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// The reply's address
    pub url: String,
    /// Decide about everything that its author says
    #[arg(long, conflicts_with = "server")]
    pub account: bool,
    /// Decide about everything from its author's server
    #[arg(long)]
    pub server: bool,
}

/// A decision against something needs its reason.
#[derive(Debug, Args)]
pub(super) struct Against {
    /// What it is about
    #[command(flatten)]
    pub about: Decide,
    /// Why: spam, threat, personal_data, off_topic, unlawful, author_asked or other
    #[arg(long, value_name = "REASON")]
    pub reason: String,
}

/// Something about a toot that is out.
#[derive(Debug, Subcommand)]
pub(super) enum TootVerb {
    /// Take up a toot that was posted by hand or by another tool, so that it is not posted again
    Adopt {
        /// The story, by its id or the last part of its address
        slug: String,
        /// The toot's address
        url: String,
    },
    /// Delete a story's toots, and remember that
    Retract {
        /// The story, by its id or the last part of its address
        slug: String,
        /// Why, for the ledger
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// How a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanFormat {
    /// For a terminal
    Human,
    /// For programs: one JSON document
    Json,
    /// For a pull request or a CI job's summary
    Markdown,
}

/// A length of time: `90s`, `10m`, `1h 30m`.
fn duration(text: &str) -> Result<Duration, String> {
    let read = text.parse::<jiff::SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
    read.ok_or_else(|| format!("`{text}` is no length of time such as `90s` or `10m`"))
}

/// Arguments of `login`.
#[derive(Debug, Args)]
pub(super) struct Login {
    /// Paste the code, where no browser can come back to this machine
    #[arg(long)]
    pub paste: bool,
    /// Keep the token in a file that only you can read, even where there is a keyring
    #[arg(long)]
    pub no_keyring: bool,
}

/// Arguments of `logout`.
#[derive(Debug, Args)]
pub(super) struct Logout {
    /// Remove the token here even though its server cannot be told
    #[arg(long)]
    pub forget: bool,
}
