//! The configuration with every default filled in.

use crate::model::lang::Lang;
use crate::model::moderation::Policy;
use crate::model::percent;
use crate::model::vocabulary::Visibility;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// A site's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// Its address, always ending in `/`; `--base-url` replaces it.
    pub url: Url,
    /// What it is, in a sentence.
    pub description: String,
    /// The language of everything that does not say otherwise.
    pub language: Lang,
    /// The languages in which a story may have an edition of its own: those that `languages` names, else those in which
    /// the theme has words.
    pub languages: Languages,
    /// The zone in which a date without one is meant.
    pub timezone: TimeZone,
    /// Who publishes.
    pub organisation: Organisation,
    /// The folder below `themes/`; `default` is inside the binary.
    pub theme: String,
    /// The accent colour as `#rrggbb`.
    pub accent: Option<String>,
    /// The site's own style sheets after those of the theme: files of `static/`.
    pub styles: Vec<String>,
    /// Fonts that a browser fetches before a style sheet asks for them: files of `static/`.
    pub fonts: Vec<String>,
    /// The one script of the site's own that its pages run; none unless it is asked for.
    pub script: Option<OwnScript>,
    /// Further entries of the menu.
    pub menu: Vec<MenuItem>,
    /// How many stories a page of a list has.
    pub paginate: usize,
    /// Whether it can be searched.
    pub search: bool,
    /// How many items a feed has.
    pub feeds: FeedItems,
    /// The address that names in feeds are made from: the `url` as written, or the one that the site had at first
    /// (`feeds.authority`). `--base-url` leaves it as it is: a story is the same one wherever it is shown.
    pub authority: Url,
    /// Where toots are posted.
    pub mastodon: Option<Mastodon>,
    /// Where the site goes.
    pub deploy: Option<Deploy>,
    /// Where the ledger is claimed.
    pub claim: Claim,
    /// What is listened to.
    pub listen: Listen,
    /// What we promise about answering.
    pub service_standard: Option<ServiceStandard>,
    /// Which days count.
    pub calendar: WorkingDays,
    /// The file with the site's own totals, from the root.
    pub totals: Option<String>,
    /// What each rule counts as, by its name, where it differs from its default.
    pub check: BTreeMap<String, CheckLevel>,
    /// Where a hole in the site's safety is to be reported.
    pub security: Option<Security>,
    /// Anything else, for a site's own templates.
    pub extra: serde_json::Value,
}

/// Who publishes the site.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// Its name; the site's title where nothing else is said.
    pub name: String,
    /// Its public e-mail address.
    pub email: Option<String>,
    /// Its logo, a path in `static/`.
    pub logo: Option<String>,
    /// Its other homes, shown as `rel=me`.
    pub same_as: Vec<String>,
}

/// Where a hole in the site's safety is to be reported, for `security.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Whole addresses, `mailto:` among them, the one that is liked best first; never empty.
    pub contacts: Vec<String>,
    /// The page that says what happens with a report.
    pub policy: Option<String>,
}

/// A script of the site's own: it stands in every page, and the policy of the page names its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnScript {
    /// Its file, from the site's root.
    pub file: String,
    /// The hosts that it may send to, as the sources of `connect-src`: `https://count.example`.
    pub connect: Vec<String>,
}

/// An entry of the menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its words.
    pub title: String,
    /// Where it leads: a site-absolute address or a whole URL.
    pub url: String,
}

/// How many items a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedItems {
    /// The newest so many.
    Newest(usize),
    /// All.
    All,
}

/// Where and how toots are posted.
#[derive(Debug, Clone)]
pub struct Mastodon {
    /// The user's name, without `@`.
    pub user: String,
    /// The server's host, with a port for a server on this machine.
    pub host: String,
    /// Nothing older is announced.
    pub start: Option<Date>,
    /// Who may see a toot.
    pub visibility: Visibility,
    /// How many a run posts at most.
    pub max_per_run: usize,
    /// The least time between two toots of a run; more than one is scheduled by the server.
    pub min_gap: Duration,
    /// POSTING's S.
    pub settle: Duration,
    /// What to do after a run whose ending is unknown.
    pub unknown: UnknownRun,
    /// Hashtags from tags: how many at most.
    pub max_hashtags: usize,
}

impl Mastodon {
    /// Whose toots they are, as people write it: `@org@social.example`.
    pub fn name(&self) -> String {
        format!("@{}@{}", self.user, self.host)
    }
}

