//! Looking whether a toot is there: among what waits, in our own list, and, where that leaves out what few may see, in our
//! home timeline. The lists are kept for the run; each look reads their newest page again.

use std::time::Duration;

use jiff::Timestamp;

use crate::mastodon::ApiError;
use crate::mastodon::entity::{ScheduledStatus, Status};
use crate::model::question::Question;
use crate::model::record::{Action, How, Intent, Receipt, Record};
use crate::model::vocabulary::Visibility;
use crate::outreach::clock::{earlier, later};
use crate::outreach::failure::{Stop, unreadable};
use crate::outreach::key::key;
use crate::outreach::lists::Lists;
use crate::outreach::ours::{Reply, Wanted, Whose};
use crate::outreach::run::Run;

/// How long before an intent its toot could have been stamped.
pub(super) const BEFORE: Duration = Duration::from_secs(600);

/// What a look saw.
#[derive(Debug)]
pub(super) enum Seen {
    /// None of ours, in a list that was asked for at this time.
    Nothing(Timestamp),
    /// Ours.
    One(Box<Status>),
    /// Ours, and it waits to be posted.
    Waiting(ScheduledStatus),
    /// A person has to say.
    Ask(Question),
}

/// Looks once for what one of these intents, or a person, may have posted, back to `since`.
pub(super) async fn look(
    run: &mut Run<'_>,
    wanted: &Wanted,
    open: &[Intent],
    since: Timestamp,
) -> Result<Seen, Stop> {
    if let Some(seen) = look_among_waiting(run, wanted, open).await? {
        return Ok(seen);
    }
    let noted = run.clock.now();
    let first = open.iter().map(|intent| earlier(intent.at, BEFORE)).min();
    let since = first.map_or(since, |first| first.min(since));
    if let Err(why) = read_own(run, since, true).await? {
        return Ok(Seen::Ask(unread("our own toots cannot be read far enough back", &why)));
    }
    let hidden = first.filter(|_| may_be_hidden(run, wanted, open));
    if let Some(first) = hidden
        && let Err(why) = read_home(run, first).await?
    {
        let what =
            "our own list hides what few may see, and our home timeline cannot be read far enough back";
        return Ok(Seen::Ask(unread(what, &why)));
    }
    Ok(among(run, wanted, hidden.is_some()).unwrap_or(Seen::Nothing(noted)))
}

/// Looks among what waits, where an intent is to be posted later: the server takes a toot off that list before it puts it
/// on the other, so that one is read at least S later.
async fn look_among_waiting(
    run: &mut Run<'_>,
    wanted: &Wanted,
    open: &[Intent],
) -> Result<Option<Seen>, Stop> {
    let Some(last) = open.iter().filter(|intent| intent.due.is_some()).map(|intent| intent.at).max() else {
        return Ok(None);
    };
    let settle = run.settings().settle;
    // What was asked for 3 S after the last of them was sent tells as much as a new answer would.
    let is_enough = |asked: Timestamp| asked >= later(last, settle * 3);
    if run.lists.waiting.as_ref().is_none_or(|(asked, _)| !is_enough(*asked)) {
        run.step();
        let asked = run.clock.now();
        let waiting = match run.server().waiting().await {
            Ok(waiting) => waiting,
            Err(error @ ApiError::Refused { status: 429, .. }) => return Err(error.into()),
            Err(error) => {
                let what = "what waits on the server cannot be read";
                return Ok(Some(Seen::Ask(unread(what, &error.to_string()))));
            }
        };
        run.lists.waiting = Some((asked, waiting));
    }
    let Some((asked, Some(waiting))) = &run.lists.waiting else { return Ok(None) };
    let ledger = &run.file.ledger;
    let key = key(&run.me.url, ledger, &wanted.story, &wanted.action);
    let of_another = |waiting: &ScheduledStatus| {
        ledger
            .waiting_for(&waiting.id)
            .is_some_and(|(story, action)| story != wanted.story || *action != wanted.action)
    };
    let found = waiting.iter().find(|waiting| wanted.is_waiting_as(waiting, &key) && !of_another(waiting));
    if let Some(found) = found {
        return Ok(Some(Seen::Waiting(found.clone())));
    }
    let rest = run.clock.until(later(*asked, settle));
    tokio::time::sleep(rest).await;
    Ok(None)
}

