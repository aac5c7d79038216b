//! Languages in which the theme has no words: a page of them speaks English around its story. And what stands beside a story
//! like an edition of it in a language that the site does not have: it may be a copy, `story.old.md`.

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::lang::Lang;
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;
use std::collections::BTreeSet;

/// A language in which the theme has no words.
pub(super) const RULE: Rule = Rule {
    name: "no-words",
    severity: Severity::Warning,
    about: "a language in which the theme has no words",
    why: "The page would speak English around the story: its dates, its buttons, what is read out.",
    wrong: Example::Config("language: cy\n"),
    right: Example::Config("language: en\n"),
};

/// Looks at the site's own language, and at those that the names of files speak of.
pub(super) fn look(
    site: &Site,
    config: &Config,
    speaks: &dyn Fn(&Lang) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let words = |lang: &Lang| format!("`themes/{}/i18n/{lang}.yaml`", config.theme);
    let mut say = |place: Place, message: String, hint: String| {
        found.push(RULE.at(place, message).hint(hint));
    };
    if !speaks(&config.language) {
        let lang = &config.language;
        let message =
            format!("the theme has no words in `{lang}`, and will speak English around the stories");
        say(
            Place::field("hearback.yaml", "language"),
            message,
            format!("put its words into {}", words(lang)),
        );
    }
    for lang in site.editions.iter().flatten().filter(|lang| !speaks(lang)) {
        let message =
            format!("the theme has no words in `{lang}`, and will speak English around its stories");
        say(
            Place::field("hearback.yaml", "languages"),
            message,
            format!("put its words into {}", words(lang)),
        );
    }
    let files: BTreeSet<&str> = site.stories.iter().map(|story| story.path.as_str()).collect();
    for story in site.stories.iter().filter(|story| story.edition.is_none()) {
        let Some((tag, lang)) = unnamed(&story.path, &files, config) else { continue };
        let message = format!("`.{tag}` is none of this site's languages, so this is a story of its own");
        let hint = format!(
            "if it is a translation, name its language in `hearback.yaml`, as `languages: [{}, {lang}]`; if it is a copy, keep it outside of `content/`",
            config.language
        );
        say(Place::whole(&story.path), message, hint);
    }
}

/// What could be a language in the name of a file beside a story of the same name: `wells.cy.md` beside `wells.md`.
fn unnamed(path: &str, files: &BTreeSet<&str>, config: &Config) -> Option<(String, Lang)> {
    let (name, tag) = path.strip_suffix(".md")?.rsplit_once('.')?;
    let lang = Lang::parse(tag).filter(|_| config.languages.find(tag).is_none())?;
    files.contains(format!("{name}.md").as_str()).then(|| (tag.to_owned(), lang))
}
