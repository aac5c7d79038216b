//! Looking until it is certain whether a toot is there.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::record::{How, Intent, Record, Why};
use crate::outreach::clock::later;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{Seen, address, look, receipt, waiting_receipt};
use crate::outreach::ours::Wanted;
use crate::outreach::report::Outcome;
use crate::outreach::run::Run;

/// Where an action stands after looking.
#[derive(Debug)]
pub(super) enum Settled {
    /// The toot is there, and recorded.
    There(String),
    /// It is not; these records say so, and are not written yet.
    Absent(Vec<Record>),
    /// It is not known, or not known yet.
    Undecided(Outcome),
}

/// Looks until it is certain whether one of these intents, or a person, posted the toot.
pub(super) async fn settle(
    run: &mut Run<'_>,
    wanted: &Wanted,
    open: &[Intent],
    since: Timestamp,
) -> Result<Settled, Stop> {
    loop {
        let wait = run.clock.until_certain(open);
        let noted = match look(run, wanted, open, since).await? {
            Seen::Ask(question) => return Ok(Settled::Undecided(Outcome::Ask(question))),
            Seen::One(status) => {
                let receipt = receipt(run, &wanted.story, &wanted.action, open.last(), How::Found, &status);
                run.file.record(&[Record::Receipt(receipt)]).await?;
                return Ok(Settled::There(address(&status)));
            }
            Seen::Waiting(waiting) => {
                let Some(intent) = open.iter().rfind(|intent| intent.due.is_some()) else { continue };
                let receipt = waiting_receipt(run, intent, How::Found, &waiting.id);
                run.file.record(&[receipt]).await?;
                return Ok(Settled::Undecided(Outcome::Scheduled(waiting.scheduled_at)));
            }
            Seen::Nothing(noted) => noted,
        };
        if wait.is_zero() {
            return Ok(Settled::Absent(open.iter().map(|intent| run.failed(intent, Why::Absent)).collect()));
        }
        let due = open.iter().filter_map(|intent| intent.due).max();
        if let Some(due) = due.filter(|due| *due > later(noted, run.settings().settle)) {
            return Ok(Settled::Undecided(Outcome::Later(format!("it may be posted until {due}"))));
        }
        tokio::time::sleep(run.clock.until_certain(open).max(Duration::from_millis(20))).await;
    }
}
