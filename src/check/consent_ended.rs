//! Words and photographs of people that may no longer be shown. The build leaves them out by itself; the author should know.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::{Matter, Story};
use crate::model::voice::Consent;
use jiff::civil::Date;

/// Consent has ended: the words or the picture are left out.
pub(super) const RULE: Rule = Rule {
    name: "consent-ended",
    severity: Severity::Warning,
    about: "consent has ended: the words or the picture are left out",
    why: "People agree for a time. The page leaves out by itself what they no longer agree to, and the file still has it.",
    wrong: Example::Impact(
        "quotations:\n  - text: The water is clear.\n    who: a mother of two\n    consent: {for: [quote], until: 2026-05-01}\n",
    ),
    right: Example::Impact(
        "quotations:\n  - text: The water is clear.\n    who: a mother of two\n    consent: {for: [quote], until: 2027-05-01}\n",
    ),
};

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
            RULE.at(
                Place::field(&story.path, field),
                format!("the consent ended on {until}, so the {what} left out"),
            )
            .hint(hint),
        );
    }
}
