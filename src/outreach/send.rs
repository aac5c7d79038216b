//! Claiming a toot, sending it once, and what the answer is worth. A yes is looked at, a no is recorded, and everything
//! else is unknown until our own list has been read.

use std::time::Duration;

use crate::config::UnknownRun;
use crate::mastodon::ApiError;
use crate::mastodon::entity::{ScheduledStatus, Status};
use crate::mastodon::post::{NewStatus, Posted};
use crate::model::announcement::Announcement;
use crate::model::record::{Action, How, Intent, Record, SiteId, Unclear, Why};
use crate::outreach::clock::earlier;
use crate::outreach::failure::Stop;
use crate::outreach::key::key;
use crate::outreach::ledger_file::Claimed;
use crate::outreach::lookup::{BEFORE, Seen, address, look, receipt, waiting_receipt};
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::pace::Slot;
use crate::outreach::parent::{Parent, visibility_of};
use crate::outreach::report::Outcome;
use crate::outreach::run::Run;
use crate::outreach::standing::{Waits, is_ahead, waits};

/// The longest that a post may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A toot that is being posted.
pub(super) struct Toot<'a> {
    pub(super) what: &'a Announcement,
    pub(super) parent: Parent,
    pub(super) media: Vec<String>,
    pub(super) wanted: Wanted,
    pub(super) slot: Slot,
}

/// What is known after a try.
pub(super) enum Sent {
    /// All of it.
    Ended(Outcome),
    /// The same, and the server wants no more toots in this run, for this reason.
    Halted(Outcome, String),
    /// It was posted at once, though it was to wait: this server does not schedule.
    AtOnce(Outcome),
    /// It is not in our list, and the answer was unclear: this.
    Unclear(String),
    /// Somebody else wrote to the ledger first.
    Moved,
    /// The claim was too old to be used.
    Late,
}

/// Claims and sends, on top of the records of what came to nothing.
pub(super) async fn claim_and_send(
    run: &mut Run<'_>,
    toot: &Toot<'_>,
    mut records: Vec<Record>,
) -> Result<(Intent, Sent), Stop> {
    if run.file.ledger.site().is_none() {
        records.push(Record::Site(SiteId { id: run.fresh_id('s'), at: run.clock.now() }));
    }
    let intent = intent(run, toot);
    records.push(Record::Intent(intent.clone()));
    if run.file.claim(&records).await? == Claimed::Moved {
        return Ok((intent, Sent::Moved));
    }
    if run.clock.is_late(intent.at, run.settings().settle) {
        let late = run.failed(&intent, Why::Late);
        run.file.record(&[late]).await?;
        return Ok((intent, Sent::Late));
    }
    let answer = send(run, toot, &intent).await;
    let sent = judge(run, toot, &intent, answer).await?;
    Ok((intent, sent))
}

/// Whether a try may be repeated in this run: what is to be scheduled cannot be seen before it is due, and a site may want
/// to be asked after an unclear answer.
pub(super) fn may_try_again(run: &Run<'_>, intent: &Intent) -> bool {
    intent.due.is_none() && run.settings().unknown == UnknownRun::Retry
}

/// Writes that an answer was unclear, and what follows for a person: the next run looks for the toot.
pub(super) async fn leave_open(run: &mut Run<'_>, intent: &Intent, why: &str) -> Result<Outcome, Stop> {
    let unclear = Unclear {
        intent: intent.intent.clone(),
        story: intent.story.clone(),
        action: intent.action.clone(),
        at: run.clock.now(),
    };
    run.file.record(&[Record::Unclear(unclear)]).await?;
    Ok(Outcome::NotPosted(format!("{why}; it is not in our list yet, and the next run looks for it")))
}

fn intent(run: &Run<'_>, toot: &Toot<'_>) -> Intent {
    let what = toot.what;
    Intent {
        intent: run.fresh_id('i'),
        story: what.story.clone(),
        action: what.action.clone(),
        account: run.me.url.clone(),
        at: run.clock.now(),
        due: match toot.slot {
            Slot::Now => None,
            Slot::At(due) => Some(due),
        },
        page: what.page.clone(),
        revision: what.revision.clone(),
        by: run.settings().by.clone(),
        commitments: what.commitments.clone(),
        visibility: Some(toot.parent.visibility.word().to_owned()),
        words: Some(what.words()),
        thread: what.thread.clone(),
    }
}

