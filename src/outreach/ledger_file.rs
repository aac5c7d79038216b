//! The ledger where it counts: in the file here, or on the remote's branch. A claim is never merged; what already
//! happened always is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::Claim;
use crate::git::{Branch, Pushed, Tip};
use crate::model::ledger::Ledger;
use crate::model::record::Record;
use crate::outreach::failure::Stop;
use crate::store::ledger::{self as file, Skipped};
use crate::store::steps::Steps;

/// The ledger's name below the site's root.
const NAME: &str = "ledger.jsonl";
/// How often a push of what happened is tried.
const TRIES: u32 = 5;
/// The wait after the first try; it doubles.
const PAUSE: Duration = Duration::from_millis(200);

/// The ledger, as it was read last.
#[derive(Debug)]
pub(super) struct LedgerFile<'a> {
    place: Place,
    steps: &'a Steps,
    /// What it says.
    pub(super) ledger: Ledger,
    /// Lines that could not be read.
    pub(super) skipped: Vec<Skipped>,
}

#[derive(Debug)]
enum Place {
    Local(PathBuf),
    Git(Branch, Tip),
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    /// It is ours.
    Ours,
    /// What was known is out of date: nothing was written.
    Moved,
}

impl<'a> LedgerFile<'a> {
    /// Where the site wants it.
    pub(super) async fn open(
        root: &Path,
        claim: &Claim,
        remote: &str,
        steps: &'a Steps,
    ) -> Result<LedgerFile<'a>, Stop> {
        match claim {
            Claim::Local => LedgerFile::local(root, steps),
            Claim::Git(branch) => LedgerFile::git(root, remote, branch, steps).await,
        }
    }

    /// The file here.
    fn local(root: &Path, steps: &'a Steps) -> Result<LedgerFile<'a>, Stop> {
        let path = root.join(NAME);
        steps.pass();
        let (ledger, skipped) = file::read(&path).map_err(|error| Stop::ledger(&error))?;
        Ok(LedgerFile { place: Place::Local(path), steps, ledger, skipped })
    }

    /// The file on a remote's branch.
    async fn git(root: &Path, remote: &str, branch: &str, steps: &'a Steps) -> Result<LedgerFile<'a>, Stop> {
        steps.pass();
        let branch = Branch::find(root, remote, branch, NAME).await.map_err(|error| Stop::ledger(&error))?;
        steps.pass();
        let tip = branch.fetch().await.map_err(|error| Stop::ledger(&error))?;
        let (ledger, skipped) = file::parse(&tip.ledger);
        Ok(LedgerFile { place: Place::Git(branch, tip), steps, ledger, skipped })
    }

    /// Reads it again.
    pub(super) async fn refresh(&mut self) -> Result<(), Stop> {
        self.steps.pass();
        (self.ledger, self.skipped) = match &mut self.place {
            Place::Local(path) => file::read(path).map_err(|error| Stop::ledger(&error))?,
            Place::Git(branch, tip) => {
                *tip = branch.fetch().await.map_err(|error| Stop::ledger(&error))?;
                file::parse(&tip.ledger)
            }
        };
        Ok(())
    }

    /// Writes an intent, and what led to it, on top of exactly what was read. Fails where it is not certain that the
    /// claim is ours: then nothing may be posted.
    pub(super) async fn claim(&mut self, records: &[Record]) -> Result<Claimed, Stop> {
        match self.push(records, "Claim a toot").await? {
            Pushed::Accepted => {
                learn(&mut self.ledger, records);
                Ok(Claimed::Ours)
            }
            Pushed::Moved => Ok(Claimed::Moved),
            Pushed::Refused(why) | Pushed::Unknown(why) => Err(Stop::NotClaimed(why)),
        }
    }

    /// Writes what happened, whatever else was written meanwhile. The records are known to this run even where that fails.
    pub(super) async fn record(&mut self, records: &[Record]) -> Result<(), Stop> {
        learn(&mut self.ledger, records);
        let mut last = String::new();
        for attempt in 0..TRIES {
            match self.push(records, "Record a toot").await? {
                Pushed::Accepted => return Ok(()),
                Pushed::Moved => last = "the branch keeps moving".to_owned(),
                Pushed::Refused(why) | Pushed::Unknown(why) => last = why,
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(attempt)).await;
            // Union is right for what happened: it goes on top of whatever is there now.
            if self.refresh().await.is_ok() {
                learn(&mut self.ledger, records);
            }
        }
        Err(Stop::NotRecorded(last))
    }

    async fn push(&mut self, records: &[Record], message: &str) -> Result<Pushed, Stop> {
        match &mut self.place {
            Place::Local(path) => {
                self.steps.pass();
                file::append(path, records).map_err(|error| Stop::ledger(&error))?;
                Ok(Pushed::Accepted)
            }
            Place::Git(branch, tip) => {
                let ledger = file::appended(tip.ledger.clone(), records);
                self.steps.pass();
                let commit = branch.commit(tip, &ledger, message).await;
                let commit = commit.map_err(|error| Stop::ledger(&error))?;
                self.steps.pass();
                let ours = |bytes: &[u8]| holds(bytes, records);
                let pushed = branch.push(tip, &commit, ours).await;
                if pushed == Pushed::Accepted {
                    *tip = Tip { commit: Some(commit), ledger };
                }
                Ok(pushed)
            }
        }
    }
}

/// Whether a ledger has all of these records.
fn holds(bytes: &[u8], records: &[Record]) -> bool {
    let (ledger, _) = file::parse(bytes);
    records.iter().all(|record| ledger.has(record))
}

fn learn(ledger: &mut Ledger, records: &[Record]) {
    records.iter().cloned().for_each(|record| ledger.add(record));
}
