//! Deleting the toots of a story. That they go is written before the first one goes: whatever happens then, nobody takes
//! them for toots that were never posted.

use crate::model::record::{Action, Receipt, Record, Retract};
use crate::model::standing::Standing;
use crate::outreach::clock::earlier;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{BEFORE, Recorded, Seen, look, recorded};
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::post::look_for;
use crate::outreach::report::{Outcome, Report};
use crate::outreach::run::{Outreach, Run};
use crate::outreach::standing::{Waits, record_out, waits};

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
    let mut run = Run::open(outreach).await?;
    let mut actions: Vec<Action> = run.file.ledger.actions_of(story).cloned().collect();
    if actions.is_empty() {
        actions.push(Action::New);
    }
    for action in actions.into_iter().rev() {
        let outcome = retract_one(&mut run, story, &action, reason).await?;
        report.add(story, &action, outcome);
    }
    Ok(())
}

async fn retract_one(run: &mut Run<'_>, story: &str, action: &Action, reason: &str) -> Result<Outcome, Stop> {
    if let Standing::Open(_) = run.file.ledger.standing(story, action) {
        let looked = look_for(run, story, action).await?;
        if !matches!(looked, Outcome::Orphan(_) | Outcome::Found(_) | Outcome::Scheduled(_)) {
            return Ok(looked);
        }
    }
    let not = |why: &str| Ok(Outcome::NotRetracted(why.to_owned()));
    let (receipt, id, is_written) = match run.file.ledger.standing_of(story, action, Some(&run.me.name), None)
    {
        Standing::Waiting(posted) | Standing::Out(posted) => {
            (posted.receipt.clone(), posted.id.map(str::to_owned), false)
        }
        Standing::Retracted(posted, _) => (posted.receipt.clone(), posted.id.map(str::to_owned), true),
        Standing::Elsewhere(_) => return not("its toot is of another account, which has to delete it"),
        Standing::TwoToots(..) => return not("the ledger has two toots for it: delete them by hand"),
        _ => return not("no toot of it is recorded"),
    };
    if !is_written {
        let record = Retract {
            intent: receipt.intent.clone(),
            story: story.to_owned(),
            action: action.clone(),
            reason: reason.to_owned(),
            at: run.clock.now(),
        };
        run.file.record(&[Record::Retract(record)]).await?;
    }
    match (&receipt.uri, id) {
        (None, _) => take_off_schedule(run, receipt).await,
        (Some(_), Some(id)) => delete(run, &receipt, &id).await,
        (Some(_), None) => not("the server's id of its toot is not known: delete it there"),
    }
}

/// Deletes a toot that is out. A server that does not list it yet may have it all the same, and one that says yes may keep
/// it: so it is told in any case but where its id is another toot's, and looked at afterwards.
async fn delete(run: &mut Run<'_>, receipt: &Receipt, id: &str) -> Result<Outcome, Stop> {
    let url = receipt.url.clone().or(receipt.uri.clone()).unwrap_or_default();
    let id = match recorded(run, receipt, id).await? {
        Recorded::There(status) => status.id,
        Recorded::Gone => {
            run.step();
            if run.server().status(id).await?.is_some_and(|other| receipt.uri.as_ref() != Some(&other.uri)) {
                return Ok(Outcome::Retracted(url));
            }
            id.to_owned()
        }
        Recorded::Unknown(why) => return Err(Stop::Server(why)),
    };
    run.step();
    run.server().delete(&id).await?;
    run.step();
    let there = run.server().status(&id).await?;
    Ok(match there.is_some_and(|status| receipt.uri.as_ref() == Some(&status.uri)) {
        true => Outcome::StillThere(url),
        false => Outcome::Retracted(url),
    })
}

/// A toot that waits is taken away; one that went out in the meantime is looked for, and deleted.
async fn take_off_schedule(run: &mut Run<'_>, receipt: Receipt) -> Result<Outcome, Stop> {
    let Some(waiting) = receipt.scheduled.clone() else { return Ok(Outcome::Retracted(String::new())) };
    let wanted = Wanted::withdrawn(&receipt.story, &receipt.action, &run.file.ledger, Reply::Lost);
    run.step();
    run.server().unschedule(&waiting).await?;
    match waits(run, &wanted, &waiting).await? {
        Waits::Out(status) => return delete_found(run, &receipt, *status).await,
        Waits::Unknown(why) => return Err(Stop::Server(why)),
        // What waits there is a toot of the future, as on snac, and is deleted as one.
        Waits::Yes => {
            run.step();
            run.server().delete(&waiting).await?;
            run.step();
            let there = run.server().status(&waiting).await?;
            return Ok(match there.filter(|status| wanted.is_answered_by(status, &run.file.ledger)) {
                Some(status) => Outcome::StillThere(status.url.unwrap_or(status.uri)),
                None => Outcome::Retracted(String::new()),
            });
        }
        Waits::No => {}
    }
    match look(run, &wanted, &[], earlier(receipt.at, BEFORE)).await? {
        Seen::One(status) => delete_found(run, &receipt, *status).await,
        Seen::Ask(question) => Ok(Outcome::Ask(question)),
        Seen::Nothing(_) | Seen::Waiting(_) => Ok(Outcome::Retracted(String::new())),
    }
}

async fn delete_found(
    run: &mut Run<'_>,
    waited: &Receipt,
    status: crate::mastodon::entity::Status,
) -> Result<Outcome, Stop> {
    let found = record_out(run, &waited.story, &waited.action, waited, &status).await?;
    delete(run, &found, &status.id).await
}
