//! Which files a site has: its stories, and what lies beside them.

use super::file::plain;
use crate::config::rule;
use crate::model::asset::{Asset, Assets};
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What a walk found. The same folder gives the same walk, whatever order the file system has.
#[derive(Debug, Default)]
pub struct Walk {
    /// The paths of all stories, sorted.
    pub stories: Vec<String>,
    /// Everything else below `content/` and `static/`; images are not looked into yet.
    pub assets: Assets,
    /// What could not be walked.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there are links among the files: then one file may have several paths.
    pub links: bool,
}

/// Walks `content/` and `static/`. Links inside the site are followed; one that leads out of it, or in a circle, is named
/// and left out. Hidden files are left out silently, but for those that servers look for, and so is what editors leave behind.
pub fn walk(root: &Path) -> Walk {
    let mut found = Walk::default();
    // A site that is itself reached through a link is no way out.
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    for folder in ["content", "static"] {
        if root.join(folder).exists() {
            below(root, &real_root, folder, &mut found);
        }
    }
    found.stories.sort();
    // The order of a folder is the file system's.
    found.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    found
}

fn below(root: &Path, real_root: &Path, folder: &str, found: &mut Walk) {
    let mut entries = WalkDir::new(root.join(folder)).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(failure) => {
                // An editor's lock is a hidden link to nothing, and no reason to stop.
                if !failure.path().is_some_and(|path| passes_hidden(root, path)) {
                    found.diagnostics.push(failed(root, &failure));
                }
                continue;
            }
        };
        let name = entry.file_name();
        let hidden = is_hidden(name) && !(entry.depth() == 1 && is_for_servers(folder, name));
        if entry.depth() > 0 && (hidden || is_left_over(name)) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        found.links |= entry.path_is_symlink();
        if entry.path_is_symlink() && !leads_inside(&entry, real_root) {
            let message = format!(
                "the link `{}` leads out of the site and was not followed",
                shown(root, entry.path())
            );
            let place = Place::whole(shown(root, entry.path()));
            found
                .diagnostics
                .push(rule::UNREADABLE.at(place, message).hint("copy the file into the site instead"));
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_file() {
            keep(root, &entry, found);
        }
    }
}

/// Files an entry under stories or assets.
fn keep(root: &Path, entry: &DirEntry, found: &mut Walk) {
    let Some(path) = site_path(root, entry.path()) else {
        let name = shown(root, entry.path());
        let message = "the name of this file cannot be read as text".to_owned();
        found.diagnostics.push(rule::UNREADABLE.at(Place::whole(name), message).hint("rename it"));
        return;
    };
    if path.starts_with("content/") && path.ends_with(".md") {
        found.stories.push(path);
        return;
    }
    if path.starts_with("content/") && is_meant_as_story(&path) {
        let message = "this file is published as it is, and not read as a story".to_owned();
        found.diagnostics.push(
            rule::NOT_A_STORY
                .at(Place::whole(path.as_str()), message)
                .hint("if it is one, give its name the ending `.md`"),
        );
    }
    match entry.metadata() {
        Ok(about) => {
            found.assets.files.insert(path, Asset { len: about.len(), image: None });
        }
        Err(failure) => found.diagnostics.push(failed(root, &failure)),
    }
}

/// What editors and word processors make of a story's name.
fn is_meant_as_story(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    [".md", ".md.txt", ".markdown", ".mdown", ".md.docx"].iter().any(|ending| name.ends_with(ending))
}

fn failed(root: &Path, failure: &walkdir::Error) -> Diagnostic {
    let path = failure.path().map_or_else(|| ".".to_owned(), |path| shown(root, path));
    let place = Place::whole(path.clone());
    if failure.loop_ancestor().is_some() {
        return rule::UNREADABLE
            .at(place, format!("the link `{path}` leads back to a folder above itself"))
            .hint("remove the link");
    }
    let why = failure.io_error().map_or_else(|| failure.to_string(), plain);
    rule::UNREADABLE.at(place, format!("cannot read `{path}`: {why}"))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a part of the path below the root is hidden.
fn passes_hidden(root: &Path, path: &Path) -> bool {
    path.strip_prefix(root).unwrap_or(path).iter().any(is_hidden)
}

/// What editors leave beside a file: a copy of what it was (`story.md~`), what was not saved yet (`#story.md#`), a lock of a
/// word processor (`~$report.docx`). To publish an older text of a story would be worse than to miss a file of such a name.
fn is_left_over(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.ends_with(b"~") || (name.starts_with(b"#") && name.ends_with(b"#")) || name.starts_with(b"~$")
}

/// Whether a walk would look at a path of the site, by its name.
pub fn is_public(path: &str) -> bool {
    path.split('/').enumerate().all(|(depth, name)| {
        let name = OsStr::new(name);
        let shown =
            !is_hidden(name) || (depth == 1 && is_for_servers(path.split('/').next().unwrap_or(""), name));
        shown && !is_left_over(name)
    })
}

/// Hidden names below `static/` that are there to be published: RFC 8615, and what hosts look for.
fn is_for_servers(folder: &str, name: &OsStr) -> bool {
    let known = [".well-known", ".nojekyll", ".htaccess"];
    folder == "static" && known.iter().any(|one| name == *one)
}

/// Whether a link stays inside the site. What is hidden there counts as outside: a link to `.git/config` would publish it.
pub(super) fn leads_inside(entry: &DirEntry, real_root: &Path) -> bool {
    entry.path().canonicalize().is_ok_and(|to| is_inside(&to, real_root))
}

/// Whether a path without links lies inside the site and is not hidden there.
pub(super) fn is_inside(real: &Path, real_root: &Path) -> bool {
    real.starts_with(real_root) && !passes_hidden(real_root, real)
}

/// The path from the root with `/`, where every part of it is text.
fn site_path(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn shown(root: &Path, path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(root).unwrap_or(path).components().collect();
    inside.to_string_lossy().replace('\\', "/")
}
