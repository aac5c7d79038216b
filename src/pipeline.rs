//! The road from a folder to a site: gather → parse → assemble → check → render → write. Owns the loops and the progress;
//! `build` walks it once, `serve` again and again from where something changed.

use crate::assemble::{self, Ingredients};
use crate::config::Config;
use crate::model::asset::Assets;
use crate::model::conversation::Conversation;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::ledger::Ledger;
use crate::model::said::Said;
use crate::model::site::{Absent, LeftOut, TootRecord, Total};
use crate::model::story::Story;
use crate::render::Renderer;
use crate::theme::Theme;
use crate::{check, images, parse, read};
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod build;
mod content;
mod heard;
mod reread;
mod said;
mod sources;

pub use build::{Built, Tell, Unbuilt, build, look_into_files};
pub use content::content;
pub(crate) use read::look::{different, look};
pub use read::{is_public, real as inside};
pub use reread::reread;
pub use said::{SAID_DATA, said_live};

/// The file that makes a folder a site.
pub const CONFIG_FILE: &str = "hearback.yaml";
/// The file that says what was posted where.
pub const LEDGER_FILE: &str = "ledger.jsonl";

/// What to make a site of, and as of when.
#[derive(Debug, Clone)]
pub struct Request {
    /// The folder with `hearback.yaml`.
    pub root: PathBuf,
    /// The site's address, instead of the one in `hearback.yaml`.
    pub base_url: Option<String>,
    /// Include drafts.
    pub drafts: bool,
    /// Include stories whose date has not come.
    pub future: bool,
    /// The moment that counts as now.
    pub now: Timestamp,
}

/// Everything that was read, understood file by file. `serve` keeps it and reads again what changed.
#[derive(Clone)]
pub struct Gathered {
    config: Arc<Config>,
    theme: Arc<Theme>,
    /// Every story's file by its path.
    stories: BTreeMap<String, Known>,
    assets: Arc<Assets>,
    totals: Vec<Total>,
    ledger: Arc<Ledger>,
    toots: Arc<BTreeMap<String, TootRecord>>,
    /// What others said below the toots of stories, by their keys.
    conversations: Arc<BTreeMap<String, Conversation>>,
    /// What was said before, as far as somebody remembers it.
    said: Said,
    /// The day that counted as today.
    day: Date,
    /// What is wrong with the configuration, the walk, the totals and the ledger.
    findings: Vec<Diagnostic>,
    /// Whether the walk met neither links nor anything that it could not read: then a path stands for one file.
    plain: bool,
}

/// What is known about a story's file alone.
#[derive(Debug, Clone)]
struct Known {
    story: Option<Arc<Story>>,
    findings: Vec<Diagnostic>,
}

/// A site that can be rendered, with everything that is wrong with it.
pub struct Assembled {
    /// Renders any page of the site.
    pub press: Renderer,
    /// Every finding, weighed by the site's own severities and sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Assembled {
    /// Whether the site may be published: no finding is an error.
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|finding| finding.severity != Severity::Error)
    }
}

impl Gathered {
    /// The site's configuration.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// The ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Takes in what another ledger says: the one on the remote's branch, where claims are made there.
    pub fn hear_ledger(&mut self, other: &Ledger, now: Timestamp) {
        let ledger = Arc::make_mut(&mut self.ledger);
        other.records().cloned().for_each(|record| ledger.add(record));
        self.toots = Arc::new(sources::toots(&self.ledger));
        self.said.add(Said::of_ledger(other, &self.config.timezone, now));
    }

    /// Whether between two moments a day ended in the site's time zone, or the hour of a story came: then what was
    /// gathered at the first is out of date.
    pub fn is_older(&self, then: Timestamp, now: Timestamp) -> bool {
        let came = |story: &Story| story.date.at.is_some_and(|at| then < at && at <= now);
        self.today(then) != self.today(now)
            || self.stories.values().any(|known| known.story.as_deref().is_some_and(came))
    }

    /// The day that counts as today in the site's time zone.
    fn today(&self, now: Timestamp) -> Date {
        now.to_zoned_datetime(self.config.timezone.clone()).date()
    }
}

