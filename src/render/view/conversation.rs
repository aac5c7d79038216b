//! What others said below a story's toot, as its page shows it: static, in reading order, nothing loaded from anywhere.

use super::{DateView, html};
use crate::model::conversation::{Conversation, Turn};
use crate::model::date::When;
use crate::model::lang::Lang;
use crate::model::reply::Door;
use crate::theme::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use tera::Value;

/// A conversation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ConversationView {
    /// The address of our toot, for whoever wants to answer from a server of their own.
    toot: String,
    /// How many replies of others there are, in words.
    count: String,
    /// What is shown, in reading order.
    turns: Vec<TurnView>,
    /// How many are not shown and why, in a sentence; `null` where all are.
    hidden: Option<String>,
    /// When the server was last asked for them.
    as_of: Option<DateView>,
    /// Where to object; `null` where the site names no address.
    email: Option<String>,
}

/// One turn.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TurnView {
    /// Who said it, as they call themselves.
    author: String,
    /// `@rhea@garden.example`.
    handle: String,
    /// Their profile.
    profile: Option<String>,
    /// Where it was said.
    url: String,
    /// When.
    date: DateView,
    /// Whether it was edited since.
    is_edited: bool,
    /// Its language; `null` where the server does not say.
    lang: Option<String>,
    /// HTML: its text.
    text: Value,
    /// Its content warning; `null` for none.
    warning: Option<String>,
    /// What is attached to it, described by its author; only its own page shows it.
    attached: Vec<String>,
    /// How deep it stands, from 0.
    depth: u8,
    /// Whether we said it.
    is_ours: bool,
    /// Whether it quotes our toot instead of answering it.
    is_quote: bool,
    /// Whether it answers something that is not shown here.
    answers_missing: bool,
}

impl ConversationView {
    /// A conversation below the toot with this address.
    pub(crate) fn of(
        conversation: &Conversation,
        toot: &str,
        email: Option<&str>,
        zone: &TimeZone,
        words: &Words,
    ) -> Self {
        let date = |at: Timestamp| {
            let day = at.to_zoned_datetime(zone.clone()).date();
            DateView::of(&When { day, at: Some(at) }, words)
        };
        Self {
            toot: toot.to_owned(),
            count: words.count("replies.count", u64::from(conversation.count)),
            turns: conversation.turns.iter().map(|turn| turn_view(turn, &date, words)).collect(),
            hidden: hidden(conversation, words),
            as_of: conversation.as_of.map(date),
            email: email.map(str::to_owned),
        }
    }
}

fn turn_view(turn: &Turn, date: &dyn Fn(Timestamp) -> DateView, words: &Words) -> TurnView {
    let reply = &turn.reply;
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    let attached = |kind: &str, described: &str| match described.is_empty() {
        true => words.fill("replies.attached", &[("kind", kind)]),
        false => words.fill("replies.attached_as", &[("kind", kind), ("what", described)]),
    };
    TurnView {
        author: reply.author.name.clone(),
        handle: reply.author.handle.clone(),
        profile: Some(&reply.author.url).filter(is_web).cloned(),
        url: reply.url.clone(),
        date: date(reply.at),
        is_edited: reply.edited.is_some(),
        lang: reply.lang.as_deref().and_then(Lang::parse).map(|lang| lang.to_string()),
        text: html(&turn.words),
        warning: Some(reply.warning.clone()).filter(|warning| !warning.is_empty()),
        attached: reply.attached.iter().map(|file| attached(&file.kind, &file.description)).collect(),
        depth: turn.depth,
        is_ours: reply.ours,
        is_quote: reply.door == Door::Quote,
        answers_missing: turn.answers_missing,
    }
}

/// `3 are not shown: 2 as advertising, 1 at the wish of its author.` What nobody decided about yet is counted, too.
fn hidden(conversation: &Conversation, words: &Words) -> Option<String> {
    let mut parts: Vec<String> = conversation
        .hidden
        .iter()
        .map(|(reason, count)| {
            let key = format!("reasons.{}", reason.word());
            let why = words.text(&key);
            words.fill("replies.part", &[("n", &count.to_string()), ("why", why)])
        })
        .collect();
    if conversation.undecided > 0 && !conversation.turns.is_empty() {
        let why = words.text("replies.undecided");
        parts.push(words.fill("replies.part", &[("n", &conversation.undecided.to_string()), ("why", why)]));
    }
    let listed = parts.join("; ");
    (!parts.is_empty()).then(|| words.fill("replies.hidden", &[("why", &listed)]))
}
