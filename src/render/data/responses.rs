//! One row a criticism or question. Words and names of people are left out: consent for a page is none for a table.

use super::{Row, origin, originals};
use crate::config::Config;
use crate::model::date::When;
use crate::model::route::StoryIx;
use crate::model::site::Site;
use crate::model::story::{Matter, Story};
use crate::model::voice::Voice;
use serde_json::{Value, json};

/// The rows, newest story first, in the order in which a story has them.
pub(super) fn rows(site: &Site, config: &Config) -> Vec<Row> {
    let voices = originals(site).flat_map(|(ix, story)| {
        story.voices().iter().enumerate().map(move |(number, v)| (ix, story, number, v))
    });
    voices.filter_map(|(ix, story, number, voice)| row(site, config, ix, story, number + 1, voice)).collect()
}

fn row(
    site: &Site,
    config: &Config,
    ix: StoryIx,
    story: &Story,
    number: usize,
    voice: &Voice,
) -> Option<Row> {
    let time = site.ties.get(ix)?.time;
    let facts = Facts::of(story, voice);
    let Value::Object(mut row) = json!({
        "kind": story.kind().word(),
        "number": number,
        "said": voice.said,
        "people": voice.people,
        "channel": voice.channel.map(|channel| channel.word()),
        "sources": voice.sources,
        "received": day(voice.received),
        "acknowledged": day(facts.acknowledged),
        "responded": day(facts.responded),
        "outcome": facts.outcome,
        "reasons": voice.reasons,
        "passed_to": voice.passed_to,
        "working_days_to_acknowledge": time.to_acknowledge,
        "working_days_to_respond": time.to_respond,
        "working_days_open": time.open_for,
        "in_time": time.in_time,
        "their_view": facts.view,
    }) else {
        return None;
    };
    origin(&mut row, site, config, ix, story);
    Some(row)
}

/// What a story says about a voice where the voice itself does not.
struct Facts {
    acknowledged: Option<When>,
    responded: Option<When>,
    outcome: Option<&'static str>,
    view: Option<&'static str>,
}

impl Facts {
    fn of(story: &Story, voice: &Voice) -> Self {
        match &story.matter {
            Matter::Response(response) => Self {
                acknowledged: voice.acknowledged.or(response.acknowledged),
                // What is still open was not answered, whenever the story was published.
                responded: voice
                    .responded
                    .or(response.responded)
                    .or(voice.outcome.is_some().then_some(story.date)),
                outcome: voice.outcome.map(|outcome| outcome.word()),
                view: response.their_view.as_ref().map(|their| their.view.word()),
            },
            Matter::Answer(answer) => Self {
                acknowledged: voice.acknowledged,
                responded: voice.responded.or(Some(story.date)),
                outcome: answer.outcome.map(|outcome| outcome.word()),
                view: answer.their_view.as_ref().map(|their| their.view.word()),
            },
            Matter::Impact(_) | Matter::Page => Self {
                acknowledged: voice.acknowledged,
                responded: voice.responded,
                outcome: None,
                view: None,
            },
        }
    }
}

fn day(when: Option<When>) -> Option<String> {
    when.map(|when| when.day.to_string())
}
