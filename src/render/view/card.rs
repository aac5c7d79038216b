//! A story as lists show it. Printed once for each story; every page that lists it has the same.

use super::frame::common;
use super::{DateView, here};
use crate::model::diagnostic::Diagnostic;
use crate::model::route::StoryIx;
use crate::model::site::Overall;
use crate::model::story::Matter;
use crate::model::vocabulary::ChangeKind;
use crate::render::part::Parts;
use crate::render::shared::Shared;
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// How much of a text stands in for a summary that is missing, in characters.
const EXCERPT: usize = 220;

/// The level of its heading on a page whose title stands above it, and in a section of one.
const IN_LISTS: u8 = 2;
pub(in crate::render) const IN_SECTIONS: u8 = 3;

/// A story as lists show it, printed once.
///
/// # Errors
/// When `card.html` fails.
pub(in crate::render) fn in_lists(shared: &Shared, ix: StoryIx) -> Result<Value, Diagnostic> {
    Parts::of_story(&shared.parts().cards, ix, || print(shared, ix, IN_LISTS))
}

/// Prints a story as lists show it, in the words of its own language.
///
/// # Errors
/// When `card.html` fails.
pub(in crate::render) fn print(shared: &Shared, ix: StoryIx, level: u8) -> Result<Vec<u8>, Diagnostic> {
    let mut context = common(shared, &shared.story(ix).edition, shared.story_lang(ix));
    context.insert_value("card", Value::from_serializable(&CardView::of(shared, ix)));
    context.insert_value("level", Value::from(level));
    shared.print("card.html", &context)
}

/// A story in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CardView {
    /// Its title.
    title: String,
    /// Its address.
    url: String,
    /// The day it was published.
    date: DateView,
    /// Its summary, else the beginning of its text.
    summary: String,
    /// `impact`, `response`, `answer` or `page`.
    kind: &'static str,
    /// The kind in words.
    kind_name: String,
    /// How it ended, where it is a response or an answer: the data's word.
    outcome: Option<&'static str>,
    /// The same in words.
    outcome_name: Option<String>,
    /// Its language, where it differs from the site's.
    lang: String,
    /// `ltr` or `rtl`.
    dir: &'static str,
    /// Whether it was withdrawn.
    retracted: bool,
    /// Whether it is a draft, which only `--drafts` shows.
    draft: bool,
}

impl CardView {
    pub(crate) fn of(shared: &Shared, ix: StoryIx) -> Self {
        let (story, ties) = (shared.story(ix), shared.ties(ix));
        let lang = shared.story_lang(ix);
        let words = shared.words(lang);
        let outcome = outcome(shared, ix);
        Self {
            title: story.title.clone(),
            url: here(shared, &ties.address),
            date: DateView::of(&story.date, words),
            summary: story.summary.clone().unwrap_or_else(|| excerpt(&story.body.plain)),
            kind: story.kind().word(),
            kind_name: words.text(&format!("kinds.{}.one", story.kind().word())).to_owned(),
            outcome,
            outcome_name: outcome.map(|word| outcome_name(shared, ix, word, words)),
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
            retracted: story.changes.iter().any(|change| change.kind == ChangeKind::Retraction),
            draft: story.draft,
        }
    }
}

/// `rtl` or `ltr`.
pub(in crate::render) fn dir(right_to_left: bool) -> &'static str {
    if right_to_left { "rtl" } else { "ltr" }
}

/// How a story ended, as the data's word; `mixed` and `open` for several criticisms together.
pub(in crate::render) fn outcome(shared: &Shared, ix: StoryIx) -> Option<&'static str> {
    match (&shared.story(ix).matter, shared.ties(ix).outcome) {
        (Matter::Answer(answer), _) => answer.outcome.map(crate::model::vocabulary::AnswerOutcome::word),
        (_, Overall::None) => None,
        (_, Overall::Open) => Some("open"),
        (_, Overall::Mixed) => Some("mixed"),
        (_, Overall::All(outcome)) => Some(outcome.word()),
    }
}

/// The same in the words of a language.
pub(in crate::render) fn outcome_name(shared: &Shared, ix: StoryIx, word: &str, words: &Words) -> String {
    let list =
        if matches!(shared.story(ix).matter, Matter::Answer(_)) { "answer_outcome" } else { "outcome" };
    words.text(&format!("{list}.{word}")).to_owned()
}

/// The beginning of a text, cut between words.
pub(in crate::render) fn excerpt(plain: &str) -> String {
    let Some((end, _)) = plain.char_indices().nth(EXCERPT) else { return plain.to_owned() };
    let cut = plain[..end].rfind(' ').unwrap_or(end);
    format!("{}…", plain[..cut].trim_end_matches([',', ';', ':', '–', ' ']))
}
