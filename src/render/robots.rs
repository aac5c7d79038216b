//! `robots.txt` (RFC 9309): everybody may read everything, and where the sitemap is.

use crate::config::Config;
use crate::model::address;

/// The file.
pub(super) fn write(config: &Config) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", config.absolute(&address::sitemap(0))).into_bytes()
}
