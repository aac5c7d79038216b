//! Words and photographs of people that may no longer be shown. The build leaves them out by itself; the author should know.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::story::{Matter, Story};
use crate::model::voice::Consent;
use jiff::civil::Date;

/// Looks at every consent.
pub(super) fn look(story: &Story, today: Date, found: &mut Vec<Diagnostic>) {
    let list = if matches!(story.matter, Matter::Answer(_)) { "questions" } else { "criticisms" };
    let voices = story
        .voices()
        .iter()
        .enumerate()
        .map(|(at, voice)| (format!("{list}[{at}].consent"), &voice.consent));
    let quotations =
        story.quotations.iter().enumerate().map(|(at, q)| (format!("quotations[{at}].consent"), &q.consent));
    let photo = story.image.iter().map(|picture| ("image.consent".to_owned(), &picture.consent));
    for (field, consent) in voices.chain(quotations).chain(photo) {
        let Some(Consent::Given { until: Some(until), .. }) =
            consent.as_ref().filter(|consent| consent.has_ended(today))
        else {
            continue;
        };
        let (what, hint) = if field.starts_with("image") {
            ("picture is", "ask again, or show another picture")
        } else {
            ("words are", "ask again, or take the words out of the file")
        };
        found.push(
            Diagnostic::warning(
                "consent-ended",
                Place::field(&story.path, field),
                format!("the consent ended on {until}, so the {what} left out"),
            )
            .hint(hint),
        );
    }
}
