//! What a run did, for whoever prints it.

use std::fmt;

use jiff::Timestamp;

use crate::model::question::Question;
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
    /// It is out, at this address, and fewer see it than was asked for: this is how public the server made it.
    Narrowed(String, String),
    /// It is out, at this address, and more see it than was asked for: this is how public the server made it.
    Exposed(String, String),
    /// The server posts it then.
    Scheduled(Timestamp),
    /// It waited on the server, and came out.
    CameOut(String),
    /// It was out already, and is recorded now.
    Found(String),
    /// It was found, but its story is not on the site.
    Orphan(String),
    /// It is out and recorded: nothing to do.
    There(String),
    /// It was brought up to date.
    Edited(String),
    /// It says what it should: there was nothing to change.
    Unchanged(String),
    /// It was deleted.
    Retracted(String),
    /// It is to be deleted, and can be read all the same.
    StillThere(String),
    /// It is ours now.
    Adopted(String),
    /// It waits for a later run, for this reason.
    Later(String),
    /// Its page is not there for everybody as it is announced.
    NotLive(String),
    /// It was not posted, for this reason.
    NotPosted(String),
    /// It was not edited, for this reason.
    NotEdited(String),
    /// It was not taken back, for this reason.
    NotRetracted(String),
    /// It was not taken up, for this reason.
    NotAdopted(String),
    /// A person has to say what is right.
    Ask(Question),
}

impl Outcome {
    /// Where the toot is, if it is anywhere.
    pub fn url(&self) -> Option<&str> {
        match self {
            Outcome::Posted(url)
            | Outcome::Narrowed(url, _)
            | Outcome::Exposed(url, _)
            | Outcome::CameOut(url)
            | Outcome::Found(url)
            | Outcome::Orphan(url)
            | Outcome::There(url)
            | Outcome::Edited(url)
            | Outcome::Unchanged(url)
            | Outcome::Retracted(url)
            | Outcome::StillThere(url)
            | Outcome::Adopted(url) => Some(url),
            _ => None,
        }
    }

    /// One word for it, for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Posted(_) | Outcome::Narrowed(..) | Outcome::CameOut(_) => "posted",
            Outcome::Exposed(..) => "exposed",
            Outcome::Scheduled(_) => "scheduled",
            Outcome::Found(_) => "found",
            Outcome::Orphan(_) => "orphan",
            Outcome::There(_) => "there",
            Outcome::Edited(_) => "edited",
            Outcome::Unchanged(_) => "unchanged",
            Outcome::Retracted(_) => "retracted",
            Outcome::Adopted(_) => "adopted",
            Outcome::Later(_) => "later",
            Outcome::NotLive(_) => "not_live",
            Outcome::NotPosted(_) => "not_posted",
            Outcome::NotEdited(_) => "not_edited",
            Outcome::StillThere(_) | Outcome::NotRetracted(_) => "not_retracted",
            Outcome::NotAdopted(_) => "not_adopted",
            Outcome::Ask(_) => "ask",
        }
    }

    /// Why it is not as it was asked for, in words.
    pub fn why(&self) -> Option<String> {
        match self {
            Outcome::Narrowed(_, is) | Outcome::Exposed(_, is) => Some(format!("the server made it `{is}`")),
            Outcome::StillThere(_) => Some("the server still shows it".to_owned()),
            Outcome::Later(why)
            | Outcome::NotLive(why)
            | Outcome::NotPosted(why)
            | Outcome::NotEdited(why)
            | Outcome::NotRetracted(why)
            | Outcome::NotAdopted(why) => Some(why.clone()),
            Outcome::Ask(question) => Some(question.known.clone()),
            _ => None,
        }
    }

    /// Whether somebody has to look at it.
    fn is_stuck(&self) -> bool {
        matches!(
            self,
            Outcome::Exposed(..)
                | Outcome::StillThere(_)
                | Outcome::NotLive(_)
                | Outcome::NotPosted(_)
                | Outcome::NotEdited(_)
                | Outcome::NotRetracted(_)
                | Outcome::NotAdopted(_)
                | Outcome::Ask(_)
        )
    }
}

impl Report {
    /// Whether all went as it should: else the exit code is 3.
    pub fn is_fine(&self) -> bool {
        self.stopped.is_none() && !self.lines.iter().any(|line| line.outcome.is_stuck())
    }

    /// Adds what became of a toot.
    pub fn add(&mut self, story: &str, action: &Action, outcome: Outcome) {
        self.lines.push(Line { story: story.to_owned(), action: action.clone(), outcome });
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
        let (name, story) = (self.name(), &self.story);
        let retract = || format!("to delete it: `hearback toot retract {story}`");
        match &self.outcome {
            Outcome::Posted(url) => write!(f, "posted: {name}: {url}"),
            Outcome::Narrowed(url, is) => {
                write!(
                    f,
                    "posted: {name}: {url}\n  the server made it `{is}`, as it does for an account that it limits"
                )
            }
            Outcome::Exposed(url, is) => {
                write!(
                    f,
                    "more public than it should be: {name}: the server made it `{is}`: {url}\n  {}",
                    retract()
                )
            }
            Outcome::Scheduled(at) => write!(f, "scheduled: {name}: the server has it, due at {at}"),
            Outcome::CameOut(url) => write!(f, "posted: {name}: by the server's schedule: {url}"),
            Outcome::Found(url) => write!(f, "found: {name}: it was out already: {url}"),
            Outcome::Orphan(url) => {
                write!(
                    f,
                    "found: {name}: its toot is out, and the story is not there: {url}\n  {}",
                    retract()
                )
            }
            Outcome::There(url) => write!(f, "there: {name}: {url}"),
            Outcome::Edited(url) => write!(f, "edited: {name}: {url}"),
            Outcome::Unchanged(url) => write!(f, "unchanged: {name}: it says what it should: {url}"),
            Outcome::Retracted(url) => write!(f, "retracted: {name}: {url}"),
            Outcome::StillThere(url) => write!(
                f,
                "not retracted: {name}: the server was told to delete it, and still shows it: {url}\n  look at it, and delete \
                 it there"
            ),
            Outcome::Adopted(url) => write!(f, "adopted: {name}: {url}"),
            Outcome::Later(why) => write!(f, "later: {name}: {why}"),
            Outcome::NotLive(why) | Outcome::NotPosted(why) => write!(f, "not posted: {name}: {why}"),
            Outcome::NotEdited(why) => write!(f, "not edited: {name}: {why}"),
            Outcome::NotRetracted(why) => write!(f, "not retracted: {name}: {why}"),
            Outcome::NotAdopted(why) => write!(f, "not adopted: {name}: {why}"),
            Outcome::Ask(question) => {
                write!(f, "not posted: {name}: {}\n  {}", question.known, question.answer)
            }
        }
    }
}
