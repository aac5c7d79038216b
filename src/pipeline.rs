//! The road from a folder to a site: gather → parse → assemble → check → render → write. Owns the loops and the progress;
//! `build` walks it once, `serve` again and again from where something changed.

use crate::assemble::{self, Ingredients};
use crate::config::{self, Config};
use crate::model::asset::{Assets, Recipe};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::output::Output;
use crate::model::place::Place;
use crate::model::record::{Action, Receipt, Record};
use crate::model::route::Route;
use crate::model::site::{TootRecord, Total};
use crate::model::story::Story;
use crate::render::{self, Press};
use crate::theme::{self, Theme};
use crate::write::{Publication, Rank, Summary, WriteFailure};
use crate::{check, images, parse, read, store};
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use thiserror::Error;

mod reread;

pub use read::{is_public, real as inside};
pub use reread::reread;

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
    toots: Arc<BTreeMap<String, TootRecord>>,
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
    pub press: Press,
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
    let (config, mut findings) = configuration(request)?;
    let (theme, (stories, walk)) =
        rayon::join(|| load_theme(&request.root, &config), || content(request, &config));
    let theme = theme.map_err(|more| joined(&findings, more))?;
    let plain = !walk.links && walk.diagnostics.is_empty();
    findings.extend(walk.diagnostics);
    let (totals, more) = totals(&request.root, &config);
    findings.extend(more);
    let (toots, more) = toots(&request.root);
    findings.extend(more);
    let (config, toots, assets) = (Arc::new(config), Arc::new(toots), Arc::new(walk.assets));
    let mut gathered = Gathered { config, theme, stories, assets, totals, toots, findings, plain };
    gathered.probe(&request.root, &gathered.all_stories());
    Ok(gathered)
}

