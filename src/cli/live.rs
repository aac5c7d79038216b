//! The step of `publish` that waits until readers get what was built.

use super::arguments::Selection;
use super::console::Console;
use super::ending::{Ending, Refused};
use super::{account, build, root, toot};
use crate::model::story::Story;
use crate::web::client::Client;
use crate::web::live::{NotLive, look};
use anyhow::{Context, Result};
use std::path::Path;
use std::time::{Duration, Instant};
use url::Url;

/// The pauses between two looks: what is deployed by others takes a minute, what a cache holds some more.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(10), Duration::from_secs(30)];

/// Waits until the story that changed last is live as it was built. A site that tells stories has one; one that has none is
/// taken for live.
pub(super) fn run(named: &Path, selection: &Selection, wait: Duration, console: &Console) -> Result<Ending> {
    let request = build::request(root::find(named)?, selection)?;
    let Some(press) = toot::site(&request, console) else { return Ok(Ending::Content) };
    let site = press.site();
    let changed = |story: &Story| story.updated.unwrap_or(story.date);
    let newest = site.stories.iter().zip(site.ties.iter()).max_by_key(|(story, _)| changed(story));
    let Some((story, ties)) = newest else { return Ok(Ending::Fine) };
    let page = press.config().absolute(&ties.address);
    let page = Url::parse(&page).with_context(|| format!("the address `{page}` of a page"))?;
    let client = Client::new()?;
    match account::wait(async { Ok(wait_for(&client, &page, &story.revision, wait, console).await) })? {
        Ok(()) => {
            console.say(&format!("{page} is live"));
            Ok(Ending::Fine)
        }
        Err(why) => {
            let hint = "see where the address leads, and whether the host has the new pages";
            Err(Refused(format!("{page} is not live as it was built: {why}\n  {hint}")).into())
        }
    }
}

/// Looks until it is there or the time is over. What it waits for is said once, and again when that is another thing.
async fn wait_for(
    client: &Client,
    page: &Url,
    revision: &str,
    wait: Duration,
    console: &Console,
) -> Result<(), NotLive> {
    let until = Instant::now() + wait;
    let longest = PAUSES[PAUSES.len() - 1];
    let mut said = None;
    for pause in PAUSES.into_iter().chain(std::iter::repeat(longest)) {
        let Err(why) = look(client, page, revision).await else { break };
        if said.as_ref() != Some(&why) && !wait.is_zero() {
            console.say(&format!("waiting for {page}: {why}"));
            said = Some(why.clone());
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(why);
        }
        tokio::time::sleep(pause.min(left)).await;
    }
    Ok(())
}
