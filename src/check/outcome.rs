//! Outcomes that were published and are others now, without a word about it.

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::place::Place;
use crate::model::rule::{Example, Rule};
use crate::model::said::{Said, SaidOutcome, SaidVoice, Witness};
use crate::model::site::Site;
use crate::model::story::{Matter, Story};
use crate::model::voice::Voice;
use std::collections::BTreeMap;

/// An outcome that was published is another one, without a word about it.
pub(super) const TURNED: Rule = Rule {
    name: "outcome-turned",
    severity: Severity::Error,
    about: "an outcome that was published is another one, without a word about it",
    why: "Whoever criticised has read that they were right, or not.",
    wrong: Example::Words("A criticism that was `upheld` and is `not_upheld`."),
    right: Example::Words("The same, with an entry in the story's `changes`."),
};

/// Compares every outcome that was published with the site.
pub(super) fn look(site: &Site, said: &Said, found: &mut Vec<Diagnostic>) {
    if said.outcomes.is_empty() {
        return;
    }
    let stories: BTreeMap<String, &Story> =
        site.stories.iter().map(|story| (story.key(), story.as_ref())).collect();
    let mut first: BTreeMap<(&str, Option<&str>), &SaidOutcome> = BTreeMap::new();
    for outcome in &said.outcomes {
        let words = outcome.voice.as_ref().map(|voice| voice.said.as_str());
        let known = first.entry((&outcome.story, words)).or_insert(outcome);
        // A later record of the ledger knows of a turn that was told.
        if (outcome.witness.rank(), known.since) < (known.witness.rank(), outcome.since) {
            *known = outcome;
        }
    }
    for outcome in first.values() {
        // A story that is gone says so by itself.
        let Some(story) = stories.get(&outcome.story) else { continue };
        if let Some(finding) = compare(story, outcome, said) {
            let severity = if outcome.witness.is_certain() { Severity::Error } else { Severity::Warning };
            found.push(Diagnostic { severity, ..finding });
        }
    }
}

fn compare(story: &Story, said: &SaidOutcome, all: &Said) -> Option<Diagnostic> {
    let was = said.outcome.as_str();
    let is_told = story.changes.iter().any(|change| {
        !said.changes.contains(&change.text) && said.since.is_none_or(|day| change.date.day >= day)
    });
    if is_told {
        return None;
    }
    let (message, field) = match (&said.voice, &story.matter) {
        (None, Matter::Answer(answer)) => {
            let now = answer.outcome.map(|outcome| outcome.word());
            (turned("the answer", &said.witness, was, now)?, "outcome".to_owned())
        }
        (None, _) => return None,
        (Some(voice), _) => match counterpart(story, voice, all) {
            Some((index, now)) => {
                let words = format!("`{}`", voice.said.trim());
                let now = now.outcome.map(|outcome| outcome.word());
                (turned(&words, &said.witness, was, now)?, format!("criticisms[{index}].outcome"))
            }
            None => {
                let words = voice.said.trim();
                let message = match &said.witness {
                    Witness::Base(_) => {
                        format!("this change takes away a criticism that was `{was}`: `{words}`")
                    }
                    other => format!("a criticism that was `{was}` {} is gone: `{words}`", then(other)),
                };
                (message, "criticisms".to_owned())
            }
        },
    };
    let hint = "say so in public: an entry in the story’s `changes`, with its day, what stood there and why it is different now";
    Some(TURNED.at(Place::field(&story.path, field), message).hint(hint))
}

/// The criticism as it is now: in the same words, else at the same place if what stands there is none that was there before.
fn counterpart<'v>(story: &'v Story, said: &SaidVoice, all: &Said) -> Option<(usize, &'v Voice)> {
    let same = |voice: &Voice, words: &str| voice.said.split_whitespace().eq(words.split_whitespace());
    let voices = story.voices();
    let by_words = voices.iter().enumerate().find(|(_, voice)| same(voice, &said.said));
    by_words.or_else(|| {
        let voice = voices.get(said.index)?;
        let key = story.key();
        let others = all.outcomes.iter().filter(|outcome| outcome.story == key);
        let is_other =
            others.filter_map(|outcome| outcome.voice.as_ref()).any(|other| same(voice, &other.said));
        (!is_other).then_some((said.index, voice))
    })
}

/// How an outcome is another one now; `None` where it is the same.
fn turned(what: &str, witness: &Witness, was: &str, now: Option<&str>) -> Option<String> {
    if now == Some(was) {
        return None;
    }
    Some(match (witness, now) {
        (Witness::Base(_), Some(now)) => format!("this change turns {what} from `{was}` to `{now}`"),
        (Witness::Base(_), None) => format!("this change takes the outcome `{was}` of {what} back"),
        (other, Some(now)) => format!("{what} was `{was}` {}, and is `{now}` now", then(other)),
        (other, None) => format!("{what} was `{was}` {}, and has no outcome now", then(other)),
    })
}

/// When an outcome was so, by whom it is known.
fn then(witness: &Witness) -> String {
    match witness {
        Witness::Ledger(on) => format!("when it was published on {on}"),
        Witness::Live => "on the live site".to_owned(),
        Witness::Base(commit) => format!("in commit `{commit}`"),
        Witness::Older { day: on, commit, .. } => format!("in commit `{commit}` of {on}"),
        Witness::LastBuild => "in the last build".to_owned(),
    }
}
