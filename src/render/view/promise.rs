//! A commitment as a page shows it, with everything that happened to it.

use super::card::dir;
use super::{DateView, LinkView};
use crate::model::commitment::Entry;
use crate::model::date::Due;
use crate::model::route::{Edition, StoryIx};
use crate::model::site::{Promise, Told};
use crate::model::story::Evidence;
use crate::model::vocabulary::Status;
use crate::render::shared::Seen;
use crate::theme::Words;
use serde::Serialize;

/// A commitment.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PromiseView {
    /// Its permanent name.
    id: String,
    /// Its own page.
    url: String,
    /// The language of what is promised.
    lang: String,
    /// The direction of that language: `ltr` or `rtl`.
    dir: &'static str,
    /// What is promised.
    what: String,
    /// The team that has it.
    pub(crate) lead: Option<String>,
    /// Where it stands, as the data's word.
    status: &'static str,
    /// The same in words.
    status_name: String,
    /// The date that was first promised; `null` where none was.
    first_due: Option<DateView>,
    /// The date that counts now; `null` where there is none.
    due: Option<DateView>,
    /// Whether the date that counts now is another than the first.
    is_moved: bool,
    /// The first date in the words of the promise.
    due_said: Option<String>,
    /// When it is looked at again.
    review_on: Option<DateView>,
    /// How anybody can tell that it is done.
    done_when: Option<String>,
    /// What is to be said about it: overdue, moved, late, silent.
    marks: Vec<MarkView>,
    /// The commitments that replace it.
    replaced_by: Vec<LinkView>,
    /// The story that made it.
    made_in: LinkView,
    /// What happened, oldest first.
    timeline: Vec<EntryView>,
    /// The last of it; `null` where nothing happened yet.
    newest: Option<EntryView>,
    /// What happened before that, newest first.
    earlier: Vec<EntryView>,
    /// `overdue`, `open`, `kept` or `ended`.
    pub(crate) group: &'static str,
}

/// Something to be said about a commitment.
#[derive(Debug, Clone, Serialize)]
struct MarkView {
    /// `bad` for what is overdue, `late` for what came or comes later than promised, else `neutral` or `good`.
    tone: &'static str,
    text: String,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EntryView {
    /// The language of what it says.
    lang: String,
    /// The direction of that language: `ltr` or `rtl`.
    dir: &'static str,
    date: DateView,
    status: &'static str,
    status_name: String,
    note: Option<String>,
    /// A new date, in words.
    new_due: Option<String>,
    /// Who has it now, where it was passed on.
    to: Vec<String>,
    evidence: Vec<EvidenceView>,
    verified_by: Option<String>,
    /// The story that told it, where it is another one than made the promise.
    told_in: Option<LinkView>,
}

/// Something that shows that a statement is true.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EvidenceView {
    title: String,
    url: Option<String>,
    archived: Option<String>,
}

impl EvidenceView {
    pub(crate) fn all(seen: Seen<'_>, ix: StoryIx, evidence: &[Evidence]) -> Vec<Self> {
        let url = |at: Option<usize>| at.and_then(|at| seen.link(ix, at));
        let one = |item: &Evidence| Self {
            title: item.title.clone(),
            url: url(item.link),
            archived: url(item.archived),
        };
        evidence.iter().map(one).collect()
    }
}

impl PromiseView {
    /// A promise on a page of an edition, in that edition's words where it has them.
    pub(crate) fn of(seen: Seen<'_>, ix: usize, edition: &Edition, words: &Words) -> Option<Self> {
        let promise = seen.site().promises.get(ix)?;
        let (story, index, address) = promise.said_in(edition);
        let commitment = seen.story(story).commitments.get(index)?;
        let lang = seen.story_lang(story);
        let day = |due: Due| match due {
            Due::On(day) => Some(DateView::day(day, words)),
            Due::Open => None,
        };
        let timeline: Vec<EntryView> =
            promise.timeline.iter().map(|told| EntryView::of(seen, promise, told, edition, words)).collect();
        Some(Self {
            id: commitment.id.clone(),
            url: seen.here(address),
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
            what: commitment.what.clone(),
            lead: commitment.lead.clone(),
            status: promise.status.word(),
            status_name: words.text(&format!("status.{}", promise.status.word())).to_owned(),
            first_due: day(commitment.due),
            due: day(promise.due),
            is_moved: promise.due != commitment.due,
            due_said: commitment.due_said.clone(),
            review_on: commitment.review_on.map(|day| DateView::day(day, words)),
            done_when: commitment.done_when.clone(),
            marks: marks(promise, words),
            replaced_by: promise
                .replaced_by
                .iter()
                .filter_map(|other| promise_link(seen, *other, edition))
                .collect(),
            made_in: story_link(seen, story),
            newest: timeline.last().cloned(),
            earlier: timeline.iter().rev().skip(1).cloned().collect(),
            timeline,
            group: group(promise),
        })
    }
}

