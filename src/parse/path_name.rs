//! What a file's path says: its kind, its language, and the last part of its address.

use crate::config::Config;
use crate::model::lang::Lang;
use crate::model::vocabulary::Kind;

/// What a path says about its story.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PathName {
    /// The kind, from the folder.
    pub(crate) kind: Kind,
    /// The language of an edition.
    pub(crate) edition: Option<Lang>,
    /// The name without date, language and ending; a bundle's folder. Not yet a slug.
    pub(crate) name: String,
}

/// Reads a path.
pub(crate) fn read(path: &str, config: &Config) -> PathName {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (folders, file) = below.rsplit_once('/').unwrap_or(("", below));
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let (stem, edition) = edition(stem, config);
    let bundle = stem == "index" && !folders.is_empty();
    let name = if bundle { folders.rsplit('/').next().unwrap_or(folders) } else { stem };
    let top = folders.split('/').next().unwrap_or_default();
    // The index of `content/impact` itself would be a page in the place of the list.
    let kind = match top {
        _ if bundle && folders == top => Kind::Page,
        "impact" => Kind::Impact,
        "responses" => Kind::Response,
        "answers" => Kind::Answer,
        _ => Kind::Page,
    };
    PathName { kind, edition, name: undated(name).to_owned() }
}

/// `story.es` is the Spanish edition of `story` on a site that has Spanish; `what-is-node.js` is a name of its own.
fn edition<'a>(stem: &'a str, config: &Config) -> (&'a str, Option<Lang>) {
    let parts = stem.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    let own = |tag: &str| tag.eq_ignore_ascii_case(config.language.as_str());
    match parts {
        Some((name, tag)) if own(tag) => (name, None),
        Some((name, tag)) => match config.languages.find(tag) {
            Some(lang) => (name, Some(lang)),
            None => (stem, None),
        },
        None => (stem, None),
    }
}

/// The path of a story's edition in a language: `content/impact/wells.es.md` for `content/impact/wells.md`. The site's own
/// language has none in its path.
pub fn edition_path(path: &str, lang: &Lang, config: &Config) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let (name, _) = edition(name, config);
    let lang = if lang.as_str().eq_ignore_ascii_case(config.language.as_str()) {
        String::new()
    } else {
        format!(".{lang}")
    };
    format!("{folder}/{name}{lang}.md")
}

/// `2026-03-05-wells` is `wells`.
fn undated(name: &str) -> &str {
    let dated = name.len() > 11
        && name.bytes().take(11).enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => matches!(byte, b'-' | b'_' | b' '),
            _ => byte.is_ascii_digit(),
        });
    if dated { &name[11..] } else { name }
}
