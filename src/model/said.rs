//! What the site said in public before, as far as somebody remembers it: a promise and an outcome are compared with it, so
//! that neither changes in silence.

mod ledger;

pub use ledger::to_remember;

use crate::model::date::Due;
use crate::model::vocabulary::Kind;
use jiff::civil::Date;
use url::Url;

/// Everything that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Promises as they were published.
    pub promises: Vec<SaidPromise>,
    /// Outcomes as they were published.
    pub outcomes: Vec<SaidOutcome>,
    /// The pages that our toots link to.
    pub toots: Vec<TootedPage>,
    /// Stories as they were published, where their files are remembered.
    pub stories: Vec<SaidStory>,
    /// The address that stories were named after in feeds.
    pub authority: Option<Url>,
}

impl Said {
    /// Takes in what somebody else remembers.
    pub fn add(&mut self, other: Said) {
        self.promises.extend(other.promises);
        self.outcomes.extend(other.outcomes);
        self.toots.extend(other.toots);
        self.stories.extend(other.stories);
        self.authority = self.authority.take().or(other.authority);
    }
}

/// A promise as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPromise {
    /// The commitment's id.
    pub id: String,
    /// What was promised.
    pub what: String,
    /// By when, as first promised.
    pub due: Due,
    /// The key of the story that made it.
    pub story: String,
    /// The file of that story, where it is remembered.
    pub file: Option<String>,
    /// Who remembers it.
    pub witness: Witness,
}

/// The outcome of a criticism, or of an answer, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOutcome {
    /// The key of its story.
    pub story: String,
    /// Which criticism; none for an answer, whose outcome is the story's.
    pub voice: Option<SaidVoice>,
    /// The outcome, as the data's word.
    pub outcome: String,
    /// The texts of the changes that the story had told by then.
    pub changes: Vec<String>,
    /// Only a change that is told on this day or later can be about it; any, where it is not known.
    pub since: Option<Date>,
    /// Who remembers it.
    pub witness: Witness,
}

/// A criticism as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidVoice {
    /// Its index in the story.
    pub index: usize,
    /// What was said, in our words.
    pub said: String,
}

/// A page that one of our toots links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TootedPage {
    /// The story's key.
    pub story: String,
    /// The page's whole address.
    pub page: String,
    /// The toot's address for people.
    pub toot: String,
}

/// A story as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidStory {
    /// Its file.
    pub path: String,
    /// Its kind.
    pub kind: Kind,
    /// Its name in feeds.
    pub guid: String,
    /// Its title.
    pub title: String,
    /// The day it was published.
    pub day: Date,
}

/// Who remembers what was said, whom to believe first: what was published counts before what was only written down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Witness {
    /// The ledger, which has it since this day.
    Ledger(Date),
    /// The site that is live.
    Live,
    /// The commit that the change at hand starts from, shortened.
    Base(String),
    /// An older commit.
    Older {
        /// The day it was made.
        day: Date,
        /// Grows from the oldest to the newest.
        age: usize,
        /// Its name, shortened.
        commit: String,
    },
    /// The last build in the output folder, which may never have been published.
    LastBuild,
}

impl Witness {
    /// The place of its kind in that order.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Ledger(_) => 0,
            Self::Live => 1,
            Self::Base(_) => 2,
            Self::Older { .. } => 3,
            Self::LastBuild => 4,
        }
    }

    /// Whether what it remembers was said in public for certain, or is about to be changed by the change at hand.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::Ledger(_) | Self::Live | Self::Base(_))
    }
}

/// A story's file as it was in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The file, from the site's root.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Who remembers it.
    pub witness: Witness,
}
