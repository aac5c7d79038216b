//! A site's own theme files, as they are on disk. What they stand above is `theme`'s business.

use super::file::plain;
use super::walk::leads_inside;
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use std::collections::BTreeMap;
use std::path::Path;
use walkdir::WalkDir;

/// The largest file of a theme that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// The files of `themes/NAME/`, by their path below it: `templates/story.html`, `static/site.css`, `i18n/de.yaml`.
#[derive(Debug, Default)]
pub struct ThemeOnDisk {
    /// Path and bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Reads `themes/NAME/`. A theme that is not there has no files, which is right for `default` only.
///
/// # Errors
/// When the folder of any other theme is not there, or a file in it cannot be read.
pub fn theme(root: &Path, name: &str) -> Result<ThemeOnDisk, Vec<Diagnostic>> {
    let folder = root.join("themes").join(name);
    if !folder.is_dir() {
        if name == "default" {
            return Ok(ThemeOnDisk::default());
        }
        let place = Place::field("hearback.yaml", "theme");
        return Err(vec![rule::THEME.at(place, format!("there is no theme `{name}`")).hint(format!(
            "make the folder `themes/{name}/`, or take out the line to use the default theme"
        ))]);
    }
    let mut found = ThemeOnDisk::default();
    let mut failures = Vec::new();
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let visible = |name: &std::ffi::OsStr| !name.as_encoded_bytes().starts_with(b".");
    let entries = WalkDir::new(&folder)
        .follow_links(true)
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || visible(e.file_name()));
    for entry in entries {
        match entry.map_err(std::io::Error::from).and_then(|entry| read(&folder, &real_root, &entry)) {
            Ok(Some((path, bytes))) => {
                found.files.insert(path, bytes);
            }
            Ok(None) => {}
            Err(cause) => {
                let message = format!("cannot read a file of the theme: {}", plain(&cause));
                failures.push(rule::UNREADABLE.at(Place::whole(format!("themes/{name}")), message));
            }
        }
    }
    if failures.is_empty() { Ok(found) } else { Err(failures) }
}

fn read(
    folder: &Path,
    real_root: &Path,
    entry: &walkdir::DirEntry,
) -> std::io::Result<Option<(String, Vec<u8>)>> {
    if entry.path_is_symlink() && !leads_inside(entry, real_root) {
        return Err(std::io::Error::other(format!("`{}` leads out of the site", entry.path().display())));
    }
    if !entry.file_type().is_file() {
        return Ok(None);
    }
    if entry.metadata().map_err(std::io::Error::from)?.len() > LARGEST {
        return Err(std::io::Error::other(format!("`{}` is larger than 16 MB", entry.path().display())));
    }
    let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    let path = path.to_string_lossy().replace('\\', "/");
    Ok(Some((path, std::fs::read(entry.path())?)))
}
