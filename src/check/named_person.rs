//! A link beside the description of a person names the person.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::{Matter, Story};
use crate::model::vocabulary::ConsentFor;

/// A link beside the description of a person names the person.
pub(super) const RULE: Rule = Rule {
    name: "named-person",
    severity: Severity::Warning,
    about: "a link beside the description of a person names the person",
    why: "`a mother of two` is known to everybody once a link leads to her account.",
    wrong: Example::Response(
        r#"criticisms:
  - said: Nobody answers the phone.
    raised_by: a mother of two
    sources: ["https://social.example/@ana/1"]
    outcome: upheld
"#,
    ),
    right: Example::Response(
        r#"criticisms:
  - said: Nobody answers the phone.
    sources: ["https://social.example/@ana/1"]
    outcome: upheld
"#,
    ),
};

/// Looks at voices that are described (`raised_by: a mother of two`), are one person, and link to where they said it.
pub(super) fn look(story: &Story, found: &mut Vec<Diagnostic>) {
    let list = if matches!(story.matter, Matter::Answer(_)) { "questions" } else { "criticisms" };
    for (at, voice) in story.voices().iter().enumerate() {
        let one = voice.people.is_none_or(|people| people == 1) && voice.sources.len() == 1;
        let agreed = voice.consent.as_ref().is_some_and(|consent| consent.covers(ConsentFor::Name));
        if let (true, false, Some(who)) = (one, agreed, &voice.raised_by) {
            let place = Place::field(&story.path, format!("{list}[{at}].sources"));
            let message = format!("the link beside `{who}` tells everybody who that is");
            found.push(
                RULE.at(place, message)
                    .hint("take out `raised_by` or the link, or note the consent: `consent: {for: [name]}`"),
            );
        }
    }
}
