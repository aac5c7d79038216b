//! From an assembled site to an output folder: every route rendered on all cores, and published together.

use super::content::{content, unusable};
use super::{Assembled, Gathered, Request, assemble, joined};
use crate::config::rule;
use crate::images::{self, Darkroom};
use crate::model::asset::Recipe;
use crate::model::content::Content;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::record::Record;
use crate::model::route::Route;
use crate::model::said::to_remember;
use crate::model::site::LeftOut;
use crate::render::Renderer;
use crate::write::{Publication, Rank, Sink, Summary, WriteFailure};
use crate::{check, store};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use thiserror::Error;

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// How many files were written, left and removed.
    pub summary: Summary,
    /// How many stories the site shows.
    pub stories: usize,
    /// How many drafts it does not show.
    pub drafts: usize,
    /// How many stories it does not show yet.
    pub future: usize,
    /// What the site says that its ledger does not remember yet.
    pub unremembered: Vec<Record>,
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

/// Builds a site that was gathered into a folder. Two builds of the same input give the same bytes, and the second one writes nothing.
///
/// # Errors
/// When the content has errors, a template fails, an image cannot be used, or the disk refuses.
pub fn build(request: &Request, gathered: Gathered, out: &Path, tell: Tell<'_>) -> Result<Built, Unbuilt> {
    stand_clear(&request.root, out)?;
    let assembled = assemble(request, &gathered, None);
    if !assembled.is_sound() {
        return Err(Unbuilt::Content(assembled.diagnostics));
    }
    let Assembled { press, diagnostics } = assembled;
    let key = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    // Where `.hearback/` cannot be written, neither a lock nor a manifest is kept: slower, not wrong.
    let _lock = store::manifest::lock(&request.root, &key);
    let publication = Publication::begin(out, store::manifest::read(&request.root, &key))?;
    let darkroom = Darkroom::new(&request.root);
    let found = fill(&darkroom, &press, &publication, tell)?;
    if !found.is_empty() {
        return Err(Unbuilt::Content(check::weigh(joined(&diagnostics, found), press.config())));
    }
    let summary = publication.finish(|manifest| {
        let _ = store::manifest::save(&request.root, &key, manifest);
    })?;
    // What cannot be swept stays, and takes room only.
    let _ = darkroom.sweep(press.site().routes.values().filter_map(|route| match route {
        Route::Variant(recipe) => Some(recipe),
        _ => None,
    }));
    let stories = press.site().stories.len();
    let left_out = &press.site().left_out;
    let drafts = left_out.values().filter(|absent| matches!(absent.why, LeftOut::Draft)).count();
    let future = left_out.values().filter(|absent| matches!(absent.why, LeftOut::Future(_))).count();
    let unremembered = to_remember(press.site(), &gathered.ledger, request.now);
    // After a build the process ends. Taking every text of every story apart before that is time in which people wait.
    std::mem::forget((gathered, press));
    Ok(Built { summary, stories, drafts, future, unremembered, diagnostics })
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

/// Something of the site that is made at once.
enum Errand<'s> {
    Route(&'s String, &'s Route),
    /// The variants of one image, which is decoded once for all of them.
    Variants(Vec<(&'s String, &'s Recipe)>),
}

/// Everything that is to be made; images first, since they take longest.
fn errands(press: &Renderer) -> Vec<Errand<'_>> {
    let (mut variants, mut others) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
    for (address, route) in press.site().routes.iter() {
        match route {
            Route::Variant(recipe) => variants.entry(&recipe.source).or_default().push((address, recipe)),
            _ => others.push(Errand::Route(address, route)),
        }
    }
    variants.into_values().map(Errand::Variants).chain(others).collect()
}

