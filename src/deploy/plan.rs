//! What a deploy would do: the site as it was built against what is out.

use super::failure::Failure;
use super::manifest::{Deployed, Mark};
use super::site::Site;
use super::stage::{Stage, rank};
use serde::Serialize;
use std::collections::BTreeMap;

/// So few may always go: a story and what belongs to it, in a small site.
const FEW: usize = 10;
/// What part of the files that are out may go.
const A_FIFTH: usize = 5;

/// What a deploy would do. As JSON it is a document with the fields below.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Plan {
    /// Where to, in people's words.
    pub to: String,
    /// Files that are not there, by their paths.
    pub new: Vec<String>,
    /// Files that are there as they were before, or whose content is not known.
    pub changed: Vec<String>,
    /// Files that go.
    pub removed: Vec<String>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// How many bytes are to be put.
    pub bytes: u64,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// What there is to do. With `all`, what is out counts as unknown.
    pub(super) fn of(site: &Site, deployed: &Deployed, all: bool, to: &str) -> Plan {
        let mut plan = Plan { to: to.to_owned(), ..Plan::default() };
        for (path, file) in &site.files {
            match deployed.files.get(path) {
                Some(mark) if *mark == file.mark && !all => {
                    plan.unchanged += 1;
                    continue;
                }
                None | Some(Mark::Doubtful) => plan.new.push(path.clone()),
                Some(_) => plan.changed.push(path.clone()),
            }
            plan.bytes += file.len;
        }
        plan.removed =
            deployed.files.keys().filter(|path| !site.files.contains_key(*path)).cloned().collect();
        plan
    }

    /// Refuses to remove more than `most`, or than a fifth of what is out.
    pub(super) fn within(&self, deployed: usize, most: Option<usize>) -> Result<(), Failure> {
        let most = most.unwrap_or_else(|| (deployed / A_FIFTH).max(FEW));
        let removals = self.removed.len();
        if removals > most { Err(Failure::TooManyRemovals { removals, of: deployed, most }) } else { Ok(()) }
    }

    /// What is put when.
    pub(super) fn stages(&self) -> BTreeMap<Stage, Vec<&str>> {
        let mut stages: BTreeMap<Stage, Vec<&str>> = BTreeMap::new();
        for (was_there, paths) in [(false, &self.new), (true, &self.changed)] {
            for path in paths {
                stages.entry(Stage { was_there, rank: rank(path) }).or_default().push(path);
            }
        }
        stages
    }

    /// What is out while this is carried out, as far as it can be known.
    pub(super) fn claimed(&self, deployed: &Deployed) -> BTreeMap<String, Mark> {
        let mut files = deployed.files.clone();
        files.extend(self.changed.iter().map(|path| (path.clone(), Mark::Changing)));
        files.extend(self.new.iter().chain(&self.removed).map(|path| (path.clone(), Mark::Doubtful)));
        files
    }
}
