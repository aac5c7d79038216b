//! A promise as its author wrote it. What is derived from it (overdue, moved, kept late) is `site::Promise`.

use crate::model::date::Due;
use crate::model::story::Evidence;
use crate::model::vocabulary::Status;
use jiff::civil::Date;

/// A promise made in a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// Its permanent name: the last part of its address.
    pub id: String,
    /// What is promised.
    pub what: String,
    /// The team that has it.
    pub lead: Option<String>,
    /// As first promised, never edited.
    pub due: Due,
    /// When it is looked at again; required where `due` is `none`.
    pub review_on: Option<Date>,
    /// The date in the words of the promise: `before the summer holidays`.
    pub due_said: Option<String>,
    /// How anybody can tell that it is done.
    pub done_when: Option<String>,
    /// What has happened since, as written in the story that made it; oldest first once parsed.
    pub timeline: Vec<Entry>,
}

/// One thing that happened to a commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub date: Date,
    /// Where it stood from then on.
    pub status: Status,
    /// What happened; every ending but `complete` needs one.
    pub note: Option<String>,
    /// A new date.
    pub due: Option<Due>,
    /// Who has it now, or the ids of the commitments that replace it.
    pub to: Vec<String>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// Who outside looked.
    pub verified_by: Option<String>,
}