/// Makes everything on all cores and hands it over to be published. Returns what is wrong with what could not be made.
fn fill(
    darkroom: &Darkroom,
    press: &Renderer,
    sink: &impl Sink,
    tell: Tell<'_>,
) -> Result<Vec<Diagnostic>, WriteFailure> {
    press.prepare();
    let (done, all) = (AtomicUsize::new(0), press.site().routes.len());
    let tell = |count: usize| tell(done.fetch_add(count, Ordering::Relaxed) + count, all);
    let made = errands(press).into_par_iter().map(|errand| match errand {
        Errand::Route(address, route) => {
            let made = press.answer(address, route).and_then(|output| content(darkroom, address, output));
            let found = match made {
                Ok(content) => sink.put(rank(route), &file_of(address), &content).map(|()| Vec::new()),
                Err(finding) => Ok(vec![finding]),
            };
            tell(1);
            found
        }
        Errand::Variants(variants) => {
            let found = develop(darkroom, &variants, sink);
            tell(variants.len());
            found
        }
    });
    let found: Result<Vec<Vec<Diagnostic>>, WriteFailure> = made.collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Makes the variants of one image that the sink does not have. Their address is the hash of the original and the recipe:
/// what is there need not be made.
fn develop(
    darkroom: &Darkroom,
    variants: &[(&String, &Recipe)],
    sink: &impl Sink,
) -> Result<Vec<Diagnostic>, WriteFailure> {
    let missing: Vec<(String, &Recipe)> = variants
        .iter()
        .map(|(address, recipe)| (file_of(address), *recipe))
        .filter(|(path, _)| !sink.keep(path))
        .collect();
    let mut paths = missing.iter().map(|(path, _)| path);
    let mut found = Vec::new();
    for made in darkroom.variants(missing.iter().map(|(_, recipe)| *recipe), |_, made| made) {
        let Some(path) = paths.next() else { break };
        match made {
            Ok(bytes) => sink.put(Rank::Page, path, &Content::Bytes(bytes))?,
            Err(failure) => found.push(unusable(failure)),
        }
    }
    // What is wrong with the image is wrong with all of its variants.
    found.truncate(1);
    Ok(found)
}

/// What is wrong with authors' files that is seen only when they are published: images that cannot be decoded, pictures that
/// cannot be cleaned. Variants are kept, so that looking again, or building, does not make them again.
pub fn look_into_files(request: &Request, assembled: &Assembled) -> Vec<Diagnostic> {
    let (press, darkroom) = (&assembled.press, Darkroom::new(&request.root));
    let found = errands(press).into_par_iter().flat_map_iter(|errand| match errand {
        Errand::Variants(variants) => {
            let made =
                darkroom.variants(variants.into_iter().map(|(_, recipe)| recipe), |_, made| made.err());
            made.into_iter().flatten().take(1).map(unusable).collect()
        }
        Errand::Route(address, route @ (Route::File(_) | Route::ThemeFile(_))) => {
            let made = press.answer(address, route).and_then(|output| content(&darkroom, address, output));
            let script = match route {
                Route::File(path) => script(&darkroom, path),
                _ => None,
            };
            made.err().into_iter().chain(script).collect()
        }
        Errand::Route(..) => Vec::new(),
    });
    check::weigh(found.collect(), press.config())
}

/// A drawing with a script: in a page none runs, but whoever opens the drawing itself lets it run on this site's address.
fn script(darkroom: &Darkroom, path: &str) -> Option<Diagnostic> {
    if !path.to_ascii_lowercase().ends_with(".svg") || !images::has_script(&darkroom.root().join(path)) {
        return None;
    }
    let message = format!("the drawing `{path}` holds a script, which no page runs");
    Some(
        rule::SCRIPT_IN_DRAWING
            .at(Place::whole(path), message)
            .hint("save it as a plain SVG, without scripts and event handlers"),
    )
}

/// The file that answers an address: `/impact/wells/` is `impact/wells/index.html`.
fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// When a route is moved in: what is linked to before what links.
fn rank(route: &Route) -> Rank {
    match route {
        Route::Story(_)
        | Route::Commitment { .. }
        | Route::File(_)
        | Route::ThemeFile(_)
        | Route::SearchFile(..)
        | Route::Variant(_) => Rank::Page,
        Route::Feed { .. } | Route::Sitemap(_) | Route::Robots | Route::Data(..) | Route::DataSchema => {
            Rank::Feed
        }
        Route::DueCalendar | Route::WebFinger | Route::SecurityTxt | Route::Headers | Route::Redirects => {
            Rank::Feed
        }
        Route::Home(_)
        | Route::List { .. }
        | Route::Tags(_)
        | Route::Archive(_)
        | Route::Commitments(_)
        | Route::Teams(_) => Rank::Listing,
        Route::Accountability(_) | Route::Corrections(_) | Route::NotFound | Route::Alias(_) => Rank::Listing,
        Route::Search(_) | Route::Subscribe(_) | Route::OurData(_) => Rank::Listing,
    }
}
