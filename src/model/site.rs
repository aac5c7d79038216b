//! The whole site, assembled: immutable, and everything after it only reads it.

use crate::model::amount::Amount;
use crate::model::asset::Assets;
use crate::model::commitment::Entry;
use crate::model::conversation::Conversation;
use crate::model::date::{Due, Period};
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, Route, StoryIx};
use crate::model::story::Story;
use crate::model::vocabulary::{Outcome, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The whole site on one day. What takes long to make is shared with the site before it, where nothing of it changed.
#[derive(Debug, Clone)]
pub struct Site {
    /// The day that everything dated is measured against, in the site's time zone.
    pub today: Date,
    /// The moment of it.
    pub now: Timestamp,
    /// The published stories, newest first; ties by path. Drafts and future ones only where they were asked for.
    pub stories: Vec<Arc<Story>>,
    /// What the neighbours add to each story, by the same index.
    pub ties: Arc<Vec<Ties>>,
    /// The files of the stories that are not published today, and why.
    pub left_out: BTreeMap<String, Absent>,
    /// Everything that answers an address.
    pub routes: Arc<BTreeMap<String, Route>>,
    /// The languages that have stories of their own, the site's own first as `None`.
    pub editions: Vec<Edition>,
    /// The stories of each list, newest first, per language. Pages are in no list.
    pub lists: BTreeMap<(Edition, List), Vec<StoryIx>>,
    /// Every listed story of a language, newest first.
    pub all: BTreeMap<Edition, Vec<StoryIx>>,
    /// How each tag is written, by its slug: the most frequent spelling.
    pub tags: BTreeMap<String, String>,
    /// Every commitment, in the order of its first promise.
    pub promises: Arc<Vec<Promise>>,
    /// The figures of the accountability page.
    pub account: Account,
    /// Files beside the stories, without those that are withheld.
    pub assets: Arc<Assets>,
    /// The files of pictures that are published nowhere, since the consent of the people in them has ended.
    pub withheld: BTreeSet<String>,
    /// What was said below each story's toots, by its key.
    pub conversations: Arc<BTreeMap<String, Conversation>>,
    /// What was posted about a story, by its key.
    pub toots: Arc<BTreeMap<String, TootRecord>>,
    /// What is wrong between files: two on one address, two with one id.
    pub clashes: Vec<Diagnostic>,
}

/// A story that is not published today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// What it is known by; nothing where it cannot be read.
    pub key: Option<String>,
    /// Why it is not.
    pub why: LeftOut,
}

/// Why a story is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It is a draft.
    Draft,
    /// Its day has not come.
    Future(Date),
    /// It cannot be read, which is said where it stands.
    Broken,
}

/// What was posted about a story, as far as the site shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TootRecord {
    /// The toot's address for people.
    pub url: String,
}

/// What a story gets from its neighbours.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    /// Its address: `/impact/wells/`.
    pub address: String,
    /// The slugs of its tags, as written in `Story::tags` and in the same order; names of `List::Tag`.
    pub tags: Vec<Arc<str>>,
    /// Where each of `Body::links` leads.
    pub links: Vec<Resolved>,
    /// What each of `Body::images` shows.
    pub images: Vec<Shown>,
    /// Its picture for cards elsewhere (Open Graph): a JPEG of at most 1200 pixels.
    pub card: Option<Card>,
    /// The next newer story of its kind and language.
    pub newer: Option<StoryIx>,
    /// The next older story of its kind and language.
    pub older: Option<StoryIx>,
    /// Stories that share its tags, best first, a handful.
    pub related: Vec<StoryIx>,
    /// Stories whose text links here, newest first, at most thirty.
    pub backlinks: Vec<StoryIx>,
    /// The stories that it continues.
    pub follows: Vec<StoryIx>,
    /// The stories that continue it.
    pub followed_by: Vec<StoryIx>,
    /// The stories that it replaces.
    pub replaces: Vec<StoryIx>,
    /// The story that replaces it.
    pub replaced_by: Option<StoryIx>,
    /// The same story in other languages, itself left out.
    pub editions: Vec<(Lang, StoryIx)>,
    /// Its commitments: indices into `Site::promises`.
    pub promises: Vec<usize>,
    /// The commitments that its `progress` reports on, in the order written: indices into `Site::promises`.
    pub progress: Vec<Option<usize>>,
    /// The outcome of all its criticisms together.
    pub outcome: Overall,
    /// How long the answer took.
    pub time: AnswerTime,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// To another host or scheme: as written.
    Outside(String),
    /// To an address of this site, with `#fragment` where there is one: `/responses/phones/#why`.
    Inside(String),
    /// To a place on the same page: `why`.
    Here(String),
    /// To nothing; the words are printed without a link.
    Dead,
}

/// What an image shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// An image with its variants.
    Image {
        /// Width in pixels of the largest variant, 0 where it is unknown (SVG).
        width: u32,
        /// Height in pixels of the largest variant.
        height: u32,
        /// Address and width of each WebP variant, smallest first. Empty for SVG and small images.
        webp: Vec<(String, u32)>,
        /// Address and width of each variant in the fallback format, smallest first, never empty.
        fallback: Vec<(String, u32)>,
    },
    /// An image of another host: linked, not loaded.
    Outside(String),
    /// It is not there, or no image.
    Missing,
}

