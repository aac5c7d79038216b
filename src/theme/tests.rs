//! The default theme for the tests, and what is true of all its words.

use super::{Theme, ThemeFiles, built_in};
use crate::config::{self, Config};
use crate::model::source::Source;
use std::collections::BTreeSet;

/// A configuration with what is required and no more.
pub(crate) fn config() -> Config {
    let text = "title: Ferrow Street Advice\nurl: https://ferrow.example/stories/\n";
    let source = Source { path: "hearback.yaml".to_owned(), bytes: text.into() };
    config::parse(&source).0.expect("a configuration")
}

/// The default theme.
pub(crate) fn theme() -> Theme {
    load(built_in()).unwrap_or_else(|faults| panic!("the default theme: {faults:?}"))
}

/// A theme from files.
pub(crate) fn load(files: ThemeFiles) -> Result<Theme, Vec<crate::model::diagnostic::Diagnostic>> {
    Theme::load(files, &config())
}

/// The names in braces in a text.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_says_everything_with_the_same_names_in_braces() {
    let theme = theme();
    let words = |lang| theme.words(&crate::model::lang::Lang::parse(lang).expect("a language"));
    let english = words("en");
    for lang in built_in().words.keys() {
        let own = built_in().words[lang].clone();
        let alone = super::Words::parse(english.lang().clone(), &own, lang, None).expect("words");
        for key in english.keys() {
            assert!(alone.has(key), "`{lang}` does not say `{key}`");
            let (theirs, ours) = (names(alone.text(key)), names(english.text(key)));
            assert_eq!(theirs, ours, "`{key}` in `{lang}`");
        }
        assert_eq!(
            alone.keys().count(),
            english.keys().count(),
            "`{lang}` says something that English does not"
        );
    }
}

#[test]
fn a_language_without_words_speaks_english() {
    let theme = theme();
    let welsh = theme.words(&crate::model::lang::Lang::parse("cy").expect("a language"));
    assert_eq!(welsh.count("promise.moved", 2), "moved 2 times");
}

#[test]
fn numbers_choose_their_form_by_language() {
    let theme = theme();
    let said = |lang, n| {
        theme.words(&crate::model::lang::Lang::parse(lang).expect("a language")).count("promise.moved", n)
    };
    assert_eq!([said("en", 1), said("en", 2)], ["moved once", "moved 2 times"]);
    assert_eq!([said("es-MX", 1), said("es-MX", 3)], ["aplazado una vez", "aplazado 3 veces"]);
    assert_eq!(
        [said("ar", 1), said("ar", 2), said("ar", 5), said("ar", 11), said("ar", 100)],
        ["أُجِّل مرة", "أُجِّل مرتين", "أُجِّل 5 مرات", "أُجِّل 11 مرة", "أُجِّل 100 مرة"]
    );
}
