//! Noticing that somebody deleted a toot: one look at our newest toots, whatever the number of stories.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::{Action, Receipt};
use crate::outreach::clock::later;
use crate::outreach::failure::Stop;
use crate::outreach::look::{BEFORE, FULL, Missed};
use crate::outreach::post::gone;
use crate::outreach::report::Question;
use crate::outreach::run::Desk;

impl Desk<'_> {
    /// The recorded toots that are gone, as far back as one page of our list goes. What this run announces is looked at
    /// there; a list that cannot be read says nothing.
    pub(super) async fn deleted(
        &mut self,
        announcements: &[Announcement],
    ) -> Result<Vec<(String, Action, Question)>, Stop> {
        let mut out = self.out(announcements);
        if out.is_empty() {
            return Ok(Vec::new());
        }
        self.steps.pass();
        let Ok(page) = self.server.account_statuses(&self.me.id).await else { return Ok(Vec::new()) };
        let goes_on = page.next.is_some() || page.items.len() >= FULL;
        let oldest = page
            .items
            .last()
            .filter(|_| goes_on)
            .map_or(Timestamp::MIN, |last| later(last.created_at, BEFORE));
        let there: BTreeSet<&str> = page.items.iter().map(|status| status.uri.as_str()).collect();
        out.retain(|(receipt, _)| {
            receipt.at >= oldest && receipt.uri.as_deref().is_some_and(|uri| !there.contains(uri))
        });
        let mut deleted = Vec::new();
        for (receipt, id) in out {
            match self.recorded(&receipt, &id).await {
                Ok(None) => {}
                Ok(Some(_)) | Err(Missed::Unknown(_)) => continue,
                Err(Missed::Stop(stop)) => return Err(stop),
            }
            let url = receipt.url.or(receipt.uri).unwrap_or_default();
            let question = gone(format!("its toot is gone: {url}"), &receipt.story);
            deleted.push((receipt.story, receipt.action, question));
        }
        Ok(deleted)
    }

    /// What should be out, with the id that it has.
    fn out(&self, announcements: &[Announcement]) -> Vec<(Receipt, String)> {
        let announced: BTreeSet<(&str, &Action)> =
            announcements.iter().map(|what| (what.story.as_str(), &what.action)).collect();
        let ledger = &self.book.ledger;
        let watched = ledger
            .actions()
            .filter(|named| self.settings.watched.contains(named.0) && !announced.contains(named));
        watched
            .filter_map(|(story, action)| match ledger.state(story, action) {
                Ok(State::Done(posted)) if posted.retracted.is_none() => {
                    Some((posted.receipt.clone(), posted.id?.to_owned()))
                }
                _ => None,
            })
            .collect()
    }
}
