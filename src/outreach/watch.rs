//! Noticing that somebody deleted a toot: one look at our newest toots, whatever the number of stories.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::model::announcement::Announcement;
use crate::model::question::Question;
use crate::model::record::{Action, Receipt};
use crate::model::standing::Standing;
use crate::outreach::clock::later;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{BEFORE, Recorded, read_own, recorded};
use crate::outreach::run::Run;

/// A list that is not longer than this is read to its end: that costs one request more.
const SHORT: usize = 40;

/// The recorded toots that are gone, as far back as one page of our list goes. What this run announces is looked at
/// there; a list that cannot be read says nothing.
pub(super) async fn deleted(
    run: &mut Run<'_>,
    announcements: &[Announcement],
) -> Result<Vec<(String, Action, Question)>, Stop> {
    let mut out = out(run, announcements);
    if out.is_empty() || read_own(run, Timestamp::MAX, true).await?.is_err() {
        return Ok(Vec::new());
    }
    let (server, steps) = (run.server(), run.from.steps);
    let own = &mut run.lists.own;
    if own.statuses().len() < SHORT && !own.is_whole() {
        steps.pass();
        // Where it cannot be read, the newest toots are not judged.
        let _ = own.read_page(server).await;
    }
    let oldest = match own.is_whole() {
        true => Timestamp::MIN,
        false => own.statuses().last().map_or(Timestamp::MIN, |last| later(last.created_at, BEFORE)),
    };
    let there: BTreeSet<&str> = own.statuses().iter().map(|status| status.uri.as_str()).collect();
    out.retain(|(receipt, _)| {
        receipt.at >= oldest && receipt.uri.as_deref().is_some_and(|uri| !there.contains(uri))
    });
    let mut deleted = Vec::new();
    for (receipt, id) in out {
        if let Recorded::Gone = recorded(run, &receipt, &id).await? {
            let url = receipt.url.or(receipt.uri).unwrap_or_default();
            let question = Question::gone(format!("its toot is gone: {url}"), &receipt.story);
            deleted.push((receipt.story, receipt.action, question));
        }
    }
    Ok(deleted)
}

/// What should be out, with the id that it has.
fn out(run: &Run<'_>, announcements: &[Announcement]) -> Vec<(Receipt, String)> {
    let announced: BTreeSet<(&str, &Action)> =
        announcements.iter().map(|what| (what.story.as_str(), &what.action)).collect();
    let ledger = &run.file.ledger;
    let watched =
        run.settings().watched.iter().flat_map(|story| ledger.actions_of(story).map(move |a| (story, a)));
    watched
        .filter(|(story, action)| !announced.contains(&(story.as_str(), *action)))
        .filter_map(|(story, action)| match ledger.standing_of(story, action, Some(&run.me.name), None) {
            Standing::Out(posted) => Some((posted.receipt.clone(), posted.id?.to_owned())),
            _ => None,
        })
        .collect()
}
