//! Percent-encoding of addresses (RFC 3986 §2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// What cannot stand in a path as it is (RFC 3986 §3.3).
const NOT_IN_A_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');
/// What cannot stand in a URI as it is, beside `%` (RFC 3986 §2).
const NOT_IN_A_URI: &AsciiSet = &NOT_IN_A_PATH.remove(b'?').remove(b'#').remove(b'[').remove(b']');

/// A path as it stands in a link. It is taken for what it is: `%` becomes `%25`.
pub fn path(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_A_PATH).to_string()
}

/// Adds an address that somebody wrote as it stands in a link. What is encoded already stays.
pub fn push_uri(out: &mut String, address: &str) {
    let mut pieces = address.split('%');
    out.extend(utf8_percent_encode(pieces.next().unwrap_or_default(), NOT_IN_A_URI));
    for piece in pieces {
        let is_encoded = piece.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_encoded { "%" } else { "%25" });
        out.extend(utf8_percent_encode(piece, NOT_IN_A_URI));
    }
}

/// An address as [`push_uri`] writes it.
pub fn uri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    push_uri(&mut out, address);
    out
}

/// Text without its percent-encoding; `None` where that is no UTF-8.
pub fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_only_what_a_url_may_hold() {
        assert_eq!(path("/a b/ü.pdf"), "/a%20b/%C3%BC.pdf");
        assert_eq!(path("/100%/a?b#c"), "/100%25/a%3Fb%23c");
    }

    #[test]
    fn what_is_encoded_stays_as_it_is() {
        assert_eq!(
            uri("https://a.example/%C3%bc ü?b=100%&c=[d]#e%2"),
            "https://a.example/%C3%bc%20%C3%BC?b=100%25&c=[d]#e%252"
        );
    }

    #[test]
    fn what_is_no_encoding_is_read_as_it_is() {
        assert_eq!(decoded("a%20b%C3%BC").as_deref(), Some("a bü"));
        assert_eq!(decoded("100% %zz %+1").as_deref(), Some("100% %zz %+1"));
        assert_eq!(decoded("%ff"), None);
    }
}
