//! A story as lists show it. Printed once for each story; every page that lists it has the same.

use super::frame::common;
use super::{DateView, here, html};
use crate::model::diagnostic::Diagnostic;
use crate::model::route::StoryIx;
use crate::model::site::Overall;
use crate::model::story::Matter;
use crate::model::vocabulary::ChangeKind;
use crate::render::body::{self, Base, Spot};
use crate::render::part::Parts;
use crate::render::shared::Shared;
use crate::theme::Words;
use serde::Serialize;
use tera::Value;

/// How much of a text stands in for a summary that is missing, in characters.
const EXCERPT: usize = 220;

/// How a card looks: in a list below the page's title, as the first of a section, or as one of its others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Shape {
    /// In a list.
    List,
    /// As the first of a section.
    Lead,
    /// As one of the others.
    Small,
}

impl Shape {
    /// As templates see it, with the level of the card's heading.
    fn seen(self) -> (&'static str, u8) {
        match self {
            Self::List => ("list", 2),
            Self::Lead => ("lead", 3),
            Self::Small => ("small", 3),
        }
    }
}

/// A story as lists show it, printed once.
///
/// # Errors
/// When `card.html` fails.
pub(in crate::render) fn in_lists(shared: &Shared, ix: StoryIx) -> Result<Value, Diagnostic> {
    Parts::of_story(&shared.parts().cards, ix, || print(shared, ix, Shape::List))
}

/// Prints a story as lists show it, in the words of its own language.
///
/// # Errors
/// When `card.html` fails.
pub(in crate::render) fn print(shared: &Shared, ix: StoryIx, shape: Shape) -> Result<Vec<u8>, Diagnostic> {
    let (shape, level) = shape.seen();
    let mut context = common(shared, &shared.story(ix).edition, shared.story_lang(ix));
    context.insert_value("card", Value::from_serializable(&CardView::of(shared, ix)));
    context.insert_value("level", Value::from(level));
    context.insert_value("shape", Value::from(shape));
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
    /// HTML: its picture; `null` where it has none.
    picture: Option<Value>,
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
            picture: picture(shared, ix),
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

/// A story's own picture, as lists show it.
fn picture(shared: &Shared, ix: StoryIx) -> Option<Value> {
    let image = shared.story(ix).image.as_ref()?;
    let shown = shared.ties(ix).images.get(image.image)?;
    let base = Base::Page(shared.config().base_path());
    body::picture(shown, &image.alt, base, Spot::Card).as_ref().map(html)
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
