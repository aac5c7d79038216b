//! From an assembled site to an output folder: every route rendered on all cores, and published together.

use super::{Assembled, Gathered, Request, assemble, joined};
use crate::config::rule;
use crate::model::asset::Recipe;
use crate::model::diagnostic::Diagnostic;
use crate::model::output::Output;
use crate::model::place::Place;
use crate::model::record::Record;
use crate::model::route::Route;
use crate::model::said::to_remember;
use crate::model::site::LeftOut;
use crate::render::Renderer;
use crate::write::{Publication, Rank, Summary, WriteFailure};
use crate::{check, images, store};
use rayon::prelude::*;
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
    let found = fill(request, &press, &publication, tell)?;
    if !found.is_empty() {
        return Err(Unbuilt::Content(check::weigh(joined(&diagnostics, found), press.config())));
    }
    let summary = publication.finish(|manifest| {
        let _ = store::manifest::save(&request.root, &key, manifest);
    })?;
    let stories = press.site().stories.len();
    let left_out = &press.site().left_out;
    let drafts = left_out.values().filter(|why| matches!(why, LeftOut::Draft)).count();
    let future = left_out.values().filter(|why| matches!(why, LeftOut::Future(_))).count();
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

/// Renders every route on all cores and hands it over to be published. Returns what is wrong with what could not be made.
fn fill(
    request: &Request,
    press: &Renderer,
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
        rule::BROKEN_IMAGE
            .at(Place::whole(recipe.source.clone()), failure.to_string())
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
        Route::Story(_)
        | Route::Commitment { .. }
        | Route::File(_)
        | Route::ThemeFile(_)
        | Route::Variant(_) => Rank::Page,
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
