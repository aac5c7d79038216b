//! A plan in words: for a terminal, for a pull request, and for programs.

mod human;
mod json;
mod markdown;

pub use human::human;
pub use json::json;
pub use markdown::markdown;

use crate::model::record::Action;
use crate::toot::plan::{Entry, Plan, Step, Toot};

/// How many of a plan's entries go which way.
struct Tally {
    now: usize,
    scheduled: usize,
    looked_for: usize,
    edited: usize,
    later: usize,
    asked: usize,
}

impl Tally {
    fn of(plan: &Plan) -> Self {
        let count = |which: fn(&Step) -> bool| plan.entries.iter().filter(|entry| which(&entry.step)).count();
        Self {
            now: count(|step| matches!(step, Step::Post)),
            scheduled: count(|step| matches!(step, Step::Scheduled(_))),
            looked_for: count(|step| matches!(step, Step::Look)),
            edited: count(|step| matches!(step, Step::Edit(_))),
            later: count(|step| matches!(step, Step::Wait(_))),
            asked: count(|step| matches!(step, Step::Ask(..))),
        }
    }

    /// `3 toots now, 2 later`.
    fn words(&self) -> String {
        let toots = |count: usize| format!("{count} {}", if count == 1 { "toot" } else { "toots" });
        let mut parts = vec![format!("{} to post", toots(self.now))];
        let more = [
            (self.scheduled, "on the server's schedule"),
            (self.looked_for, "to look for"),
            (self.edited, "to bring up to date"),
            (self.later, "for a later run"),
            (self.asked, "to decide about"),
        ];
        parts.extend(
            more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")),
        );
        parts.join(", ")
    }
}

/// What a toot is beside its first one: nothing, or `part 2 of its thread`.
fn action(action: &Action) -> Option<String> {
    match action {
        Action::New => None,
        Action::Part(number) => Some(format!("part {number} of its thread")),
        Action::Correction(day) => Some(format!("the correction of {day}")),
    }
}

/// The facts of a toot in one line: `217 of 500 characters · public · en`.
fn facts(toot: &Toot, plan: &Plan) -> String {
    let announcement = &toot.announcement;
    let mut facts = vec![
        format!("{} of {} characters", toot.length, plan.limits.max_characters),
        announcement.visibility.word().to_owned(),
    ];
    facts.extend(announcement.language.as_ref().map(|language| format!("language `{language}`")));
    facts.join(" · ")
}

/// What happens with an entry, and why, as the word for machines and the words for people.
fn step(entry: &Entry) -> (&'static str, Option<String>) {
    match &entry.step {
        Step::Post => ("post", None),
        Step::Look => ("look", Some(looked_for(entry))),
        Step::Scheduled(why) => ("scheduled", Some(why.clone())),
        Step::Wait(why) => ("wait", Some(why.clone())),
        Step::Edit(url) => ("edit", Some(format!("the toot is brought up to date: {url}"))),
        Step::Changed(url) => ("changed", Some(format!("the story changed after its toot: {url}"))),
        Step::Done(url) => ("done", Some(url.clone())),
        Step::Withdrawn(url, why) => {
            let gone = match why {
                Some(why) => format!("its page is not on the site, since {why}"),
                None => "its story is not on the site any more".to_owned(),
            };
            let retract = format!("`hearback toot retract {}` deletes it", entry.story);
            ("withdrawn", Some(format!("{gone}, its toot is out: {url}; {retract}")))
        }
        Step::Skip(why) => ("skip", Some(why.clone())),
        Step::Ask(known, answer) => ("ask", Some(format!("{known}; {answer}"))),
    }
}

fn looked_for(entry: &Entry) -> String {
    if entry.toot.is_some() {
        "an earlier run may have posted it: it is posted only if it is not there".to_owned()
    } else {
        "its story is not on the site any more; an earlier run may have posted it, and it is looked for"
            .to_owned()
    }
}

/// Where an entry comes from: its file, else its key.
fn origin(entry: &Entry) -> &str {
    entry.file.as_deref().unwrap_or(&entry.story)
}
