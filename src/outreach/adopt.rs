//! Taking up a toot that a person or another program posted: from then on it is the story's.

use jiff::Timestamp;

use crate::html::links;
use crate::mastodon::entity::Status;
use crate::model::ledger::State;
use crate::model::record::{Action, How, Receipt, Record};
use crate::outreach::failure::Stop;
use crate::outreach::look::address;
use crate::outreach::report::{Line, Outcome, Report};
use crate::outreach::run::{Desk, Outreach};

/// Records the toot at `url` as the story's.
pub async fn adopt(outreach: Outreach<'_>, story: &str, url: &str) -> Report {
    let mut report = Report::default();
    match adopt_one(outreach, story, url).await {
        Ok((action, outcome)) => report.lines.push(Line { story: story.to_owned(), action, outcome }),
        Err(stop) => report.stopped = Some(stop),
    }
    report
}

async fn adopt_one(outreach: Outreach<'_>, story: &str, url: &str) -> Result<(Action, Outcome), Stop> {
    let mut desk = Desk::open(outreach).await?;
    let Some(status) = desk.find(url).await? else {
        return Ok((Action::New, Outcome::NotPosted(format!("the server does not know {url}"))));
    };
    let action = desk.place_of(story, &status);
    let outcome = desk.adopt(story, &action, &status).await?;
    Ok((action, outcome))
}

impl Desk<'_> {
    async fn adopt(&mut self, story: &str, action: &Action, status: &Status) -> Result<Outcome, Stop> {
        let url = address(status);
        if status.account.id != self.me.id {
            return Ok(Outcome::NotPosted(format!("{url} is not a toot of ours")));
        }
        let ledger = &self.book.ledger;
        if let Some((owner, _)) = ledger.owner(&status.uri).filter(|owner| *owner != (story, action)) {
            return Ok(Outcome::NotPosted(format!("{url} is recorded as a toot of `{owner}`")));
        }
        if let Ok(State::Done(posted)) = ledger.state(story, action)
            && let Some(uri) = &posted.receipt.uri
        {
            let there = posted.receipt.url.as_ref().unwrap_or(uri);
            return Ok(match *uri == status.uri {
                true => Outcome::There(url),
                false => Outcome::NotPosted(format!("another toot is recorded as its: {there}")),
            });
        }
        let receipt = Receipt {
            intent: self.fresh_id(),
            story: story.to_owned(),
            action: action.clone(),
            how: How::Adopted,
            id: Some(status.id.clone()),
            uri: Some(status.uri.clone()),
            url: status.url.clone(),
            scheduled: None,
            revision: None,
            page: self.page_of(status),
            at: self.clock.now(),
        };
        self.book.record(&[Record::Receipt(receipt)]).await?;
        Ok(Outcome::Adopted(url))
    }

    /// The server's search, else our own list: some servers find nothing of ours.
    async fn find(&self, url: &str) -> Result<Option<Status>, Stop> {
        self.steps.pass();
        if let Ok(Some(status)) = self.server.resolve(url).await {
            return Ok(Some(status));
        }
        let mut found = None;
        let named = |status: Status| {
            let is_it = status.is_at(url);
            found = found.take().or(is_it.then_some(status));
            is_it
        };
        self.read_back(Timestamp::MIN, named).await.map_err(Stop::Server)?;
        Ok(found)
    }

    /// Which of the story's toots it is: what replies to one of them is the next part, else it is the first.
    fn place_of(&self, story: &str, status: &Status) -> Action {
        let Some(parent) = &status.in_reply_to_id else { return Action::New };
        let replied = |action: &Action| self.posted_id(story, action).as_ref() == Some(parent);
        let ledger = &self.book.ledger;
        let before = ledger.actions().filter(|(named, _)| *named == story).map(|(_, action)| action);
        before
            .filter(|action| replied(action))
            .find_map(|action| match action {
                Action::New => Some(Action::Part(2)),
                Action::Part(number) => Some(Action::Part(number + 1)),
                Action::Correction(_) => None,
            })
            .unwrap_or(Action::New)
    }

    /// The page that it links to: its card's, else its last link that leads away from the server.
    fn page_of(&self, status: &Status) -> Option<String> {
        let server = self.server.base().as_str();
        let away = |link: &String| !link.starts_with(server);
        let card = status.card.as_ref().map(|card| card.url.clone());
        card.or_else(|| links(&status.content).into_iter().rfind(away))
    }
}
