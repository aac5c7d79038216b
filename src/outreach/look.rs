//! Looking whether a toot is there: through our own list, far enough back, and before anything is posted.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use crate::mastodon::account::Page;
use crate::mastodon::entity::Status;
use crate::model::record::{Failed, How, Intent, Receipt, Record, Why};
use crate::outreach::clock::{earlier, later};
use crate::outreach::failure::Stop;
use crate::outreach::ours::{Reply, Wanted, Whose};
use crate::outreach::report::{Outcome, Question};
use crate::outreach::run::Desk;

/// The most pages that are read: at 40 toots a page more than a year of an active account, within a server's limits.
const PAGES: usize = 200;
/// A page with so many toots is not the last one for sure.
pub(super) const FULL: usize = 20;
/// How long before an intent its toot could have been stamped.
pub(super) const BEFORE: Duration = Duration::from_secs(600);

/// What a look saw.
#[derive(Debug)]
pub(super) enum Seen {
    /// None of ours, in a list that was asked for at this time.
    Nothing(Timestamp),
    /// Ours.
    One(Box<Status>),
    /// A person has to say.
    Ask(Question),
}

/// Where an action stands after looking.
#[derive(Debug)]
pub(super) enum Settled {
    /// The toot is there, and recorded.
    There(String),
    /// It is not; these records say so, and are not written yet.
    Absent(Vec<Record>),
    /// It is not known, or not known yet.
    Undecided(Outcome),
}

/// Why a recorded toot could not be looked at.
#[derive(Debug)]
pub(super) enum Missed {
    /// The server did not say whether it is there.
    Unknown(String),
    /// What was found could not be written down.
    Stop(Stop),
}

impl From<Missed> for Stop {
    fn from(missed: Missed) -> Stop {
        match missed {
            Missed::Unknown(why) => Stop::Server(why),
            Missed::Stop(stop) => stop,
        }
    }
}

