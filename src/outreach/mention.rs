//! Telling pages of others that a story answers them: once its page is live, and again when it changes. A receiver takes a
//! second message for the news that it is, so nothing is claimed before; what was said is written down afterwards.

use std::path::Path;

use jiff::Timestamp;
use url::Url;

use crate::config::Claim;
use crate::model::record::{Mentioned, Record};
use crate::outreach::failure::Stop;
use crate::outreach::ledger_file::LedgerFile;
use crate::store::lock;
use crate::store::steps::Steps;
use crate::toot::mention::Mention;
use crate::web::client::{Client, Failure, is_loopback};
use crate::web::live;
use crate::web::webmention::{self, Told};

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionOutcome {
    /// The page was asked.
    Told(Told),
    /// Our own page is not there yet, as it is to be told about.
    NotLive(String),
}

/// The ways out: one to our own pages, and one to those of anybody, which asks no private address.
#[derive(Clone, Debug)]
pub struct Ways {
    own: Client,
    others: Client,
}

impl Ways {
    /// Those of the site at this address. A site on this machine may tell others on it.
    ///
    /// # Errors
    /// Where the system's certificates or proxy settings cannot be used.
    pub fn of(site: &Url) -> Result<Ways, Failure> {
        Ok(Ways { own: Client::new()?, others: Client::for_pages(is_loopback(site))? })
    }
}

/// Tells each page, and writes down what came of it; what did not work for now is tried by the next run.
///
/// # Errors
/// When another run has the lock, or the ledger cannot be written.
pub async fn tell(
    root: &Path,
    (claim, remote): (&Claim, &str),
    ways: &Ways,
    mentions: &[Mention],
    steps: &Steps,
    now: Timestamp,
) -> Result<Vec<MentionOutcome>, Stop> {
    let mut outcomes = Vec::with_capacity(mentions.len());
    if mentions.is_empty() {
        return Ok(outcomes);
    }
    steps.pass();
    let _lock = lock::take(root).map_err(|error| Stop::ledger(&error))?.ok_or(Stop::Busy)?;
    let mut file = LedgerFile::open(root, claim, remote, steps).await?;
    for mention in mentions {
        let outcome = one(ways, mention, steps).await;
        if let MentionOutcome::Told(told) = &outcome
            && let Some(record) = record(mention, told, now)
        {
            file.record(&[record]).await?;
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

async fn one(ways: &Ways, mention: &Mention, steps: &Steps) -> MentionOutcome {
    let (page, target) = match (Url::parse(&mention.page), Url::parse(&mention.target)) {
        (Ok(page), Ok(target)) => (page, target),
        _ => return MentionOutcome::Told(Told::Nobody),
    };
    steps.pass();
    if let Err(why) = live::look(&ways.own, &page, &mention.revision).await {
        return MentionOutcome::NotLive(why.to_string());
    }
    steps.pass();
    MentionOutcome::Told(webmention::tell(&ways.others, &page, &target).await)
}

fn record(mention: &Mention, told: &Told, at: Timestamp) -> Option<Record> {
    let (endpoint, status) = match told {
        Told::Taken { endpoint, status } => (Some(endpoint.to_string()), Some(*status)),
        Told::Refused { status, .. } => (None, Some(*status)),
        Told::Nobody => (None, None),
        Told::Later(_) => return None,
    };
    Some(Record::Mentioned(Mentioned {
        story: mention.story.clone(),
        page: mention.page.clone(),
        target: mention.target.clone(),
        revision: mention.revision.clone(),
        endpoint,
        status,
        at,
    }))
}
