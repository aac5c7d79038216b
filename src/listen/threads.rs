//! Threads of our toots: those that moved, those that were never read, and those whose turn it is.

use super::failure::Stop;
use super::run::Run;
use super::schedule::{self, Clock};
use crate::model::reply::Door;

/// How many threads that nothing is known to have moved in are read again in one run.
const AGAIN: usize = 10;
/// After how many threads the state is kept: it names every toot, so that keeping it after each would be most of the work.
/// Where a run is killed in between, these are read once more.
const KEEP_EVERY: usize = 50;

/// Reads what is due.
pub(super) async fn read(run: &mut Run<'_>) -> Result<(), Stop> {
    let moved: Vec<String> = which(run, |clock, moved| moved && clock.read.is_some());
    // The newest first: there most is said.
    let mut never: Vec<String> = which(run, |clock, _| clock.read.is_none());
    never.sort_by_key(|uri| run.heard.threads.get(uri).map(|thread| std::cmp::Reverse(thread.at)));
    let quiet: Vec<String> = which(run, |clock, moved| !moved && clock.read.is_some());
    let clocks: Vec<Clock> = quiet.iter().filter_map(|uri| clock(run, uri)).collect();
    let again: Vec<String> =
        schedule::due(&clocks, run.now, AGAIN).into_iter().filter_map(|ix| quiet.get(ix).cloned()).collect();
    for uri in moved {
        one(run, &uri).await?;
    }
    for uri in again {
        one(run, &uri).await?;
        quotes(run, &uri).await?;
    }
    for (count, uri) in never.into_iter().enumerate() {
        one(run, &uri).await?;
        if count % KEEP_EVERY == 0 {
            run.keep()?;
        }
    }
    run.keep()
}

fn which(run: &Run<'_>, is_one: impl Fn(Clock, bool) -> bool) -> Vec<String> {
    let all = run.heard.threads.iter();
    let clock = |thread: &crate::model::heard::Thread| Clock { stirred: thread.stirred, read: thread.read };
    all.filter(|(_, thread)| is_one(clock(thread), thread.moved)).map(|(uri, _)| uri.clone()).collect()
}

fn clock(run: &Run<'_>, uri: &str) -> Option<Clock> {
    run.heard.threads.get(uri).map(|thread| Clock { stirred: thread.stirred, read: thread.read })
}

/// Reads one thread.
async fn one(run: &mut Run<'_>, uri: &str) -> Result<(), Stop> {
    let Some(thread) = run.heard.threads.get(uri) else { return Ok(()) };
    let (id, story) = (thread.id.clone(), thread.story.clone());
    match run.ask(async |server| server.context(&id).await).await? {
        Ok(Some(context)) => run.take_in(uri, Door::Reply, &context.descendants)?,
        // The toot itself is gone: what was said below it is looked at by its own ids.
        Ok(None) => {}
        Err(error) => {
            run.deaf.push(format!("the thread of `{story}`: {error}"));
            return Ok(());
        }
    }
    let now = run.now;
    if let Some(thread) = run.heard.threads.get_mut(uri) {
        thread.read = Some(now);
        thread.moved = false;
    }
    Ok(())
}

/// Reads who quotes a toot: where notifications are thrown away, nothing else tells it.
async fn quotes(run: &mut Run<'_>, uri: &str) -> Result<(), Stop> {
    if run.knows_no_quotes {
        return Ok(());
    }
    let Some(id) = run.heard.threads.get(uri).map(|thread| thread.id.clone()) else { return Ok(()) };
    match run.ask(async |server| server.quotes(&id).await).await? {
        Ok(Some(quotes)) => run.take_in(uri, Door::Quote, &quotes),
        Ok(None) => {
            run.knows_no_quotes = true;
            Ok(())
        }
        Err(error) => {
            run.deaf.push(format!("quotes: {error}"));
            Ok(())
        }
    }
}
