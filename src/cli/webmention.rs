//! `hearback webmention`: pages of others that a story answers are told so.

use super::arguments::Webmention;
use super::console::Console;
use super::ending::Ending;
use super::history::REMOTE;
use super::{account, build, counted, report, root, toot};
use crate::outreach::mention::{MentionOutcome, Ways, tell};
use crate::toot::mention::mentions;
use crate::web::webmention::Told;
use anyhow::{Result, anyhow};
use std::path::Path;

/// Prints what would be told, and tells it where `--send` asks for it.
pub(super) fn run(named: &Path, asked: &Webmention, console: &Console) -> Result<Ending> {
    let request = build::request(root::find(named)?, &asked.selection)?;
    let Some(press) = toot::site(&request, console) else { return Ok(Ending::Content) };
    let config = press.config();
    let ledger = toot::ledger(&request.root, &config.claim, console)?;
    let due = mentions(press.site(), config, &ledger);
    if due.is_empty() {
        console.data("no page is to be told anything\n");
        return Ok(Ending::Fine);
    }
    if !asked.send {
        for mention in &due {
            let again = if mention.again { ", again" } else { "" };
            console.data(&format!("{}{again}\n  {} links to it\n", mention.target, mention.page));
        }
        let count = report::number_of(due.len(), "page", "pages");
        console.say(&format!("nothing is sent yet; to tell {count}: `hearback webmention --send`"));
        return Ok(Ending::Fine);
    }
    let (ways, steps) = (Ways::of(&config.url)?, counted::steps());
    let told = account::wait(async {
        let at = (&config.claim, REMOTE);
        Ok(tell(&request.root, at, &ways, &due, &steps, jiff::Timestamp::now()).await)
    })?;
    counted::tell(&steps, console);
    let outcomes = match told {
        Ok(outcomes) => outcomes,
        Err(stop) => {
            let hint = stop.hint().map(|hint| format!("\n  {hint}")).unwrap_or_default();
            console.failure(&anyhow!("{stop}{hint}"));
            return Ok(Ending::Network);
        }
    };
    let mut ending = Ending::Fine;
    for (mention, outcome) in due.iter().zip(&outcomes) {
        let what = match outcome {
            MentionOutcome::Told(told) => {
                if matches!(told, Told::Later(_)) {
                    ending = Ending::Network;
                }
                told.to_string()
            }
            MentionOutcome::NotLive(why) => {
                ending = Ending::Network;
                format!("not told yet: {why} ({})", mention.page)
            }
        };
        console.data(&format!("{}: {what}\n", mention.target));
    }
    Ok(ending)
}
