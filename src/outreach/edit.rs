//! Bringing a toot that is out up to what its story says now. An edit can be repeated safely, so nothing is claimed. It
//! never makes a toot more public than it was.

use crate::mastodon::entity::Status;
use crate::mastodon::status::Edited;
use crate::model::announcement::Announcement;
use crate::model::question::Question;
use crate::model::record::{Edit, Receipt, Record};
use crate::model::standing::Standing;
use crate::model::vocabulary::Visibility;
use crate::outreach::failure::Stop;
use crate::outreach::lookup::{Recorded, address, recorded, renamed};
use crate::outreach::parent::visibility_of;
use crate::outreach::prepare::wait_for_page;
use crate::outreach::report::{Outcome, Report};
use crate::outreach::run::{Outreach, Run};

/// Edits the toots of these announcements. Everything is sent again, since a server clears what is left out; their
/// pictures stay.
pub async fn edit(outreach: Outreach<'_>, announcements: &[Announcement]) -> Report {
    let mut report = Report::default();
    report.stopped = edit_all(outreach, announcements, &mut report).await.err();
    report
}

async fn edit_all(
    outreach: Outreach<'_>,
    announcements: &[Announcement],
    report: &mut Report,
) -> Result<(), Stop> {
    let mut run = Run::open(outreach).await?;
    for what in announcements {
        let outcome = edit_one(&mut run, what).await?;
        report.add(&what.story, &what.action, outcome);
    }
    Ok(())
}

async fn edit_one(run: &mut Run<'_>, what: &Announcement) -> Result<Outcome, Stop> {
    let not = |why: &str| Ok(Outcome::NotEdited(why.to_owned()));
    let standing = run.file.ledger.standing_of(&what.story, &what.action, Some(&run.me.name), None);
    let (receipt, id) = match standing {
        Standing::Out(posted) => (posted.receipt.clone(), posted.id.map(str::to_owned)),
        Standing::Waiting(_) => return Ok(Outcome::Later("its toot is not out yet".to_owned())),
        Standing::Retracted(..) => return not("its toot was taken back"),
        Standing::Elsewhere(_) => return not("its toot is of another account, which has to edit it"),
        _ => return not("no toot is recorded that could be edited"),
    };
    let url = receipt.url.clone().or(receipt.uri.clone()).unwrap_or_default();
    let Some(id) = id else { return not("the server's id of its toot is not known") };
    if let Err(why) = wait_for_page(run, what).await {
        return Ok(Outcome::NotLive(why));
    }
    let status = match recorded(run, &receipt, &id).await? {
        Recorded::There(status) => status,
        Recorded::Unknown(why) => return Err(Stop::Server(why)),
        Recorded::Gone => {
            return Ok(Outcome::Ask(Question::gone(format!("its toot is gone: {url}"), &what.story)));
        }
    };
    run.step();
    let source = run.server().source(&status.id).await?;
    if source.is_some_and(|s| s.text == what.text && s.spoiler_text == what.warning) {
        record(run, what, &receipt, None).await?;
        return Ok(Outcome::Unchanged(address(&status)));
    }
    let was = visibility_of(&status);
    if was != Visibility::Public && !run.settings().ways.edits_keep_visibility {
        return Ok(Outcome::NotEdited(format!(
            "this server would make it public, and it is `{}`; to post it anew: `hearback toot retract {}`, then `hearback \
             toot --post --again {}`",
            was.word(),
            what.story,
            what.story
        )));
    }
    let edited = send(run, what, &status).await?;
    let is_it = receipt.uri.as_ref() == Some(&edited.uri);
    record(run, what, &receipt, Some(&edited).filter(|_| is_it && edited.id != status.id)).await?;
    let public = visibility_of(&edited) < was && !edited.visibility.is_empty();
    Ok(match public && is_it {
        true => Outcome::Exposed(address(&edited), edited.visibility),
        false => Outcome::Edited(address(&status)),
    })
}

async fn send(run: &Run<'_>, what: &Announcement, status: &Status) -> Result<Status, Stop> {
    let edited = Edited {
        text: what.text.clone(),
        warning: what.warning.clone(),
        sensitive: !what.warning.is_empty() || status.sensitive,
        language: what.language.clone(),
        media: status.media_attachments.iter().map(|media| media.id.clone()).collect(),
    };
    run.step();
    Ok(run.server().edit(&status.id, &edited).await?)
}

/// Writes which revision the toot says now, and the id that the edit gave it, where that is another.
async fn record(
    run: &mut Run<'_>,
    what: &Announcement,
    receipt: &Receipt,
    other_id: Option<&Status>,
) -> Result<(), Stop> {
    let edit = Edit {
        intent: receipt.intent.clone(),
        story: what.story.clone(),
        action: what.action.clone(),
        uri: receipt.uri.clone().unwrap_or_default(),
        revision: what.revision.clone(),
        at: run.clock.now(),
    };
    let renamed = other_id.map(|status| renamed(run, receipt, status));
    let records: Vec<Record> = renamed.into_iter().chain([Record::Edit(edit)]).collect();
    run.file.record(&records).await
}
