//! What a link means, seen from its own file alone.

use crate::model::body::{Body, Image, Link, Target};
use crate::model::percent;
use crate::model::place::Spot;
use std::borrow::Cow;
use url::Url;

/// Schemes that lead outside without being loaded.
const SCHEMES: [&str; 10] = ["http", "https", "mailto", "tel", "sms", "xmpp", "geo", "sip", "matrix", "acct"];

/// Reads a link that stands in a file.
pub(crate) fn target(written: &str, file: &str) -> Target {
    let written = written.trim();
    if let Some(fragment) = written.strip_prefix('#') {
        return Target::Here(decoded(fragment));
    }
    if written.starts_with("//") {
        let whole = format!("https:{written}");
        return if Url::parse(&whole).is_ok() { Target::Outside(whole) } else { Target::Broken };
    }
    if let Some(scheme) = scheme(written) {
        let known = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
        return if known && Url::parse(written).is_ok() {
            Target::Outside(written.to_owned())
        } else {
            Target::Broken
        };
    }
    let (path, fragment) = match written.split_once('#') {
        Some((path, fragment)) => (path, Some(decoded(fragment)).filter(|fragment| !fragment.is_empty())),
        None => (written, None),
    };
    let path = decoded(path.split('?').next().unwrap_or(path));
    if path.is_empty() || path.contains(['\\', '\0', '\n']) {
        return Target::Broken;
    }
    if path.starts_with('/') {
        return match joined("", &path) {
            Some(clean) => Target::Address { path: slashed(&clean, &path), fragment },
            None => Target::Broken,
        };
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    match joined(folder, &path) {
        Some(path) if !path.is_empty() => Target::File { path, fragment },
        _ => Target::Broken,
    }
}

/// The scheme of an address that has one. One letter is a drive of Windows, not a scheme.
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once(':')?;
    let fits = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    fits.then_some(scheme)
}

/// A site-absolute path with the slashes of its author.
fn slashed(clean: &str, written: &str) -> String {
    let end = if !clean.is_empty() && written.ends_with('/') { "/" } else { "" };
    format!("/{clean}{end}")
}

/// A path below a folder, without `.` and `..`; `None` where it leads out of the site.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-decoded, where that gives UTF-8.
fn decoded(text: &str) -> String {
    percent::decoded(text).map_or_else(|| text.to_owned(), Cow::into_owned)
}

/// Adds a link of a file to its body, and gives its index.
pub(crate) fn add_link(body: &mut Body, written: &str, file: &str, spot: Spot) -> usize {
    body.links.push(Link { written: written.to_owned(), target: target(written, file), spot });
    body.links.len() - 1
}

/// Adds an image of a file to its body, and gives its index.
pub(crate) fn add_image(
    body: &mut Body,
    written: &str,
    file: &str,
    words: (String, Option<String>),
    spot: Spot,
) -> usize {
    let (alt, title) = words;
    body.images.push(Image {
        written: written.to_owned(),
        target: target(written, file),
        alt,
        decorative: false,
        title,
        spot,
    });
    body.images.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_from_where_it_stands() {
        let file = |path: &str, fragment: Option<&str>| Target::File {
            path: path.into(),
            fragment: fragment.map(Into::into),
        };
        let address = |path: &str, fragment: Option<&str>| Target::Address {
            path: path.into(),
            fragment: fragment.map(Into::into),
        };
        let cases = [
            ("../responses/phones.md#why", file("content/responses/phones.md", Some("why"))),
            ("data/a%20b.csv?x=1", file("content/impact/data/a b.csv", None)),
            ("/advice/book/", address("/advice/book/", None)),
            ("/", address("/", None)),
            ("/a/../b#c", address("/b", Some("c"))),
            ("#top", Target::Here("top".into())),
            ("#", Target::Here(String::new())),
            ("https://a.example/x", Target::Outside("https://a.example/x".into())),
            ("//a.example/x", Target::Outside("https://a.example/x".into())),
            ("mailto:a@b.example", Target::Outside("mailto:a@b.example".into())),
            ("../../../etc/passwd", Target::Broken),
            ("/../etc", Target::Broken),
            ("javascript:alert(1)", Target::Broken),
            ("https://", Target::Broken),
            ("", Target::Broken),
        ];
        for (written, wanted) in cases {
            assert_eq!(target(written, "content/impact/wells.md"), wanted, "{written}");
        }
    }
}
