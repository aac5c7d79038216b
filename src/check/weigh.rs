//! The site's own severities, applied to every finding wherever it comes from.

use super::rule::RULES;
use super::{outcome, overdue, promise, standard, unknown_name};
use crate::config::rule;
use crate::config::{CheckLevel, Config};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use std::collections::BTreeSet;

/// Rules about what is worked out from a story: while a field of it cannot be read, they would only guess.
const DERIVED: [&str; 2] = [standard::RULE.name, overdue::RULE.name];
/// Rules about names that any story may have made: the one that cannot be read, too.
const NAMES: [&str; 2] = [unknown_name::COMMITMENT.name, unknown_name::STORY.name];
/// Rules about what was said before: nothing is unreadable because of them.
const SAID: [&str; 4] =
    [promise::GONE.name, promise::MOVED.name, promise::REWORDED.name, outcome::TURNED.name];
/// Of these, what a story that cannot be read may say still.
const LOST: [&str; 2] = [promise::GONE.name, outcome::TURNED.name];

/// Findings with the levels of `hearback.yaml`, those that are off left out, sorted, each once.
pub fn weigh(findings: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let known = |finding: &Diagnostic| RULES.iter().any(|rule| rule.name == finding.rule);
    debug_assert!(findings.iter().all(known), "a rule is missing in the table: {findings:?}");
    let broken: BTreeSet<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && !SAID.contains(&finding.rule))
        .map(|finding| finding.place.file.clone())
        .collect();
    // Only what stops the build may hide another error: else a story is made unreadable, and nobody hears what it said.
    let stops = |finding: &Diagnostic| {
        let level = config.check.get(finding.rule);
        level.map_or(finding.severity == Severity::Error, |level| *level == CheckLevel::Error)
    };
    let is_unclear = |finding: &Diagnostic| {
        stops(finding) && !SAID.contains(&finding.rule) && finding.place.file.starts_with("content/")
    };
    let unclear = findings.iter().any(is_unclear);
    let can_be_told = |finding: &Diagnostic| {
        let guess = (LOST.contains(&finding.rule) && unclear)
            || (DERIVED.contains(&finding.rule) && broken.contains(&finding.place.file))
            || (NAMES.contains(&finding.rule) && !broken.is_empty());
        !guess
    };
    let mut weighed: Vec<Diagnostic> =
        findings.into_iter().filter(can_be_told).filter_map(|finding| level(finding, config)).collect();
    weighed.extend(unknown_rules(config));
    weighed.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    weighed.dedup();
    weighed
}

fn level(finding: Diagnostic, config: &Config) -> Option<Diagnostic> {
    match config.check.get(finding.rule) {
        None => Some(finding),
        Some(CheckLevel::Off) => None,
        Some(CheckLevel::Warning) => Some(Diagnostic { severity: Severity::Warning, ..finding }),
        Some(CheckLevel::Error) => Some(Diagnostic { severity: Severity::Error, ..finding }),
    }
}

/// A level for a rule that does not exist would be believed to be set.
fn unknown_rules(config: &Config) -> impl Iterator<Item = Diagnostic> {
    let unknown = config.check.keys().filter(|name| RULES.iter().all(|rule| rule.name != name.as_str()));
    unknown.map(|name| {
        let place = Place::field("hearback.yaml", format!("check.{name}"));
        let finding = rule::UNKNOWN_KEY.at(place, format!("there is no rule `{name}`"));
        match nearest(name, RULES.iter().map(|rule| rule.name)) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("`hearback check --rules` lists them"),
        }
    })
}
