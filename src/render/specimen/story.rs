//! A story that says everything, and one that says only what it must.

use super::{DAY, NUMBER, TEXT};
use crate::model::amount::Amount;
use crate::model::body::{Body, Link, Target};
use crate::model::commitment::{Commitment, Entry};
use crate::model::conversation::{Conversation, Turn};
use crate::model::date::{Due, Period, When};
use crate::model::moderation::Reason;
use crate::model::place::Spot;
use crate::model::reply::{Attached, Author, Door, Reply};
use crate::model::safe_html::SafeHtml;
use crate::model::story::{
    Change, Evidence, Impact, Lead, Matter, Measure, MeasureSource, Partner, Pause, Picture, Progress,
    Reading, Response, Story, TheirView, TootWish,
};
use crate::model::vocabulary::{Better, ChangeKind, Channel, Level, Outcome, Status, View};
use crate::model::voice::{Consent, Quotation, Voice};
use jiff::Timestamp;
use std::sync::Arc;

/// A story that says only what it must.
pub(in crate::render) fn bare(matter: Matter) -> Story {
    Story {
        path: "content/specimen.md".to_owned(),
        id: None,
        guid: None,
        edition: None,
        lang: None,
        title: TEXT.to_owned(),
        date: when(),
        summary: None,
        updated: None,
        authors: Vec::new(),
        tags: Vec::new(),
        place: None,
        image: None,
        slug: "specimen".to_owned(),
        aliases: Vec::new(),
        draft: false,
        expires: None,
        follows: Vec::new(),
        replaces: Vec::new(),
        evidence: Vec::new(),
        quotations: Vec::new(),
        changes: Vec::new(),
        progress: Vec::new(),
        commitments: Vec::new(),
        toot: TootWish::default(),
        replies: true,
        layout: None,
        matter,
        extra: serde_json::Value::Null,
        body: Body::default(),
        revision: "blake3:0".to_owned(),
    }
}

/// A story that says everything.
pub(super) fn full(matter: Matter) -> Story {
    let link = Link {
        written: "https://b.example/".to_owned(),
        target: Target::Outside("https://b.example/".to_owned()),
        spot: Spot::Whole,
    };
    let change = |kind| Change { date: when(), kind, was: text(), text: TEXT.to_owned() };
    let progress = |commitment: &str| Progress { commitment: commitment.to_owned(), entry: entry() };
    Story {
        summary: text(),
        updated: Some(when()),
        authors: vec![TEXT.to_owned()],
        tags: vec![TEXT.to_owned()],
        place: text(),
        image: Some(Picture { image: 0, alt: TEXT.to_owned(), credit: text(), consent: None }),
        draft: true,
        expires: Some(DAY.yesterday().unwrap_or(DAY)),
        evidence: vec![evidence()],
        quotations: vec![Quotation {
            text: TEXT.to_owned(),
            who: text(),
            consent: Some(Consent::PublicRecord),
        }],
        changes: ChangeKind::ALL.iter().map(|kind| change(*kind)).collect(),
        progress: vec![progress("a"), progress("b")],
        commitments: vec![Commitment {
            id: "a".to_owned(),
            what: TEXT.to_owned(),
            lead: text(),
            due: Due::On(DAY),
            review_on: Some(DAY),
            due_said: text(),
            done_when: text(),
            timeline: vec![entry()],
        }],
        body: Body {
            html: format!("<p>{TEXT}</p>"),
            links: vec![link],
            plain: TEXT.to_owned(),
            ..Body::default()
        },
        ..bare(matter)
    }
}

