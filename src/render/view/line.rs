//! A story as its neighbours name it. Printed once for each story; every page that names it has the same.

use super::card::dir;
use super::frame::shared;
use super::{DateView, here};
use crate::model::diagnostic::Diagnostic;
use crate::model::route::StoryIx;
use crate::render::Press;
use serde::Serialize;
use tera::Value;

/// Prints a story on one line, in the words of its own language.
///
/// # Errors
/// When `line.html` fails.
pub(in crate::render) fn print(press: &Press, ix: StoryIx) -> Result<Vec<u8>, Diagnostic> {
    let mut context = shared(press, &press.story(ix).edition, press.story_lang(ix));
    context.insert_value("line", Value::from_serializable(&LineView::of(press, ix)));
    press.print("line.html", &context)
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
    fn of(press: &Press, ix: StoryIx) -> Self {
        let (story, lang) = (press.story(ix), press.story_lang(ix));
        Self {
            title: story.title.clone(),
            url: here(press, &press.ties(ix).address),
            date: DateView::of(&story.date, press.words(lang)),
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
        }
    }
}