impl Desk<'_> {
    /// Looks until it is certain whether one of these intents, or a person, posted the toot.
    pub(super) async fn settle(
        &mut self,
        wanted: &Wanted,
        open: &[Intent],
        since: Timestamp,
    ) -> Result<Settled, Stop> {
        let settle = self.settings.settle;
        let since = open.iter().map(|intent| earlier(intent.at, BEFORE)).fold(since, Timestamp::min);
        loop {
            let noted = match self.look(wanted, since).await {
                Seen::Ask(question) => return Ok(Settled::Undecided(Outcome::Ask(question))),
                Seen::One(status) => {
                    let receipt = self.receipt(wanted, open.last(), How::Found, &status);
                    self.book.record(&[Record::Receipt(receipt)]).await?;
                    return Ok(Settled::There(address(&status)));
                }
                Seen::Nothing(noted) => noted,
            };
            let sent = |intent: &Intent| intent.due.unwrap_or(intent.at);
            let Some(last) = open.iter().map(sent).max() else { return Ok(Settled::Absent(Vec::new())) };
            if noted >= later(last, settle * 3) {
                return Ok(Settled::Absent(open.iter().map(|i| self.failed(i, Why::Absent)).collect()));
            }
            if last > later(noted, settle) {
                return Ok(Settled::Undecided(Outcome::Later(format!("it may be posted until {last}"))));
            }
            let rest = self.clock.until(later(last, settle * 3));
            tokio::time::sleep(rest.max(Duration::from_millis(20))).await;
        }
    }

    /// Looks once.
    pub(super) async fn look(&self, wanted: &Wanted, since: Timestamp) -> Seen {
        let noted = self.clock.now();
        let mut found = Vec::new();
        let judged = self
            .read_back(since, |status| {
                let whose = wanted.judge(&status, &self.book.ledger);
                found.extend((whose != Whose::Other).then_some((whose, status)));
                false
            })
            .await;
        if let Err(why) = judged {
            let known = format!("our own toots cannot be read far enough back: {why}");
            let again = "run again when they can be: `hearback toot --post`".to_owned();
            return Seen::Ask(Question { known, answer: again });
        }
        // A plain toot is the likelier one where nobody knows any more what ours replied to.
        if wanted.reply == Reply::Lost && found.iter().any(|(_, status)| status.in_reply_to_id.is_none()) {
            found.retain(|(_, status)| status.in_reply_to_id.is_none());
        }
        let sure: Vec<&Status> =
            found.iter().filter(|(whose, _)| *whose == Whose::Ours).map(|(_, s)| s).collect();
        match sure.as_slice() {
            [one] => return Seen::One(Box::new((*one).clone())),
            [] if found.is_empty() => return Seen::Nothing(noted),
            _ => {}
        }
        let several = if sure.is_empty() { found.iter().map(|(_, s)| s).collect() } else { sure };
        Seen::Ask(which(wanted, &several))
    }

    /// Reads our own list until it is older than `since`, or a toot is enough; fails where it ends sooner without an end.
    pub(super) async fn read_back(
        &self,
        since: Timestamp,
        mut enough: impl FnMut(Status) -> bool,
    ) -> Result<(), String> {
        let mut known = BTreeSet::new();
        self.steps.pass();
        let mut page = self.server.account_statuses(&self.me.id).await.map_err(|error| error.to_string())?;
        for _ in 0..PAGES {
            let Page { items, next } = page;
            let (count, last) = (items.len(), items.last().map(|status| status.id.clone()));
            let past = count > 0 && items.iter().all(|status| status.created_at < since);
            let fresh: Vec<Status> =
                items.into_iter().filter(|status| known.insert(status.id.clone())).collect();
            let news = !fresh.is_empty();
            if fresh.into_iter().any(&mut enough) {
                return Ok(());
            }
            let next = match (next, last) {
                _ if past => return Ok(()),
                (Some(next), _) if news || count == 0 => next,
                // Some servers name no next page though there is one.
                (None, Some(last)) if news => self.older_than(&last),
                _ if count >= FULL => return Err("the server gives the same page again".to_owned()),
                _ => return Ok(()),
            };
            self.steps.pass();
            page = self.server.next(&next).await.map_err(|error| error.to_string())?;
        }
        Err(format!("they go on after {PAGES} pages"))
    }

    /// A toot of ours that is recorded, under the id that it has now; `None` where it is gone. Fails where nobody knows.
    pub(super) async fn recorded(&mut self, receipt: &Receipt, id: &str) -> Result<Option<Status>, Missed> {
        self.steps.pass();
        if let Some(status) =
            self.server.status(id).await.map_err(|error| Missed::Unknown(error.to_string()))?
        {
            return Ok(Some(status));
        }
        // An edit can give a toot another id: its address stays.
        let mut same = None;
        let since = earlier(receipt.at, BEFORE);
        let named = |status: Status| {
            let is_it = receipt.uri.as_ref() == Some(&status.uri);
            same = same.take().or(is_it.then_some(status));
            is_it
        };
        self.read_back(since, named).await.map_err(Missed::Unknown)?;
        if let Some(status) = &same {
            self.book.record(&[self.renamed(receipt, status)]).await.map_err(Missed::Stop)?;
        }
        Ok(same)
    }

    /// The record that a toot has another id now.
    pub(super) fn renamed(&self, receipt: &Receipt, status: &Status) -> Record {
        let (id, at) = (Some(status.id.clone()), self.clock.now());
        Record::Receipt(Receipt { how: How::Found, id, revision: None, at, ..receipt.clone() })
    }

    fn older_than(&self, id: &str) -> url::Url {
        let mut url = self.server.base().clone();
        url.set_path(&format!("/api/v1/accounts/{}/statuses", self.me.id));
        url.query_pairs_mut().append_pair("limit", "40").append_pair("max_id", id);
        url
    }

    /// The record that a toot exists.
    pub(super) fn receipt(
        &self,
        wanted: &Wanted,
        intent: Option<&Intent>,
        how: How,
        status: &Status,
    ) -> Receipt {
        Receipt {
            intent: intent.map_or_else(|| self.fresh_id(), |intent| intent.intent.clone()),
            story: wanted.story.clone(),
            action: wanted.action.clone(),
            how,
            id: Some(status.id.clone()),
            uri: Some(status.uri.clone()),
            url: status.url.clone(),
            scheduled: None,
            revision: intent.map(|intent| intent.revision.clone()),
            page: None,
            at: self.clock.now(),
        }
    }

    /// The record that an intent came to nothing.
    pub(super) fn failed(&self, intent: &Intent, why: Why) -> Record {
        Record::Failed(Failed {
            intent: intent.intent.clone(),
            story: intent.story.clone(),
            action: intent.action.clone(),
            why,
            at: self.clock.now(),
        })
    }
}

/// A toot's address for people.
pub(super) fn address(status: &Status) -> String {
    status.url.clone().unwrap_or_else(|| status.uri.clone())
}

fn which(wanted: &Wanted, several: &[&Status]) -> Question {
    let urls: Vec<String> = several.iter().map(|status| address(status)).collect();
    let first = urls.first().cloned().unwrap_or_default();
    let known = match several {
        [_] => format!("a toot of ours that nobody recorded stands where it belongs: {first}"),
        [_, _] => format!("two of our toots link to it: {}", urls.join(", ")),
        _ => format!("{} of our toots link to it: {}", urls.len(), urls.join(", ")),
    };
    Question { known, answer: format!("say which: `hearback toot adopt {} {first}`", wanted.story) }
}
