//! What an answer to a post is worth. A yes is looked at, a no is recorded, and everything else is unknown until our own
//! list has been read.

use crate::mastodon::entity::{ScheduledStatus, Status};
use crate::mastodon::post::Posted;
use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::{Action, How, Intent, Receipt, Record, Why};
use crate::outreach::clock::{earlier, later};
use crate::outreach::failure::Stop;
use crate::outreach::look::{Missed, Seen, address};
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::post::{Standing, Toot, gone, post_again, unclear};
use crate::outreach::report::{Outcome, Question};
use crate::outreach::run::Desk;

/// What is known after a post.
pub(super) enum Verdict {
    /// All.
    Ended(Outcome),
    /// It is not in our list; the answer was this.
    Absent(String),
}

/// Whether what a server answered is really there.
enum There {
    Yes,
    No,
    Unknown(String),
}

impl Desk<'_> {
    /// Turns an answer into records.
    pub(super) async fn judge(
        &mut self,
        toot: &Toot<'_>,
        intent: &Intent,
        answer: Posted,
    ) -> Result<Verdict, Stop> {
        match answer {
            Posted::Stored(status) => self.verify(toot, intent, &status).await,
            Posted::Waiting(waiting) => self.verify_waiting(toot, intent, &waiting).await,
            Posted::Refused { why, message, .. } => {
                let failed = self.failed(intent, why.clone());
                self.book.record(&[failed]).await?;
                let said = message.map(|message| format!(": {message}")).unwrap_or_default();
                let text = match &why {
                    Why::Http(status) => format!("the server refused it ({status}){said}"),
                    _ => format!("the server cannot be reached{said}"),
                };
                if matches!(why, Why::Unreachable | Why::Http(401 | 403 | 410 | 429)) {
                    self.halted = Some(text.clone());
                }
                Ok(Verdict::Ended(Outcome::NotPosted(text)))
            }
            Posted::Unknown(why) => {
                tokio::time::sleep(self.settings.settle).await;
                self.seen(toot, intent, Verdict::Absent(why)).await
            }
        }
    }

    /// Looks, and takes `absent` where nothing is there.
    async fn seen(&mut self, toot: &Toot<'_>, intent: &Intent, absent: Verdict) -> Result<Verdict, Stop> {
        match self.look(&toot.wanted, earlier(intent.at, super::look::BEFORE)).await {
            Seen::Nothing(_) => Ok(absent),
            Seen::Ask(question) => Ok(Verdict::Ended(Outcome::Ask(question))),
            Seen::One(status) => self.posted(toot, intent, How::Found, &status).await.map(Verdict::Ended),
        }
    }

    async fn posted(
        &mut self,
        toot: &Toot<'_>,
        intent: &Intent,
        how: How,
        status: &Status,
    ) -> Result<Outcome, Stop> {
        self.count(toot.what);
        let receipt = self.receipt(&toot.wanted, Some(intent), how, status);
        self.book.record(&[Record::Receipt(receipt)]).await?;
        Ok(Outcome::Posted(address(status)))
    }

    fn count(&mut self, what: &Announcement) {
        self.posted += usize::from(what.action == Action::New);
    }

    async fn verify(&mut self, toot: &Toot<'_>, intent: &Intent, status: &Status) -> Result<Verdict, Stop> {
        let mut there = self.is_there(&status.id).await;
        if !matches!(there, There::Yes) {
            tokio::time::sleep(self.settings.settle).await;
            there = self.is_there(&status.id).await;
        }
        if let There::Yes = there {
            return self.posted(toot, intent, How::Posted, status).await.map(Verdict::Ended);
        }
        self.maybe_ghost(toot, intent, there).await
    }

    async fn verify_waiting(
        &mut self,
        toot: &Toot<'_>,
        intent: &Intent,
        waiting: &ScheduledStatus,
    ) -> Result<Verdict, Stop> {
        let mut there = self.is_waiting(&waiting.id).await;
        if !matches!(there, There::Yes) {
            tokio::time::sleep(self.settings.settle).await;
            there = self.is_waiting(&waiting.id).await;
        }
        if !matches!(there, There::Yes) {
            return self.maybe_ghost(toot, intent, there).await;
        }
        self.count(toot.what);
        let receipt = Receipt {
            intent: intent.intent.clone(),
            story: intent.story.clone(),
            action: intent.action.clone(),
            how: How::Posted,
            id: None,
            uri: None,
            url: None,
            scheduled: Some(waiting.id.clone()),
            revision: Some(intent.revision.clone()),
            page: None,
            at: self.clock.now(),
        };
        self.book.record(&[Record::Receipt(receipt)]).await?;
        Ok(Verdict::Ended(Outcome::Scheduled(waiting.scheduled_at)))
    }

    /// The server said yes, and does not have it: neither under its id nor, perhaps, in our list.
    async fn maybe_ghost(&mut self, toot: &Toot<'_>, intent: &Intent, there: There) -> Result<Verdict, Stop> {
        let unknown = match there {
            There::Unknown(why) => Some(why),
            There::Yes | There::No => None,
        };
        let absent = Verdict::Absent(String::new());
        match (self.seen(toot, intent, absent).await?, unknown) {
            (Verdict::Absent(_), None) => {
                let failed = self.failed(intent, Why::Ghost);
                self.book.record(&[failed]).await?;
                let why = "the server took it and did not keep it";
                Ok(Verdict::Ended(Outcome::NotPosted(why.to_owned())))
            }
            (Verdict::Absent(_), Some(why)) => Ok(Verdict::Ended(unclear(&why))),
            (ended, _) => Ok(ended),
        }
    }

    async fn is_there(&self, id: &str) -> There {
        self.steps.pass();
        there(self.server.status(id).await)
    }

    async fn is_waiting(&self, id: &str) -> There {
        self.steps.pass();
        there(self.server.scheduled(id).await)
    }

    /// Where an action stands by the ledger, and, where it is done, by the server.
    pub(super) async fn standing(&mut self, what: &Announcement) -> Result<Standing, Stop> {
        let (story, action) = (&what.story, &what.action);
        let (receipt, id, retracted) = match self.book.ledger.state(story, action) {
            Err(two) => {
                let answer = format!("delete one, and its line in `ledger.jsonl`: {}", two.first);
                return Ok(Standing::Ended(Outcome::Ask(Question { known: two.to_string(), answer })));
            }
            Ok(State::Free) => return Ok(Standing::Open(Vec::new())),
            Ok(State::Open(open)) => return Ok(Standing::Open(open.into_iter().cloned().collect())),
            Ok(State::GivenUp(failed)) => {
                let known = format!("it came to nothing {} times", failed.len());
                return self.ask_again(what, post_again(known, story)).await;
            }
            Ok(State::Done(posted)) => {
                (posted.receipt.clone(), posted.id.map(str::to_owned), posted.retracted.is_some())
            }
        };
        let url = receipt.url.clone().or_else(|| receipt.uri.clone()).unwrap_or_default();
        if retracted {
            return Ok(match self.say_again(story, action).await? {
                true => Standing::Changed,
                false => Standing::Ended(Outcome::Retracted(url)),
            });
        }
        match (&receipt.uri, &receipt.scheduled, &id) {
            (None, Some(waiting), _) => self.still_waiting(what, &receipt, waiting).await,
            (Some(_), _, Some(id)) => match self.recorded(&receipt, id).await {
                Ok(None) => self.ask_again(what, gone(format!("its toot is gone: {url}"), story)).await,
                // A server that is busy says nothing about a toot that is recorded.
                Ok(Some(_)) | Err(Missed::Unknown(_)) => Ok(Standing::Ended(Outcome::There(url))),
                Err(Missed::Stop(stop)) => Err(stop),
            },
            _ => Ok(Standing::Ended(Outcome::There(url))),
        }
    }

    async fn ask_again(&mut self, what: &Announcement, question: Question) -> Result<Standing, Stop> {
        Ok(match self.say_again(&what.story, &what.action).await? {
            true => Standing::Changed,
            false => Standing::Ended(Outcome::Ask(question)),
        })
    }

    /// A toot that was scheduled and waits no more, for whoever only knows its receipt.
    pub(super) async fn look_for_scheduled(&mut self, receipt: &Receipt) -> Option<Receipt> {
        let (story, action) = (&receipt.story, &receipt.action);
        let wanted = Wanted::withdrawn(story, action, &self.book.ledger, Reply::Lost);
        match self.look(&wanted, earlier(receipt.at, super::look::BEFORE)).await {
            Seen::One(status) => {
                let found = self.receipt(&wanted, None, How::Found, &status);
                Some(Receipt { intent: receipt.intent.clone(), ..found })
            }
            Seen::Nothing(_) | Seen::Ask(_) => None,
        }
    }

    /// A toot that was scheduled: it waits, or is out, or somebody took it away.
    async fn still_waiting(
        &mut self,
        what: &Announcement,
        receipt: &Receipt,
        waiting: &str,
    ) -> Result<Standing, Stop> {
        let intent = self.book.ledger.records().find_map(|record| match record {
            Record::Intent(intent) if intent.intent == receipt.intent => Some(intent.clone()),
            _ => None,
        });
        let due = intent.as_ref().and_then(|intent| intent.due).unwrap_or(receipt.at);
        let decided = later(due, self.settings.settle * 3);
        let reply = self.parent(what).await?.map_or(Reply::Lost, |parent| parent.reply);
        let wanted = Wanted::of(what, &self.book.ledger, reply);
        loop {
            let there = self.is_waiting(waiting).await;
            if !matches!(there, There::No) {
                return Ok(Standing::Ended(Outcome::Scheduled(due)));
            }
            match self.look(&wanted, earlier(receipt.at, super::look::BEFORE)).await {
                Seen::Ask(question) => return Ok(Standing::Ended(Outcome::Ask(question))),
                Seen::One(status) => {
                    let found = self.receipt(&wanted, intent.as_ref(), How::Found, &status);
                    let found = Receipt { intent: receipt.intent.clone(), ..found };
                    self.book.record(&[Record::Receipt(found)]).await?;
                    return Ok(Standing::Ended(Outcome::Found(address(&status))));
                }
                Seen::Nothing(noted) if noted >= decided => {
                    let known = format!("it was to be posted at {due}, and is neither waiting nor out");
                    return self.ask_again(what, gone(known, &what.story)).await;
                }
                Seen::Nothing(noted) if due > later(noted, self.settings.settle) => {
                    let known = format!("it was to be posted at {due}, and does not wait any more");
                    return Ok(Standing::Ended(Outcome::Ask(gone(known, &what.story))));
                }
                Seen::Nothing(_) => tokio::time::sleep(self.clock.until(decided)).await,
            }
        }
    }
}

fn there<T>(answer: Result<Option<T>, crate::mastodon::ApiError>) -> There {
    match answer {
        Ok(Some(_)) => There::Yes,
        Ok(None) => There::No,
        Err(error) => There::Unknown(error.to_string()),
    }
}
