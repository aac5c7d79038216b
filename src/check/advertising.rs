//! The language of advertising: outreach answers questions, it does not applaud itself. English only; what it finds is a
//! suggestion.

use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::Story;

/// Phrases that say how the writer feels instead of what happened, wherever they stand.
const FEELINGS: [&str; 13] = [
    "we are thrilled",
    "we're thrilled",
    "we are so excited",
    "we're so excited",
    "we are excited to",
    "we're excited to",
    "we are delighted to announce",
    "we're delighted to announce",
    "we are proud to announce",
    "we're proud to announce",
    "we are pleased to announce",
    "we're pleased to announce",
    "game-changing",
];

/// Praise, where people are told about a story. In a text the same words may speak of somebody else's work, or in jest.
const PRAISE: [&str; 9] = [
    "world-class",
    "best-in-class",
    "cutting-edge",
    "game changer",
    "groundbreaking",
    "state-of-the-art",
    "revolutionary new",
    "second to none",
    "don't miss",
];

/// Looks at the title, the summary and the toot, which are what people are told; and at the text for phrases.
pub(super) fn look(story: &Story, config: &Config, found: &mut Vec<Diagnostic>) {
    let lang = story.lang.as_ref().or(story.edition.as_ref()).unwrap_or(&config.language);
    if lang.primary() != "en" {
        return;
    }
    let told = [
        ("title", Some(&story.title)),
        ("summary", story.summary.as_ref()),
        ("toot.text", story.toot.text.as_ref()),
    ];
    for (field, text) in told {
        let Some(text) = text else { continue };
        let place = || Place::field(&story.path, field);
        if let Some(phrase) = phrase(text, &FEELINGS).or_else(|| phrase(text, &PRAISE)) {
            found.push(tone(place(), format!("`{phrase}` is the language of advertising")));
        }
        if text.contains("!!") || text.matches('!').count() > 1 {
            found.push(tone(place(), "more than one exclamation mark".to_owned()));
        }
        if let Some(word) = shouting(text) {
            found.push(tone(place(), format!("`{word}` is shouted")));
        }
    }
    if let Some(phrase) = phrase(&story.body.plain, &FEELINGS) {
        found.push(tone(
            Place::whole(&story.path),
            format!("`{phrase}` in the text is the language of advertising"),
        ));
    }
}

fn tone(place: Place, message: String) -> Diagnostic {
    Diagnostic::warning("tone", place, message).hint("say what happened and for whom")
}

fn phrase(text: &str, phrases: &[&'static str]) -> Option<&'static str> {
    let lower = text.to_lowercase().replace('’', "'");
    phrases.iter().copied().find(|phrase| lower.contains(phrase))
}

/// Three words in capitals one after the other: abbreviations stand alone.
fn shouting(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let loud = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.chars().any(char::is_lowercase)
    };
    let run = words.windows(3).find(|three| three.iter().all(loud))?;
    Some(run.join(" "))
}
