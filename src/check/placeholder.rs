//! Words that were to be replaced.

use crate::html::{self, Kind, Token};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::{Matter, Story};
use memchr::{memchr_iter, memchr3_iter, memmem};

/// Words that were to be replaced.
pub(super) const RULE: Rule = Rule {
    name: "placeholder",
    severity: Severity::Warning,
    about: "words that were to be replaced",
    why: "Writers leave marks for themselves, and readers should not find them.",
    wrong: Example::Text("Two wells, for TBC people."),
    right: Example::Text("Two wells, for 400 people."),
};

/// Words of `hearback new` that nobody replaced.
pub(super) const UNFILLED: Rule = Rule {
    name: "unfilled",
    severity: Severity::Error,
    about: "words of `hearback new` that nobody replaced",
    why: "Nobody means to publish `[What changed, for whom]`, or to post it.",
    wrong: Example::Impact(
        r#"title: "[What changed, for whom]"
"#,
    ),
    right: Example::Impact("title: Two villages have water\n"),
};

/// Looks at what people read first, and at the text.
pub(super) fn look(story: &Story, plain: &str, found: &mut Vec<Diagnostic>) {
    let mut texts: Vec<(String, &str)> = vec![("title".to_owned(), &story.title)];
    texts.extend(story.summary.as_deref().map(|text| ("summary".to_owned(), text)));
    let list = if matches!(story.matter, Matter::Answer(_)) { "questions" } else { "criticisms" };
    texts.extend(
        story
            .voices()
            .iter()
            .enumerate()
            .map(|(at, voice)| (format!("{list}[{at}].said"), voice.said.as_str())),
    );
    if let Matter::Impact(impact) = &story.matter {
        for (at, measure) in impact.measures.iter().enumerate() {
            texts.push((format!("measures[{at}].indicator"), &measure.indicator));
            texts.extend(measure.method.as_deref().map(|text| (format!("measures[{at}].method"), text)));
        }
    }
    for (field, text) in texts {
        if let Some(words) = placeholder(text) {
            found.push(finding(story, Place::field(&story.path, field), &words));
        }
    }
    // Code is shown to be typed, brackets and all: what stands in it alone is nothing that was to be replaced.
    let words = placeholder(plain).and_then(|_| placeholder(&html::text(&without_code(&story.body.html))));
    if let Some(words) = words {
        found.push(finding(story, Place::words(&story.path, words.clone()), &words));
    }
}

/// A text without its code.
fn without_code(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut depth = 0_usize;
    for Token { kind, range } in html::tokens(html) {
        match kind {
            Kind::Start(tag) if matches!(tag.name.as_str(), "code" | "pre" | "kbd" | "samp") => depth += 1,
            Kind::End(name) if matches!(name.as_str(), "code" | "pre" | "kbd" | "samp") => {
                depth = depth.saturating_sub(1);
            }
            _ if depth == 0 => kept.push_str(&html[range]),
            _ => {}
        }
    }
    kept
}

/// A whole text in brackets is what `hearback new` wrote: nobody means to publish that, or to post it.
fn finding(story: &Story, place: Place, words: &str) -> Diagnostic {
    let message = format!("`{words}` was to be replaced");
    let never_meant = words.starts_with('[') && words.contains(' ') && !story.draft;
    let finding = if never_meant { UNFILLED.at(place, message) } else { RULE.at(place, message) };
    finding.hint("write what belongs there")
}

/// What writers leave for themselves, in capitals only.
const MARKS: [&str; 5] = ["TODO", "TBC", "TBD", "FIXME", "XXX"];
/// What templates of letters leave open.
const STAND_INS: [&str; 5] = ["[name]", "[date]", "[number]", "[team]", "[insert"];

/// The first words that stand for others.
fn placeholder(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // Most capitals are followed by small letters.
    let shouted = memchr3_iter(b'T', b'F', b'X', bytes)
        .filter(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase));
    let marks = shouted.flat_map(|at| MARKS.map(|word| (at, word)));
    let stand_ins = memchr_iter(b'[', bytes).flat_map(|at| STAND_INS.map(|word| (at, word)));
    if let Some((at, word)) = marks.chain(stand_ins).find(|(at, word)| stands_at(text, *at, word)) {
        return Some(text[at..at + word.len()].to_owned());
    }
    if let Some(at) = memmem::find(bytes, b"orem ipsum dolor") {
        let start = text[..at].strip_suffix(['l', 'L'])?.len();
        return Some(text[start..at + "orem ipsum dolor".len()].to_owned());
    }
    // `[What changed, for whom]`, as `hearback new` writes it: a whole text in brackets.
    let text = text.trim();
    let inside = text.strip_prefix('[')?.split_once(']')?.0;
    (inside.contains(' ') && text.len() - inside.len() <= 3).then(|| format!("[{inside}]"))
}

/// Whether a text has a word at a byte, and means it.
fn stands_at(text: &str, at: usize, word: &str) -> bool {
    let Some(found) = text.get(at..at + word.len()) else { return false };
    if !MARKS.contains(&word) {
        // The words of a link are no stand-in.
        let is_link = word.ends_with(']') && text[at + word.len()..].starts_with(['(', '[']);
        return found.eq_ignore_ascii_case(word) && !is_link;
    }
    let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
    let is_word = !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric);
    // In Spanish and Portuguese it is a word, and elsewhere a name: only at its end, or before a colon, it is a mark.
    let is_mark = word != "TODO"
        || after.is_none_or(|c| !c.is_whitespace())
        || text[at + word.len()..].trim().is_empty();
    found == word && is_word && is_mark && !is_spoken_of(before, text[..at].trim_end())
}

/// Whether a word is quoted, or stands in a comment of somebody's code: then the text speaks of it and does not miss
/// anything.
fn is_spoken_of(before: Option<char>, text_before: &str) -> bool {
    let quoted = before.is_some_and(|c| "\"'`“”‘’«»„*#".contains(c));
    quoted || ["#", "//", "--", "/*", "<!--"].iter().any(|mark| text_before.ends_with(mark))
}
