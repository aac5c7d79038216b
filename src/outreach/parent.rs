//! What a toot replies to, and how public it may be because of it.

use crate::mastodon::entity::Status;
use crate::model::announcement::Announcement;
use crate::model::question::Question;
use crate::model::record::Action;
use crate::model::standing::{Standing, before};
use crate::model::vocabulary::Visibility;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{Recorded, recorded};
use crate::outreach::ours::Reply;
use crate::outreach::run::Run;

/// What a toot replies to.
#[derive(Clone, Debug)]
pub(super) struct Parent {
    pub(super) reply: Reply,
    /// Who wrote it, by our server's id.
    pub(super) author: Option<String>,
    /// The most that may see the reply.
    pub(super) visibility: Visibility,
}

impl Parent {
    /// A toot that is there, and may be replied to at most as publicly as it is.
    fn of(status: Status, visibility: Visibility) -> Parent {
        let author = Some(status.account.id.clone());
        let visibility = visibility.max(visibility_of(&status));
        Parent { reply: Reply::To(status.id), author, visibility }
    }

    /// What a person has to decide where what is answered cannot be found.
    pub(super) fn question(&self, what: &Announcement) -> Option<Question> {
        let to = what.reply_to.as_ref().filter(|to| self.reply == Reply::Lost && !to.else_plain)?;
        Some(Question {
            known: format!("the server cannot find what it answers: {}", to.url),
            answer: format!("to post it as a plain toot: `hearback toot --post --plain {}`", what.story),
        })
    }
}

/// How public a toot is. What is not known is not more public than followers only.
pub(super) fn visibility_of(status: &Status) -> Visibility {
    Visibility::from_word(&status.visibility).unwrap_or(Visibility::Private)
}

/// Finds what a toot replies to. `None` where it cannot be posted, because that is not out.
pub(super) async fn parent(run: &mut Run<'_>, what: &Announcement) -> Result<Option<Parent>, Stop> {
    let visibility = what.visibility;
    let plain = |reply| Some(Parent { reply, author: None, visibility });
    if let Some(before) = before(&what.action) {
        return own_parent(run, what, &before).await;
    }
    let Some(to) = &what.reply_to else { return Ok(plain(Reply::Nothing)) };
    run.step();
    Ok(match run.server().resolve(&to.url).await? {
        Some(status) => Some(Parent::of(status, visibility)),
        None => plain(Reply::Lost),
    })
}

/// The toot of ours that another follows. It may be less public than its story wants, because of what it answers.
async fn own_parent(run: &mut Run<'_>, what: &Announcement, before: &Action) -> Result<Option<Parent>, Stop> {
    let ours = Some(&run.me.name);
    let (receipt, id) = match run.file.ledger.standing_of(&what.story, before, ours, None) {
        Standing::Out(posted) => (posted.receipt.clone(), posted.id.map(str::to_owned)),
        _ => return Ok(None),
    };
    let Some(id) = id else { return Ok(None) };
    match recorded(run, &receipt, &id).await? {
        Recorded::There(status) => Ok(Some(Parent::of(*status, what.visibility))),
        Recorded::Gone => Ok(None),
        Recorded::Unknown(why) => Err(Stop::Server(why)),
    }
}

/// What a toot of which only the ledger knows replied to.
pub(super) fn known_reply(run: &Run<'_>, story: &str, action: &Action) -> Reply {
    let Some(before) = before(action) else { return Reply::Lost };
    posted_id(run, story, &before).map_or(Reply::Nothing, Reply::To)
}

/// The server's id of a toot that is out.
pub(super) fn posted_id(run: &Run<'_>, story: &str, action: &Action) -> Option<String> {
    match run.file.ledger.standing(story, action) {
        Standing::Out(posted) | Standing::Retracted(posted, _) => posted.id.map(str::to_owned),
        _ => None,
    }
}
