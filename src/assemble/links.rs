//! What the links of all stories lead to.

use super::pictures;
use super::routes::{Routes, file_address};
use crate::model::asset::Assets;
use crate::model::body::Target;
use crate::model::diagnostic::Diagnostic;
use crate::model::percent;
use crate::model::place::Place;
use crate::model::route::{Route, StoryIx};
use crate::model::site::{Resolved, Ties};
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// Resolves the links of every story into its ties; files that are linked get a route. Returns the stories that each story
/// links to.
pub(super) fn resolve(
    stories: &[Arc<Story>],
    assets: &Assets,
    routes: &mut Routes<'_>,
    ties: &mut [Ties],
    found: &mut Vec<Diagnostic>,
) -> Vec<Vec<StoryIx>> {
    let mut map = Map { stories, by_path: None, assets, routes, found };
    let mut targets = Vec::with_capacity(stories.len());
    for (ix, story) in stories.iter().enumerate() {
        let mut reached = Vec::new();
        let links = story
            .body
            .links
            .iter()
            .map(|link| match &link.target {
                Target::Outside(url) => Resolved::Outside(url.clone()),
                Target::Here(fragment) => Resolved::Here(fragment.clone()),
                Target::Broken => Resolved::Dead,
                Target::File { path, fragment } => {
                    let end = map.file(path, ties, &mut reached);
                    inside(end, fragment.as_deref())
                }
                Target::Address { path, fragment } => {
                    let end = map.address(path, ties, &mut reached);
                    inside(end, fragment.as_deref())
                }
            })
            .collect();
        ties[ix].links = links;
        targets.push(reached);
    }
    targets
}

fn inside(end: Option<String>, fragment: Option<&str>) -> Resolved {
    match (end, fragment) {
        (None, _) => Resolved::Dead,
        (Some(address), None) => Resolved::Inside(percent::path(&address)),
        (Some(address), Some(fragment)) => {
            Resolved::Inside(format!("{}#{}", percent::path(&address), percent::path(fragment)))
        }
    }
}

/// Everything that a link can mean.
struct Map<'a, 's> {
    stories: &'a [Arc<Story>],
    /// The stories by their files; made where a link leads to a file.
    by_path: Option<HashMap<&'a str, StoryIx>>,
    assets: &'a Assets,
    routes: &'a mut Routes<'s>,
    found: &'a mut Vec<Diagnostic>,
}

impl Map<'_, '_> {
    /// The address of a file: a story with or without its ending, a bundle's folder, a file beside a story, a list's folder.
    fn file(&mut self, path: &str, ties: &[Ties], reached: &mut Vec<StoryIx>) -> Option<String> {
        let path = path.trim_end_matches('/');
        let stories = self.stories;
        let by_path = self.by_path.get_or_insert_with(|| {
            stories.iter().enumerate().map(|(ix, story)| (story.path.as_str(), ix)).collect()
        });
        let story = by_path.get(path).copied().or_else(|| {
            // Only what has no story's ending can lack it.
            let near = [format!("{path}.md"), format!("{path}/index.md")];
            near.iter().find_map(|near| by_path.get(near.as_str()).copied())
        });
        if let Some(ix) = story {
            reached.push(ix);
            return Some(ties[ix].address.clone());
        }
        if let Some((path, _)) = self.assets.find(path) {
            return self.publish(path);
        }
        let below = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/"));
        let below = below.or((path == "content").then_some(""))?;
        self.address(&format!("/{below}"), ties, reached)
    }

    /// An address as the browser would ask for it; the `/` at the end of a folder may be missing.
    fn address(&mut self, written: &str, ties: &[Ties], reached: &mut Vec<StoryIx>) -> Option<String> {
        let path = written.split('?').next().unwrap_or(written);
        let path = path.strip_suffix("index.html").filter(|rest| rest.ends_with('/')).unwrap_or(path);
        let folder = format!("{path}/");
        for candidate in [path, folder.as_str()] {
            match self.routes.get(candidate) {
                Some(Route::Story(ix) | Route::Alias(ix)) => {
                    reached.push(*ix);
                    return Some(ties[*ix].address.clone());
                }
                Some(_) => return Some(candidate.to_owned()),
                None => {}
            }
        }
        // One of `static/` has its route already, under its name on disk.
        let beside = ["content", "static"].map(|folder| format!("{folder}{path}"));
        let (path, _) = beside.iter().find_map(|path| self.assets.find(path))?;
        self.publish(path)
    }

    /// Gives a file beside a story a route. Of a photograph the link leads to the largest variant, which loads sooner.
    fn publish(&mut self, path: &str) -> Option<String> {
        let address = file_address(path);
        if path.starts_with("static/") {
            return Some(address);
        }
        let image = self.assets.files.get(path).and_then(|asset| asset.image.as_ref());
        if let Some(probe) = image.filter(|probe| !probe.is_shown_as_it_is()) {
            return Some(pictures::publish(&pictures::largest(path, probe), self.routes));
        }
        match self.routes.get(&address) {
            Some(Route::File(held)) if held == path => {}
            _ => self.routes.claim(
                address.clone(),
                Route::File(path.to_owned()),
                || Place::whole(path),
                self.found,
            ),
        }
        Some(address)
    }
}
