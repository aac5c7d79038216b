//! What must be true before a toot is claimed: its page is there for everybody, its picture is with the server, and what it
//! replies to is known.

use std::time::{Duration, Instant};

use url::Url;

use crate::mastodon::entity::Status;
use crate::mastodon::media::Upload;
use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::Action;
use crate::model::vocabulary::Visibility;
use crate::outreach::failure::Stop;
use crate::outreach::ours::Reply;
use crate::outreach::report::Outcome;
use crate::outreach::run::Desk;
use crate::web::live;

/// How long until a page is looked at again.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(10)];

/// A toot that may be claimed.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    /// Its pictures, as the server knows them.
    pub(super) media: Vec<String>,
}

/// What a toot replies to, and how public it may be because of it.
#[derive(Clone, Debug)]
pub(super) struct Parent {
    pub(super) reply: Reply,
    /// Who wrote it, by our server's id.
    pub(super) author: Option<String>,
    pub(super) visibility: Visibility,
}

impl Parent {
    /// A toot that is there, and may be replied to at most as publicly as it is.
    fn of(status: Status, visibility: Visibility) -> Parent {
        let its = Visibility::ALL.iter().find(|known| known.word() == status.visibility);
        // What is not known is not more public than followers only.
        let its = its.copied().unwrap_or(Visibility::Private);
        let author = Some(status.account.id);
        Parent { reply: Reply::To(status.id), author, visibility: narrower(visibility, its) }
    }
}

impl Desk<'_> {
    /// Waits for the page and uploads the picture; else says why the toot cannot be posted now.
    pub(super) async fn prepare(&self, what: &Announcement) -> Result<Ready, Outcome> {
        if !matches!(what.action, Action::Part(_)) {
            self.wait_for_page(what).await.map_err(Outcome::NotLive)?;
        }
        let mut media = Vec::new();
        if let Some(picture) = &what.image {
            let upload = Upload {
                name: picture.name.clone(),
                mime: picture.mime.clone(),
                bytes: picture.bytes.to_vec(),
                alt: picture.alt.clone(),
            };
            self.steps.pass();
            let uploaded = self.server.upload(upload).await;
            let refused = |error| Outcome::NotPosted(format!("its picture: {error}"));
            media.push(uploaded.map_err(refused)?.id);
        }
        Ok(Ready { media })
    }

    /// Waits until a page is there as it is announced.
    pub(super) async fn wait_for_page(&self, what: &Announcement) -> Result<(), String> {
        let page = Url::parse(&what.page).map_err(|error| format!("its page `{}`: {error}", what.page))?;
        let pauses = PAUSES.into_iter().chain(std::iter::repeat(PAUSES[PAUSES.len() - 1]));
        for pause in pauses {
            self.steps.pass();
            let Err(why) = live::look(self.client, &page, &what.revision).await else { return Ok(()) };
            let left = self.wait_until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(format!("{why} ({page})"));
            }
            tokio::time::sleep(pause.min(left)).await;
        }
        Ok(())
    }

    /// Finds what a toot replies to. `None` where it cannot be posted, because that is not out.
    pub(super) async fn parent(&mut self, what: &Announcement) -> Result<Option<Parent>, Stop> {
        let visibility = what.visibility;
        let plain = |reply| Some(Parent { reply, author: None, visibility });
        if let Some(before) = before(&what.action) {
            return self.own_parent(what, &before).await;
        }
        let Some(to) = &what.reply_to else { return Ok(plain(Reply::Nothing)) };
        self.steps.pass();
        let found = self.server.resolve(&to.url).await?;
        Ok(match found {
            Some(status) => Some(Parent::of(status, visibility)),
            None => plain(Reply::Lost),
        })
    }

    /// The toot of ours that another follows. It may be less public than its story wants, because of what it answers.
    async fn own_parent(&mut self, what: &Announcement, before: &Action) -> Result<Option<Parent>, Stop> {
        let (receipt, id) = match self.book.ledger.state(&what.story, before) {
            Ok(State::Done(posted)) if posted.receipt.uri.is_some() && posted.retracted.is_none() => {
                (posted.receipt.clone(), posted.id.map(str::to_owned))
            }
            _ => return Ok(None),
        };
        let Some(id) = id else { return Ok(None) };
        let status = self.recorded(&receipt, &id).await?;
        Ok(status.map(|status| Parent::of(status, what.visibility)))
    }

    /// The server's id of a toot that is out.
    pub(super) fn posted_id(&self, story: &str, action: &Action) -> Option<String> {
        match self.book.ledger.state(story, action) {
            Ok(State::Done(posted)) if posted.receipt.uri.is_some() => posted.id.map(str::to_owned),
            _ => None,
        }
    }
}

/// The toot of ours that another of ours replies to.
pub(super) fn before(action: &Action) -> Option<Action> {
    match action {
        Action::New => None,
        Action::Part(number) if *number > 2 => Some(Action::Part(number - 1)),
        Action::Part(_) | Action::Correction(_) => Some(Action::New),
    }
}

fn narrower(one: Visibility, other: Visibility) -> Visibility {
    let rank = |visibility| match visibility {
        Visibility::Public => 0,
        Visibility::Unlisted => 1,
        Visibility::Private => 2,
        Visibility::Direct => 3,
    };
    if rank(one) >= rank(other) { one } else { other }
}
