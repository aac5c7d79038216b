//! Reading again what changed, and nothing else where that is enough.
//!
//! A path is a reason to look, never a claim about what happened: the file may have come, changed or gone, or have been there
//! only while an editor was saving. Whatever is not plainly one file of a site of plain files is left to a whole walk.

use super::{Gathered, Known, Request, gather, know, sources};
use crate::config::Config;
use crate::model::asset::Asset;
use crate::model::diagnostic::Diagnostic;
use crate::model::story::Story;
use crate::read;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What a path asks for.
enum Look {
    /// Nothing of the site is there, or was.
    Nowhere,
    Story,
    Asset,
    Theme,
    Everywhere,
}

/// Reads again what may have changed, and returns whether anything of the site was looked at. A path may name a file that
/// has gone or come; an empty one asks for a whole walk.
///
/// # Errors
/// When something changed that everything hangs on and it cannot be used; what was gathered before is as it was.
pub fn reread(request: &Request, gathered: &mut Gathered, paths: &[String]) -> Result<bool, Vec<Diagnostic>> {
    let root = request.root.as_path();
    let (mut stories, mut assets, mut theme) = (Vec::new(), Vec::new(), false);
    for path in paths {
        match gathered.look(root, path) {
            Look::Nowhere => {}
            Look::Story => stories.push(path),
            Look::Asset => assets.push(path),
            Look::Theme => theme = true,
            Look::Everywhere => {
                *gathered = gather(request)?;
                return Ok(true);
            }
        }
    }
    if theme {
        let mut config = Config::clone(&gathered.config);
        let files = sources::theme_files(root, &mut config)?;
        // With a new language the names of files may mean something else.
        if config.languages != gathered.config.languages {
            *gathered = gather(request)?;
            return Ok(true);
        }
        gathered.theme = sources::theme(files, &config)?;
    }
    let today = gathered.today(request.now);
    let mut fresh = Vec::new();
    for path in &stories {
        if read::is_story(root, path) {
            let known = know(root, path, &gathered.config, today);
            fresh.extend(known.story.clone());
            gathered.stories.insert((*path).clone(), known);
        } else {
            gathered.stories.remove(*path);
        }
    }
    for path in &assets {
        let files = &mut Arc::make_mut(&mut gathered.assets).files;
        match std::fs::metadata(root.join(path)) {
            Ok(about) => {
                let asset = Asset { len: about.len(), image: None };
                files.insert((*path).clone(), asset);
            }
            Err(_) => {
                files.remove(*path);
            }
        }
    }
    if assets.is_empty() {
        gathered.probe(root, &fresh);
    } else {
        // An image may have been wanted before it was there.
        gathered.probe(root, &gathered.all_stories());
    }
    Ok(theme || !stories.is_empty() || !assets.is_empty())
}

impl Gathered {
    /// What has to be looked at because of a path.
    fn look(&self, root: &Path, path: &str) -> Look {
        let theme = format!("themes/{}", self.config.theme);
        if path == theme || path.strip_prefix(&theme).is_some_and(|rest| rest.starts_with('/')) {
            return Look::Theme;
        }
        if self.config.script.as_ref().is_some_and(|script| script.file == path) {
            return Look::Theme;
        }
        let named =
            [super::CONFIG_FILE, super::LEDGER_FILE, "moderation.yaml", "", "content", "static", "themes"];
        if named.contains(&path) || self.config.totals.as_deref() == Some(path) {
            return Look::Everywhere;
        }
        if !(path.starts_with("content/") || path.starts_with("static/")) || !read::is_public(path) {
            return Look::Nowhere;
        }
        if !self.plain {
            return Look::Everywhere;
        }
        let is_story = path.starts_with("content/") && path.ends_with(".md");
        let one = if is_story { Look::Story } else { Look::Asset };
        match std::fs::symlink_metadata(root.join(path)) {
            Ok(about) if about.is_file() => one,
            // A folder or a link. A pipe or a socket is nothing, but its name may have been a file's.
            Ok(_) => Look::Everywhere,
            Err(_) if self.stories.contains_key(path) || self.assets.files.contains_key(path) => one,
            Err(_) if below(&self.stories, path) || below(&self.assets.files, path) => Look::Everywhere,
            Err(_) => Look::Nowhere,
        }
    }

    /// Every story that could be read.
    pub(super) fn all_stories(&self) -> Vec<Arc<Story>> {
        self.stories.values().filter_map(|known: &Known| known.story.clone()).collect()
    }
}

/// Whether something is known below a folder.
fn below<T>(known: &BTreeMap<String, T>, folder: &str) -> bool {
    let folder = format!("{folder}/");
    known.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder))
}
