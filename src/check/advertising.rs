//! The language of advertising: outreach answers questions, it does not applaud itself. English only; what it finds is a
//! suggestion.

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::Story;
use memchr::memchr2_iter;

/// The language of advertising.
pub(super) const RULE: Rule = Rule {
    name: "tone",
    severity: Severity::Warning,
    about: "the language of advertising",
    why: "Outreach answers questions. Words about the writer's own feelings, praise, and capitals say nothing about what happened.",
    wrong: Example::Impact("summary: We are thrilled to have two new wells.\n"),
    right: Example::Impact("summary: Two villages have water all year.\n"),
};

/// How writers begin to say how they feel, after `we`.
const WE_ARE: [&str; 3] = [" are ", "'re ", "’re "];
/// And how they go on.
const FEELINGS: [&str; 7] = [
    "thrilled",
    "so excited",
    "excited to",
    "delighted to announce",
    "proud to announce",
    "pleased to announce",
    "honoured to announce",
];

/// Praise, where people are told about a story. In a text the same words may speak of somebody else's work, or in jest.
const PRAISE: [&str; 11] = [
    "game-changing",
    "world-class",
    "best-in-class",
    "cutting-edge",
    "game changer",
    "groundbreaking",
    "state-of-the-art",
    "revolutionary new",
    "second to none",
    "don't miss",
    "don’t miss",
];

/// Looks at the title, the summary and the toot, which are what people are told; and at the text for phrases.
pub(super) fn look(story: &Story, plain: &str, config: &Config, found: &mut Vec<Diagnostic>) {
    let lang = story.written_in(&config.language);
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
        if let Some(phrase) = feeling(text).or_else(|| praise(text)) {
            found.push(tone(place(), format!("`{phrase}` is the language of advertising")));
        }
        if text.contains("!!") || text.matches('!').count() > 1 {
            found.push(tone(place(), "more than one exclamation mark".to_owned()));
        }
        if let Some(word) = shouting(text) {
            found.push(tone(place(), format!("`{word}` is shouted")));
        }
    }
    if let Some(phrase) = feeling(plain) {
        found.push(tone(
            Place::words(&story.path, phrase),
            format!("`{phrase}` in the text is the language of advertising"),
        ));
    }
}

fn tone(place: Place, message: String) -> Diagnostic {
    RULE.at(place, message).hint("say what happened and for whom")
}

/// What a text says about the writer's feelings instead of what happened, in its own words.
fn feeling(text: &str) -> Option<&str> {
    memchr2_iter(b'w', b'W', text.as_bytes()).find_map(|start| {
        let rest = text[start + 1..].strip_prefix('e')?;
        let we_are = WE_ARE.iter().find(|we_are| rest.starts_with(**we_are))?;
        let feeling = FEELINGS.iter().find(|feeling| begins(&rest[we_are.len()..], feeling))?;
        Some(&text[start..start + 2 + we_are.len() + feeling.len()])
    })
}

/// Whether a text begins with words, whatever its capitals.
fn begins(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|found| found.eq_ignore_ascii_case(words))
}

fn praise(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    PRAISE.iter().copied().find(|phrase| lower.contains(phrase))
}

/// Three words in capitals one after the other: abbreviations stand alone.
fn shouting(text: &str) -> Option<String> {
    // Nearly all texts end here, after many bytes at once.
    if text.bytes().filter(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()).count() < 9 {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let loud = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.chars().any(char::is_lowercase)
    };
    // What commas part is a list of names: `IRS, CDC, NASA`.
    let is_list = |three: &[&str]| three[..2].iter().any(|word| word.ends_with([',', ';', '/']));
    let run = words.windows(3).find(|three| three.iter().all(loud) && !is_list(three))?;
    Some(run.join(" "))
}
