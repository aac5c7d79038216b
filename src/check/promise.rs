//! Promises that were made in public and are not as they were: moved, reworded or gone, without a word about it.

use crate::model::commitment::Commitment;
use crate::model::date::Due;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::said::{Said, SaidPromise, Witness};
use crate::model::site::{LeftOut, Promise, Site};
use crate::model::story::Story;
use std::collections::BTreeMap;

/// The first date of a promise is not the one that was published.
pub(super) const MOVED: Rule = Rule {
    name: "promise-moved",
    severity: Severity::Error,
    about: "the first date of a promise is not the one that was published",
    why: "Who promised in public moves a date in public: a new one is an entry of the `timeline`, and the first stays. (A warning where only the page as it is live says otherwise.)",
    wrong: Example::Words("A commitment whose `due` was changed after it was published."),
    right: Example::Words("The first `due`, and an entry of the `timeline` with the new one."),
};

/// A promise reads otherwise than it was published, without a word about it.
pub(super) const REWORDED: Rule = Rule {
    name: "promise-reworded",
    severity: Severity::Error,
    about: "a promise reads otherwise than it was published, without a word about it",
    why: "A promise in other words is another promise.",
    wrong: Example::Words("A commitment whose `what` was changed after it was published."),
    right: Example::Words("An entry in the story's `changes` that says what stood there."),
};

/// A promise that was made is not there any more.
pub(super) const GONE: Rule = Rule {
    name: "promise-gone",
    severity: Severity::Error,
    about: "a promise that was made is not there any more",
    why: "A promise ends in public: kept, or given up with the reason.",
    wrong: Example::Words("A commitment that was deleted, or whose story was."),
    right: Example::Words("The commitment, with an entry that says `cancelled` and why."),
};
/// Where the ledger is, for a promise of which nothing else is left.
const LEDGER: &str = "ledger.jsonl";

/// Compares every promise that was made with the site. Of those who remember one, the first to be believed counts: whoever
/// writes the first date again has put right what a later one says.
pub(super) fn look(site: &Site, said: &Said, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, &SaidPromise> = BTreeMap::new();
    for promise in &said.promises {
        let known = first.entry(&promise.id).or_insert(promise);
        if promise.witness < known.witness {
            *known = promise;
        }
    }
    let now: BTreeMap<&str, (&Promise, &Story, &Commitment)> =
        site.promises.iter().filter_map(|promise| named(site, promise)).collect();
    for (id, said) in &first {
        let severity = if said.witness.is_certain() { Severity::Error } else { Severity::Warning };
        let findings = match now.get(id) {
            Some(promise) => compare(site, said, *promise),
            None => vec![gone(site, said, &now, &first)],
        };
        found.extend(findings.into_iter().map(|finding| Diagnostic { severity, ..finding }));
    }
}

fn named<'s>(
    site: &'s Site,
    promise: &'s Promise,
) -> Option<(&'s str, (&'s Promise, &'s Story, &'s Commitment))> {
    let story = site.stories.get(promise.story)?;
    let commitment = story.commitments.get(promise.index)?;
    Some((&commitment.id, (promise, story, commitment)))
}

fn compare(site: &Site, said: &SaidPromise, now: (&Promise, &Story, &Commitment)) -> Vec<Diagnostic> {
    let (promise, story, commitment) = now;
    let place = |field: &str| Place::field(&story.path, format!("commitments[{}].{field}", promise.index));
    let mut found = Vec::new();
    if said.due != commitment.due {
        let message = changed("due", said, &day(said.due), &day(commitment.due));
        let status = if promise.status.is_ending() { "in_progress" } else { promise.status.word() };
        let hint = format!(
            "write `due: {}` again; a new date is an entry of its `timeline`: `- {{date: {}, status: {status}, due: {}}}`",
            day(said.due),
            site.today,
            day(commitment.due)
        );
        found.push(MOVED.at(place("due"), message).hint(hint));
    }
    if !says(site, promise, &said.what) && !is_told(site, promise, &said.what) {
        let message = changed("what", said, &said.what, &commitment.what);
        let hint = "write the first words again, or say in public that they changed: an entry in the story’s `changes` \
                    whose `was` has the first words";
        found.push(REWORDED.at(place("what"), message).hint(hint));
    }
    found
}

/// Whether a promise is made in these words, in whatever language.
fn says(site: &Site, promise: &Promise, what: &str) -> bool {
    promise.editions().any(|edition| {
        let (story, index, _) = promise.said_in(edition);
        let commitment = site.stories.get(story).and_then(|story| story.commitments.get(index));
        commitment.is_some_and(|commitment| folded(&commitment.what) == folded(what))
    })
}

