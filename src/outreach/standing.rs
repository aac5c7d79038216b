//! Where an action stands by the ledger and, where it is done, by the server.

use crate::mastodon::ApiError;
use crate::mastodon::entity::Status;
use crate::model::announcement::Announcement;
use crate::model::question::Question;
use crate::model::record::{Action, How, Intent, Receipt, Record};
use crate::model::standing::Standing;
use crate::outreach::clock::{earlier, later};
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{BEFORE, Recorded, Seen, address, look, receipt, recorded};
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::parent::parent;
use crate::outreach::report::Outcome;
use crate::outreach::run::Run;

/// How far a Status' time is ahead of the server's where it is not out but waits, as on snac.
const AHEAD: std::time::Duration = std::time::Duration::from_secs(60);

/// What is to be done about an action.
pub(super) enum Todo {
    /// Nothing.
    Ended(Outcome),
    /// It may be posted once these intents are settled.
    Post(Vec<Intent>),
    /// The ledger was changed: look again.
    Changed,
}

/// What is to be done about a toot.
pub(super) async fn todo(run: &mut Run<'_>, what: &Announcement) -> Result<Todo, Stop> {
    let (story, action) = (&what.story, &what.action);
    let words = what.words();
    let standing = run.file.ledger.standing_of(story, action, Some(&run.me.name), Some(&words));
    let question = standing.question(story);
    let url = |address: Option<&str>| address.unwrap_or_default().to_owned();
    match standing {
        Standing::Free => Ok(Todo::Post(Vec::new())),
        Standing::Open(open) => Ok(Todo::Post(open.into_iter().cloned().collect())),
        Standing::Elsewhere(posted) => unless_again(run, what, Outcome::There(url(posted.address()))).await,
        Standing::Retracted(posted, _) => {
            unless_again(run, what, Outcome::Retracted(url(posted.address()))).await
        }
        Standing::Waiting(posted) => {
            let (receipt, intent) = (posted.receipt.clone(), posted.intent.cloned());
            still_waiting(run, what, &receipt, intent.as_ref()).await
        }
        Standing::Out(posted) => {
            let (receipt, url) = (posted.receipt.clone(), url(posted.address()));
            let Some(id) = posted.id.map(str::to_owned) else { return Ok(Todo::Ended(Outcome::There(url))) };
            match recorded(run, &receipt, &id).await? {
                Recorded::Gone => {
                    let question = Question::gone(format!("its toot is gone: {url}"), story);
                    unless_again(run, what, Outcome::Ask(question)).await
                }
                // A server that is busy says nothing about a toot that is recorded.
                Recorded::There(_) | Recorded::Unknown(_) => Ok(Todo::Ended(Outcome::There(url))),
            }
        }
        Standing::TwoToots(..) => {
            Ok(Todo::Ended(question.map_or(Outcome::There(String::new()), Outcome::Ask)))
        }
        Standing::GivenUp(_) | Standing::Refused(_) | Standing::OpenElsewhere(_) => {
            let outcome = question.map_or(Outcome::There(String::new()), Outcome::Ask);
            unless_again(run, what, outcome).await
        }
    }
}

/// This outcome, unless somebody said `--again`: that is written, and everything is looked at anew.
pub(super) async fn unless_again(
    run: &mut Run<'_>,
    what: &Announcement,
    outcome: Outcome,
) -> Result<Todo, Stop> {
    Ok(match run.say_again(&what.story, &what.action).await? {
        true => Todo::Changed,
        false => Todo::Ended(outcome),
    })
}

/// Whether a toot that the server has is to come out later, by its own time.
pub(super) fn is_ahead(run: &Run<'_>, status: &Status) -> bool {
    status.created_at > later(run.clock.now(), AHEAD)
}

/// What became of a toot that waited.
pub(super) enum Waits {
    /// It does still.
    Yes,
    /// It does not, and is not seen there.
    No,
    /// It is out.
    Out(Box<Status>),
    /// The server did not say.
    Unknown(String),
}

/// Whether a toot waits on the server under this id: in the list of what waits, or, as on snac, as a toot of the future.
pub(super) async fn waits(run: &Run<'_>, wanted: &Wanted, id: &str) -> Result<Waits, Stop> {
    run.step();
    let unknown = |error: ApiError| match error {
        ApiError::Refused { status: 429, .. } => Err(Stop::from(error)),
        other => Ok(Waits::Unknown(other.to_string())),
    };
    match run.server().scheduled(id).await {
        Ok(Some(_)) => return Ok(Waits::Yes),
        Ok(None) => {}
        Err(error) => return unknown(error),
    }
    match run.server().status(id).await {
        Ok(Some(status)) if !wanted.is_answered_by(&status, &run.file.ledger) => Ok(Waits::No),
        Ok(Some(status)) if is_ahead(run, &status) => Ok(Waits::Yes),
        Ok(Some(status)) => Ok(Waits::Out(Box::new(status))),
        Ok(None) => Ok(Waits::No),
        Err(error) => unknown(error),
    }
}

/// A toot that was scheduled: it waits, or is out, or somebody took it away.
async fn still_waiting(
    run: &mut Run<'_>,
    what: &Announcement,
    waited: &Receipt,
    intent: Option<&Intent>,
) -> Result<Todo, Stop> {
    let Some(id) = &waited.scheduled else { return Ok(Todo::Ended(Outcome::There(String::new()))) };
    let due = intent.and_then(|intent| intent.due).unwrap_or(waited.at);
    let settle = run.settings().settle;
    let decided = later(due, settle * 3);
    let parent = parent(run, what).await?;
    let (reply, visibility) =
        parent.map_or((Reply::Lost, what.visibility), |parent| (parent.reply, parent.visibility));
    let wanted = Wanted::of(what, &run.file.ledger, reply, visibility);
    loop {
        let status = match waits(run, &wanted, id).await? {
            Waits::Yes | Waits::Unknown(_) => return Ok(Todo::Ended(Outcome::Scheduled(due))),
            Waits::Out(status) => Seen::One(status),
            Waits::No => look(run, &wanted, &[], earlier(waited.at, BEFORE)).await?,
        };
        let known = match status {
            Seen::Ask(question) => return Ok(Todo::Ended(Outcome::Ask(question))),
            Seen::One(status) => {
                record_out(run, &what.story, &what.action, waited, &status).await?;
                return Ok(Todo::Ended(Outcome::CameOut(address(&status))));
            }
            Seen::Nothing(noted) if noted >= decided => {
                format!("it was to be posted at {due}, and is neither waiting nor out")
            }
            Seen::Nothing(noted) if due > later(noted, settle) => {
                let known = format!("it was to be posted at {due}, and does not wait any more");
                return Ok(Todo::Ended(Outcome::Ask(Question::gone(known, &what.story))));
            }
            Seen::Nothing(_) | Seen::Waiting(_) => {
                tokio::time::sleep(run.clock.until(decided)).await;
                continue;
            }
        };
        return unless_again(run, what, Outcome::Ask(Question::gone(known, &what.story))).await;
    }
}

/// Records that a toot which waited is out.
pub(super) async fn record_out(
    run: &mut Run<'_>,
    story: &str,
    action: &Action,
    waited: &Receipt,
    status: &Status,
) -> Result<Receipt, Stop> {
    let found = receipt(run, story, action, None, How::Found, status);
    let found = Receipt {
        intent: waited.intent.clone(),
        revision: waited.revision.clone(),
        account: waited.account.clone(),
        ..found
    };
    run.file.record(&[Record::Receipt(found.clone())]).await?;
    Ok(found)
}
