//! Taking up a toot that a person or another program posted: from then on it is the story's.

use jiff::Timestamp;

use crate::html::links;
use crate::mastodon::entity::Status;
use crate::model::account_name::AccountName;
use crate::model::record::{Action, How, Receipt, Record};
use crate::model::standing::Standing;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{address, read_own, receipt};
use crate::outreach::parent::posted_id;
use crate::outreach::report::{Outcome, Report};
use crate::outreach::run::{Outreach, Run};

/// Records the toot at `url` as the story's. `revision` is what the story says now, where it is on the site: from then on
/// only what changes is to be brought up to date.
pub async fn adopt(outreach: Outreach<'_>, story: &str, url: &str, revision: Option<&str>) -> Report {
    let mut report = Report::default();
    match adopt_at(outreach, story, url, revision).await {
        Ok((action, outcome)) => report.add(story, &action, outcome),
        Err(stop) => report.stopped = Some(stop),
    }
    report
}

async fn adopt_at(
    outreach: Outreach<'_>,
    story: &str,
    url: &str,
    revision: Option<&str>,
) -> Result<(Action, Outcome), Stop> {
    let mut run = Run::open(outreach).await?;
    let Some(status) = find(&mut run, url).await? else {
        return Ok((Action::New, Outcome::NotAdopted(format!("the server does not know {url}"))));
    };
    let action = place_of(&run, story, &status);
    let outcome = adopt_one(&mut run, story, &action, &status, revision).await?;
    Ok((action, outcome))
}

async fn adopt_one(
    run: &mut Run<'_>,
    story: &str,
    action: &Action,
    status: &Status,
    revision: Option<&str>,
) -> Result<Outcome, Stop> {
    let url = address(status);
    let ledger = &run.file.ledger;
    if status.account.id != run.me.id && !is_of_former_account(run, story, action, status) {
        return Ok(Outcome::NotAdopted(format!("{url} is not a toot of ours")));
    }
    let owner = ledger.owner(&status.uri).filter(|_| !ledger.is_given_to(&status.uri, story, action));
    if let Some((owner, _)) =
        owner.filter(|(owner, _)| *owner == story || run.settings().published.contains(*owner))
    {
        return Ok(Outcome::NotAdopted(format!("{url} is recorded as a toot of `{owner}`")));
    }
    if let Standing::Out(posted) | Standing::Elsewhere(posted) = ledger.standing(story, action) {
        return Ok(match posted.receipt.uri.as_ref() == Some(&status.uri) {
            true => Outcome::There(url),
            false => Outcome::NotAdopted(format!(
                "another toot is recorded as its: {}",
                posted.address().unwrap_or_default()
            )),
        });
    }
    let receipt = Receipt {
        page: page_of(run, status),
        revision: revision.map(str::to_owned),
        account: Some(status.account.url.clone()).filter(|url| !url.is_empty()).or(Some(run.me.url.clone())),
        ..receipt(run, story, action, None, How::Adopted, status)
    };
    run.file.record(&[Record::Receipt(receipt)]).await?;
    Ok(Outcome::Adopted(url))
}

/// Whether it is of the account that an open intent names, which is not ours any more.
fn is_of_former_account(run: &Run<'_>, story: &str, action: &Action, status: &Status) -> bool {
    let account = AccountName::at(&status.account.url);
    match run.file.ledger.standing(story, action) {
        Standing::Open(open) => open.iter().any(|intent| AccountName::at(&intent.account) == account),
        _ => false,
    }
}

/// The server's search, else our own list: some servers find nothing of ours.
async fn find(run: &mut Run<'_>, url: &str) -> Result<Option<Status>, Stop> {
    run.step();
    if let Ok(Some(status)) = run.server().resolve(url).await {
        return Ok(Some(status));
    }
    // The newest page first: what somebody posted by hand is mostly there.
    for since in [Timestamp::MAX, Timestamp::MIN] {
        let read = read_own(run, since, since == Timestamp::MAX).await?;
        let found = run.lists.own.statuses().iter().find(|status| status.is_at(url));
        match (found, read) {
            (Some(status), _) => return Ok(Some(status.clone())),
            (None, Err(why)) => return Err(Stop::Server(why)),
            (None, Ok(())) => {}
        }
    }
    Ok(None)
}

/// Which of the story's toots it is: what replies to one of them is the next part, else it is the first.
fn place_of(run: &Run<'_>, story: &str, status: &Status) -> Action {
    let Some(parent) = &status.in_reply_to_id else { return Action::New };
    let replied = |action: &&Action| posted_id(run, story, action).as_ref() == Some(parent);
    run.file
        .ledger
        .actions_of(story)
        .filter(replied)
        .find_map(|action| match action {
            Action::New => Some(Action::Part(2)),
            Action::Part(number) => Some(Action::Part(number + 1)),
            Action::Correction(_) => None,
        })
        .unwrap_or(Action::New)
}

/// The page that it links to: its card's, else its last link that leads away from the server.
fn page_of(run: &Run<'_>, status: &Status) -> Option<String> {
    let server = run.server().base().as_str();
    let away = |link: &String| !link.starts_with(server);
    let card = status.card.as_ref().map(|card| card.url.clone());
    card.or_else(|| links(&status.content).into_iter().rfind(away))
}
