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
    let (stem, edition) = edition(stem);
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
    let edition = edition.filter(|lang| !lang.as_str().eq_ignore_ascii_case(config.language.as_str()));
    PathName { kind, edition, name: undated(name).to_owned() }
}

/// `story.es` is the Spanish edition of `story`.
fn edition(stem: &str) -> (&str, Option<Lang>) {
    let parts = stem.rsplit_once('.').filter(|(name, tag)| {
        !name.is_empty() && (2..=3).contains(&tag.split('-').next().unwrap_or_default().len())
    });
    match parts.and_then(|(name, tag)| Some((name, Lang::parse(tag)?))) {
        Some((name, lang)) => (name, Some(lang)),
        None => (stem, None),
    }
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
