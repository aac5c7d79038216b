//! A site's own shape for its toots: `templates/toot.txt` in its theme. The default theme has none, and then a toot is the
//! summary, the link and the hashtags.

use super::fields;
use super::templates::Templates;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::{Place, Spot};
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// The template's name.
pub(super) const TEMPLATE: &str = "toot.txt";

/// What the template sees, each field by its name: `{{ story.summary }}`, `{{ link }}`, `{{ hashtags | join(sep=" ") }}`.
/// What it writes is plain text. If it leaves the link out, the link comes at the end; if the toot is longer than the
/// server allows, `story.summary` becomes shorter. Who is answered is mentioned before it.
#[derive(Debug, Clone, Serialize)]
pub struct TootView<'a> {
    /// What is announced.
    pub story: StoryInToot<'a>,
    /// The page's address.
    pub link: &'a str,
    /// The story's tags as hashtags, with their `#`, no more than `mastodon.max_hashtags`.
    pub hashtags: &'a [String],
    /// Who announces it.
    pub site: SiteInToot<'a>,
}

/// A story as its toot may speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct StoryInToot<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its summary, else its title; shortened where the toot would be too long.
    pub summary: &'a str,
    /// `impact`, `response` or `answer`.
    pub kind: &'a str,
    /// The kind in the words of its language: `Response`.
    pub kind_name: &'a str,
    /// The day it was published: `2026-03-05`.
    pub date: String,
    /// Where it happened; none where that is not said.
    pub place: Option<&'a str>,
    /// Its tags as they are written.
    pub tags: &'a [String],
    /// Who wrote it.
    pub authors: &'a [String],
    /// Its language: `en`.
    pub lang: &'a str,
}

/// The site as a toot may speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct SiteInToot<'a> {
    /// Its title.
    pub title: &'a str,
    /// The organisation's name.
    pub organisation: &'a str,
}

/// Writes a toot with the site's template.
pub(super) fn write(templates: &Templates, view: &TootView<'_>) -> Result<String, Diagnostic> {
    let text = templates.render(TEMPLATE, &context(view))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Tries the template on a story that says everything and on one that says next to nothing, since the engine sees a wrong
/// field only in a branch that it takes.
pub(super) fn rehearse(templates: &Templates) -> Vec<Diagnostic> {
    let (words, none) = (["words".to_owned()], []);
    let full = specimen(Some("words"), &words);
    let bare = specimen(None, &none);
    let mut faults: Vec<Diagnostic> =
        [&full, &bare].into_iter().filter_map(|view| write(templates, view).err()).collect();
    let seen = [context(&full), context(&bare)];
    let mut names: fields::Names = BTreeMap::new();
    for name in ["story", "link", "hashtags", "site"] {
        names.insert(name.to_owned(), seen.iter().filter_map(|view| view.get(name).cloned()).collect());
    }
    faults.extend(templates.unknown_fields(&names, |name| name == TEMPLATE));
    // A fault comes up in both specimens, and from both ways of looking.
    let mut kept: Vec<Diagnostic> = Vec::new();
    for fault in faults {
        if !kept.iter().any(|other| overlap(&other.place, &fault.place)) {
            kept.push(fault);
        }
    }
    kept
}

fn overlap(one: &Place, other: &Place) -> bool {
    let spots = match (&one.spot, &other.spot) {
        (Spot::Bytes(from, to), Spot::Bytes(begin, end)) => from < end && begin < to,
        (one, other) => one == other,
    };
    one.file == other.file && spots
}

fn specimen<'a>(place: Option<&'a str>, list: &'a [String]) -> TootView<'a> {
    let story = StoryInToot {
        title: "words",
        summary: "words",
        kind: "impact",
        kind_name: "words",
        date: "2026-03-05".to_owned(),
        place,
        tags: list,
        authors: list,
        lang: "en",
    };
    let site = SiteInToot { title: "words", organisation: "words" };
    TootView { story, link: "https://site.example/", hashtags: list, site }
}

fn context(view: &TootView<'_>) -> Context {
    let mut context = Context::new();
    context.insert_value("story", Value::from_serializable(&view.story));
    context.insert_value("link", Value::from_serializable(&view.link));
    context.insert_value("hashtags", Value::from_serializable(&view.hashtags));
    context.insert_value("site", Value::from_serializable(&view.site));
    context
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::model::source::Source;
    use crate::theme::{Theme, built_in};

    fn theme(template: &str) -> Result<Theme, Vec<Diagnostic>> {
        let yaml = b"title: T\nurl: https://site.example/\n".to_vec();
        let config =
            config::parse(&Source { path: "hearback.yaml".to_owned(), bytes: yaml }).0.expect("right");
        let mut files = built_in();
        files.name = "ours".to_owned();
        files.templates.insert(TEMPLATE.to_owned(), template.to_owned());
        Theme::load(files, &config)
    }

    #[test]
    fn a_toot_is_plain_text_and_nothing_in_it_is_escaped() {
        let theme = theme("{{ story.title }} & {{ site.organisation }}: {{ link }}").expect("a theme");
        let view = specimen(None, &[]);
        let view = TootView { story: StoryInToot { title: "<b>'\"", ..view.story }, ..view };
        let written = theme.toot(&view).map(|toot| toot.map_err(|fault| fault.message));
        assert_eq!(written, Some(Ok("<b>'\" & words: https://site.example/".to_owned())));
    }

    #[test]
    fn without_a_template_there_is_no_shape() {
        let yaml = b"title: T\nurl: https://site.example/\n".to_vec();
        let config =
            config::parse(&Source { path: "hearback.yaml".to_owned(), bytes: yaml }).0.expect("right");
        let theme = Theme::load(built_in(), &config).expect("a theme");
        assert!(theme.toot(&specimen(None, &[])).is_none());
    }

    #[test]
    fn what_is_wrong_is_found_in_every_branch_before_anything_is_posted() {
        for (template, at) in [
            ("one\n{{ story.titel }}", 13),
            ("{% if story.place %}{{ story.plaec }}{% endif %}", 29),
            ("{% if story.sumary %}x{% endif %}", 6),
            ("{{ hashtags[0] }}", 3),
            ("{{ nothing }}", 3),
        ] {
            let faults = theme(template).err().unwrap_or_default();
            let [fault] = faults.as_slice() else { panic!("{template}: {faults:#?}") };
            assert_eq!(fault.place.file, "themes/ours/templates/toot.txt");
            assert!(matches!(fault.place.spot, Spot::Bytes(from, _) if from <= at), "{template}: {fault:?}");
        }
    }
}
