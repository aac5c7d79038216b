//! One announcement, from what the ledger says of it to a toot: look, claim, send.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::config::UnknownRun;
use crate::model::announcement::Announcement;
use crate::model::question::Question;
use crate::model::record::{Action, Intent, Record, Why};
use crate::model::standing::Standing;
use crate::outreach::clock::{earlier, later};
use crate::outreach::failure::Stop;
use crate::outreach::ours::Wanted;
use crate::outreach::pace::{Slot, slot};
use crate::outreach::parent::{Parent, parent};
use crate::outreach::prepare::{Ready, prepare};
use crate::outreach::report::Outcome;
use crate::outreach::run::Run;
use crate::outreach::send::{Sent, Toot, claim_and_send, is_first, leave_open, may_try_again};
use crate::outreach::settle::{Settled, settle};
use crate::outreach::standing::{Todo, todo, unless_again};

/// How often a run starts again at 1 for one toot.
const RESTARTS: usize = 5;
/// How often a claim may be late: a machine may have slept once, and a ledger that is always slow stays so.
const LATE: usize = 2;
/// How far ahead toots are left with the server, where the gaps of one run's do not reach further: what comes up meanwhile
/// should not have to wait behind a long queue.
const QUEUE: Duration = Duration::from_secs(60 * 60);
/// A toot may be stamped on the day before its story's: dates have zones.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the toots of one run have to do with each other.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// How many first toots went out.
    posted: usize,
    /// Stories with a thread: its parts can only follow a toot that is out, so it is not scheduled.
    threads: BTreeSet<String>,
    /// Set once the server wants no more in this run, with what it said.
    halted: Option<String>,
    /// Set once the server posted at once what was to wait.
    at_once: bool,
}

impl Pace {
    /// Nothing is out yet.
    pub(super) fn new(threads: BTreeSet<String>) -> Pace {
        Pace { threads, ..Pace::default() }
    }
}

/// What follows an attempt.
enum Next {
    Ended(Outcome),
    /// What was known is out of date.
    Restart,
    /// A claim came too late to be used.
    Late,
}

/// Posts one toot, unless it is there.
pub(super) async fn announce(
    run: &mut Run<'_>,
    pace: &mut Pace,
    what: &Announcement,
) -> Result<Outcome, Stop> {
    let mut ready = None;
    let mut late = 0;
    for _ in 0..=RESTARTS {
        match attempt(run, pace, what, &mut ready).await? {
            Next::Ended(outcome) => return Ok(outcome),
            Next::Restart => {}
            Next::Late => late += 1,
        }
        if late == LATE {
            return Err(Stop::ClaimTooSlow { story: what.story.clone() });
        }
        run.restart().await?;
    }
    Err(Stop::NotClaimed(format!("it moved {RESTARTS} times while `{}` was claimed", what.story)))
}

async fn attempt(
    run: &mut Run<'_>,
    pace: &mut Pace,
    what: &Announcement,
    ready: &mut Option<Ready>,
) -> Result<Next, Stop> {
    let open = match todo(run, what).await? {
        Todo::Ended(outcome) => return Ok(Next::Ended(outcome)),
        Todo::Changed => return Ok(Next::Restart),
        Todo::Post(open) => open,
    };
    let Some(parent) = parent(run, what).await? else {
        return Ok(Next::Ended(Outcome::Later("the toot before it is not out".to_owned())));
    };
    let slot = slot_of(run, what);
    let mut obstacle = obstacle(run, pace, what, &parent, slot);
    if obstacle.is_none() && ready.is_none() {
        match prepare(run, what).await? {
            Ok(prepared) => *ready = Some(prepared),
            Err(outcome) => obstacle = Some(outcome),
        }
    }
    if let (Some(outcome), true) = (&obstacle, open.is_empty()) {
        return Ok(Next::Ended(outcome.clone()));
    }
    let wanted = Wanted::of(what, &run.file.ledger, parent.reply.clone(), parent.visibility);
    let failed = match settle(run, &wanted, &open, earlier(what.date, DAY)).await? {
        Settled::There(url) => return Ok(Next::Ended(Outcome::Found(url))),
        // Somebody may have said of an open question that it is to be posted again.
        Settled::Undecided(Outcome::Ask(question)) if open.is_empty() => {
            return unless_again(run, what, Outcome::Ask(question)).await.map(next);
        }
        Settled::Undecided(outcome) => return Ok(Next::Ended(outcome)),
        Settled::Absent(failed) => failed,
    };
    if let Some(outcome) = obstacle {
        run.file.record(&failed).await?;
        return Ok(Next::Ended(outcome));
    }
    if let Some(next) = ask_after(run, what, &open, &failed).await? {
        return Ok(next);
    }
    let media = ready.take().map(|ready| ready.media).unwrap_or_default();
    let toot = Toot { what, parent, media, wanted, slot };
    let next = send(run, pace, &toot, failed).await?;
    if !matches!(next, Next::Ended(_)) {
        *ready = Some(Ready { media: toot.media });
    }
    Ok(next)
}

