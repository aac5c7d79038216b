//! One file, understood: what its author says, and nothing about its neighbours.

use crate::model::amount::Amount;
use crate::model::body::Body;
use crate::model::commitment::{Commitment, Entry};
use crate::model::date::{Period, When};
use crate::model::lang::Lang;
use crate::model::vocabulary::{AnswerOutcome, Better, ChangeKind, Kind, Level, View, Visibility};
use crate::model::voice::{Consent, Quotation, Voice};
use jiff::civil::Date;

/// A story: front matter and body.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Its file, from the site's root: `content/impact/wells.md`.
    pub path: String,
    /// Its permanent name across moves and languages, where it has an `id`.
    pub id: Option<String>,
    /// Its name in feeds, where another program or an earlier `id` gave it one; printed as it is.
    pub guid: Option<String>,
    /// The language of an edition (`wells.es.md`), `None` for the story in the site's language.
    pub edition: Option<Lang>,
    /// The language that it declares itself (`lang`).
    pub lang: Option<Lang>,
    /// Its title, plain text.
    pub title: String,
    /// The day it is published.
    pub date: When,
    /// The toot's and the feed's text; an answer's short answer. Plain text.
    pub summary: Option<String>,
    /// When it was last changed in substance.
    pub updated: Option<When>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its tags as written.
    pub tags: Vec<String>,
    /// Where it happened.
    pub place: Option<String>,
    /// Its picture.
    pub image: Option<Picture>,
    /// The last part of its address: `slug`, else from the file's name without a leading date (a bundle's folder).
    pub slug: String,
    /// Site-absolute addresses at which it stood before.
    pub aliases: Vec<String>,
    /// Not ready for anybody.
    pub draft: bool,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// The id of the story that it continues.
    pub follows: Vec<String>,
    /// The ids of the stories that it replaces.
    pub replaces: Vec<String>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// Words of people.
    pub quotations: Vec<Quotation>,
    /// What was changed after it was published, oldest first.
    pub changes: Vec<Change>,
    /// News about commitments that other stories made.
    pub progress: Vec<Progress>,
    /// What it promises.
    pub commitments: Vec<Commitment>,
    /// How it is announced.
    pub toot: TootWish,
    /// Whether what others said below its toots may be shown: `replies: off` says no.
    pub replies: bool,
    /// The theme's layout that prints its page, instead of `story.html`: the name of a template in `layouts/`.
    pub layout: Option<String>,
    /// What belongs to its kind.
    pub matter: Matter,
    /// Anything else, for a site's own templates.
    pub extra: serde_json::Value,
    /// The text.
    pub body: Body,
    /// The name of what its author wrote: `blake3:` and 32 hexadecimal digits, the hash of the file's bytes without BOM
    /// and CRLF.
    pub revision: String,
}

/// The part that only one kind of story has.
#[derive(Debug, Clone, PartialEq)]
pub enum Matter {
    /// What we did and what changed.
    Impact(Impact),
    /// What people criticised and what we did about it.
    Response(Response),
    /// A question people asked.
    Answer(Answer),
    /// Anything else.
    Page,
}

/// What an impact story has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Impact {
    /// What was measured.
    pub measures: Vec<Measure>,
    /// With whom.
    pub partners: Vec<Partner>,
    /// What our part in it was; required beside partners.
    pub our_part: Option<String>,
    /// What the figures cannot say.
    pub limitations: Option<String>,
}

/// What a response has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Response {
    /// What was criticised.
    pub criticisms: Vec<Voice>,
    /// When we said that we had it.
    pub acknowledged: Option<When>,
    /// When we answered; the story's date where nothing else is said.
    pub responded: Option<When>,
    /// When the clock stood still.
    pub paused: Vec<Pause>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// The case's number.
    pub reference: Option<String>,
    /// What is already done.
    pub remedy: Vec<String>,
    /// Where to go next.
    pub review: Option<Lead>,
    /// What the other side says now.
    pub their_view: Option<TheirView>,
}

/// What an answer has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// What was asked.
    pub questions: Vec<Voice>,
    /// How it was answered.
    pub outcome: Option<AnswerOutcome>,
    /// Why not in full, where it was not.
    pub reasons: Option<String>,
    /// Which team answered.
    pub answered_by: Option<String>,
    /// The page, form or service to go to.
    pub leads_to: Vec<Lead>,
    /// When somebody looks at it again.
    pub review_by: Option<Date>,
    /// What the other side says now.
    pub their_view: Option<TheirView>,
}

