//! `hearback listen`: what people say about our toots comes home.

use super::arguments::Listen;
use super::console::Console;
use super::ending::Ending;
use super::{account, clock, counted, report, root, toot, trust};
use crate::listen::{self, Report, Settings};
use crate::model::ways::Ways;
use crate::store::lock;
use crate::web::client::Client;
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;

/// Listens once, and says what is new.
pub(super) fn run(named: &Path, listen: &Listen, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let config = account::config(&root)?;
    let mastodon = config.mastodon.as_ref().with_context(|| {
        format!(
            "`{}` names no account to listen with\n  add `mastodon: {{account: \"@you@your.server\"}}`",
            root::CONFIG_FILE
        )
    })?;
    let ledger = toot::ledger(&root, &config.claim, console)?;
    let Some(_lock) = lock::take(&root)? else {
        bail!("another run is at work in this folder\n  wait until it has ended")
    };
    trust::check(mastodon, &ledger)?;
    let server = account::open(mastodon, &Client::new()?)?;
    let now = clock::now(listen.now.as_deref(), &root)?;
    let report = account::wait(async {
        let (_, version) = server.limits().await.context("cannot ask the server what it is")?;
        let settings = Settings {
            user: mastodon.user.clone(),
            hashtags: config.listen.hashtags.clone(),
            wait: listen.wait,
            ways: Ways::of(&version),
        };
        let steps = counted::steps();
        let report = listen::listen(&root, &server, &settings, &ledger, &steps, now).await;
        counted::tell(&steps, console);
        Ok(report)
    })?;
    Ok(tell(&report, console))
}

fn tell(report: &Report, console: &Console) -> Ending {
    for what in &report.dropped {
        console
            .say(&format!("warning: your server throws away {what}; only open threads are heard of these"));
    }
    for what in &report.deaf {
        console.say(&format!("warning: not heard: {what}"));
    }
    if report.stopped.is_none() || report.requests > 1 {
        console.data(&format!("{}\n", summary(report)));
    }
    if report.private > 0 {
        let count = report::number_of(
            report.private as usize,
            "private conversation has",
            "private conversations have",
        );
        console.data(&format!("{count} news: read them on Mastodon\n"));
    }
    if let Some(stop) = &report.stopped {
        let hint = stop.hint().map(|hint| format!("\n  {hint}")).unwrap_or_default();
        console.failure(&anyhow!("{stop}{hint}"));
    }
    if report.stopped.is_some() || !report.deaf.is_empty() { Ending::Network } else { Ending::Fine }
}

/// What is new, in one line.
fn summary(report: &Report) -> String {
    let change = report.change;
    let heard = report::number_of(change.new, "new reply", "new replies");
    let read = report.threads - report.unread;
    let of = match report.unread {
        0 => format!("{} heard", report::number_of(report.threads, "toot", "toots")),
        _ => format!("{read} of {} toots heard so far", report.threads),
    };
    format!("{heard}, {} changed, {} gone; {of}", change.edited, change.gone)
}
