//! How a file is served: its type, how long it may be kept, and whether it is stored compressed.

use crate::model::media_type;

/// Nothing with this name will ever be anything else (RFC 9111 §5.2.2, RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// It may be kept, and is asked for again before it is shown: a correction is seen at once (RFC 9111 §5.2.2.2).
const ASK_AGAIN: &str = "public, max-age=0, must-revalidate";
/// So many digits of a hash are in a name that says all about its content.
const HASH: usize = 16;

/// What a store is told about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headers {
    /// `Content-Type`.
    pub(super) media_type: &'static str,
    /// `Cache-Control`.
    pub(super) cache: &'static str,
    /// Whether it is stored as gzip, with a `Content-Encoding` that says so.
    pub(super) gzip: bool,
}

impl Headers {
    /// Those of a path below the site's folder.
    pub(super) fn of(path: &str, compress: bool) -> Headers {
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let media_type = media_type::of(&address);
        let cache = if has_hash(path) { FOR_EVER } else { ASK_AGAIN };
        Headers { media_type, cache, gzip: compress && is_text(media_type) }
    }
}

/// Whether a name holds the hash of the content, as those of image variants do: 16 hexadecimal digits or more together.
pub(super) fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hash = |part: &str| {
        part.len() >= HASH && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    name.split(['-', '.', '_']).any(is_hash)
}

/// Whether a type is one that gzip makes smaller.
fn is_text(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or(media_type);
    bare.starts_with("text/")
        || bare.ends_with("+json")
        || matches!(bare, "application/json" | "application/xml" | "image/svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_hash_is_kept_for_ever_and_nothing_else_is() {
        let cache = |path| Headers::of(path, false).cache;
        assert_eq!(cache("images/0123456789abcdef-640.webp"), FOR_EVER);
        assert_eq!(cache("site.0123456789abcdef.css"), FOR_EVER);
        assert_eq!(cache("report-20261105.pdf"), ASK_AGAIN);
        assert_eq!(cache("0123456789abcdef/index.html"), ASK_AGAIN);
    }

    #[test]
    fn a_type_is_that_of_the_address_and_only_texts_are_compressed() {
        let about = |path| {
            let headers = Headers::of(path, true);
            (headers.media_type, headers.gzip)
        };
        assert_eq!(about("index.html"), ("text/html; charset=utf-8", true));
        assert_eq!(about("impact/wells/index.html"), ("text/html; charset=utf-8", true));
        assert_eq!(about(".well-known/webfinger"), ("application/jrd+json", true));
        assert_eq!(about("logo.svg"), ("image/svg+xml", true));
        assert_eq!(about("photo.JPG"), ("image/jpeg", false));
    }
}
