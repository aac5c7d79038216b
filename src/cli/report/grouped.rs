//! Findings of one rule with one cause are told once a file; of a rule that is broken all over a site, a few are told in
//! full and the others in a line each, so that a person reads the report to its end.

use super::quoted::Quoted;
use std::collections::{BTreeMap, HashMap};

/// Up to so many causes of one rule are all told in full.
const ALL_IN_FULL: usize = 6;
/// Of more than that, so many are.
const IN_FULL: usize = 3;
/// And so many of the others in a line each.
const IN_SHORT: usize = 12;

/// What one rule found in one file with one cause.
pub(super) struct Group<'q, 'a> {
    /// The first of them.
    pub(super) first: &'q Quoted<'a>,
    /// All of them.
    pub(super) count: usize,
    /// The lines on which the others stand, ascending, each once.
    pub(super) lines: Vec<usize>,
}

/// The others of a rule that is broken all over a site.
pub(super) struct Rest<'q, 'a> {
    /// Those that are told in a line each.
    pub(super) short: Vec<Group<'q, 'a>>,
    /// How many findings are not told at all.
    pub(super) untold: usize,
}

/// Findings in their order as groups, in the order of their firsts; and by rule what is told in short. `whole` tells every
/// group in full.
pub(super) fn grouped<'q, 'a>(
    findings: &'q [Quoted<'a>],
    whole: bool,
) -> (Vec<Group<'q, 'a>>, BTreeMap<&'static str, Rest<'q, 'a>>) {
    let groups = by_cause(findings);
    let mut of_rule: HashMap<&str, usize> = HashMap::new();
    for group in &groups {
        *of_rule.entry(group.first.finding.rule).or_default() += 1;
    }
    let mut told: HashMap<&str, usize> = HashMap::new();
    let (mut full, mut rest) = (Vec::new(), BTreeMap::new());
    for group in groups {
        let rule = group.first.finding.rule;
        let told = told.entry(rule).or_default();
        if whole || *told < IN_FULL || of_rule.get(rule).is_some_and(|count| *count <= ALL_IN_FULL) {
            *told += 1;
            full.push(group);
            continue;
        }
        let rest = rest.entry(rule).or_insert_with(|| Rest { short: Vec::new(), untold: 0 });
        if rest.short.len() < IN_SHORT {
            rest.short.push(group);
        } else {
            rest.untold += group.count;
        }
    }
    (full, rest)
}

fn by_cause<'q, 'a>(findings: &'q [Quoted<'a>]) -> Vec<Group<'q, 'a>> {
    let mut groups: Vec<Group<'q, 'a>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for quoted in findings {
        let finding = quoted.finding;
        let cause = (&finding.place.file, finding.rule, finding.severity, &finding.message, &finding.hint);
        if let Some(group) = known.get(&cause).and_then(|at| groups.get_mut(*at)) {
            group.count += 1;
            let line = quoted.at.as_ref().map(|at| at.line);
            let first = group.first.at.as_ref().map(|at| at.line);
            group.lines.extend(line.filter(|_| line != first && line != group.lines.last().copied()));
        } else {
            known.insert(cause, groups.len());
            groups.push(Group { first: quoted, count: 1, lines: Vec::new() });
        }
    }
    groups
}
