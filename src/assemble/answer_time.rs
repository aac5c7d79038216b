//! What became of the voices of a story, and how long it took.

use super::working_days::between;
use crate::config::{Config, ServiceStandard};
use crate::model::site::{AnswerTime, Overall, Ties};
use crate::model::story::{Matter, Pause, Story};
use crate::model::voice::Voice;
use jiff::civil::Date;
use std::sync::Arc;

/// Measures every response and answer, into its ties.
pub(super) fn tie(stories: &[Arc<Story>], config: &Config, today: Date, ties: &mut [Ties]) {
    for (story, ties) in stories.iter().zip(ties) {
        if let Matter::Response(response) = &story.matter {
            ties.outcome = overall(&response.criticisms);
        }
        if let Some(case) = Case::of(story) {
            ties.time = case.measure(config, today);
        }
    }
}

/// What a story's criticisms come to.
fn overall(criticisms: &[Voice]) -> Overall {
    let Some(first) = criticisms.first() else { return Overall::None };
    if criticisms.iter().any(|voice| voice.outcome.is_none()) {
        return Overall::Open;
    }
    match first.outcome {
        Some(outcome) if criticisms.iter().all(|voice| voice.outcome == Some(outcome)) => {
            Overall::All(outcome)
        }
        _ => Overall::Mixed,
    }
}

/// A response or an answer as the clock sees it.
struct Case<'a> {
    voices: &'a [Voice],
    published: Date,
    acknowledged: Option<Date>,
    responded: Date,
    paused: &'a [Pause],
    /// A criticism without an outcome is open; an answer answers.
    can_be_open: bool,
}

impl<'a> Case<'a> {
    fn of(story: &'a Story) -> Option<Self> {
        let published = story.date.day;
        match &story.matter {
            Matter::Response(response) => Some(Self {
                voices: &response.criticisms,
                published,
                acknowledged: response.acknowledged.map(|when| when.day),
                responded: response.responded.map_or(published, |when| when.day),
                paused: &response.paused,
                can_be_open: true,
            }),
            Matter::Answer(answer) => Some(Self {
                voices: &answer.questions,
                published,
                acknowledged: None,
                responded: published,
                paused: &[],
                can_be_open: false,
            }),
            Matter::Impact(_) | Matter::Page => None,
        }
    }

    fn is_open(&self, voice: &Voice) -> bool {
        self.can_be_open && voice.outcome.is_none()
    }

    fn measure(&self, config: &Config, today: Date) -> AnswerTime {
        let days = |from, to| between(from, to, &config.calendar, self.paused);
        let mut times: Vec<Times> = Vec::new();
        for voice in self.voices {
            let received = voice.received.map(|when| when.day);
            let acknowledged = voice.acknowledged.map(|when| when.day).or(self.acknowledged);
            let to_acknowledge = received.zip(acknowledged).and_then(|(from, to)| days(from, to));
            let (to_respond, open_for) = if self.is_open(voice) {
                // Where nobody wrote down when it came, it is at least as old as the story.
                (None, days(received.unwrap_or(self.published), today))
            } else {
                let responded = voice.responded.map_or(self.responded, |when| when.day);
                (received.and_then(|from| days(from, responded)), None)
            };
            times.push(Times { received, to_acknowledge, to_respond, open_for });
        }
        // The first voice is the one that waited longest.
        times.sort_by_key(|times| times.received.unwrap_or(Date::MAX));
        AnswerTime {
            to_acknowledge: times.iter().find_map(|times| times.to_acknowledge),
            to_respond: times.iter().find_map(|times| times.to_respond),
            open_for: times.iter().filter_map(|times| times.open_for).max(),
            in_time: config.service_standard.and_then(|standard| in_time(standard, &times)),
        }
    }
}

struct Times {
    received: Option<Date>,
    to_acknowledge: Option<u32>,
    to_respond: Option<u32>,
    open_for: Option<u32>,
}

/// Whether every voice was heard and answered within the standard. One that is still open and within it says nothing yet.
fn in_time(standard: ServiceStandard, times: &[Times]) -> Option<bool> {
    let late = |limit: Option<u32>, took: Option<u32>| matches!((limit, took), (Some(limit), Some(took)) if took > limit);
    let is_late = times.iter().any(|times| {
        late(standard.acknowledge_within, times.to_acknowledge)
            || late(standard.respond_within, times.to_respond)
            || late(standard.respond_within, times.open_for)
    });
    if is_late {
        return Some(false);
    }
    let is_answered =
        standard.respond_within.is_some() && times.iter().any(|times| times.to_respond.is_some());
    let is_open = times.iter().any(|times| times.open_for.is_some());
    (is_answered && !is_open).then_some(true)
}
