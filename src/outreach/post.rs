//! One announcement, from what the ledger says of it to a toot: look, claim, send.

use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::config::UnknownRun;
use crate::mastodon::post::{NewStatus, Posted};
use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::{Action, Intent, Record, Why};
use crate::outreach::answer::Verdict;
use crate::outreach::book::Claimed;
use crate::outreach::clock::earlier;
use crate::outreach::failure::Stop;
use crate::outreach::look::Settled;
use crate::outreach::ours::{Reply, Wanted};
use crate::outreach::pace::{Slot, newest, slot};
use crate::outreach::prepare::{Parent, Ready};
use crate::outreach::report::{Outcome, Question};
use crate::outreach::run::Desk;

/// How often a run starts again at 1 for one toot.
const RESTARTS: usize = 5;
/// The longest that a post may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// A toot may be stamped on the day before its story's: dates have zones.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What follows an attempt.
enum Next {
    Ended(Outcome),
    /// What was known is out of date.
    Restart,
}

/// Where an action stands by the ledger.
pub(super) enum Standing {
    Ended(Outcome),
    /// It may be posted once these intents are settled.
    Open(Vec<Intent>),
    /// The ledger was changed.
    Changed,
}

impl Desk<'_> {
    /// Posts one toot, unless it is there.
    pub(super) async fn announce(&mut self, what: &Announcement) -> Result<Outcome, Stop> {
        let mut ready = None;
        for _ in 0..=RESTARTS {
            if let Next::Ended(outcome) = self.attempt(what, &mut ready).await? {
                return Ok(outcome);
            }
            self.restart().await?;
        }
        Err(Stop::NotClaimed(format!("it moved {RESTARTS} times while `{}` was claimed", what.story)))
    }

    async fn attempt(&mut self, what: &Announcement, ready: &mut Option<Ready>) -> Result<Next, Stop> {
        let open = match self.standing(what).await? {
            Standing::Ended(outcome) => return Ok(Next::Ended(outcome)),
            Standing::Changed => return Ok(Next::Restart),
            Standing::Open(open) => open,
        };
        let Some(parent) = self.parent(what).await? else {
            return Ok(Next::Ended(Outcome::Later("the toot before it is not out".to_owned())));
        };
        let hindrance = self.hindrance(what, &parent, ready).await;
        if let (Some(outcome), true) = (&hindrance, open.is_empty()) {
            return Ok(Next::Ended(outcome.clone()));
        }
        let wanted = Wanted::of(what, &self.book.ledger, parent.reply.clone());
        let failed = match self.settle(&wanted, &open, earlier(what.date, DAY)).await? {
            Settled::There(url) => return Ok(Next::Ended(Outcome::Found(url))),
            Settled::Undecided(outcome) => return Ok(Next::Ended(outcome)),
            Settled::Absent(failed) => failed,
        };
        if let Some(outcome) = hindrance {
            self.book.record(&failed).await?;
            return Ok(Next::Ended(outcome));
        }
        if let Some(next) = self.ask_after(what, &open, &failed).await? {
            return Ok(next);
        }
        let media = ready.take().map(|ready| ready.media).unwrap_or_default();
        let toot = Toot { what, parent, media, wanted };
        let next = self.claim_and_send(&toot, failed).await?;
        if let Next::Restart = next {
            *ready = Some(Ready { media: toot.media });
        }
        Ok(next)
    }

    /// What keeps a toot from being posted in this run, though an earlier run's may be out.
    async fn hindrance(
        &self,
        what: &Announcement,
        parent: &Parent,
        ready: &mut Option<Ready>,
    ) -> Option<Outcome> {
        if let Some(why) = &self.halted {
            return Some(Outcome::Later(why.clone()));
        }
        let lost = what.reply_to.as_ref().filter(|to| parent.reply == Reply::Lost && !to.else_plain);
        if let Some(to) = lost {
            return Some(Outcome::Ask(Question {
                known: format!("the server cannot find what it answers: {}", to.url),
                answer: format!("to post it as a plain toot: `hearback toot --post --plain {}`", what.story),
            }));
        }
        if what.action == Action::New {
            if self.posted >= self.settings.max_per_run {
                return Some(Outcome::Later(format!("a run posts {} at most", self.settings.max_per_run)));
            }
            if let (Slot::At(due), true) = (self.slot(what), self.threads.contains(&what.story)) {
                return Some(Outcome::Later(format!("a thread is not scheduled, and its slot is {due}")));
            }
        }
        if ready.is_none() {
            match self.prepare(what).await {
                Ok(prepared) => *ready = Some(prepared),
                Err(outcome) => return Some(outcome),
            }
        }
        None
    }

    fn slot(&self, what: &Announcement) -> Slot {
        match what.action {
            Action::New => slot(newest(&self.book.ledger), self.clock.now(), self.settings.min_gap),
            _ => Slot::Now,
        }
    }

    /// After intents that came to nothing a person may have to be asked before there is another.
    async fn ask_after(
        &mut self,
        what: &Announcement,
        open: &[Intent],
        failed: &[Record],
    ) -> Result<Option<Next>, Stop> {
        if failed.is_empty() {
            return Ok(None);
        }
        if self.settings.unknown == UnknownRun::Ask && !open.is_empty() {
            if self.say_again(&what.story, &what.action).await? {
                return Ok(Some(Next::Restart));
            }
            let known = "an earlier run did not learn whether it was posted, and it is not in our list";
            return Ok(Some(Next::Ended(Outcome::Ask(post_again(known.to_owned(), &what.story)))));
        }
        let mut ledger = self.book.ledger.clone();
        failed.iter().cloned().for_each(|record| ledger.add(record));
        if let Ok(State::GivenUp(_)) = ledger.state(&what.story, &what.action) {
            self.book.record(failed).await?;
            return Ok(Some(Next::Restart));
        }
        Ok(None)
    }

    /// Claims and sends; once more where the first try came to nothing for certain though its answer did not say so.
    async fn claim_and_send(&mut self, toot: &Toot<'_>, mut failed: Vec<Record>) -> Result<Next, Stop> {
        for last in [false, true] {
            let intent = self.intent(toot.what);
            failed.push(Record::Intent(intent.clone()));
            if self.book.claim(&failed).await? == Claimed::Moved {
                return Ok(Next::Restart);
            }
            failed.clear();
            if self.clock.is_late(intent.at, self.settings.settle) {
                let late = self.failed(&intent, Why::Late);
                self.book.record(&[late]).await?;
                return Ok(Next::Restart);
            }
            let answer = self.send(toot, &intent).await;
            match self.judge(toot, &intent, answer).await? {
                Verdict::Ended(outcome) => return Ok(Next::Ended(outcome)),
                Verdict::Absent(_) if !last && self.may_try_again(&intent) => {
                    failed.push(self.failed(&intent, Why::Absent));
                    if let Some(next) = self.ask_after(toot.what, &[], &failed).await? {
                        return Ok(next);
                    }
                }
                Verdict::Absent(why) => return Ok(Next::Ended(unclear(&why))),
            }
        }
        Ok(Next::Restart)
    }

    /// A toot that is to be scheduled cannot be seen before it is due, and after an unclear answer a site may want to be
    /// asked.
    fn may_try_again(&self, intent: &Intent) -> bool {
        intent.due.is_none() && self.settings.unknown == UnknownRun::Retry
    }

    fn intent(&self, what: &Announcement) -> Intent {
        let due = match self.slot(what) {
            Slot::Now => None,
            Slot::At(due) => Some(whole_second(due)),
        };
        Intent {
            intent: self.fresh_id(),
            story: what.story.clone(),
            action: what.action.clone(),
            account: self.me.url.clone(),
            at: self.clock.now(),
            due,
            page: what.page.clone(),
            revision: what.revision.clone(),
            by: self.settings.by.clone(),
            commitments: what.commitments.clone(),
        }
    }

    async fn send(&self, toot: &Toot<'_>, intent: &Intent) -> Posted {
        let what = toot.what;
        let reply_to = match &toot.parent.reply {
            Reply::To(id) => Some(id.clone()),
            Reply::Nothing | Reply::Lost => None,
        };
        let status = NewStatus {
            text: what.text.clone(),
            warning: what.warning.clone(),
            sensitive: !what.warning.is_empty(),
            visibility: toot.parent.visibility.word().to_owned(),
            language: what.language.clone(),
            reply_to,
            media: toot.media.clone(),
            scheduled_at: intent.due,
            allowed_mentions: toot.may_mention(intent.due.is_some()),
        };
        let key =
            key(&self.me.url, &what.story, &what.action, self.book.ledger.agains(&what.story, &what.action));
        self.steps.pass();
        let answer = self.server.post(&status, &key, TIMEOUT.min(self.settings.settle / 2)).await;
        self.steps.pass();
        answer
    }
}