/// A picture with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Index into `Body::images`, where its target is kept.
    pub image: usize,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// What the people in it agreed to, where people can be recognised.
    pub consent: Option<Consent>,
}

/// Something to look at: a title and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// What it is.
    pub title: String,
    /// Index into `Body::links`, where its target is kept.
    pub link: usize,
}

/// Something that shows that a statement is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub title: String,
    /// Index into `Body::links`; `None` where there is nothing to link.
    pub link: Option<usize>,
    /// Index into `Body::links` of an archived copy.
    pub archived: Option<usize>,
}

/// A change after publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub date: When,
    /// What kind.
    pub kind: ChangeKind,
    /// What stood there before.
    pub was: Option<String>,
    /// What is true now.
    pub text: String,
}

/// News about a commitment, told in another story.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The commitment's id.
    pub commitment: String,
    /// What happened.
    pub entry: Entry,
}

/// What was measured, how, and what came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What.
    pub indicator: String,
    /// What kind of thing it measures.
    pub level: Option<Level>,
    /// In what unit.
    pub unit: Option<String>,
    /// Which direction is better.
    pub better: Option<Better>,
    /// How it was before.
    pub baseline: Option<Reading>,
    /// What was aimed at.
    pub target: Option<Reading>,
    /// What came out, oldest first.
    pub results: Vec<Reading>,
    /// How it was measured.
    pub method: Option<String>,
    /// Index into `Body::links` of the figures, or `None`.
    pub source: Option<MeasureSource>,
    /// Codes of other vocabularies: `SDG 16.3`.
    pub codes: Vec<String>,
}

/// Where the figures of a measure come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureSource {
    /// A file or page: an index into `Body::links`.
    Link(usize),
    /// Words: `our booking system`.
    Words(String),
}

/// One value of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// For which time.
    pub period: Period,
    /// For which group of people; `None` is everybody.
    pub group: Option<String>,
    /// The value.
    pub value: Amount,
    /// How many were asked or counted.
    pub of: Option<u64>,
    /// What to know about it.
    pub note: Option<String>,
}

/// Who did it with us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Their name.
    pub name: String,
    /// Index into `Body::links`.
    pub link: Option<usize>,
    /// What they do in it.
    pub role: Option<String>,
}

/// A time when the clock stood still; both days included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Why.
    pub why: Option<String>,
}

/// What the other side says about what we did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirView {
    /// When they said so.
    pub date: Date,
    /// What they think.
    pub view: View,
    /// In our words.
    pub note: Option<String>,
}

/// How its author wants a story to be announced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TootWish {
    /// The text, instead of the summary.
    pub text: Option<String>,
    /// The content warning.
    pub cw: Option<String>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
    /// Upload the story's picture instead of showing the link card.
    pub image: bool,
    /// Do not announce it. `None` where nothing is said.
    pub skip: Option<bool>,
    /// Whether the front matter has a `toot` at all: an edition is announced only where it has.
    pub written: bool,
}

impl Story {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self.matter {
            Matter::Impact(_) => Kind::Impact,
            Matter::Response(_) => Kind::Response,
            Matter::Answer(_) => Kind::Answer,
            Matter::Page => Kind::Page,
        }
    }

    /// The language that it is written in: what it says itself, else what its file's name says, else the site's.
    pub fn written_in<'a>(&'a self, site: &'a Lang) -> &'a Lang {
        self.lang.as_ref().or(self.edition.as_ref()).unwrap_or(site)
    }

    /// Its key: the `id` (else the path), with `#` and the language for an edition. The guid in feeds, the name in the
    /// ledger.
    pub fn key(&self) -> String {
        let name = self.id.as_deref().unwrap_or(&self.path);
        match &self.edition {
            Some(lang) => format!("{name}#{lang}"),
            None => name.to_owned(),
        }
    }

    /// Its criticisms or questions.
    pub fn voices(&self) -> &[Voice] {
        match &self.matter {
            Matter::Response(response) => &response.criticisms,
            Matter::Answer(answer) => &answer.questions,
            Matter::Impact(_) | Matter::Page => &[],
        }
    }
}