/// Walks the content and reads every story on all cores: what is known of each, and what else the walk found.
fn content(request: &Request, config: &Config) -> (BTreeMap<String, Known>, read::Walk) {
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
pub fn assemble(request: &Request, gathered: &Gathered, before: Option<&Press>) -> Assembled {
    let (config, theme) = (&gathered.config, &gathered.theme);
    let is_comparable = |before: &&Press| {
        std::ptr::eq(before.config(), &**config) && before.theme().statics().eq(theme.statics())
    };
    let ingredients = Ingredients {
        config,
        stories: gathered.all_stories(),
        assets: Arc::clone(&gathered.assets),
        totals: gathered.totals.clone(),
        toots: Arc::clone(&gathered.toots),
        theme_files: theme.statics().map(str::to_owned).collect(),
        today: gathered.today(request.now),
        now: request.now,
        drafts: request.drafts,
        future: request.future,
        before: before.filter(is_comparable).map(Press::site),
    };
    let site = assemble::site(ingredients);
    let mut diagnostics = gathered.findings.clone();
    diagnostics.extend(gathered.stories.values().flat_map(|known| known.findings.iter().cloned()));
    diagnostics.extend(site.clashes.iter().cloned());
    diagnostics.extend(check::site(&site, config));
    let diagnostics = check::weigh(diagnostics, config);
    Assembled { press: Press::new(Arc::new(site), Arc::clone(theme), Arc::clone(config)), diagnostics }
}

impl Gathered {
    /// Looks at the images that stories show and that were not looked at before.
    fn probe(&mut self, root: &Path, stories: &[Arc<Story>]) {
        let wanted: Vec<String> = assemble::wanted_images(stories, &self.config)
            .into_iter()
            .filter(|path| self.assets.files.get(path).is_some_and(|asset| asset.image.is_none()))
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

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// How many files were written, left and removed.
    pub summary: Summary,
    /// How many stories the site shows.
    pub stories: usize,
    /// Findings that are no errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why nothing was built. The old site is as it was, unless it could not be moved in to the end.
#[derive(Debug, Error)]
pub enum Unbuilt {
    /// The content has errors: all findings, sorted.
    #[error("the site has errors")]
    Content(Vec<Diagnostic>),
    /// The file system refused.
    #[error(transparent)]
    Disk(#[from] WriteFailure),
}

/// How far a build is: files done, of how many.
pub type Tell<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Builds a site into a folder. Two builds of the same input give the same bytes, and the second one writes nothing.
///
/// # Errors
/// When the content has errors, a template fails, an image cannot be used, or the disk refuses.
pub fn build(request: &Request, out: &Path, tell: Tell<'_>) -> Result<Built, Unbuilt> {
    stand_clear(&request.root, out)?;
    let gathered = gather(request).map_err(Unbuilt::Content)?;
    let assembled = assemble(request, &gathered, None);
    if !assembled.is_sound() {
        return Err(Unbuilt::Content(assembled.diagnostics));
    }
    let Assembled { press, diagnostics } = assembled;
    let key = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    // Where `.hearback/` cannot be written, neither a lock nor a manifest is kept: slower, not wrong.
    let _lock = store::manifest::lock(&request.root, &key);
    let publication = Publication::begin(out, store::manifest::read(&request.root, &key))?;
    let found = fill(request, &press, &publication, tell)?;
    if !found.is_empty() {
        return Err(Unbuilt::Content(check::weigh(joined(&diagnostics, found), press.config())));
    }
    let summary = publication.finish(|manifest| {
        let _ = store::manifest::save(&request.root, &key, manifest);
    })?;
    let stories = press.site().stories.len();
    // After a build the process ends. Taking every text of every story apart before that is time in which people wait.
    std::mem::forget((gathered, press));
    Ok(Built { summary, stories, diagnostics })
}

/// Refuses an output folder in which the site's own files are.
fn stand_clear(root: &Path, out: &Path) -> Result<(), WriteFailure> {
    let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(root), Ok(real_out)) = (real(root), real(out)) else { return Ok(()) };
    let sources = ["content", "static", "themes", ".git", ".hearback"].map(|folder| root.join(folder));
    if !root.starts_with(&real_out) && !sources.iter().any(|source| real_out.starts_with(source)) {
        return Ok(());
    }
    let cause = std::io::Error::other("the site's own files are there; name another folder");
    Err(WriteFailure { doing: "build into", path: out.to_owned(), cause })
}

/// Renders every route on all cores and hands it over to be published. Returns what is wrong with what could not be made.
fn fill(
    request: &Request,
    press: &Press,
    publication: &Publication,
    tell: Tell<'_>,
) -> Result<Vec<Diagnostic>, WriteFailure> {
    let routes: Vec<(&String, &Route)> = press.site().routes.iter().collect();
    let (done, all) = (AtomicUsize::new(0), routes.len());
    let answers = routes.into_par_iter().map(|(address, route)| {
        let (rank, path) = (rank(route), file_of(address));
        let found = match press.answer(address, route) {
            Err(finding) => Some(finding),
            Ok(Output::Page(bytes)) => publication.put(rank, &path, &bytes).map(|()| None)?,
            Ok(Output::Copy(source)) => {
                publication.copy(rank, &path, &request.root.join(source)).map(|()| None)?
            }
            // Its address is the hash of the original and the recipe: what is there need not be read.
            Ok(Output::Variant(_)) if publication.keep(&path) => None,
            Ok(Output::Variant(recipe)) => match encode(request, &recipe) {
                Ok(bytes) => publication.put(rank, &path, &bytes).map(|()| None)?,
                Err(finding) => Some(finding),
            },
        };
        tell(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        Ok(found)
    });
    let found: Result<Vec<Option<Diagnostic>>, WriteFailure> = answers.collect();
    Ok(found?.into_iter().flatten().collect())
}

/// What is wrong with images that is seen only when their variants are made. They are kept, so that looking again, or
/// building, does not make them again.
pub fn look_into_images(request: &Request, assembled: &Assembled) -> Vec<Diagnostic> {
    let routes: Vec<&Route> = assembled.press.site().routes.values().collect();
    let found = routes.into_par_iter().filter_map(|route| match route {
        Route::Variant(recipe) => encode(request, recipe).err(),
        _ => None,
    });
    check::weigh(found.collect(), assembled.press.config())
}

fn encode(request: &Request, recipe: &Recipe) -> Result<Vec<u8>, Diagnostic> {
    images::variant(&request.root, recipe).map_err(|failure| {
        Diagnostic::error("missing-image", Place::whole(recipe.source.clone()), failure.to_string())
            .hint("save it again with an image editor, or take it out")
    })
}

/// The file that answers an address: `/impact/wells/` is `impact/wells/index.html`.
fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// When a route is moved in: what is linked to before what links.
fn rank(route: &Route) -> Rank {
    match route {
        Route::Story(_) | Route::Commitment(_) | Route::File(_) | Route::ThemeFile(_) | Route::Variant(_) => {
            Rank::Page
        }
        Route::Feed { .. } | Route::Sitemap(_) | Route::Robots | Route::Data(..) | Route::DataSchema => {
            Rank::Feed
        }
        Route::DueCalendar | Route::WebFinger => Rank::Feed,
        Route::Home(_) | Route::List { .. } | Route::Tags(_) | Route::Archive(_) | Route::Commitments(_) => {
            Rank::Listing
        }
        Route::Accountability(_) | Route::Corrections(_) | Route::NotFound | Route::Alias(_) => Rank::Listing,
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

fn configuration(request: &Request) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    let source = read::file(&request.root, CONFIG_FILE).map_err(|finding| vec![finding])?;
    let (config, mut findings) = config::parse(&source);
    let Some(config) = config else { return Err(findings) };
    let Some(url) = &request.base_url else { return Ok((config, findings)) };
    match config.apply_base_url(url) {
        Some(config) => Ok((config, findings)),
        None => {
            let message = format!("`--base-url {url}` is no address that a site can have");
            findings.push(
                Diagnostic::error("address", Place::whole(CONFIG_FILE), message)
                    .hint("write it whole: `https://site.example/`"),
            );
            Err(findings)
        }
    }
}

/// The site's own theme files, above those inside the binary, tried before they are used.
fn load_theme(root: &Path, config: &Config) -> Result<Arc<Theme>, Vec<Diagnostic>> {
    let own = read::theme(root, &config.theme)?;
    let mut files = theme::built_in();
    files.name.clone_from(&config.theme);
    for (path, bytes) in &own.files {
        files.take(Path::new(path), bytes);
    }
    let theme = Arc::new(Theme::load(files, config)?);
    // The default theme is tried by its tests.
    let faults = if theme.has_own_templates() { render::rehearse(&theme, config) } else { Vec::new() };
    if faults.is_empty() { Ok(theme) } else { Err(faults) }
}

fn totals(root: &Path, config: &Config) -> (Vec<Total>, Vec<Diagnostic>) {
    let Some(path) = &config.totals else { return (Vec::new(), Vec::new()) };
    match read::file(root, path) {
        Ok(source) => parse::totals(&source),
        Err(finding) => (Vec::new(), vec![finding]),
    }
}

/// What the ledger says about each story's toot: its address for people, unless it was taken back.
fn toots(root: &Path) -> (BTreeMap<String, TootRecord>, Vec<Diagnostic>) {
    let (ledger, skipped) = match store::ledger::read(&root.join(LEDGER_FILE)) {
        Ok(read) => read,
        Err(cause) => {
            let message = format!("cannot read `{LEDGER_FILE}`: {cause}");
            return (
                BTreeMap::new(),
                vec![Diagnostic::error("unreadable", Place::whole(LEDGER_FILE), message)],
            );
        }
    };
    let mut toots = BTreeMap::new();
    for record in ledger.records() {
        if let Record::Receipt(Receipt { story, action: Action::New, url: Some(url), .. }) = record {
            toots.insert(story.clone(), TootRecord { url: url.clone() });
        }
    }
    for record in ledger.records() {
        if let Record::Retract(retract) = record {
            toots.remove(&retract.story);
        }
    }
    let warn = |line: &store::ledger::Skipped| {
        let message = format!("line {} cannot be read and is left out: {}", line.line, line.why);
        Diagnostic::warning("ledger", Place::whole(LEDGER_FILE), message)
    };
    (toots, skipped.iter().map(warn).collect())
}

fn joined(first: &[Diagnostic], second: Vec<Diagnostic>) -> Vec<Diagnostic> {
    first.iter().cloned().chain(second).collect()
}
