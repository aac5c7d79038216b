//! Deleting the toots of a story. That they go is written before the first one goes: whatever happens then, nobody takes
//! them for toots that were never posted.

use crate::model::ledger::State;
use crate::model::record::{Action, Receipt, Record, Retract};
use crate::outreach::failure::Stop;
use crate::outreach::report::{Line, Outcome, Report};
use crate::outreach::run::{Desk, Outreach};

/// Takes back every toot of a story, the last one first.
pub async fn retract(outreach: Outreach<'_>, story: &str, reason: &str) -> Report {
    let mut report = Report::default();
    report.stopped = retract_all(outreach, story, reason, &mut report).await.err();
    report
}

async fn retract_all(
    outreach: Outreach<'_>,
    story: &str,
    reason: &str,
    report: &mut Report,
) -> Result<(), Stop> {
    let mut desk = Desk::open(outreach).await?;
    let ledger = &desk.book.ledger;
    let mut actions: Vec<Action> =
        ledger.actions().filter(|(named, _)| *named == story).map(|(_, action)| action.clone()).collect();
    if actions.is_empty() {
        actions.push(Action::New);
    }
    for action in actions.into_iter().rev() {
        let outcome = desk.retract(story, &action, reason).await?;
        report.lines.push(Line { story: story.to_owned(), action, outcome });
    }
    Ok(())
}

impl Desk<'_> {
    async fn retract(&mut self, story: &str, action: &Action, reason: &str) -> Result<Outcome, Stop> {
        if let Ok(State::Open(_)) = self.book.ledger.state(story, action) {
            let looked = self.look_for_withdrawn(story, action).await?;
            if !matches!(looked, Outcome::Orphan(_)) {
                return Ok(looked);
            }
        }
        let (mut receipt, mut id, retracted) = match self.book.ledger.state(story, action) {
            Ok(State::Done(posted)) => {
                (posted.receipt.clone(), posted.id.map(str::to_owned), posted.retracted.is_some())
            }
            _ => return Ok(Outcome::NotPosted("no toot of it is recorded".to_owned())),
        };
        if !retracted {
            let record = Retract {
                intent: receipt.intent.clone(),
                story: story.to_owned(),
                action: action.clone(),
                reason: reason.to_owned(),
                at: self.clock.now(),
            };
            self.book.record(&[Record::Retract(record)]).await?;
        }
        if receipt.uri.is_none() {
            receipt = self.take_off_schedule(receipt).await?;
            id.clone_from(&receipt.id);
        }
        // A server that knows no toot by an old id takes its deletion for done, and the toot stays.
        let there = match &id {
            Some(id) => self.recorded(&receipt, id).await?,
            None => None,
        };
        if let Some(status) = there {
            self.steps.pass();
            self.server.delete(&status.id).await?;
        }
        Ok(Outcome::Retracted(receipt.url.or(receipt.uri).unwrap_or_default()))
    }

    /// A toot that waits is taken away; one that went out in the meantime is looked for.
    async fn take_off_schedule(&mut self, receipt: Receipt) -> Result<Receipt, Stop> {
        let Some(waiting) = &receipt.scheduled else { return Ok(receipt) };
        self.steps.pass();
        let waits = self.server.scheduled(waiting).await?.is_some();
        self.steps.pass();
        self.server.unschedule(waiting).await?;
        if waits {
            return Ok(receipt);
        }
        Ok(self.look_for_scheduled(&receipt).await.unwrap_or(receipt))
    }
}