async fn send(run: &Run<'_>, toot: &Toot<'_>, intent: &Intent) -> Posted {
    let what = toot.what;
    let reply_to = match &toot.parent.reply {
        Reply::To(id) => Some(id.clone()),
        Reply::Nothing | Reply::Lost => None,
    };
    let status = NewStatus {
        text: what.text.clone(),
        warning: what.warning.clone(),
        sensitive: !what.warning.is_empty(),
        visibility: toot.parent.visibility.word().to_owned(),
        language: what.language.clone(),
        reply_to,
        media: toot.media.clone(),
        scheduled_at: intent.due,
        allowed_mentions: may_mention(toot, intent.due.is_some()),
    };
    let key = key(&run.me.url, &run.file.ledger, &what.story, &what.action);
    run.step();
    let answer = run.server().post(&status, &key, TIMEOUT.min(run.settings().settle / 2)).await;
    run.step();
    answer
}

/// The accounts that its words may mention, where they are few: a name in a summary that is somebody's on the server is
/// refused, and nobody is notified by mistake. A scheduled toot would be refused when nobody looks, so it is let be.
fn may_mention(toot: &Toot<'_>, is_scheduled: bool) -> Option<Vec<String>> {
    let unknown = toot.what.reply_to.is_some() && toot.parent.author.is_none();
    let free = toot.what.mentions || is_scheduled || unknown;
    (!free).then(|| toot.parent.author.iter().cloned().collect())
}

/// Turns an answer into records.
async fn judge(run: &mut Run<'_>, toot: &Toot<'_>, intent: &Intent, answer: Posted) -> Result<Sent, Stop> {
    match answer {
        Posted::Stored(status) => stored(run, toot, intent, &status).await,
        Posted::Waiting(waiting) => waiting_there(run, toot, intent, &waiting).await,
        Posted::Refused { why, message, rate } => {
            let failed = run.failed(intent, why.clone());
            run.file.record(&[failed]).await?;
            if why == Why::Http(429) {
                return Err(Stop::Limited { until: rate.until(run.clock.now()) });
            }
            let said = message.map(|message| format!(": {message}")).unwrap_or_default();
            let text = match &why {
                Why::Http(status) => format!("the server refused it ({status}){said}"),
                _ => format!("the server cannot be reached{said}"),
            };
            let outcome = Outcome::NotPosted(text.clone());
            Ok(match why {
                Why::Unreachable | Why::Http(401 | 403 | 410) => Sent::Halted(outcome, text),
                _ => Sent::Ended(outcome),
            })
        }
        Posted::Unknown(why) => unknown(run, toot, intent, why).await,
    }
}

/// An answer that says nothing: our list does, S later.
async fn unknown(run: &mut Run<'_>, toot: &Toot<'_>, intent: &Intent, why: String) -> Result<Sent, Stop> {
    run.settle().await;
    Ok(seen(run, toot, intent).await?.unwrap_or(Sent::Unclear(why)))
}

/// Looks for what was sent; none where nothing is there.
async fn seen(run: &mut Run<'_>, toot: &Toot<'_>, intent: &Intent) -> Result<Option<Sent>, Stop> {
    let open = std::slice::from_ref(intent);
    Ok(match look(run, &toot.wanted, open, earlier(intent.at, BEFORE)).await? {
        Seen::Nothing(_) => None,
        Seen::Ask(question) => Some(Sent::Ended(Outcome::Ask(question))),
        Seen::One(status) => Some(posted(run, toot, intent, How::Found, &status).await?),
        Seen::Waiting(waiting) => {
            let receipt = waiting_receipt(run, intent, How::Found, &waiting.id);
            run.file.record(&[receipt]).await?;
            Some(Sent::Ended(Outcome::Scheduled(waiting.scheduled_at)))
        }
    })
}

