//! How a criticism or a question was handled, as a page lists it: when, by whom, and how long it took.

use super::FactView;
use crate::model::date::When;
use crate::model::route::StoryIx;
use crate::model::story::{Answer, Response};
use crate::render::shared::Seen;
use crate::theme::Words;

fn fact(name: &str, text: impl Into<String>, words: &Words) -> FactView {
    FactView { name: words.text(name).to_owned(), text: text.into(), url: None }
}

/// A day, and how many working days that was after the first voice.
fn day_after(when: &When, days: Option<u32>, words: &Words) -> String {
    match days {
        Some(0) => format!("{}, {}", words.when(when), words.text("response.same_day")),
        Some(days) => format!("{}, {}", words.when(when), words.count("response.after", u64::from(days))),
        None => words.when(when),
    }
}

/// How a criticism was handled.
pub(super) fn of_response(seen: Seen<'_>, ix: StoryIx, response: &Response, words: &Words) -> Vec<FactView> {
    let time = seen.ties(ix).time;
    let mut facts = Vec::new();
    if let Some(when) = &response.acknowledged {
        facts.push(fact("response.acknowledged", day_after(when, time.to_acknowledge, words), words));
    }
    if let Some(when) = &response.responded {
        let mut text = day_after(when, time.to_respond, words);
        if let Some(in_time) = time.in_time {
            text =
                format!("{text}, {}", words.text(if in_time { "response.in_time" } else { "response.late" }));
        }
        facts.push(fact("response.responded", text, words));
    }
    if let Some(days) = time.open_for {
        facts.push(fact("voice.open", words.count("voice.open_for", u64::from(days)), words));
    }
    for pause in &response.paused {
        let (from, to) = (words.day(pause.from), words.day(pause.to));
        let days = words.fill("response.pause", &[("from", &from), ("to", &to)]);
        let text = pause.why.as_ref().map_or(days.clone(), |why| format!("{days}. {why}"));
        facts.push(fact("response.paused", text, words));
    }
    for (key, text) in
        [("response.decided_by", &response.decided_by), ("response.reference", &response.reference)]
    {
        facts.extend(text.as_ref().map(|text| fact(key, text, words)));
    }
    facts
}

/// How a question was answered.
pub(super) fn of_answer(seen: Seen<'_>, ix: StoryIx, answer: &Answer, words: &Words) -> Vec<FactView> {
    let mut facts = Vec::new();
    facts.extend(answer.answered_by.as_ref().map(|team| fact("response.answered_by", team, words)));
    if let Some(days) = seen.ties(ix).time.to_respond {
        let text = if days == 0 {
            words.text("response.same_day").to_owned()
        } else {
            words.count("response.after", u64::from(days))
        };
        facts.push(fact("response.responded", text, words));
    }
    facts.extend(answer.review_by.map(|day| fact("response.review_by", words.day(day), words)));
    facts
}
