//! The media type of what answers an address, as static hosts have it (IANA's registry of media types).

/// The type of a page.
pub const PAGE: &str = "text/html; charset=utf-8";

/// The media type of an address, by the ending of its name.
pub fn of(address: &str) -> &'static str {
    let name = address.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        return PAGE;
    }
    if address == super::address::WEB_FINGER {
        return "application/jrd+json";
    }
    if [super::address::HEADERS, super::address::REDIRECTS].contains(&address) {
        return "text/plain; charset=utf-8";
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => PAGE,
        Some("xml") => "application/xml; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("vtt") => "text/vtt; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("jpg" | "jpeg" | "jfif") => "image/jpeg",
        Some("png") => "image/png",
        Some("apng") => "image/apng",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("gif") => "image/gif",
        Some("tif" | "tiff") => "image/tiff",
        Some("heic") => "image/heic",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("mp3") => "audio/mpeg",
        Some("ogg" | "oga" | "opus") => "audio/ogg",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_file_without_an_ending_is_no_page() {
        assert_eq!(of("/impact/wells/"), "text/html; charset=utf-8");
        assert_eq!(of("/LICENCE"), "application/octet-stream");
        assert_eq!(of("/photo.JPG"), "image/jpeg");
        assert_eq!(of("/.well-known/webfinger"), "application/jrd+json");
    }
}