/// Reads a whole site: configuration, theme, stories, images, totals, ledger.
///
/// # Errors
/// When the configuration or the theme cannot be used at all; then there is nothing to assemble, and the findings say why.
pub fn gather(request: &Request) -> Result<Gathered, Vec<Diagnostic>> {
    let (mut config, mut findings) = sources::configuration(request)?;
    let files = sources::theme_files(&request.root, &mut config).map_err(|more| joined(&findings, more))?;
    let (theme, (stories, walk)) =
        rayon::join(|| sources::theme(files, &config), || stories(request, &config));
    let theme = theme.map_err(|more| joined(&findings, more))?;
    let plain = !walk.links && walk.diagnostics.is_empty();
    findings.extend(walk.diagnostics);
    let (totals, more) = sources::totals(&request.root, &config);
    findings.extend(more);
    let (ledger, more) = sources::ledger(&request.root);
    findings.extend(more);
    let toots = sources::toots(&ledger);
    let (conversations, more) = heard::conversations(&request.root, &config);
    findings.extend(more);
    let conversations = Arc::new(conversations);
    let said = Said::of_ledger(&ledger, &config.timezone, request.now);
    let day = request.now.to_zoned_datetime(config.timezone.clone()).date();
    let ledger = Arc::new(ledger);
    let (config, toots, assets) = (Arc::new(config), Arc::new(toots), Arc::new(walk.assets));
    let mut gathered = Gathered {
        config,
        theme,
        stories,
        assets,
        totals,
        ledger,
        toots,
        conversations,
        said,
        day,
        findings,
        plain,
    };
    gathered.probe(&request.root, &gathered.all_stories());
    Ok(gathered)
}

/// Walks the content and reads every story on all cores: what is known of each, and what else the walk found.
fn stories(request: &Request, config: &Config) -> (BTreeMap<String, Known>, read::Walk) {
    let mut walk = read::walk(&request.root);
    let today = request.now.to_zoned_datetime(config.timezone.clone()).date();
    let known: Vec<(String, Known)> = std::mem::take(&mut walk.stories)
        .into_par_iter()
        .map(|path| {
            let known = know(&request.root, &path, config, today);
            (path, known)
        })
        .collect();
    (known.into_iter().collect(), walk)
}

/// Assembles what was gathered, checks it, and makes it ready to be rendered. What comes out as it was before is not made
/// again.
pub fn assemble(request: &Request, gathered: &Gathered, before: Option<&Renderer>) -> Assembled {
    let (config, theme) = (&gathered.config, &gathered.theme);
    let is_comparable = |before: &&Renderer| {
        std::ptr::eq(before.config(), &**config) && before.theme().statics().eq(theme.statics())
    };
    let ingredients = Ingredients {
        config,
        stories: gathered.all_stories(),
        assets: Arc::clone(&gathered.assets),
        totals: gathered.totals.clone(),
        conversations: Arc::clone(&gathered.conversations),
        toots: Arc::clone(&gathered.toots),
        theme_files: theme.statics().map(str::to_owned).collect(),
        today: gathered.today(request.now),
        now: request.now,
        drafts: request.drafts,
        future: request.future,
        before: before.filter(is_comparable).map(Renderer::site),
    };
    let mut site = assemble::site(ingredients);
    let broken = gathered.stories.iter().filter(|(_, known)| known.story.is_none());
    site.left_out.extend(broken.map(|(path, _)| (path.clone(), Absent { key: None, why: LeftOut::Broken })));
    let site = Arc::new(site);
    let look = || {
        let mut found = gathered.findings.clone();
        found.extend(gathered.stories.values().flat_map(|known| known.findings.iter().cloned()));
        found.extend(site.clashes.iter().cloned());
        found.extend(check::site(&site, config));
        found.extend(check::said(&site, &gathered.said, config));
        found.extend(check::languages(&site, config, &|lang| theme.speaks(lang)));
        found.extend(check::layouts(&site, config, &theme.layouts()));
        check::weigh(found, config)
    };
    let set_up = || Renderer::new(Arc::clone(&site), Arc::clone(theme), Arc::clone(config));
    let (diagnostics, press) = rayon::join(look, set_up);
    Assembled { press, diagnostics }
}

impl Gathered {
    /// Looks at the images that stories show and that were not looked at before.
    fn probe(&mut self, root: &Path, stories: &[Arc<Story>]) {
        let wanted: Vec<String> = assemble::wanted_images(stories, &self.config)
            .into_iter()
            .filter_map(|path| self.assets.find(&path).filter(|(_, asset)| asset.image.is_none()))
            .map(|(path, _)| path.to_owned())
            .collect();
        let probes: Vec<_> =
            wanted.into_par_iter().map(|path| (images::probe(&root.join(&path)), path)).collect();
        if probes.is_empty() {
            return;
        }
        let assets = Arc::make_mut(&mut self.assets);
        for (probe, path) in probes {
            if let Some(asset) = assets.files.get_mut(&path) {
                asset.image = probe;
            }
        }
    }
}

/// Reads, parses and checks one story's file.
fn know(root: &Path, path: &str, config: &Config, today: Date) -> Known {
    let source = match read::file(root, path) {
        Ok(source) => source,
        Err(finding) => return Known { story: None, findings: vec![finding] },
    };
    let parse::Parsed { story, plain, diagnostics: mut findings } = parse::story(&source, config);
    if let Some(story) = &story {
        findings.extend(check::story(story, &plain, config, today));
    }
    Known { story: story.map(Arc::new), findings }
}

fn joined(first: &[Diagnostic], second: Vec<Diagnostic>) -> Vec<Diagnostic> {
    first.iter().cloned().chain(second).collect()
}