/// The server says that it has it.
async fn stored(run: &mut Run<'_>, toot: &Toot<'_>, intent: &Intent, status: &Status) -> Result<Sent, Stop> {
    if status.account.id != run.me.id || !toot.wanted.is_answered_by(status, &run.file.ledger) {
        return unknown(run, toot, intent, "the server answered with another toot".to_owned()).await;
    }
    let mut there = is_there(run, &status.id).await?;
    if there != There::Yes {
        run.settle().await;
        there = is_there(run, &status.id).await?;
    }
    match there {
        There::Yes if intent.due.is_some() && is_ahead(run, status) => {
            let receipt = waiting_receipt(run, intent, How::Posted, &status.id);
            run.file.record(&[receipt]).await?;
            Ok(Sent::Ended(Outcome::Scheduled(status.created_at)))
        }
        There::Yes => posted(run, toot, intent, How::Posted, status).await,
        There::No => maybe_ghost(run, toot, intent, None).await,
        There::Unknown(why) => maybe_ghost(run, toot, intent, Some(why)).await,
    }
}

/// Records that it is out, and says how public the server made it where that is not what was asked for.
async fn posted(
    run: &mut Run<'_>,
    toot: &Toot<'_>,
    intent: &Intent,
    how: How,
    status: &Status,
) -> Result<Sent, Stop> {
    let record = receipt(run, &intent.story, &intent.action, Some(intent), how, status);
    run.file.record(&[Record::Receipt(record)]).await?;
    let (url, is) = (address(status), status.visibility.clone());
    let outcome = match visibility_of(status).cmp(&toot.parent.visibility) {
        _ if is.is_empty() => Outcome::Posted(url),
        std::cmp::Ordering::Less => Outcome::Exposed(url, is),
        std::cmp::Ordering::Equal => Outcome::Posted(url),
        std::cmp::Ordering::Greater => Outcome::Narrowed(url, is),
    };
    let at_once = how == How::Posted && intent.due.is_some();
    Ok(if at_once { Sent::AtOnce(outcome) } else { Sent::Ended(outcome) })
}

/// The server says that it waits.
async fn waiting_there(
    run: &mut Run<'_>,
    toot: &Toot<'_>,
    intent: &Intent,
    waiting: &ScheduledStatus,
) -> Result<Sent, Stop> {
    let mut there = waits(run, &toot.wanted, &waiting.id).await?;
    if !matches!(there, Waits::Yes) {
        run.settle().await;
        there = waits(run, &toot.wanted, &waiting.id).await?;
    }
    match there {
        Waits::Yes => {}
        Waits::Out(status) => return posted(run, toot, intent, How::Found, &status).await,
        Waits::No => return maybe_ghost(run, toot, intent, None).await,
        Waits::Unknown(why) => return maybe_ghost(run, toot, intent, Some(why)).await,
    }
    let receipt = waiting_receipt(run, intent, How::Posted, &waiting.id);
    run.file.record(&[receipt]).await?;
    Ok(Sent::Ended(Outcome::Scheduled(waiting.scheduled_at)))
}

/// The server said yes, and does not have it: neither under its id nor, perhaps, in our list.
async fn maybe_ghost(
    run: &mut Run<'_>,
    toot: &Toot<'_>,
    intent: &Intent,
    unknown: Option<String>,
) -> Result<Sent, Stop> {
    if let Some(sent) = seen(run, toot, intent).await? {
        return Ok(sent);
    }
    if let Some(why) = unknown {
        return Ok(Sent::Ended(leave_open(run, intent, &why).await?));
    }
    let failed = run.failed(intent, Why::Ghost);
    run.file.record(&[failed]).await?;
    Ok(Sent::Ended(Outcome::NotPosted("the server took it and did not keep it".to_owned())))
}

/// Whether what a server answered is really there.
#[derive(PartialEq)]
enum There {
    Yes,
    No,
    Unknown(String),
}

async fn is_there(run: &Run<'_>, id: &str) -> Result<There, Stop> {
    run.step();
    match run.server().status(id).await {
        Ok(Some(_)) => Ok(There::Yes),
        Ok(None) => Ok(There::No),
        Err(error @ ApiError::Refused { status: 429, .. }) => Err(error.into()),
        Err(error) => Ok(There::Unknown(error.to_string())),
    }
}

/// Whether what went out counts among the first toots of a run.
pub(super) fn is_first(what: &Announcement, outcome: &Outcome) -> bool {
    let out = matches!(
        outcome,
        Outcome::Posted(_) | Outcome::Narrowed(..) | Outcome::Exposed(..) | Outcome::Scheduled(_)
    );
    what.action == Action::New && out
}
