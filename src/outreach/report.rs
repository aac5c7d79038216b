//! What a run did, for whoever prints it.

use std::fmt;

use jiff::Timestamp;

use crate::model::record::Action;
use crate::outreach::failure::Stop;

/// All that a run did, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What became of each toot.
    pub lines: Vec<Line>,
    /// Lines of the ledger that could not be read: number and why.
    pub skipped: Vec<(u32, String)>,
    /// What ended the run early.
    pub stopped: Option<Stop>,
}

/// What became of one toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The story's key.
    pub story: String,
    /// Which of its toots.
    pub action: Action,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is out, at this address.
    Posted(String),
    /// The server posts it then.
    Scheduled(Timestamp),
    /// It was out already, and is recorded now.
    Found(String),
    /// It was found, but its story is gone.
    Orphan(String),
    /// It is out and recorded: nothing to do.
    There(String),
    /// It was brought up to date.
    Edited(String),
    /// It was deleted.
    Retracted(String),
    /// It is ours now.
    Adopted(String),
    /// It waits for a later run, for this reason.
    Later(String),
    /// Its page is not there for everybody as it is announced.
    NotLive(String),
    /// It was not posted, for this reason.
    NotPosted(String),
    /// A person has to say what is right.
    Ask(Question),
}

/// What a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is known.
    pub known: String,
    /// How to answer.
    pub answer: String,
}

impl Report {
    /// Whether all went as it should: else the exit code is 3.
    pub fn is_fine(&self) -> bool {
        let stuck = |line: &Line| {
            matches!(line.outcome, Outcome::NotLive(_) | Outcome::NotPosted(_) | Outcome::Ask(_))
        };
        self.stopped.is_none() && !self.lines.iter().any(stuck)
    }
}

impl Line {
    /// The toot's name for a person: the story, and the action where it is not its first toot.
    fn name(&self) -> String {
        match &self.action {
            Action::New => format!("`{}`", self.story),
            Action::Part(number) => format!("`{}` (part {number})", self.story),
            Action::Correction(id) => format!("`{}` (correction `{id}`)", self.story),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match &self.outcome {
            Outcome::Posted(url) => write!(f, "posted: {name}: {url}"),
            Outcome::Scheduled(at) => write!(f, "scheduled: {name}: the server has it, due at {at}"),
            Outcome::Found(url) => write!(f, "found: {name}: it was out already: {url}"),
            Outcome::Orphan(url) => write!(
                f,
                "found: {name}: its toot is out, and the story is not there: {url}\n  to delete it: `hearback toot \
                 retract {}`",
                self.story
            ),
            Outcome::There(url) => write!(f, "there: {name}: {url}"),
            Outcome::Edited(url) => write!(f, "edited: {name}: {url}"),
            Outcome::Retracted(url) => write!(f, "retracted: {name}: {url}"),
            Outcome::Adopted(url) => write!(f, "adopted: {name}: {url}"),
            Outcome::Later(why) => write!(f, "later: {name}: {why}"),
            Outcome::NotLive(why) | Outcome::NotPosted(why) => write!(f, "not posted: {name}: {why}"),
            Outcome::Ask(question) => {
                write!(f, "not posted: {name}: {}\n  {}", question.known, question.answer)
            }
        }
    }
}