/// A toot that is being posted.
pub(super) struct Toot<'a> {
    pub(super) what: &'a Announcement,
    pub(super) parent: Parent,
    pub(super) media: Vec<String>,
    pub(super) wanted: Wanted,
}

impl Toot<'_> {
    /// The accounts that its words may mention, where they are few: a name in a summary that is somebody's on the server is
    /// refused, and nobody is notified by mistake. A scheduled toot would be refused when nobody looks, so it is let be.
    fn may_mention(&self, is_scheduled: bool) -> Option<Vec<String>> {
        let unknown = self.what.reply_to.is_some() && self.parent.author.is_none();
        let free = self.what.mentions || is_scheduled || unknown;
        (!free).then(|| self.parent.author.iter().cloned().collect())
    }
}

/// The question whether to post again.
pub(super) fn post_again(known: String, story: &str) -> Question {
    Question { known, answer: format!("to post it again: `hearback toot --post --again {story}`") }
}

/// The same for a toot that is out no more: somebody may have deleted it on purpose.
pub(super) fn gone(known: String, story: &str) -> Question {
    let Question { known, answer } = post_again(known, story);
    Question { known, answer: format!("{answer}\n  to leave it deleted: `hearback toot retract {story}`") }
}

pub(super) fn unclear(why: &str) -> Outcome {
    Outcome::NotPosted(format!("{why}; it is not in our list yet, and the next run looks for it"))
}

/// What a server compares two tries of one toot by: nothing that can change between them.
fn key(account: &str, story: &str, action: &Action, agains: usize) -> String {
    let text = format!("hearback/1\n{account}\n{story}\n{action}\n{agains}");
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
