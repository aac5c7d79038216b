//! Dates that come before what they follow from.

use crate::model::date::When;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::story::{Matter, Story};
use jiff::civil::Date;

/// Something is dated before what it follows from.
pub(super) const RULE: Rule = Rule {
    name: "date-order",
    severity: Severity::Warning,
    about: "something is dated before what it follows from",
    why: "Nobody answers before they were asked, and nothing that has not come yet has happened.",
    wrong: Example::Impact("date: 2026-03-01\nupdated: 2026-02-01\n"),
    right: Example::Impact("date: 2026-03-01\nupdated: 2026-04-01\n"),
};

/// Looks at pairs of dates: the second can only be the later one.
pub(super) fn look(story: &Story, today: Date, found: &mut Vec<Diagnostic>) {
    let mut pairs = Pairs { story, found };
    let day = |when: &Option<When>| when.map(|when| when.day);
    pairs.compare(("date", Some(story.date.day)), ("updated", day(&story.updated)));
    for (at, change) in story.changes.iter().enumerate() {
        pairs
            .compare(("date", Some(story.date.day)), (&format!("changes[{at}].date"), Some(change.date.day)));
    }
    let list = if matches!(story.matter, Matter::Answer(_)) { "questions" } else { "criticisms" };
    for (at, voice) in story.voices().iter().enumerate() {
        let field = format!("{list}[{at}].received");
        let received = (&*field, day(&voice.received));
        if let Some(future) = received.1.filter(|day| *day > today && !story.draft && story.date.day <= today)
        {
            let message = format!("`{field}` is {future}, which has not come yet");
            pairs.found.push(RULE.at(Place::field(&story.path, &*field), message));
        }
        pairs.compare(received, (&format!("{list}[{at}].acknowledged"), day(&voice.acknowledged)));
        pairs.compare(received, (&format!("{list}[{at}].responded"), day(&voice.responded)));
    }
    if let Matter::Response(response) = &story.matter {
        let first = response.criticisms.iter().filter_map(|voice| day(&voice.received)).min();
        pairs.compare(("the first `received`", first), ("acknowledged", day(&response.acknowledged)));
        pairs.compare(("the first `received`", first), ("responded", day(&response.responded)));
        for (at, pause) in response.paused.iter().enumerate() {
            pairs.compare(
                (&format!("paused[{at}].from"), Some(pause.from)),
                (&format!("paused[{at}].to"), Some(pause.to)),
            );
        }
    }
    for (at, commitment) in story.commitments.iter().enumerate() {
        for (entry_at, entry) in commitment.timeline.iter().enumerate() {
            let field = format!("commitments[{at}].timeline[{entry_at}].date");
            if entry.date > today && !story.draft && story.date.day <= today {
                let message = format!("`{field}` is {}, which has not come yet", entry.date);
                pairs.found.push(RULE.at(Place::field(&story.path, field), message));
            }
        }
    }
    if let Matter::Impact(impact) = &story.matter {
        for (at, measure) in impact.measures.iter().enumerate() {
            for (reading_at, reading) in measure.results.iter().enumerate() {
                let field = format!("measures[{at}].results[{reading_at}].period");
                if reading.period.first > story.date.day.max(today) {
                    let message =
                        format!("`{}` is in the future, but it is a result", reading.period.written);
                    pairs.found.push(
                        RULE.at(Place::field(&story.path, field), message)
                            .hint("an aim belongs into `target`"),
                    );
                }
            }
        }
    }
}

struct Pairs<'a> {
    story: &'a Story,
    found: &'a mut Vec<Diagnostic>,
}

impl Pairs<'_> {
    fn compare(
        &mut self,
        (first_name, first): (&str, Option<Date>),
        (second_name, second): (&str, Option<Date>),
    ) {
        let (Some(first), Some(second)) = (first, second) else { return };
        if second < first {
            let message = format!("`{second_name}` is {second}, before {first_name} ({first})")
                .replace("before date", "before `date`");
            self.found.push(RULE.at(Place::field(&self.story.path, second_name), message));
        }
    }
}
