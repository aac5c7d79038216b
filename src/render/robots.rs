//! `robots.txt` (RFC 9309): everybody may read everything, and where the sitemap is.

use crate::config::Config;
use crate::model::address;

/// The file.
pub(super) fn write(config: &Config) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", config.absolute(&address::sitemap(0))).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_are_told_where_the_sitemap_is() {
        let out = String::from_utf8(write(&crate::render::tests::config())).expect("UTF-8");
        assert_eq!(out, "User-agent: *\nAllow: /\n\nSitemap: https://wells.example/news/sitemap.xml\n");
    }
}
