//! What is asked of a deploy.

use crate::config::Deploy;
use crate::model::manifest::Manifest;
use std::collections::BTreeMap;
use std::path::Path;

/// What to deploy, and where to.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The site's root: where a folder is named from, and a command runs.
    pub root: &'a Path,
    /// The folder with the site as it was built.
    pub folder: &'a Path,
    /// What the last build wrote there (`store::manifest`); an empty one costs the reading of every file.
    pub built: &'a Manifest,
    /// Where to.
    pub deploy: &'a Deploy,
    /// The environment: keys, and what else the clouds' own tools read there.
    pub variables: &'a BTreeMap<String, String>,
    /// How many files may go; else a fifth of those that are out, and at least ten.
    pub max_removals: Option<usize>,
    /// Take nothing for granted that the manifest says is out: put every file.
    pub all: bool,
    /// Called before each step that others can see, for tests that end the program there.
    pub pass: &'a (dyn Fn() + Sync),
}
