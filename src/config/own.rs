//! What a site adds to its theme without touching a template: style sheets, fonts, one script.

use super::bound::{inside_the_site, is_web_address};
use super::resolved::OwnScript;
use super::rule;
use crate::yaml::fields::Fields;
use url::Url;

/// The fonts that browsers fetch early; all that a style sheet names may be used.
const FONTS: [&str; 4] = ["woff2", "woff", "ttf", "otf"];

/// `styles` or `fonts`: files of `static/`, by their path in it.
fn files(fields: &Fields<'_>, name: &'static str, endings: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    for (written, path) in fields.located_texts(name) {
        let file = written.trim_start_matches('/');
        let file = file.strip_prefix("static/").unwrap_or(file);
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let is_inside = !file.contains('\\') && file.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if is_inside && !written.contains("://") && endings.contains(&ending.as_str()) {
            files.push(file.to_owned());
            continue;
        }
        let place = fields.findings().at(&path);
        let found = rule::ADDRESS.at(place, format!("`{written}` is no file that `{name}` can have"));
        let hint = format!("name a file of `static/` by its path there, as `own.{}`", endings[0]);
        fields.findings().add(found.hint(hint));
    }
    files
}

/// The site's own style sheets, in the order in which they are linked.
pub(super) fn styles(fields: &Fields<'_>) -> Vec<String> {
    files(fields, "styles", &["css"])
}

/// The fonts that are fetched before a style sheet asks for them.
pub(super) fn fonts(fields: &Fields<'_>) -> Vec<String> {
    files(fields, "fonts", &FONTS)
}

/// `script: {file: …, connect: […]}`.
pub(super) fn script(fields: &Fields<'_>) -> Option<OwnScript> {
    let inner = fields.fields("script")?;
    let file = inner.required("file");
    inside_the_site(&inner, "file", file.as_deref());
    let mut connect = Vec::new();
    for (written, path) in inner.located_texts("connect") {
        match Url::parse(&written).ok().filter(|_| is_web_address(&written)) {
            // A policy names hosts; a path in it is more than most who write one mean.
            Some(url) => connect.push(url.origin().ascii_serialization()),
            None => {
                let found =
                    rule::ADDRESS.at(inner.findings().at(&path), format!("`{written}` is not a web address"));
                inner
                    .findings()
                    .add(found.hint("write the host that the script sends to, as `https://count.example`"));
            }
        }
    }
    inner.finish();
    Some(OwnScript { file: file?, connect })
}
