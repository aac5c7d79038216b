//! Bytes as a static host answers with them: entity tags, ranges and `HEAD` (RFC 9110 §8.8.3, §13, §14).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use std::ops::Range;

/// Answers a GET or HEAD with bytes. A range is honoured for one span; several are answered with the whole, as §14.2 allows.
pub(super) fn answer(
    method: &Method,
    asked: &HeaderMap,
    status: StatusCode,
    kind: &'static str,
    bytes: Vec<u8>,
) -> Response<Body> {
    let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // The browser asks again every time, and is told when it has the newest.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, value);
    }
    if status == StatusCode::OK && matches(asked.get(header::IF_NONE_MATCH), &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let length = bytes.len();
    let fresh = asked.get(header::IF_RANGE).is_none_or(|value| value.as_bytes() == tag.as_bytes());
    let wanted = asked.get(header::RANGE).filter(|_| status == StatusCode::OK && fresh);
    let (status, part) = match wanted.and_then(|value| range(value.to_str().ok()?, length)) {
        None => (status, 0..length),
        Some(Ok(part)) => (StatusCode::PARTIAL_CONTENT, part),
        Some(Err(Unsatisfiable)) => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(part.len()));
    let described = match status {
        StatusCode::PARTIAL_CONTENT => Some(format!("bytes {}-{}/{length}", part.start, part.end - 1)),
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{length}")),
        _ => None,
    };
    if let Some(value) = described.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(header::CONTENT_RANGE, value);
    }
    if method != Method::HEAD {
        let whole = part.len() == length;
        *response.body_mut() = Body::from(if whole { bytes } else { bytes[part].to_vec() });
    }
    response
}

/// A range that no byte falls into.
struct Unsatisfiable;

/// The one span that a `Range` header asks for; `None` where the header is to be ignored.
fn range(header: &str, length: usize) -> Option<Result<Range<usize>, Unsatisfiable>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        let suffix: usize = last.parse().ok()?;
        let start = length.saturating_sub(suffix);
        return Some(if suffix == 0 || length == 0 { Err(Unsatisfiable) } else { Ok(start..length) });
    }
    let start: usize = first.parse().ok()?;
    let end =
        if last.is_empty() { length } else { last.parse::<usize>().ok()?.saturating_add(1).min(length) };
    if start >= length {
        return Some(Err(Unsatisfiable));
    }
    (start < end).then_some(Ok(start..end))
}

/// Whether an `If-None-Match` header names the tag, weakly compared.
fn matches(header: Option<&HeaderValue>, tag: &str) -> bool {
    let Some(text) = header.and_then(|value| value.to_str().ok()) else { return false };
    text.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        let read = |header| range(header, 10).map(|r| r.map_err(|_| ()));
        assert_eq!(read("bytes=2-4"), Some(Ok(2..5)));
        assert_eq!(read("bytes=2-"), Some(Ok(2..10)));
        assert_eq!(read("bytes=-3"), Some(Ok(7..10)));
        assert_eq!(read("bytes=-30"), Some(Ok(0..10)));
        assert_eq!(read("bytes=5-99999999999999999999999"), None);
        assert_eq!(read("bytes=5-99"), Some(Ok(5..10)));
        assert_eq!(read("bytes=10-"), Some(Err(())));
        assert_eq!(read("bytes=4-2"), None);
        assert_eq!(read("bytes=0-1,3-4"), None);
        assert_eq!(read("items=0-1"), None);
    }
}
