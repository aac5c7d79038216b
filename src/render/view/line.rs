//! A story as its neighbours name it. Printed once for each story; every page that names it has the same.

use super::card::dir;
use super::frame::common;
use super::{DateView, here};
use crate::model::diagnostic::Diagnostic;
use crate::model::route::StoryIx;
use crate::render::part::Parts;
use crate::render::shared::Shared;
use serde::Serialize;
use tera::Value;

/// A story as its neighbours name it, printed once.
///
/// # Errors
/// When `line.html` fails.
pub(in crate::render) fn of(shared: &Shared, ix: StoryIx) -> Result<Value, Diagnostic> {
    Parts::of_story(&shared.parts().lines, ix, || print(shared, ix))
}

/// Prints a story on one line, in the words of its own language.
///
/// # Errors
/// When `line.html` fails.
fn print(shared: &Shared, ix: StoryIx) -> Result<Vec<u8>, Diagnostic> {
    let mut context = common(shared, &shared.story(ix).edition, shared.story_lang(ix));
    context.insert_value("line", Value::from_serializable(&LineView::of(shared, ix)));
    shared.print("line.html", &context)
}

/// A story on one line.
#[derive(Debug, Clone, Serialize)]
struct LineView {
    /// Its title.
    title: String,
    /// Its address.
    url: String,
    /// The day it was published.
    date: DateView,
    /// Its language.
    lang: String,
    /// `ltr` or `rtl`.
    dir: &'static str,
}

impl LineView {
    fn of(shared: &Shared, ix: StoryIx) -> Self {
        let (story, lang) = (shared.story(ix), shared.story_lang(ix));
        Self {
            title: story.title.clone(),
            url: here(shared, &shared.ties(ix).address),
            date: DateView::of(&story.date, shared.words(lang)),
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
        }
    }
}