/// Whether a change of the story says in public that these words stood there.
fn is_told(site: &Site, promise: &Promise, what: &str) -> bool {
    let changes = site.stories.get(promise.story).map_or(&[][..], |story| story.changes.as_slice());
    let was = changes.iter().filter_map(|change| change.was.as_deref());
    was.into_iter().any(|was| folded(was).contains(folded(what).trim_end_matches('.')))
}

/// Line breaks and spaces make no other promise.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn day(due: Due) -> String {
    match due {
        Due::On(day) => day.to_string(),
        Due::Open => "none".to_owned(),
    }
}

/// What a field was, by whom it is known, and what it is.
fn changed(field: &str, said: &SaidPromise, was: &str, is: &str) -> String {
    let of = format!("`{field}` of `{}`", said.id);
    let verb = if field == "due" { "moves" } else { "rewords" };
    match &said.witness {
        Witness::Ledger(on) => format!("{of} was `{was}` when it was published on {on}, and is `{is}` now"),
        Witness::Live => format!("{of} is `{was}` on the live site, and `{is}` here"),
        Witness::Base(_) => format!("this change {verb} {of} from `{was}` to `{is}`"),
        Witness::Older { day: on, commit, .. } => {
            format!("{of} was `{was}` in commit `{commit}` of {on}, and is `{is}` now")
        }
        Witness::LastBuild => format!("{of} was `{was}` in the last build, and is `{is}` now"),
    }
}

/// A promise that is not made any more, at the place where it was made or where somebody gave it another name.
fn gone(
    site: &Site,
    said: &SaidPromise,
    now: &BTreeMap<&str, (&Promise, &Story, &Commitment)>,
    first: &BTreeMap<&str, &SaidPromise>,
) -> Diagnostic {
    let (id, what) = (&said.id, &said.what);
    let due = match said.due {
        Due::On(day) => format!(", due {day}"),
        Due::Open => String::new(),
    };
    let message = match &said.witness {
        Witness::Ledger(on) => format!("the promise `{id}` was published on {on} and is gone: `{what}`{due}"),
        Witness::Live => format!("the promise `{id}` is on the live site and not here: `{what}`{due}"),
        Witness::Base(_) => format!("this change takes the promise `{id}` away: `{what}`{due}"),
        Witness::Older { day: on, commit, .. } => {
            format!("the promise `{id}` was in commit `{commit}` of {on} and is gone: `{what}`{due}")
        }
        Witness::LastBuild => format!("the promise `{id}` was in the last build and is gone: `{what}`{due}"),
    };
    // A promise that nobody remembers, in the same words or in the same story for the same day, is this one under another name.
    let fresh = now.iter().filter(|(other, _)| !first.contains_key(**other));
    let is_same = |story: &Story, commitment: &Commitment| {
        let same_words = folded(&commitment.what) == folded(what);
        let same_place = story.key() == said.story || Some(&story.path) == said.file.as_ref();
        (u8::from(same_words) + u8::from(same_place) + u8::from(commitment.due == said.due)) >= 2
    };
    let renamed = fresh.map(|(_, promise)| promise).find(|(_, story, commitment)| is_same(story, commitment));
    if let Some((promise, story, commitment)) = renamed {
        let place = Place::field(&story.path, format!("commitments[{}].id", promise.index));
        return GONE
            .at(place, message)
            .hint(format!("write `id: {id}` instead of `id: {}`: a promise keeps its name", commitment.id));
    }
    let left_out = said.file.as_ref().and_then(|file| Some((file, site.left_out.get(file)?)));
    if let Some((file, absent)) = left_out {
        let (field, now) = match absent.why {
            LeftOut::Draft => ("draft", "is a draft now".to_owned()),
            LeftOut::Future(day) => ("date", format!("is not published before {day} now")),
            LeftOut::Broken => ("title", "cannot be read".to_owned()),
        };
        return GONE
            .at(Place::field(file, field), format!("{message}; its story {now}"))
            .hint("publish the story, or put the promise into another one: what was promised stays public");
    }
    let story = site.stories.iter().find(|story| story.key() == said.story);
    let (file, spot) = match (story, &said.file) {
        (Some(story), _) => (story.path.clone(), "this story"),
        (None, Some(file)) => (file.clone(), "its story"),
        (None, None) => (LEDGER.to_owned(), "a story"),
    };
    GONE.at(Place::whole(file), message).hint(format!(
        "put it back into {spot}; if it is given up, an entry of its `timeline` says so: `status: cancelled` or \
         `superseded`, with a `note`"
    ))
}
