//! `_headers`: what a host says with each answer, in the form that Netlify, Cloudflare Pages and others read. What a page may
//! load stands in the page itself; here stands what only a header can say, and what is true of files that are no pages.

use crate::config::Config;
use crate::model::address;
use crate::model::media_type;
use crate::model::percent;
use crate::model::route::{FeedFormat, Route};
use crate::model::site::Site;
use crate::theme::Theme;

/// What every answer says: nobody frames it, nobody guesses its type, another site learns our host and no page, and no page
/// asks for a camera, a microphone or a place.
pub(super) const EVERYWHERE: [(&str, &str); 4] = [
    (
        "Content-Security-Policy",
        "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
];
/// Only for a site that is read over TLS: a browser that came once asks for nothing else for a year.
const TLS: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");
/// For what has a hash of itself in its name.
const FOR_EVER: (&str, &str) = ("Cache-Control", "public, max-age=31536000, immutable");
/// For what programs on other sites' pages read (Fetch, §3.3; RFC 7033 §5).
const FOR_ALL: (&str, &str) = ("Access-Control-Allow-Origin", "*");
/// Where variants of images are.
const IMAGES: &str = "/images/";

/// The file.
pub(super) fn write(site: &Site, config: &Config, theme: &Theme) -> Vec<u8> {
    let mut out = Rules { text: String::new(), base: config.base_path().trim_end_matches('/') };
    let tls = (config.url.scheme() == "https").then_some(TLS);
    out.rule("/*", &EVERYWHERE.into_iter().chain(tls).collect::<Vec<_>>());
    out.rule(&address::theme_file(theme.style()), &[FOR_EVER]);
    let mut images = site.routes.range(IMAGES.to_owned()..).take_while(|(at, _)| at.starts_with(IMAGES));
    // An author's own file may be there, and its name says nothing of its bytes.
    if images.all(|(_, route)| matches!(route, Route::Variant(_))) {
        out.rule("/images/*", &[FOR_EVER]);
    }
    let is_there = |address: &str| site.routes.contains_key(address);
    for edition in &site.editions {
        let feed = address::feed(edition, None, FeedFormat::Json);
        if is_there(&feed) {
            out.rule(&feed, &[("Content-Type", "application/feed+json; charset=utf-8"), FOR_ALL]);
        }
    }
    out.rule("/data/*", &[FOR_ALL]);
    if is_there(address::WEB_FINGER) {
        let kind = ("Content-Type", media_type::of(address::WEB_FINGER));
        out.rule(address::WEB_FINGER, &[kind, FOR_ALL]);
    }
    out.text.into_bytes()
}

/// The rules so far.
struct Rules<'a> {
    text: String,
    /// The path of the site's address, without its last `/`.
    base: &'a str,
}

impl Rules<'_> {
    fn rule(&mut self, address: &str, headers: &[(&str, &str)]) {
        self.text.push_str(self.base);
        self.text.push_str(&percent::path(address));
        self.text.push('\n');
        for (name, value) in headers {
            self.text.push_str(&format!("  {name}: {value}\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site};
    use crate::theme::built_in;
    use std::sync::Arc;

    fn written(site: &Site) -> String {
        let theme = Theme::load(built_in(), &config()).unwrap_or_else(|faults| panic!("{faults:?}"));
        let text = String::from_utf8(write(site, &config(), &theme)).expect("UTF-8");
        text.replace(theme.style(), "site.HASH.css")
    }

    #[test]
    fn hosts_are_told_what_only_a_header_can_say() {
        insta::assert_snapshot!(written(&site()), @r"
        /news/*
          Content-Security-Policy: frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'
          X-Content-Type-Options: nosniff
          Referrer-Policy: strict-origin-when-cross-origin
          Permissions-Policy: camera=(), microphone=(), geolocation=(), browsing-topics=()
          Strict-Transport-Security: max-age=31536000
        /news/theme/site.HASH.css
          Cache-Control: public, max-age=31536000, immutable
        /news/images/*
          Cache-Control: public, max-age=31536000, immutable
        /news/data/*
          Access-Control-Allow-Origin: *
        ");
    }

    #[test]
    fn a_picture_with_a_name_of_its_own_is_not_kept_for_ever() {
        let mut site = site();
        let file = Route::File("static/images/map.png".to_owned());
        Arc::make_mut(&mut site.routes).insert("/images/map.png".to_owned(), file);
        assert!(!written(&site).contains("/images/*"));
    }
}
