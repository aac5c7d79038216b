//! What many settings of `hearback.yaml` are held to.

use crate::config::rule;
use crate::yaml::fields::Fields;
use url::Url;

/// Whether it is the whole address of a page on the web.
pub(super) fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Reports a path that leads out of the site.
pub(super) fn inside_the_site(fields: &Fields<'_>, name: &str, path: Option<&str>) {
    let outside = |path: &&str| {
        path.starts_with('/') || path.contains('\\') || path.split('/').any(|part| part == "..")
    };
    if let Some(path) = path.filter(outside) {
        fields.error(
            rule::ADDRESS,
            name,
            format!("`{path}` leads out of the site"),
            "write a path inside the site's folder",
        );
    }
}

/// A whole number above zero.
pub(super) fn at_least_one(fields: &Fields<'_>, name: &'static str) -> Option<usize> {
    let count = fields.count(name)?;
    if count == 0 {
        fields.error(rule::TYPE, name, format!("`{name}` is 0"), "write a number above 0");
    }
    usize::try_from(count).ok()
}
