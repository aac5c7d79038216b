//! Notifications: which threads moved, who quotes us, and who speaks to us elsewhere.

use std::collections::BTreeMap;

use super::failure::Stop;
use super::run::Run;
use super::told;
use crate::mastodon::entity::{Notification, Status};
use crate::mastodon::notification::{From, InteractionRequest};
use crate::model::heard::Seen;
use crate::model::reply::Door;

/// The most pages that are read in one run.
const PAGES: usize = 60;
/// A page with fewer has nothing behind it, on every server that was looked at.
const SHORT: usize = 40;

/// Takes in what happened since the last run.
pub(super) async fn read(run: &mut Run<'_>) -> Result<(), Stop> {
    match run.heard.newest.clone() {
        Some(newest) if run.settings.ways.pages_forward => forwards(run, newest).await?,
        _ => backwards(run).await?,
    }
    requests(run).await
}

/// Page by page from the oldest that is not known: each is taken in before the next is asked for, so that a run that is
/// cut off has not to begin again.
async fn forwards(run: &mut Run<'_>, mut newest: Seen) -> Result<(), Stop> {
    for _ in 0..PAGES {
        let id = newest.id.clone();
        let page = match run.ask(async |server| server.notifications(From::After(&id)).await).await? {
            Ok(page) => page,
            Err(error) => return deaf(run, &error.to_string()),
        };
        let count = page.len();
        let Some(last) = page.iter().max_by_key(|notification| notification.created_at).map(seen) else {
            return Ok(());
        };
        if last.id == id {
            return Ok(());
        }
        take(run, page).await?;
        newest = last;
        run.heard.newest = Some(newest.clone());
        run.keep()?;
        if count < SHORT {
            return Ok(());
        }
    }
    deaf(run, "there are more than one run reads; run again")
}

/// From the newest back to what is known, or to the oldest of our toots. Nothing counts as known before all is taken in.
async fn backwards(run: &mut Run<'_>) -> Result<(), Stop> {
    let since = run.heard.newest.clone();
    let oldest = run.heard.threads.values().map(|thread| thread.at).min().unwrap_or(run.now);
    let until = since.as_ref().map_or(oldest, |seen| seen.at);
    let mut all: Vec<Notification> = Vec::new();
    for _ in 0..PAGES {
        let before = all.last().map(|last| last.id.clone());
        let from = before.as_deref().map_or(From::Newest, From::Before);
        let page = match run.ask(async |server| server.notifications(from).await).await? {
            Ok(page) => page,
            Err(error) => return deaf(run, &error.to_string()),
        };
        let known = |notification: &Notification| all.iter().any(|known| known.id == notification.id);
        let fresh: Vec<Notification> = page.into_iter().filter(|item| !known(item)).collect();
        let is_end = fresh.is_empty() || fresh.iter().any(|item| item.created_at < until);
        all.extend(fresh.into_iter().filter(|item| item.created_at >= until));
        if is_end {
            break;
        }
    }
    all.retain(|item| since.as_ref().is_none_or(|seen| seen.id != item.id));
    let newest = all.iter().max_by_key(|notification| notification.created_at).map(seen);
    take(run, all).await?;
    if newest.is_some() {
        run.heard.newest = newest;
    }
    run.keep()
}

fn seen(notification: &Notification) -> Seen {
    Seen { id: notification.id.clone(), at: notification.created_at }
}

fn deaf(run: &mut Run<'_>, why: &str) -> Result<(), Stop> {
    run.deaf.push(format!("mentions: {why}"));
    Ok(())
}

/// Takes notifications in, whatever their order.
async fn take(run: &mut Run<'_>, notifications: Vec<Notification>) -> Result<(), Stop> {
    let mut others = Vec::new();
    let mut places: Option<BTreeMap<String, String>> = None;
    for notification in notifications {
        let Some(status) = notification.status else { continue };
        if !told::is_open(&status) || status.account.id == run.ears.id {
            continue;
        }
        if let Some(toot) = quoted(run, &status) {
            run.take_in(&toot, Door::Quote, std::slice::from_ref(&status))?;
            continue;
        }
        let toot = match &status.in_reply_to_id {
            None => None,
            Some(id) => match by_id(run, &mut places, id) {
                Some(toot) => Some(toot),
                None => above(run, &status).await?,
            },
        };
        match toot.and_then(|toot| run.heard.threads.get_mut(&toot)) {
            Some(thread) => thread.moved = true,
            None => others.extend(told::reply(&status, Door::Mention, None, &BTreeMap::new(), &run.ears)),
        }
    }
    run.take_others(others, &[])
}

/// The toot of ours that a toot quotes.
fn quoted(run: &Run<'_>, status: &Status) -> Option<String> {
    let quote = status.quote.as_ref().filter(|quote| quote.state == "accepted")?;
    let by_uri = quote.quoted_status.as_ref().map(|quoted| quoted.uri.clone());
    let by_uri = by_uri.filter(|uri| run.heard.threads.contains_key(uri));
    let id = quote.quoted_status_id.as_deref();
    let by_id = || {
        let id = id?;
        run.heard.threads.iter().find(|(_, thread)| thread.id == id).map(|(uri, _)| uri.clone())
    };
    by_uri.or_else(by_id)
}

/// The toot of ours in whose thread a toot with this id of the server stands, as far as we know the thread.
pub(super) fn by_id(
    run: &Run<'_>,
    places: &mut Option<BTreeMap<String, String>>,
    id: &str,
) -> Option<String> {
    let places = places.get_or_insert_with(|| {
        let mut places = BTreeMap::new();
        for (uri, thread) in &run.heard.threads {
            if thread.replies > 0 {
                let replies = run.replies.thread(uri);
                places.extend(replies.into_iter().map(|reply| (reply.id, uri.clone())));
            }
            places.insert(thread.id.clone(), uri.clone());
        }
        places
    });
    places.get(id).cloned()
}

/// The toot of ours somewhere above a toot.
async fn above(run: &mut Run<'_>, status: &Status) -> Result<Option<String>, Stop> {
    let id = status.id.clone();
    let Ok(Some(context)) = run.ask(async |server| server.context(&id).await).await? else { return Ok(None) };
    let all = context.ancestors.iter().chain(&context.descendants).rev();
    Ok(all.map(|status| &status.uri).find(|uri| run.heard.threads.contains_key(*uri)).cloned())
}

/// Replies that are in no thread before we agree to them.
async fn requests(run: &mut Run<'_>) -> Result<(), Stop> {
    if !run.settings.ways.holds_replies {
        return Ok(());
    }
    let waiting = match run.ask(async |server| server.interaction_requests().await).await? {
        Ok(waiting) => waiting.unwrap_or_default(),
        Err(error) => return deaf(run, &error.to_string()),
    };
    for InteractionRequest { status, reply } in waiting {
        if let (Some(status), Some(reply)) = (status, reply) {
            run.take_in(&status.uri, Door::Reply, std::slice::from_ref(&reply))?;
        }
    }
    run.keep()
}
