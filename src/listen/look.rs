//! Looking again at what is kept, each toot by its own id: an edit replaces it; 404 and 410 take it out, and so does a
//! visibility that is not everybody's. Nothing else does.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::failure::Stop;
use super::run::{Run, is_over};
use super::told;
use crate::mastodon::entity::Status;
use crate::mastodon::notification::IDS;
use crate::model::reply::{Door, Reply};
use std::collections::BTreeMap;

/// How many toots are looked at in one run, where the server tells of many at once.
const MANY: usize = 5 * IDS;
/// How many where each is a request.
const FEW: usize = 20;
/// The shortest time between two looks at a thread.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);

/// What became of a toot.
enum Found {
    /// It is there.
    There(Box<Status>),
    /// It is not there any more.
    Gone,
    /// The server does not tell.
    Unknown,
}

/// Looks at the threads that were looked at longest ago, and at what was said elsewhere.
pub(super) async fn again(run: &mut Run<'_>) -> Result<(), Stop> {
    let due = |run: &Run<'_>, at| is_over(at, PAUSE, run.now);
    let mut threads: Vec<(Option<jiff::Timestamp>, String)> = run
        .heard
        .threads
        .iter()
        .filter(|(_, thread)| thread.replies > 0 && due(run, thread.looked))
        .map(|(uri, thread)| (thread.looked, uri.clone()))
        .collect();
    threads.sort();
    let mut left = if run.knows_no_ids { FEW } else { MANY };
    for (_, uri) in threads {
        if left == 0 {
            return Ok(());
        }
        let replies = run.replies.thread(&uri);
        let (statuses, gone) = look(run, &replies, &mut left).await?;
        let gone = not_elsewhere(run, &uri, &statuses, gone).await?;
        run.take_in(&uri, Door::Mention, &statuses)?;
        run.take_out(&uri, &gone)?;
        let now = run.now;
        if let Some(thread) = run.heard.threads.get_mut(&uri) {
            thread.looked = Some(now);
        }
        run.keep()?;
    }
    if left > 0 && due(run, run.heard.others_looked) {
        let others = run.replies.others();
        let newest: Vec<Reply> = others.into_iter().rev().take(left).collect();
        let (statuses, mut gone) = look(run, &newest, &mut left).await?;
        let mut told = Vec::new();
        for status in &statuses {
            match told::reply(status, Door::Hashtag, None, &BTreeMap::new(), &run.ears) {
                Some(reply) => told.push(reply),
                None => gone.push(status.uri.clone()),
            }
        }
        run.take_others(told, &gone)?;
        run.heard.others_looked = Some(run.now);
        run.keep()?;
    }
    Ok(())
}

/// What the server tells of these now, and which are gone by their ids.
async fn look(
    run: &mut Run<'_>,
    replies: &[Reply],
    left: &mut usize,
) -> Result<(Vec<Status>, Vec<String>), Stop> {
    let (mut there, mut gone) = (Vec::new(), Vec::new());
    for some in replies.chunks(IDS) {
        if *left == 0 {
            break;
        }
        let ids: Vec<&str> = some.iter().map(|reply| reply.id.as_str()).collect();
        let listed = match run.knows_no_ids {
            true => None,
            false => run.ask(async |server| server.statuses(&ids).await).await?.ok().flatten(),
        };
        if listed.is_none() && !run.knows_no_ids {
            run.knows_no_ids = true;
            *left = (*left).min(FEW);
        }
        let listed = listed.unwrap_or_default();
        let known: BTreeSet<String> = listed.iter().map(|status| status.id.clone()).collect();
        if !run.knows_no_ids {
            *left = left.saturating_sub(some.len());
        }
        there.extend(listed);
        // A list leaves out more than what is gone: each that is not in it is asked for by itself.
        for reply in some.iter().filter(|reply| !known.contains(&reply.id)) {
            if run.knows_no_ids {
                if *left == 0 {
                    break;
                }
                *left -= 1;
            }
            match one(run, reply).await? {
                Found::There(status) => there.push(*status),
                Found::Gone => gone.push(reply.uri.clone()),
                Found::Unknown => {}
            }
        }
    }
    Ok((there, gone))
}

async fn one(run: &mut Run<'_>, reply: &Reply) -> Result<Found, Stop> {
    let id = reply.id.clone();
    Ok(match run.ask(async |server| server.status(&id).await).await? {
        Ok(Some(status)) if status.uri == reply.uri => Found::There(Box::new(status)),
        // Another toot under this id: the server gives ids again.
        Ok(Some(_)) => Found::Unknown,
        Ok(None) => Found::Gone,
        Err(_) => Found::Unknown,
    })
}

/// Those that are not in the thread under another id either: on some servers an edit changes it.
async fn not_elsewhere(
    run: &mut Run<'_>,
    toot: &str,
    there: &[Status],
    mut gone: Vec<String>,
) -> Result<Vec<String>, Stop> {
    gone.retain(|uri| there.iter().all(|status| status.uri != *uri));
    let Some(id) = run.heard.threads.get(toot).map(|thread| thread.id.clone()).filter(|_| !gone.is_empty())
    else {
        return Ok(gone);
    };
    if !run.changes_ids() {
        return Ok(gone);
    }
    if let Ok(Some(context)) = run.ask(async |server| server.context(&id).await).await? {
        let kept = run.replies.thread(toot);
        let old = |uri: &str| kept.iter().find(|reply| reply.uri == uri).map(|reply| reply.id.clone());
        let renamed: Vec<Status> = context
            .descendants
            .into_iter()
            .filter(|status| gone.contains(&status.uri) && old(&status.uri).is_some_and(|id| id != status.id))
            .collect();
        gone.retain(|uri| renamed.iter().all(|status| status.uri != *uri));
        run.take_in(toot, Door::Mention, &renamed)?;
    }
    Ok(gone)
}