/// Whether our own list may leave out what is looked for.
fn may_be_hidden(run: &Run<'_>, wanted: &Wanted, open: &[Intent]) -> bool {
    let said = open.iter().filter_map(|intent| Visibility::from_word(intent.visibility.as_ref()?));
    let few = said.chain(wanted.visibility).any(|visibility| visibility >= Visibility::Private);
    few && !run.settings().ways.lists_private
}

/// Reads our own list as far back as that, anew from its top where `fresh` says so; else says why it cannot be.
pub(super) async fn read_own(
    run: &mut Run<'_>,
    since: Timestamp,
    fresh: bool,
) -> Result<Result<(), String>, Stop> {
    let (server, steps, cut) = (run.server(), run.from.steps, run.settings().ways.list_ends_at);
    let step = || steps.pass();
    let own = &mut run.lists.own;
    if fresh && let Err(error) = own.refresh(server, step).await {
        return unreadable(error.into()).map(Err);
    }
    match own.read_back(server, since, cut, step).await {
        Ok(()) => Ok(Ok(())),
        Err(error) => unreadable(error).map(Err),
    }
}

async fn read_home(run: &mut Run<'_>, since: Timestamp) -> Result<Result<(), String>, Stop> {
    let (server, steps) = (run.server(), run.from.steps);
    let step = || steps.pass();
    let home = &mut run.lists.home;
    if let Err(error) = home.refresh(server, step).await {
        return unreadable(error.into()).map(Err);
    }
    match home.read_back(server, since, None, step).await {
        Ok(()) => Ok(Ok(())),
        Err(error) => unreadable(error).map(Err),
    }
}

/// What is ours among the toots that were read.
fn among(run: &Run<'_>, wanted: &Wanted, with_home: bool) -> Option<Seen> {
    let Lists { own, home, .. } = &run.lists;
    let own = own.statuses();
    let home = home.statuses().iter().filter(|status| with_home && status.account.id == run.me.id);
    let home = home.filter(|status| own.iter().all(|known| known.uri != status.uri));
    let judged = own.iter().chain(home).map(|status| (wanted.judge(status, &run.file.ledger), status));
    let mut found: Vec<(Whose, &Status)> = judged.filter(|(whose, _)| *whose != Whose::Other).collect();
    let taken = found.iter().find_map(|(whose, status)| match whose {
        Whose::Taken(story) => Some((story.clone(), *status)),
        _ => None,
    });
    found.retain(|(whose, _)| !matches!(whose, Whose::Taken(_)));
    // A plain toot is the likelier one where nobody knows any more what ours replied to.
    if wanted.reply == Reply::Lost && found.iter().any(|(_, status)| status.in_reply_to_id.is_none()) {
        found.retain(|(_, status)| status.in_reply_to_id.is_none());
    }
    let sure: Vec<&Status> =
        found.iter().filter(|(whose, _)| *whose == Whose::Ours).map(|(_, s)| *s).collect();
    match (sure.as_slice(), taken) {
        ([one], _) => Some(Seen::One(Box::new((*one).clone()))),
        ([], Some((story, status))) if found.is_empty() => former(run, wanted, &story, status),
        ([], None) if found.is_empty() => None,
        ([], _) => Some(Seen::Ask(which(wanted, &found.iter().map(|(_, s)| *s).collect::<Vec<_>>()))),
        (several, _) => Some(Seen::Ask(which(wanted, several))),
    }
}

/// A toot that links to the page and that the ledger gives to a story that is not on the site any more: its `id` changed,
/// perhaps. Once somebody said that the page is to be announced again, it is.
fn former(run: &Run<'_>, wanted: &Wanted, story: &str, status: &Status) -> Option<Seen> {
    let is_said = run.file.ledger.agains(&wanted.story, &wanted.action) > 0;
    if run.settings().published.contains(story) || is_said {
        return None;
    }
    Some(Seen::Ask(Question::former(&wanted.story, story, &address(status))))
}

