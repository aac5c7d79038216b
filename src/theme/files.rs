//! A theme as files: what was read, before anybody looked inside.

use super::script::Script;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a theme. Those of a site may be a part only: what is missing comes from the default theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeFiles {
    /// The theme's name: its folder below `themes/`.
    pub name: String,
    /// Templates by their path in `templates/`: `story.html`.
    pub templates: BTreeMap<String, String>,
    /// The words of the interface, as YAML, by language: `en`.
    pub words: BTreeMap<String, String>,
    /// Files that are copied, by their path in `static/`: `site.css`.
    pub statics: BTreeMap<String, Vec<u8>>,
    /// The site's own script, which stands beside the theme and in every page of it.
    pub script: Option<Script>,
}

/// The default theme, as it is in `themes/default`.
const BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The files of the default theme, from inside the binary.
pub fn built_in() -> ThemeFiles {
    let mut files = ThemeFiles { name: "default".to_owned(), ..ThemeFiles::default() };
    collect(&BUILT_IN, &mut files);
    files
}

/// Sorts what is in a folder into templates, words and the rest.
fn collect(dir: &Dir<'_>, into: &mut ThemeFiles) {
    for child in dir.dirs() {
        collect(child, into);
    }
    for file in dir.files() {
        into.take(file.path(), file.contents());
    }
}

impl ThemeFiles {
    /// Takes in one file by its path in the theme's folder. What is neither template, words nor static is no part of it.
    pub fn take(&mut self, path: &Path, contents: &[u8]) {
        let path = path.to_string_lossy().replace('\\', "/");
        if let Some(name) = path.strip_prefix("templates/") {
            self.templates.insert(name.to_owned(), String::from_utf8_lossy(contents).into_owned());
        } else if let Some(name) = path.strip_prefix("static/") {
            self.statics.insert(name.to_owned(), contents.to_vec());
        } else if let Some(lang) = path.strip_prefix("i18n/").and_then(|n| n.strip_suffix(".yaml")) {
            self.words.insert(lang.to_owned(), String::from_utf8_lossy(contents).into_owned());
        }
    }
}
