//! What a link means, seen from its own file alone.

use crate::model::body::Target;

/// Schemes that a reader's program may be handed. Anything else (`javascript:`, `data:`) is no link.
const SCHEMES: [&str; 10] =
    ["http", "https", "mailto", "tel", "sms", "geo", "xmpp", "matrix", "ftp", "magnet"];

/// Reads an address that stands in the file `from`. Relative ones are resolved against that file's folder.
pub(super) fn target(written: &str, from: &str) -> Target {
    let written = written.trim();
    if let Some(fragment) = written.strip_prefix('#') {
        return Target::Here(decoded(fragment));
    }
    if let Some(rest) = written.strip_prefix("//") {
        return Target::Outside(format!("https://{rest}"));
    }
    if let Some(scheme) = scheme(written) {
        let known = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
        return if known { Target::Outside(written.to_owned()) } else { Target::Broken };
    }
    let (path, fragment) = match written.split_once('#') {
        Some((path, fragment)) => (path, Some(decoded(fragment))),
        None => (written, None),
    };
    let path = decoded(path.split('?').next().unwrap_or_default());
    if path.starts_with('/') {
        return Target::Address { path, fragment };
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    match joined(folder, &path) {
        Some(path) => Target::File { path, fragment },
        None => Target::Broken,
    }
}

/// The scheme of an address, where it has one (RFC 3986 §3.1). One letter is a drive, not a scheme.
fn scheme(written: &str) -> Option<&str> {
    let (scheme, _) = written.split_once(':')?;
    let fits = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    fits.then_some(scheme)
}

/// A relative path below a folder, without `.` and `..`; `None` where it leads out of the site or nowhere.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if path.is_empty() {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let slash = if path.ends_with('/') || path.ends_with("..") { "/" } else { "" };
    (!parts.is_empty()).then(|| format!("{}{slash}", parts.join("/")))
}

/// Without percent-encoding; as written where what comes out is no UTF-8.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::model::body::Target::{Address, Broken, File, Here, Outside};

    #[test]
    fn an_address_is_read_from_where_it_stands() {
        let read = |written| target(written, "content/impact/wells.md");
        let file = |path: &str, fragment: Option<&str>| File {
            path: path.into(),
            fragment: fragment.map(Into::into),
        };
        assert_eq!(read("../responses/phones.md#why"), file("content/responses/phones.md", Some("why")));
        assert_eq!(read("data/waits%202025.csv?x=1"), file("content/impact/data/waits 2025.csv", None));
        assert_eq!(read("../other/"), file("content/other/", None));
        assert_eq!(read("/book/#form"), Address { path: "/book/".into(), fragment: Some("form".into()) });
        assert_eq!(read("#caf%C3%A9"), Here("café".into()));
        assert_eq!(read("//cdn.example/x"), Outside("https://cdn.example/x".into()));
        assert_eq!(read("tel:+440000000000"), Outside("tel:+440000000000".into()));
        assert_eq!(read("javascript:alert(1)"), Broken);
        assert_eq!(read("../../../etc/passwd"), Broken);
        assert_eq!(read(""), Broken);
    }
}