fn next(todo: Todo) -> Next {
    match todo {
        Todo::Ended(outcome) => Next::Ended(outcome),
        Todo::Post(_) | Todo::Changed => Next::Restart,
    }
}

fn slot_of(run: &Run<'_>, what: &Announcement) -> Slot {
    match what.action {
        Action::New => slot(run.file.ledger.newest_slot(), run.clock.now(), run.settings().min_gap),
        _ => Slot::Now,
    }
}

/// What keeps a toot from being posted in this run, though an earlier run's may be out.
fn obstacle(run: &Run<'_>, pace: &Pace, what: &Announcement, parent: &Parent, slot: Slot) -> Option<Outcome> {
    if let Some(why) = &pace.halted {
        return Some(Outcome::Later(why.clone()));
    }
    if let Some(question) = parent.question(what) {
        return Some(Outcome::Ask(question));
    }
    if what.action != Action::New {
        return None;
    }
    let settings = run.settings();
    if pace.posted >= settings.max_per_run {
        return Some(Outcome::Later(format!("a run posts {} at most", settings.max_per_run)));
    }
    let Slot::At(due) = slot else { return None };
    let queue = settings.min_gap.saturating_mul(settings.max_per_run as u32).max(QUEUE);
    if due > later(run.clock.now(), queue) {
        return Some(Outcome::Later(format!(
            "enough toots wait on the server already, and its slot would be {due}: a later run posts it"
        )));
    }
    if pace.at_once || !settings.ways.schedules {
        return Some(Outcome::Later(format!(
            "its slot is {due}, and this server posts nothing later than at once: a run after that posts it"
        )));
    }
    let is_thread = pace.threads.contains(&what.story);
    is_thread.then(|| Outcome::Later(format!("a thread is not scheduled, and its slot is {due}")))
}

/// After intents that came to nothing a person may have to be asked before there is another.
async fn ask_after(
    run: &mut Run<'_>,
    what: &Announcement,
    open: &[Intent],
    failed: &[Record],
) -> Result<Option<Next>, Stop> {
    if failed.is_empty() {
        return Ok(None);
    }
    if run.settings().unknown == UnknownRun::Ask && !open.is_empty() {
        let known = "an earlier run did not learn whether it was posted, and it is not in our list";
        let question = Question::post_again(known, &what.story);
        return unless_again(run, what, Outcome::Ask(question)).await.map(next).map(Some);
    }
    let mut after = run.file.ledger.of_action(&what.story, &what.action);
    failed.iter().cloned().for_each(|record| after.add(record));
    if let Standing::GivenUp(_) = after.standing(&what.story, &what.action) {
        run.file.record(failed).await?;
        return Ok(Some(Next::Restart));
    }
    Ok(None)
}

/// Claims and sends; once more where the first try came to nothing for certain though its answer did not say so.
async fn send(
    run: &mut Run<'_>,
    pace: &mut Pace,
    toot: &Toot<'_>,
    mut failed: Vec<Record>,
) -> Result<Next, Stop> {
    for last in [false, true] {
        let (intent, sent) = claim_and_send(run, toot, std::mem::take(&mut failed)).await?;
        let outcome = match sent {
            Sent::Moved => return Ok(Next::Restart),
            Sent::Late => return Ok(Next::Late),
            Sent::Unclear(_) if !last && may_try_again(run, &intent) => {
                failed.push(run.failed(&intent, Why::Unclear));
                continue;
            }
            Sent::Unclear(why) => {
                // An outage is nothing that another story would fare better in.
                pace.halted = Some(format!("the server does not answer clearly: {why}"));
                leave_open(run, &intent, &why).await?
            }
            Sent::Halted(outcome, why) => {
                pace.halted = Some(why);
                outcome
            }
            Sent::AtOnce(outcome) => {
                pace.at_once = true;
                outcome
            }
            Sent::Ended(outcome) => outcome,
        };
        pace.posted += usize::from(is_first(toot.what, &outcome));
        return Ok(Next::Ended(outcome));
    }
    Ok(Next::Restart)
}