/// What to do after a run whose ending is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownRun {
    /// Look, wait as POSTING says, and try again.
    Retry,
    /// Post nothing until somebody answers.
    Ask,
}

/// Where a post is claimed before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// In the file here.
    Local,
    /// On this branch of the remote.
    Git(String),
}

/// Where the site goes, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deploy {
    /// Where to.
    pub target: Target,
    /// Whether texts are stored compressed (gzip), for stores that hand out what they keep.
    pub compress: bool,
}

/// Where a site goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A bucket of an object store.
    Store(Bucket),
    /// A folder, from the site's root.
    Folder(String),
    /// A branch that holds the site and nothing else.
    Branch {
        /// The remote's name or address.
        remote: String,
        /// The branch.
        branch: String,
    },
    /// A command of the site's own, for the system's shell.
    Command(String),
}

/// A bucket of an object store, and the folder in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Whose language it speaks.
    pub cloud: Cloud,
    /// The bucket, or Azure's container.
    pub name: String,
    /// The folder in it, without `/` at its ends; empty for the whole bucket.
    pub prefix: String,
    /// The store's server, where it is not the cloud's own.
    pub endpoint: Option<Url>,
    /// The region, where the environment does not say it.
    pub region: Option<String>,
    /// The name of Azure's storage account, where the environment does not say it.
    pub account: Option<String>,
}

/// The protocols of object stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cloud {
    /// Amazon S3, and every store that speaks as it does.
    S3,
    /// Azure Blob Storage.
    Azure,
    /// Google Cloud Storage.
    Google,
}

/// The languages of a site's editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Languages {
    /// Those that `hearback.yaml` names, and no other.
    Named(Vec<Lang>),
    /// Those in which the theme has words, in the order of their tags.
    OfTheTheme(Vec<Lang>),
}

impl Languages {
    /// The language that a tag in a file's name stands for: a named one, or a regional form of one. `None` for a tag that
    /// is none of them, such as the `js` of `what-is-node.js.md`.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        let (Self::Named(named) | Self::OfTheTheme(named)) = self;
        if let Some(lang) = named.iter().find(|lang| lang.as_str().eq_ignore_ascii_case(tag)) {
            return Some(lang.clone());
        }
        let lang = Lang::parse(tag)?;
        let primary = lang.primary();
        named.iter().any(|named| named.as_str().eq_ignore_ascii_case(&primary)).then_some(lang)
    }
}

/// What is listened to.
#[derive(Debug, Clone)]
pub struct Listen {
    /// Which replies are shown.
    pub show: Policy,
    /// Hashtags that are watched, without `#`.
    pub hashtags: Vec<String>,
    /// How old the last good run may be before `check` fails; none where the site does not listen.
    pub max_age: Option<Duration>,
}

/// What we promise about answering, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceStandard {
    /// Until we say that we have it.
    pub acknowledge_within: Option<u32>,
    /// Until we answer.
    pub respond_within: Option<u32>,
}

/// Which days count as working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    /// The days of a week, in their order, each once.
    pub week: Vec<Weekday>,
    /// The days on which nobody works all the same.
    pub holidays: BTreeSet<Date>,
}

/// What a rule counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckLevel {
    /// Not looked at.
    Off,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

impl Config {
    /// The path of the site's address, with `/` at both ends: `/` or `/stories/`.
    pub fn base_path(&self) -> &str {
        self.url.path()
    }

    /// The name of something of this site that stays when the site moves: a `tag:` URI (RFC 4151) from the site's first
    /// address and a path without `/` in front. The year is the same for all, since a date that is corrected must not make a
    /// story new.
    pub fn tag(&self, path: &str) -> String {
        let host = self.authority.host_str().unwrap_or("localhost");
        format!("tag:{host},2026:{}{}", self.authority.path(), percent::uri(path))
    }

    /// The whole URL of an address of this site: `/impact/wells/` becomes `https://…/impact/wells/`.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{}", self.url.as_str().trim_end_matches('/'), address)
    }

    /// Puts another address in the place of `url`, as `--base-url` does. `None` where it is none that a site can have
    /// (`http` or `https` with a host, without a query or fragment).
    #[must_use]
    pub fn apply_base_url(self, address: &str) -> Option<Self> {
        Some(Self { url: site_address(address)?, ..self })
    }
}

/// An address that a site can have, with a `/` at its end: `http` or `https` with a host, without a query, a fragment, a
/// user or a password.
pub fn site_address(written: &str) -> Option<Url> {
    let mut url = Url::parse(written.trim()).ok()?;
    let plain = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
        return None;
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Some(url)
}
