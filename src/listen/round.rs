//! One round of listening, from the first question to what is said about it.

use std::path::Path;

use jiff::Timestamp;

use super::failure::Stop;
use super::merge::Change;
use super::run::{Run, Settings};
use super::{answers, hashtags, look, mentions, threads};
use crate::mastodon::Server;
use crate::model::ledger::Ledger;
use crate::store::steps::Steps;

/// What a run brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What became of the replies.
    pub change: Change,
    /// How many toots of ours there are.
    pub threads: usize,
    /// How many of them were never read, after this run.
    pub unread: usize,
    /// How many private conversations have news.
    pub private: u32,
    /// What the server throws away before anybody hears it, in words.
    pub dropped: Vec<&'static str>,
    /// What could not be read, and why.
    pub deaf: Vec<String>,
    /// How many requests it took.
    pub requests: usize,
    /// Why it ended before its end.
    pub stopped: Option<Stop>,
}

/// Listens once. What a step heard is kept before the next begins, so that a round that is cut off anywhere loses nothing
/// that the server still has.
pub async fn listen(
    root: &Path,
    server: &Server,
    settings: &Settings,
    ledger: &Ledger,
    steps: &Steps,
    now: Timestamp,
) -> Report {
    let mut run = Run::new(root, server, settings, steps, now);
    let stopped = hear(&mut run, ledger).await.err();
    report(run, stopped)
}

async fn hear(run: &mut Run<'_>, ledger: &Ledger) -> Result<(), Stop> {
    run.open().await?;
    run.take_toots(ledger)?;
    run.keep()?;
    mentions::read(run).await?;
    answers::read(run).await?;
    threads::read(run).await?;
    look::again(run).await?;
    hashtags::read(run).await
}

/// Keeps how the round went, and says it.
fn report(mut run: Run<'_>, mut stopped: Option<Stop>) -> Report {
    let unread = run.heard.threads.values().filter(|thread| thread.read.is_none()).count();
    run.deaf.sort();
    run.deaf.dedup();
    run.heard.last = Some(run.now);
    run.heard.deaf.clone_from(&run.deaf);
    if let Some(stop) = &stopped {
        run.heard.deaf.push(stop.to_string());
    } else if run.deaf.is_empty() {
        run.heard.good = Some(run.now);
    }
    // A round of another account leaves what was heard as it was.
    if !matches!(stopped, Some(Stop::OtherAccount { .. })) {
        stopped = stopped.or(run.keep().err());
    }
    Report {
        change: run.change,
        threads: run.heard.threads.len(),
        unread,
        private: run.heard.private,
        dropped: run.dropped,
        deaf: run.deaf,
        requests: run.requests,
        stopped,
    }
}
