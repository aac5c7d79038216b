//! Acknowledgements and answers that took longer than the service standard promises.

use crate::config::Config;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::site::Site;

/// An acknowledgement or an answer that took longer than promised.
pub(super) const RULE: Rule = Rule {
    name: "service-standard",
    severity: Severity::Warning,
    about: "an acknowledgement or an answer that took longer than promised",
    why: "The site shows both, the promise and the time it took: whoever waited is owed a word about it.",
    wrong: Example::Files(&[
        (
            "hearback.yaml",
            "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\nservice_standard: {respond_within: 5}\n",
        ),
        (
            "content/responses/phones.md",
            "---\nid: phones\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncriticisms: [{said: Nobody answers., received: 2026-01-05, outcome: upheld}]\n---\n\nText.\n",
        ),
    ]),
    right: Example::Files(&[
        (
            "hearback.yaml",
            "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\nservice_standard: {respond_within: 5}\n",
        ),
        (
            "content/responses/phones.md",
            "---\nid: phones\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\ncriticisms: [{said: Nobody answers., received: 2026-02-26, outcome: upheld}]\n---\n\nText.\n",
        ),
    ]),
};

/// Looks at every story that was measured, and at those that are still open.
pub(super) fn look(site: &Site, config: &Config, found: &mut Vec<Diagnostic>) {
    let Some(standard) = config.service_standard else { return };
    for (story, ties) in site.stories.iter().zip(site.ties.iter()) {
        let late =
            |days: Option<u32>, limit: Option<u32>| days.zip(limit).filter(|(days, limit)| days > limit);
        let time = &ties.time;
        let acknowledged = late(time.to_acknowledge, standard.acknowledge_within).map(|(days, limit)| {
            format!("the acknowledgement took {days} working days; you promise {limit}")
        });
        let answered = match time.open_for {
            Some(_) => late(time.open_for, standard.respond_within).map(|(days, limit)| {
                format!("this has been open for {days} working days; you promise {limit}")
            }),
            None => late(time.to_respond, standard.respond_within)
                .map(|(days, limit)| format!("the answer took {days} working days; you promise {limit}")),
        };
        for message in acknowledged.into_iter().chain(answered) {
            let place = Place::whole(&story.path);
            found.push(RULE.at(place, message).hint("say in the text why"));
        }
    }
}
