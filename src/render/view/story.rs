//! A story as its own page shows it: everything that its front matter says, and what its neighbours add.

use super::conversation::ConversationView;
use super::measure::MeasureView;
use super::promise::{EntryView, EvidenceView, PromiseView, promise_link};
use super::voice::VoiceView;
use super::{DateView, FactView, LinkView, facts, html, line};
use crate::model::diagnostic::Diagnostic;
use crate::model::route::{List, StoryIx};
use crate::model::story::{Change, Impact, Lead, Matter, TheirView};
use crate::model::toot_address::toot_address;
use crate::model::vocabulary::{ChangeKind, ConsentFor};
use crate::model::{address, date::When, percent};
use crate::render::body::{self, Base, Spot};
use crate::render::shared::Seen;
use crate::render::view::card::{outcome, outcome_name};
use crate::theme::Words;
use serde::Serialize;
use std::sync::Arc;
use tera::Value;

/// A story.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StoryView {
    title: String,
    url: String,
    kind: &'static str,
    kind_name: String,
    /// The list of its kind; `null` for a page.
    kind_url: Option<String>,
    date: DateView,
    updated: Option<DateView>,
    /// The last day on which it holds, while that has not passed.
    holds_until: Option<DateView>,
    authors: Vec<String>,
    place: Option<String>,
    summary: Option<String>,
    tags: Vec<LinkView>,
    /// HTML: its picture.
    picture: Option<Value>,
    picture_credit: Option<String>,
    /// How it ended, as the data's word.
    outcome: Option<&'static str>,
    outcome_name: Option<String>,
    /// Why an answer is none in full.
    reasons: Option<String>,
    /// Its parts, where there are many.
    contents: Vec<LinkView>,
    /// Where a mistake is reported; `null` where the organisation names no address.
    report_mistake: Option<String>,
    /// What a reader must know first: withdrawn, expired, replaced.
    banners: Vec<BannerView>,
    voices: Vec<VoiceView>,
    /// The heading over them.
    voices_title: Option<String>,
    /// How a response or answer was handled.
    facts: Vec<FactView>,
    remedy: Vec<String>,
    leads_to: Vec<LinkView>,
    review: Option<LinkView>,
    their_view: Option<TheirViewView>,
    measures: Vec<MeasureView>,
    partners: Vec<PartnerView>,
    our_part: Option<String>,
    limitations: Option<String>,
    /// HTML: its text.
    body: Value,
    /// What others said below its toot; `null` where nothing was said or nothing is shown.
    conversation: Option<ConversationView>,
    quotations: Vec<QuotationView>,
    promises: Vec<PromiseView>,
    progress: Vec<ProgressView>,
    evidence: Vec<EvidenceView>,
    changes: Vec<ChangeView>,
    editions: Vec<EditionView>,
    /// The stories that have to do with it, by what they are to it. None of the lists is empty.
    neighbours: Vec<NeighboursView>,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    /// Our toot about it.
    toot: Option<String>,
    /// The toots that it answers.
    replies_to: Vec<String>,
    /// Whatever else its author wrote under `extra`.
    extra: Value,
}

#[derive(Debug, Clone, Serialize)]
struct NeighboursView {
    /// What they are to it, in words: continued, replaced, on the same subject.
    title: String,
    /// HTML: each as `line.html` prints it.
    lines: Vec<Value>,
}

#[derive(Debug, Clone, Serialize)]
struct BannerView {
    /// `retracted`, `expired`, `superseded` or `draft`.
    kind: &'static str,
    text: String,
    more: Option<String>,
    link: Option<LinkView>,
}