impl EntryView {
    fn of(seen: Seen<'_>, promise: &Promise, told: &Told, edition: &Edition, words: &Words) -> Self {
        let (story, entry) = translated(seen, promise, told, edition);
        let view = Self::alone(seen, story, entry, words);
        Self { told_in: (told.story != promise.story).then(|| story_link(seen, story)), ..view }
    }

    /// An entry as the story that tells it shows it.
    pub(crate) fn alone(seen: Seen<'_>, ix: StoryIx, entry: &Entry, words: &Words) -> Self {
        let lang = seen.story_lang(ix);
        Self {
            lang: lang.to_string(),
            dir: dir(lang.is_right_to_left()),
            date: DateView::day(entry.date, words),
            status: entry.status.word(),
            status_name: words.text(&format!("status.{}", entry.status.word())).to_owned(),
            note: entry.note.clone(),
            new_due: entry.due.map(|due| words.fill("promise.new_date", &[("date", &words.due(due))])),
            to: if entry.status == Status::Superseded { Vec::new() } else { entry.to.clone() },
            evidence: EvidenceView::all(seen, ix, &entry.evidence),
            verified_by: entry.verified_by.clone(),
            told_in: None,
        }
    }
}

fn marks(promise: &Promise, words: &Words) -> Vec<MarkView> {
    let mut marks = Vec::new();
    let mut say = |tone, text| marks.push(MarkView { tone, text });
    if let Some(days) = promise.overdue_days {
        say("bad", words.count("promise.overdue", u64::from(days)));
    }
    if promise.moved > 0 {
        say("late", words.count("promise.moved", u64::from(promise.moved)));
    }
    match (promise.status, promise.late_days) {
        (Status::Complete, Some(days)) if days > 0 => {
            say("late", words.count("promise.late", u64::from(days)))
        }
        (Status::Complete, _) => say("good", words.text("promise.in_time").to_owned()),
        _ => {}
    }
    if promise.silent {
        say("late", words.text("promise.silent").to_owned());
    }
    if promise.without_evidence {
        say("neutral", words.text("promise.without_evidence").to_owned());
    }
    marks
}

/// Under which heading the list of all commitments shows it: `overdue`, `open`, `kept` or `ended`.
pub(super) fn group(promise: &Promise) -> &'static str {
    match promise.status {
        _ if promise.overdue_days.is_some() => "overdue",
        Status::Complete => "kept",
        status if status.is_ending() => "ended",
        _ => "open",
    }
}

/// An entry as an edition tells it: the one of that day and status in the translation of the story that told it. An entry
/// that nobody translated stays as it is.
fn translated<'a>(
    seen: Seen<'a>,
    promise: &'a Promise,
    told: &'a Told,
    edition: &Edition,
) -> (StoryIx, &'a Entry) {
    let shared = seen.shared();
    let ix = shared.in_edition(told.story, edition);
    let id = shared.story(promise.story).commitments.get(promise.index).map(|made| &made.id);
    let story = shared.story(ix);
    let own = story.commitments.iter().filter(|made| Some(&made.id) == id).flat_map(|made| &made.timeline);
    let news = story.progress.iter().filter(|news| Some(&news.commitment) == id).map(|news| &news.entry);
    let mut same =
        own.chain(news).filter(|entry| entry.date == told.entry.date && entry.status == told.entry.status);
    match same.next() {
        Some(entry) if ix != told.story => (ix, entry),
        _ => (told.story, &told.entry),
    }
}

/// A promise by its words in an edition, with its page.
pub(super) fn promise_link(seen: Seen<'_>, ix: usize, edition: &Edition) -> Option<LinkView> {
    let (story, index, address) = seen.site().promises.get(ix)?.said_in(edition);
    let commitment = seen.story(story).commitments.get(index)?;
    Some(LinkView { title: commitment.what.clone(), url: Some(seen.here(address)) })
}

fn story_link(seen: Seen<'_>, ix: StoryIx) -> LinkView {
    LinkView { title: seen.story(ix).title.clone(), url: Some(seen.here(&seen.ties(ix).address)) }
}
