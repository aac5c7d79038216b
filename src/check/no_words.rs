//! Languages in which the theme has no words: a page of them speaks English around its story. Often it is no language at all,
//! but the name of a copy: `story.old.md`.

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::place::Place;
use crate::model::site::Site;

/// Looks at the site's own language, and at those that the names of files speak of.
pub(super) fn look(
    site: &Site,
    config: &Config,
    speaks: &dyn Fn(&Lang) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let words = |lang: &Lang| format!("`themes/{}/i18n/{lang}.yaml`", config.theme);
    let mut say = |place: Place, message: String, hint: String| {
        found.push(Diagnostic::warning("no-words", place, message).hint(hint));
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
        let Some(story) = site.stories.iter().find(|story| story.edition.as_ref() == Some(lang)) else {
            continue;
        };
        let message = format!(
            "`.{lang}` in the name of this file is taken for a language, and the theme has no words in it"
        );
        let hint = format!("if it is none, write `-{lang}`; else put its words into {}", words(lang));
        say(Place::whole(&story.path), message, hint);
    }
}
