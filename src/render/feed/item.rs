//! A story as a feed carries it: `feed-item.html` of the theme over what the story's page shows, with absolute addresses.

use crate::model::diagnostic::Diagnostic;
use crate::model::route::StoryIx;
use crate::render::shared::Shared;
use crate::render::view::frame::common;
use crate::render::view::story::StoryView;
use crate::render::xml;
use std::borrow::Cow;
use tera::Value;

/// The template.
const TEMPLATE: &str = "feed-item.html";

/// A story's item as HTML that is fit for XML, printed once for all feeds.
///
/// # Errors
/// When the template fails.
pub(super) fn html(shared: &Shared, ix: StoryIx) -> Result<&str, Diagnostic> {
    let Some(place) = shared.parts().feed_items.get(ix) else { return Ok("") };
    if let Some(printed) = place.get() {
        return Ok(printed);
    }
    let printed = print(shared, ix)?;
    Ok(place.get_or_init(|| printed))
}

fn print(shared: &Shared, ix: StoryIx) -> Result<Box<str>, Diagnostic> {
    let lang = shared.story_lang(ix);
    let view = StoryView::of(shared.in_feed(), ix, shared.words(lang))?;
    let mut context = common(shared, &shared.story(ix).edition, lang);
    context.insert_value("story", Value::from_serializable(&view));
    let html = shared.print(TEMPLATE, &context)?;
    // The engine writes texts only.
    let html = std::str::from_utf8(&html).unwrap_or_default().trim();
    Ok(match xml::clean(html) {
        Cow::Borrowed(html) => html.into(),
        Cow::Owned(html) => html.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::render::tests::shared;

    fn lines(ix: usize) -> String {
        html(&shared(), ix).expect("a template that works").replace("><", ">\n<")
    }

    #[test]
    fn an_impact_story_brings_its_figures_and_promises_and_nothing_that_xml_leaves_out() {
        insta::assert_snapshot!(lines(0));
    }

    #[test]
    fn a_response_brings_what_was_criticised_and_decided_but_no_words_without_consent() {
        insta::assert_snapshot!(lines(2));
    }
}