#[derive(Debug, Clone, Serialize)]
struct TheirViewView {
    date: DateView,
    view: &'static str,
    view_name: String,
    note: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct PartnerView {
    name: String,
    url: Option<String>,
    role: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct QuotationView {
    text: String,
    who: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct ProgressView {
    /// The commitment; without an address where nobody made it.
    promise: LinkView,
    entry: EntryView,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChangeView {
    date: DateView,
    kind: &'static str,
    kind_name: String,
    was: Option<String>,
    text: String,
}

/// The same page in another language.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EditionView {
    pub(crate) lang: String,
    /// Its title, in that language.
    pub(crate) name: String,
    pub(crate) url: String,
}

impl ChangeView {
    pub(crate) fn of(change: &Change, words: &Words) -> Self {
        Self {
            date: DateView::of(&change.date, words),
            kind: change.kind.word(),
            kind_name: words.text(&format!("changes.{}", change.kind.word())).to_owned(),
            was: change.was.clone(),
            text: change.text.clone(),
        }
    }
}

impl StoryView {
    /// # Errors
    /// When `line.html` fails.
    pub(crate) fn of(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Result<Self, Diagnostic> {
        let (story, ties, today) = (seen.story(ix), seen.ties(ix), seen.site().today);
        let base = seen.base();
        let (impact, response, answer) = match &story.matter {
            Matter::Impact(impact) => (Some(impact), None, None),
            Matter::Response(response) => (None, Some(response), None),
            Matter::Answer(answer) => (None, None, Some(answer)),
            Matter::Page => (None, None, None),
        };
        let outcome = outcome(seen.shared(), ix);
        let other = |other: StoryIx| LinkView {
            title: seen.story(other).title.clone(),
            url: Some(seen.here(&seen.ties(other).address)),
        };
        let picture = story.image.as_ref().and_then(|image| {
            let shown = ties.images.get(image.image)?;
            body::picture(shown, &image.alt, base, Spot::Lead)
        });
        let quotations = story.quotations.iter().filter(|quotation| {
            quotation.consent.as_ref().is_some_and(|consent| consent.allows(ConsentFor::Quote, today))
        });
        let kind = story.kind();
        Ok(Self {
            title: story.title.clone(),
            url: seen.here(&ties.address),
            kind: kind.word(),
            kind_name: words.text(&format!("kinds.{}.one", kind.word())).to_owned(),
            kind_url: address::folder(kind)
                .map(|_| seen.here(&address::list(&story.edition, &List::Kind(kind), 1))),
            date: DateView::of(&story.date, words),
            updated: updated(story.updated, &story.changes).map(|when| DateView::of(&when, words)),
            holds_until: story.expires.filter(|day| *day >= today).map(|day| DateView::day(day, words)),
            authors: story.authors.clone(),
            place: story.place.clone(),
            summary: story.summary.clone(),
            tags: tags(seen, ix),
            picture: picture.as_ref().map(html),
            picture_credit: story
                .image
                .as_ref()
                .and_then(|image| image.credit.as_ref())
                .map(|who| words.fill("story.picture_credit", &[("who", who)])),
            outcome,
            outcome_name: outcome.map(|word| outcome_name(seen.shared(), ix, word, words)),
            reasons: answer.and_then(|answer| answer.reasons.clone()),
            contents: contents(seen, ix, words),
            report_mistake: report_mistake(seen, ix, words),
            banners: banners(seen, ix, words),
            voices: VoiceView::all(seen, ix, words),
            voices_title: voices_title(&story.matter, words),
            facts: match (response, answer) {
                (Some(response), _) => facts::of_response(seen, ix, response, words),
                (_, Some(answer)) => facts::of_answer(seen, ix, answer, words),
                _ => Vec::new(),
            },
            remedy: response.map(|response| response.remedy.clone()).unwrap_or_default(),
            leads_to: answer
                .map(|answer| answer.leads_to.iter().map(|lead| lead_view(seen, ix, lead)).collect())
                .unwrap_or_default(),
            review: response
                .and_then(|response| response.review.as_ref())
                .map(|lead| lead_view(seen, ix, lead)),
            their_view: response
                .and_then(|r| r.their_view.as_ref())
                .or(answer.and_then(|a| a.their_view.as_ref()))
                .map(|view| their_view(view, words)),
            measures: impact.map(|impact| measures(seen, ix, impact, words)).unwrap_or_default(),
            partners: impact.map(|impact| partners(seen, ix, impact)).unwrap_or_default(),
            our_part: impact.and_then(|impact| impact.our_part.clone()),
            limitations: impact.and_then(|impact| impact.limitations.clone()),
            conversation: conversation(seen, ix, words),
            body: html(&body::html(story, ties, base)),
            quotations: quotations
                .map(|q| QuotationView { text: q.text.clone(), who: q.who_on(today).map(str::to_owned) })
                .collect(),
            promises: ties
                .promises
                .iter()
                .filter_map(|promise| PromiseView::of(seen, *promise, &story.edition, words))
                .collect(),
            progress: progress(seen, ix, words),
            evidence: EvidenceView::all(seen, ix, &story.evidence),
            changes: story.changes.iter().rev().map(|change| ChangeView::of(change, words)).collect(),
            editions: editions(seen, ix),
            neighbours: neighbours(seen, ix, words)?,
            newer: ties.newer.map(other),
            older: ties.older.map(other),
            toot: seen.site().toots.get(&story.key()).map(|toot| toot.url.clone()),
            replies_to: replies_to(seen, ix),
            extra: Value::try_from_serializable(&story.extra).unwrap_or_else(|_| Value::none()),
        })
    }
}

/// The newest of what its author calls updated and its changes.
fn updated(written: Option<When>, changes: &[Change]) -> Option<When> {
    changes.iter().map(|change| change.date).chain(written).max()
}

fn tags(seen: Seen<'_>, ix: StoryIx) -> Vec<LinkView> {
    let story = seen.story(ix);
    let one = |(tag, slug): (&String, &Arc<str>)| LinkView {
        title: tag.clone(),
        url: Some(seen.here(&address::list(&story.edition, &List::Tag(slug.to_string()), 1))),
    };
    let known = |slug: &Arc<str>| {
        seen.site().lists.contains_key(&(story.edition.clone(), List::Tag(slug.to_string())))
    };
    story.tags.iter().zip(&seen.ties(ix).tags).filter(|(_, slug)| known(slug)).map(one).collect()
}

fn neighbours(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Result<Vec<NeighboursView>, Diagnostic> {
    let ties = seen.ties(ix);
    let lists = [
        ("follows", &ties.follows),
        ("followed_by", &ties.followed_by),
        ("replaces", &ties.replaces),
        ("related", &ties.related),
        ("backlinks", &ties.backlinks),
    ];
    let there = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let shown = there.map(|(what, list)| {
        let lines = list.iter().map(|other| line::of(seen.shared(), *other)).collect::<Result<_, _>>()?;
        Ok(NeighboursView { title: words.text(&format!("story.{what}")).to_owned(), lines })
    });
    shown.collect()
}

fn banners(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Vec<BannerView> {
    let (story, ties, today) = (seen.story(ix), seen.ties(ix), seen.site().today);
    let mut banners = Vec::new();
    if story.draft {
        banners.push(BannerView {
            kind: "draft",
            text: words.text("site.draft").to_owned(),
            more: None,
            link: None,
        });
    }
    if let Some(change) = story.changes.iter().rev().find(|change| change.kind == ChangeKind::Retraction) {
        let text = words.text("story.retracted").to_owned();
        banners.push(BannerView { kind: "retracted", text, more: Some(change.text.clone()), link: None });
    }
    if let Some(other) = ties.replaced_by {
        let text = words.text("story.superseded").to_owned();
        let link = LinkView {
            title: seen.story(other).title.clone(),
            url: Some(seen.here(&seen.ties(other).address)),
        };
        banners.push(BannerView { kind: "superseded", text, more: None, link: Some(link) });
    }
    if let Some(day) = story.expires.filter(|day| *day < today) {
        let text = words.fill("story.expired", &[("date", &words.day(day))]);
        banners.push(BannerView { kind: "expired", text, more: None, link: None });
    }
    banners
}

/// How many parts a page has before they are listed at its top.
const CONTENTS: usize = 4;

/// The parts of a page as they follow each other; none where they can be seen without a list.
fn contents(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Vec<LinkView> {
    let story = seen.story(ix);
    let part = |id: &str, title: String| LinkView { title, url: Some(format!("#{}", percent::uri(id))) };
    let known = |id: &str, key: &str, is_there: bool| is_there.then(|| part(id, words.text(key).to_owned()));
    let voices = voices_title(&story.matter, words).map(|title| part("criticisms", title));
    let headings = story.body.headings.iter().filter(|heading| heading.level == 2);
    let headings = headings.map(|heading| part(&heading.id, heading.text.clone()));
    let measures = matches!(&story.matter, Matter::Impact(impact) if !impact.measures.is_empty());
    let view = match &story.matter {
        Matter::Response(response) => response.their_view.is_some(),
        Matter::Answer(answer) => answer.their_view.is_some(),
        Matter::Impact(_) | Matter::Page => false,
    };
    let rest = [
        known("measures", "measure.title", measures),
        known("commitments", "promise.title", !seen.ties(ix).promises.is_empty()),
        known("their-view", "story.their_view", view),
        known("evidence", "story.evidence", !story.evidence.is_empty()),
        known("changes", "story.changes", !story.changes.is_empty()),
    ];
    let parts: Vec<LinkView> = voices.into_iter().chain(headings).chain(rest.into_iter().flatten()).collect();
    if parts.len() < CONTENTS { Vec::new() } else { parts }
}

/// A message to the organisation that names the page (RFC 6068).
fn report_mistake(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Option<String> {
    let email = seen.config().organisation.email.as_deref()?;
    let subject = format!("{}: {}", words.text("story.report_mistake"), seen.story(ix).title);
    let page = Base::Absolute(seen.config().url.as_str()).address(&seen.ties(ix).address);
    let query = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    Some(format!("mailto:{email}?subject={}&body={}", query(&subject), query(&page)))
}

/// What was said below a story's toot, unless the story says that nothing of it is shown.
fn conversation(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Option<ConversationView> {
    let (site, config) = (seen.site(), seen.config());
    let story = seen.story(ix);
    let key = story.key();
    let conversation = site.conversations.get(&key).filter(|said| story.replies && said.count > 0)?;
    let toot = site.toots.get(&key)?;
    let email = config.organisation.email.as_deref();
    Some(ConversationView::of(conversation, &toot.url, email, &config.timezone, words))
}

fn voices_title(matter: &Matter, words: &Words) -> Option<String> {
    let (key, count) = match matter {
        Matter::Response(response) => ("voice.criticisms", response.criticisms.len()),
        Matter::Answer(answer) => ("voice.questions", answer.questions.len()),
        Matter::Impact(_) | Matter::Page => return None,
    };
    (count > 0).then(|| words.count(key, count as u64))
}

fn lead_view(seen: Seen<'_>, ix: StoryIx, lead: &Lead) -> LinkView {
    LinkView { title: lead.title.clone(), url: seen.link(ix, lead.link) }
}

fn their_view(view: &TheirView, words: &Words) -> TheirViewView {
    TheirViewView {
        date: DateView::day(view.date, words),
        view: view.view.word(),
        view_name: words.text(&format!("views.{}", view.view.word())).to_owned(),
        note: view.note.clone(),
    }
}

fn measures(seen: Seen<'_>, ix: StoryIx, impact: &Impact, words: &Words) -> Vec<MeasureView> {
    impact.measures.iter().map(|measure| MeasureView::of(seen, ix, measure, words)).collect()
}

fn partners(seen: Seen<'_>, ix: StoryIx, impact: &Impact) -> Vec<PartnerView> {
    let one = |partner: &crate::model::story::Partner| PartnerView {
        name: partner.name.clone(),
        url: partner.link.and_then(|at| seen.link(ix, at)),
        role: partner.role.clone(),
    };
    impact.partners.iter().map(one).collect()
}

fn progress(seen: Seen<'_>, ix: StoryIx, words: &Words) -> Vec<ProgressView> {
    let story = seen.story(ix);
    let known = |at: usize| seen.ties(ix).progress.get(at).copied().flatten();
    let one = |(at, progress): (usize, &crate::model::story::Progress)| {
        let promise = known(at).and_then(|promise| promise_link(seen, promise, &story.edition));
        ProgressView {
            promise: promise.unwrap_or_else(|| LinkView { title: progress.commitment.clone(), url: None }),
            entry: EntryView::alone(seen, ix, &progress.entry, words),
        }
    };
    story.progress.iter().enumerate().map(one).collect()
}

fn editions(seen: Seen<'_>, ix: StoryIx) -> Vec<EditionView> {
    let one = |(lang, other): &(crate::model::lang::Lang, StoryIx)| EditionView {
        lang: lang.to_string(),
        name: seen.story(*other).title.clone(),
        url: seen.here(&seen.ties(*other).address),
    };
    seen.ties(ix).editions.iter().map(one).collect()
}

/// The toots among the sources, which this page answers: addresses with an `@name` and an id behind it.
fn replies_to(seen: Seen<'_>, ix: StoryIx) -> Vec<String> {
    let is_toot = |source: &&String| toot_address(source).is_some();
    seen.story(ix).voices().iter().flat_map(|voice| &voice.sources).filter(is_toot).cloned().collect()
}