/// A story's picture for cards elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its address.
    pub address: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What it shows; empty where the author left it empty.
    pub alt: String,
}

/// What a story's criticisms come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overall {
    /// It has no criticisms.
    #[default]
    None,
    /// At least one is still open.
    Open,
    /// All ended alike.
    All(Outcome),
    /// They ended differently: some upheld, some not. Counts as upheld in part.
    Mixed,
}

/// How long an answer took, in working days; a pause stops the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnswerTime {
    /// From the first voice received to the acknowledgement.
    pub to_acknowledge: Option<u32>,
    /// From the first voice received to the answer.
    pub to_respond: Option<u32>,
    /// From the first voice that is still open until today.
    pub open_for: Option<u32>,
    /// Whether the answer came within the service standard; `None` where there is none or nothing to measure.
    pub in_time: Option<bool>,
}

/// A commitment and everything that is known about it.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The story that made it.
    pub story: StoryIx,
    /// Its index in that story's `commitments`.
    pub index: usize,
    /// The language of that story.
    pub edition: Edition,
    /// Its address: `/commitments/front-door-ramp/`.
    pub address: String,
    /// The same promise in the words of other languages, in the order of these.
    pub translations: Vec<Translation>,
    /// What happened, from every story, oldest first.
    pub timeline: Vec<Told>,
    /// Where it stands.
    pub status: Status,
    /// The date that counts now.
    pub due: Due,
    /// How often the date was moved.
    pub moved: u32,
    /// Due before today and not ended; days since.
    pub overdue_days: Option<u32>,
    /// Completed after the first date; days late.
    pub late_days: Option<u32>,
    /// Not ended, and no entry for more than 90 days.
    pub silent: bool,
    /// Ended as `complete` without evidence and without anybody outside who looked.
    pub without_evidence: bool,
    /// The commitments that replace it: indices into `Site::promises`.
    pub replaced_by: Vec<usize>,
}

impl Promise {
    /// The languages in which it has a page, the one in which it was made first.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        std::iter::once(&self.edition).chain(self.translations.iter().map(|said| &said.edition))
    }

    /// Whose words a language's pages show, the translation's or else the original's: story, index in that story's
    /// `commitments`, address.
    pub fn said_in(&self, edition: &Edition) -> (StoryIx, usize, &str) {
        match self.translations.iter().find(|said| said.edition == *edition) {
            Some(said) => (said.story, said.index, &said.address),
            None => (self.story, self.index, &self.address),
        }
    }
}

/// A promise as the translation of its story says it.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The language.
    pub edition: Edition,
    /// The story.
    pub story: StoryIx,
    /// Its index in that story's `commitments`.
    pub index: usize,
    /// The address of its page: `/es/commitments/front-door-ramp/`.
    pub address: String,
}

/// An entry and the story that told it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The story.
    pub story: StoryIx,
    /// What happened.
    pub entry: Entry,
}

/// The figures of the accountability page.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Responses and answers that were published, with a day on which they were received.
    pub measured: u32,
    /// Of these, answered within the standard.
    pub in_time: u32,
    /// How many working days each answer took, the quickest first.
    pub days: Vec<u32>,
    /// Median of the working days to an answer.
    pub median_days: Option<u32>,
    /// Stories with criticisms that are still open: story and working days, oldest first.
    pub open: Vec<(StoryIx, u32)>,
    /// Promises that moved, most often first: indices into `Site::promises`.
    pub moved: Vec<usize>,
    /// Promises that are overdue, longest first.
    pub overdue: Vec<usize>,
    /// How many criticisms ended in which way, in the order of `Outcome::ALL`.
    pub outcomes: Vec<(Outcome, u32)>,
    /// The site's own totals, from `totals.csv`, in its order. Without it the page speaks of what is published only.
    pub totals: Vec<Total>,
    /// How much was received in all periods of the totals, and how much of that was answered in time; `None` where the
    /// totals do not say so.
    pub received: Option<Received>,
}

impl Account {
    /// How much of everything that was received was answered in time. A site without totals speaks of what it published;
    /// `None` where nothing was measured, or where the totals do not say it: what was published must not flatter in their
    /// place.
    pub fn answered(&self) -> Option<Received> {
        let published = Received { all: self.measured, in_time: self.in_time };
        let is_all = self.totals.is_empty() && self.measured > 0;
        self.received.or_else(|| is_all.then_some(published))
    }
}

/// How much was received, and answered in time, whether it is published or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Everything.
    pub all: u32,
    /// Of these, answered within the standard.
    pub in_time: u32,
}

/// One row of `totals.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// The period.
    pub period: Period,
    /// The columns as named in the file, without `period`: what and how many.
    pub counts: Vec<(String, Amount)>,
}

impl Total {
    /// What a column says; `None` where the row says nothing there.
    pub fn count(&self, column: &str) -> Option<&Amount> {
        self.counts.iter().find(|(name, _)| name == column).map(|(_, amount)| amount)
    }

    /// What a column says, where that is a whole number.
    pub fn whole(&self, column: &str) -> Option<u32> {
        self.count(column)?.written().parse().ok()
    }
}
