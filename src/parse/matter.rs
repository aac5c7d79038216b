//! The part of the front matter that only one kind of story has.

use crate::config::rule;
use crate::model::story::{Answer, Impact, Matter, Partner, Pause, Response, TheirView};
use crate::model::vocabulary::{AnswerOutcome, Kind, View};
use crate::parse::desk::Desk;
use crate::parse::measure;
use crate::parse::voice::voices;
use crate::yaml::fields::Fields;

/// Fields that belong to one kind alone, for those who write them into another.
const ELSEWHERE: [(&str, &str); 17] = [
    ("criticisms", "content/responses"),
    ("acknowledged", "content/responses"),
    ("responded", "content/responses"),
    ("paused", "content/responses"),
    ("decided_by", "content/responses"),
    ("reference", "content/responses"),
    ("remedy", "content/responses"),
    ("review", "content/responses"),
    ("questions", "content/answers"),
    ("outcome", "content/answers"),
    ("answered_by", "content/answers"),
    ("leads_to", "content/answers"),
    ("review_by", "content/answers"),
    ("measures", "content/impact"),
    ("partners", "content/impact"),
    ("our_part", "content/impact"),
    ("limitations", "content/impact"),
];

/// The folder whose stories have a field.
pub(crate) fn elsewhere(field: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(name, _)| *name == field).map(|(_, folder)| *folder)
}

/// Reads what belongs to a kind.
pub(crate) fn matter(kind: Kind, fields: &Fields<'_>, desk: &mut Desk<'_>) -> Matter {
    match kind {
        Kind::Impact => Matter::Impact(impact(fields, desk)),
        Kind::Response => Matter::Response(response(fields, desk)),
        Kind::Answer => Matter::Answer(answer(fields, desk)),
        Kind::Page => Matter::Page,
    }
}

fn impact(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Impact {
    let measures = measure::measures(fields, desk);
    let mut partners = Vec::new();
    for item in fields.items("partners") {
        let name = item.required("name");
        let link = desk.link(&item, "url");
        let role = item.text("role");
        item.finish();
        partners.extend(name.map(|name| Partner { name, link, role }));
    }
    let our_part = fields.text("our_part");
    if !partners.is_empty() && our_part.is_none() {
        let hint = "add `our_part` and say what you contributed: the result is theirs as well";
        fields.error(rule::OUR_PART, "partners", "partners are named, but not what our own part was", hint);
    }
    Impact { measures, partners, our_part, limitations: fields.text("limitations") }
}

fn response(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Response {
    let criticisms = voices(fields, "criticisms", desk, true);
    Response {
        criticisms,
        acknowledged: fields.when("acknowledged", desk.zone),
        responded: fields.when("responded", desk.zone),
        paused: fields.items("paused").iter().filter_map(pause).collect(),
        decided_by: fields.text("decided_by"),
        reference: fields.text("reference"),
        remedy: fields.texts("remedy"),
        review: fields.fields("review").and_then(|inner| desk.lead(&inner)),
        their_view: their_view(fields),
    }
}

fn pause(item: &Fields<'_>) -> Option<Pause> {
    let from = item.needs("from", |item| item.day("from"));
    let to = item.needs("to", |item| item.day("to"));
    let why = item.text("why");
    if let Some((from, to)) = from.zip(to).filter(|(from, to)| to < from) {
        item.error(
            rule::DATE,
            "to",
            format!("the pause ends on {to}, before it begins on {from}"),
            "swap the two dates",
        );
    }
    item.finish();
    Some(Pause { from: from?, to: to?, why })
}

fn answer(fields: &Fields<'_>, desk: &mut Desk<'_>) -> Answer {
    let questions = voices(fields, "questions", desk, false);
    let outcome = fields.word("outcome", AnswerOutcome::ALL, AnswerOutcome::word);
    let reasons = fields.text("reasons");
    let unanswered = outcome.filter(|outcome| *outcome != AnswerOutcome::Answered);
    if let Some(outcome) = unanswered.filter(|_| reasons.is_none()) {
        let message = format!("`{}` without a word why", outcome.word());
        let hint = "add `reasons: …` and say why there is no whole answer";
        fields.error(rule::REASONS, "outcome", message, hint);
    }
    Answer {
        questions,
        outcome,
        reasons,
        answered_by: fields.text("answered_by"),
        leads_to: fields.items("leads_to").iter().filter_map(|item| desk.lead(item)).collect(),
        review_by: fields.day("review_by"),
        their_view: their_view(fields),
    }
}

fn their_view(fields: &Fields<'_>) -> Option<TheirView> {
    let inner = fields.fields("their_view")?;
    let date = inner.needs("date", |inner| inner.day("date"));
    let view = inner.needs("view", |inner| inner.word("view", View::ALL, View::word));
    let note = inner.text("note");
    inner.finish();
    Some(TheirView { date: date?, view: view?, note })
}