pub(super) fn impact() -> Impact {
    let reading = |group| Reading {
        period: period(),
        group,
        value: amount(),
        of: Some(u64::from(NUMBER)),
        note: text(),
    };
    let measure = |source| Measure {
        indicator: TEXT.to_owned(),
        level: Some(Level::Output),
        unit: text(),
        better: Some(Better::Up),
        baseline: Some(reading(None)),
        target: Some(reading(None)),
        results: vec![reading(None), reading(text())],
        method: text(),
        source: Some(source),
        codes: vec![TEXT.to_owned()],
    };
    Impact {
        measures: vec![measure(MeasureSource::Link(0)), measure(MeasureSource::Words(TEXT.to_owned()))],
        partners: vec![Partner { name: TEXT.to_owned(), link: Some(0), role: text() }],
        our_part: text(),
        limitations: text(),
    }
}

pub(super) fn response() -> Response {
    Response {
        criticisms: vec![voice(), Voice { outcome: None, ..voice() }],
        acknowledged: Some(when()),
        responded: Some(when()),
        paused: vec![Pause { from: DAY, to: DAY, why: text() }],
        decided_by: text(),
        reference: text(),
        remedy: vec![TEXT.to_owned()],
        review: Some(lead()),
        their_view: Some(their_view()),
    }
}

pub(super) fn voice() -> Voice {
    Voice {
        said: TEXT.to_owned(),
        quote: text(),
        consent: Some(Consent::PublicRecord),
        raised_by: text(),
        people: Some(u64::from(NUMBER)),
        channel: Some(Channel::Mastodon),
        sources: vec!["https://social.example/@b/2".to_owned()],
        received: Some(when()),
        acknowledged: Some(when()),
        responded: Some(when()),
        outcome: Some(Outcome::Upheld),
        reasons: text(),
        passed_to: text(),
        section: Some(0),
    }
}

pub(super) fn entry() -> Entry {
    Entry {
        date: DAY,
        status: Status::Transferred,
        note: text(),
        due: Some(Due::On(DAY)),
        to: vec![TEXT.to_owned()],
        evidence: vec![evidence()],
        verified_by: text(),
    }
}

fn evidence() -> Evidence {
    Evidence { title: TEXT.to_owned(), link: Some(0), archived: Some(0) }
}

pub(super) fn lead() -> Lead {
    Lead { title: TEXT.to_owned(), link: 0 }
}

pub(super) fn their_view() -> TheirView {
    TheirView { date: DAY, view: View::Satisfied, note: text() }
}

fn when() -> When {
    When { day: DAY, at: None }
}

pub(super) fn period() -> Period {
    Period { first: DAY, last: DAY, written: DAY.to_string() }
}

pub(super) fn amount() -> Amount {
    Amount::Number { value: f64::from(NUMBER), written: NUMBER.to_string() }
}

pub(super) fn text() -> Option<String> {
    Some(TEXT.to_owned())
}

/// Every kind of turn.
pub(super) fn conversation() -> Conversation {
    let reply = Reply {
        uri: "https://social.example/3".to_owned(),
        id: TEXT.to_owned(),
        url: "https://social.example/@b/3".to_owned(),
        door: Door::Quote,
        about: None,
        parent: None,
        at: Timestamp::UNIX_EPOCH,
        edited: Some(Timestamp::UNIX_EPOCH),
        quiet: false,
        ours: true,
        author: Author {
            id: TEXT.to_owned(),
            name: TEXT.to_owned(),
            handle: "@b@social.example".to_owned(),
            url: "https://social.example/@b".to_owned(),
        },
        lang: Some("en".to_owned()),
        warning: TEXT.to_owned(),
        html: TEXT.to_owned(),
        attached: vec![Attached { kind: "image".to_owned(), description: TEXT.to_owned() }],
        signals: Vec::new(),
    };
    let plain = Reply { warning: String::new(), ours: false, door: Door::Reply, ..reply.clone() };
    let turn = |reply: Reply, answers_missing| Turn {
        reply: Arc::new(reply),
        words: SafeHtml::default(),
        depth: 0,
        answers_missing,
    };
    Conversation {
        turns: vec![turn(reply, true), turn(plain, false)],
        count: 2,
        hidden: vec![(Reason::Spam, 1)],
        undecided: 1,
        as_of: Some(Timestamp::UNIX_EPOCH),
    }
}
