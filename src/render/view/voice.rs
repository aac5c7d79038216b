//! One criticism or question as a page shows it.

use super::{DateView, LinkView};
use crate::model::route::StoryIx;
use crate::model::site::Resolved;
use crate::model::vocabulary::{ConsentFor, Kind};
use crate::model::voice::Voice;
use crate::render::shared::Seen;
use crate::theme::Words;
use serde::Serialize;

/// A criticism or question.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct VoiceView {
    /// What was said, in our words.
    said: String,
    /// In theirs, while they agree to it.
    quote: Option<String>,
    /// Who said it and how many they were, in a sentence.
    who: String,
    /// How it reached us.
    channel: Option<String>,
    /// Where it was said.
    sources: Vec<LinkView>,
    /// When it reached us.
    received: Option<DateView>,
    /// When we said that we had it.
    acknowledged: Option<DateView>,
    /// When we answered.
    responded: Option<DateView>,
    /// How it ended, as the data's word; `open` where it did not; `null` for a question.
    outcome: Option<&'static str>,
    /// The same in words.
    outcome_name: Option<String>,
    /// Why.
    reasons: Option<String>,
    /// Who has it now.
    passed_to: Option<String>,
    /// The part of the text that answers it, by its heading.
    section: Option<LinkView>,
}

impl VoiceView {
    pub(crate) fn all(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Vec<Self> {
        seen.story(ix).voices().iter().map(|voice| Self::of(seen, ix, voice, words)).collect()
    }

    fn of(seen: Seen<'_>, ix: StoryIx, voice: &Voice, words: &Words) -> Self {
        let today = seen.site().today;
        let allowed = |wanted| voice.consent.as_ref().is_some_and(|consent| consent.allows(wanted, today));
        let date = |when: &Option<_>| when.as_ref().map(|when| DateView::of(when, words));
        let is_criticism = seen.story(ix).kind() == Kind::Response;
        let outcome =
            is_criticism.then(|| voice.outcome.map_or("open", crate::model::vocabulary::Outcome::word));
        Self {
            said: voice.said.clone(),
            quote: voice.quote.clone().filter(|_| allowed(ConsentFor::Quote)),
            who: who(voice, voice.raised_by_on(today), words),
            channel: voice
                .channel
                .map(|channel| words.text(&format!("channel.{}", channel.word())).to_owned()),
            sources: sources(voice, words),
            received: date(&voice.received),
            acknowledged: date(&voice.acknowledged),
            responded: date(&voice.responded),
            outcome,
            outcome_name: outcome.map(|word| words.text(&format!("outcome.{word}")).to_owned()),
            reasons: voice.reasons.clone(),
            passed_to: voice.passed_to.clone(),
            section: voice.section.and_then(|link| section(seen, ix, link, words)),
        }
    }
}

/// The part of a text that a link leads to, by its heading.
fn section(seen: Seen<'_>, ix: StoryIx, link: usize, words: &Words) -> Option<LinkView> {
    let url = seen.link(ix, link)?;
    let named = match seen.ties(ix).links.get(link) {
        Some(Resolved::Here(id)) => seen.story(ix).body.headings.iter().find(|heading| heading.id == *id),
        _ => None,
    };
    let title = named.map_or_else(|| words.text("voice.section").to_owned(), |heading| heading.text.clone());
    Some(LinkView { title, url: Some(url) })
}

fn who(voice: &Voice, raised_by: Option<&str>, words: &Words) -> String {
    let people = voice.people.map(|count| words.count("voice.people", count));
    match (raised_by, people) {
        (Some(who), Some(people)) => words.fill("voice.raised_by_many", &[("who", who), ("people", &people)]),
        (Some(who), None) => words.fill("voice.from", &[("who", who)]),
        (None, Some(people)) => words.fill("voice.from", &[("who", &people)]),
        (None, None) => words.fill("voice.from", &[("who", words.text("voice.anonymous"))]),
    }
}

/// The toots and pages where it was said. Only addresses of the web are linked: a source is what an author wrote.
fn sources(voice: &Voice, words: &Words) -> Vec<LinkView> {
    let one = |(at, source): (usize, &String)| {
        let web = url::Url::parse(source).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let host = web.as_ref().and_then(|url| url.host_str()).map(str::to_owned);
        let number = (at + 1).to_string();
        LinkView {
            title: host.unwrap_or_else(|| words.fill("voice.source", &[("n", &number)])),
            url: web.map(|url| url.to_string()),
        }
    };
    voice.sources.iter().enumerate().map(one).collect()
}
