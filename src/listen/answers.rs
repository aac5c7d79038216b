//! What we answered by hand, in an app or a browser. Nothing notifies us of it, and what it answers would seem to wait until
//! its thread has its turn.

use std::collections::BTreeMap;

use super::failure::Stop;
use super::mentions::by_id;
use super::run::Run;
use super::told;
use crate::model::reply::Door;

/// Takes in what we said since the last run: in a thread of ours, which moved by that, or to somebody elsewhere.
pub(super) async fn read(run: &mut Run<'_>) -> Result<(), Stop> {
    let (id, after) = (run.ears.id.clone(), run.heard.answered.clone());
    let toots = match run.ask(async |server| server.posted_since(&id, after.as_deref()).await).await? {
        Ok(toots) => toots,
        Err(error) => {
            run.deaf.push(format!("our own answers: {error}"));
            return Ok(());
        }
    };
    let others: BTreeMap<String, String> =
        run.replies.others().into_iter().map(|reply| (reply.id, reply.uri)).collect();
    let uris = others.iter().map(|(id, uri)| (id.as_str(), uri.as_str())).collect();
    let (mut places, mut elsewhere) = (None, Vec::new());
    for status in &toots {
        let Some(above) = &status.in_reply_to_id else { continue };
        if others.contains_key(above) {
            elsewhere.extend(told::reply(status, Door::Mention, None, &uris, &run.ears));
            continue;
        }
        let Some(toot) = by_id(run, &mut places, above) else { continue };
        let is_known = run.replies.thread(&toot).iter().any(|reply| reply.uri == status.uri);
        if let Some(thread) = run.heard.threads.get_mut(&toot) {
            thread.moved |= !is_known;
        }
    }
    run.take_others(elsewhere, &[])?;
    if let Some(newest) = toots.iter().max_by_key(|status| status.created_at) {
        run.heard.answered = Some(newest.id.clone());
    }
    run.keep()
}
