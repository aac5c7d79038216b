//! One criticism or one question, and what came of it.

use crate::model::date::When;
use crate::model::vocabulary::{Channel, ConsentFor, Outcome};
use jiff::civil::Date;

/// What somebody said to us, in our words.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// What was said, in our words.
    pub said: String,
    /// Their words, verbatim; needs consent.
    pub quote: Option<String>,
    /// The consent that was given.
    pub consent: Option<Consent>,
    /// Who raised it; `None` is anonymous.
    pub raised_by: Option<String>,
    /// How many people said it.
    pub people: Option<u64>,
    /// How it reached us.
    pub channel: Option<Channel>,
    /// Toots or pages where it was said.
    pub sources: Vec<String>,
    /// When it reached us.
    pub received: Option<When>,
    /// When we said that we had it.
    pub acknowledged: Option<When>,
    /// When we answered it, if not when the story did.
    pub responded: Option<When>,
    /// How a criticism ended; `None` is still open. Always `None` for a question.
    pub outcome: Option<Outcome>,
    /// Why it was decided so.
    pub reasons: Option<String>,
    /// Who has it now.
    pub passed_to: Option<String>,
    /// The part of the text that answers it: an index into `Body::links`.
    pub section: Option<usize>,
}

/// What a person agreed to, or why none is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consent {
    /// Given for these uses, until a day (included) where one is named.
    Given {
        /// The uses.
        uses: Vec<ConsentFor>,
        /// The last day.
        until: Option<Date>,
    },
    /// The words are on a public record.
    PublicRecord,
}

impl Consent {
    /// Whether the use was ever agreed to.
    pub fn covers(&self, wanted: ConsentFor) -> bool {
        match self {
            Self::Given { uses, .. } => uses.contains(&wanted),
            Self::PublicRecord => true,
        }
    }

    /// Whether the use is agreed to on a day.
    pub fn allows(&self, wanted: ConsentFor, today: Date) -> bool {
        self.covers(wanted) && !self.has_ended(today)
    }

    /// Whether it ended before a day.
    pub fn has_ended(&self, today: Date) -> bool {
        matches!(self, Self::Given { until: Some(until), .. } if *until < today)
    }
}

impl Voice {
    /// Who raised it, as far as it may be said on a day: a name that was agreed to until then is left out after it.
    pub fn raised_by_on(&self, today: Date) -> Option<&str> {
        self.raised_by.as_deref().filter(|_| may_be_named(self.consent.as_ref(), today))
    }
}

impl Quotation {
    /// Who says it, as far as it may be said on a day.
    pub fn who_on(&self, today: Date) -> Option<&str> {
        self.who.as_deref().filter(|_| may_be_named(self.consent.as_ref(), today))
    }
}

/// Whether who it was may be said: always but after a consent to the name has ended. What is no name needs none.
fn may_be_named(consent: Option<&Consent>, today: Date) -> bool {
    !consent.is_some_and(|consent| consent.covers(ConsentFor::Name) && consent.has_ended(today))
}

/// Words of a person in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Their words.
    pub text: String,
    /// Who says them.
    pub who: Option<String>,
    /// The consent that was given.
    pub consent: Option<Consent>,
}