fn which(wanted: &Wanted, several: &[&Status]) -> Question {
    let urls: Vec<String> = several.iter().map(|status| address(status)).collect();
    let first = urls.first().cloned().unwrap_or_default();
    let known = match several {
        [_] => format!("a toot of ours that nobody recorded stands where it belongs: {first}"),
        [_, _] => format!("two of our toots link to it: {}", urls.join(", ")),
        _ => format!("{} of our toots link to it: {}", urls.len(), urls.join(", ")),
    };
    Question::which(known, &wanted.story, &first)
}

fn unread(what: &str, why: &str) -> Question {
    Question {
        known: format!("{what}: {why}"),
        answer: "run again when they can be: `hearback toot --post`".to_owned(),
    }
}

/// Whether a recorded toot is there.
#[derive(Debug)]
pub(super) enum Recorded {
    /// Under the id that it has now.
    There(Box<Status>),
    /// It is gone.
    Gone,
    /// The server did not say.
    Unknown(String),
}

/// A toot of ours that is recorded. It is the one with its `uri`: whatever else answers to its id is another.
pub(super) async fn recorded(run: &mut Run<'_>, receipt: &Receipt, id: &str) -> Result<Recorded, Stop> {
    run.step();
    match run.server().status(id).await {
        Ok(Some(status)) if receipt.uri.as_ref() == Some(&status.uri) => {
            return Ok(Recorded::There(Box::new(status)));
        }
        Ok(_) => {}
        Err(error @ ApiError::Refused { status: 429, .. }) => return Err(error.into()),
        Err(error) => return Ok(Recorded::Unknown(error.to_string())),
    }
    // An edit can give a toot another id: its address stays.
    let since = earlier(receipt.at, BEFORE);
    if let Err(why) = read_own(run, since, true).await? {
        return Ok(Recorded::Unknown(why));
    }
    if !run.settings().ways.lists_private
        && let Err(why) = read_home(run, since).await?
    {
        return Ok(Recorded::Unknown(why));
    }
    let Lists { own, home, .. } = &run.lists;
    let all = own.statuses().iter().chain(home.statuses());
    let Some(status) = all.into_iter().find(|status| receipt.uri.as_ref() == Some(&status.uri)).cloned()
    else {
        return Ok(Recorded::Gone);
    };
    let renamed = renamed(run, receipt, &status);
    run.file.record(&[renamed]).await?;
    Ok(Recorded::There(Box::new(status)))
}

/// The record that a toot has another id now.
pub(super) fn renamed(run: &Run<'_>, receipt: &Receipt, status: &Status) -> Record {
    let (id, at) = (Some(status.id.clone()), run.clock.now());
    Record::Receipt(Receipt { how: How::Found, id, revision: None, at, ..receipt.clone() })
}

/// The record that a toot exists.
pub(super) fn receipt(
    run: &Run<'_>,
    story: &str,
    action: &Action,
    intent: Option<&Intent>,
    how: How,
    status: &Status,
) -> Receipt {
    let id = intent.map(|intent| intent.intent.clone());
    Receipt {
        intent: id.unwrap_or_else(|| run.fresh_id('i')),
        story: story.to_owned(),
        action: action.clone(),
        how,
        id: Some(status.id.clone()),
        uri: Some(status.uri.clone()),
        url: status.url.clone(),
        scheduled: None,
        revision: intent.map(|intent| intent.revision.clone()),
        page: None,
        account: intent.is_none().then(|| run.me.url.clone()),
        at: run.clock.now(),
    }
}

/// The record that a toot waits under this id.
pub(super) fn waiting_receipt(run: &Run<'_>, intent: &Intent, how: How, id: &str) -> Record {
    Record::Receipt(Receipt {
        intent: intent.intent.clone(),
        story: intent.story.clone(),
        action: intent.action.clone(),
        how,
        id: None,
        uri: None,
        url: None,
        scheduled: Some(id.to_owned()),
        revision: Some(intent.revision.clone()),
        page: None,
        account: None,
        at: run.clock.now(),
    })
}

/// A toot's address for people.
pub(super) fn address(status: &Status) -> String {
    status.url.clone().unwrap_or_else(|| status.uri.clone())
}
