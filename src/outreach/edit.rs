//! Bringing a toot that is out up to what its story says now. An edit can be repeated safely, so nothing is claimed.

use crate::mastodon::status::Edited;
use crate::model::announcement::Announcement;
use crate::model::ledger::State;
use crate::model::record::{Edit, Receipt, Record};
use crate::outreach::failure::Stop;
use crate::outreach::look::address;
use crate::outreach::post::gone;
use crate::outreach::report::{Line, Outcome, Report};
use crate::outreach::run::{Desk, Outreach};

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
    let mut desk = Desk::open(outreach).await?;
    for what in announcements {
        let outcome = desk.edit(what).await?;
        report.lines.push(Line { story: what.story.clone(), action: what.action.clone(), outcome });
    }
    Ok(())
}

impl Desk<'_> {
    async fn edit(&mut self, what: &Announcement) -> Result<Outcome, Stop> {
        let (receipt, id): (Receipt, _) = match self.book.ledger.state(&what.story, &what.action) {
            Ok(State::Done(posted)) => match posted.retracted {
                Some(_) => return Ok(Outcome::NotPosted("its toot was taken back".to_owned())),
                None => (posted.receipt.clone(), posted.id.map(str::to_owned)),
            },
            _ => return Ok(Outcome::NotPosted("no toot is recorded that could be edited".to_owned())),
        };
        let (Some(id), Some(uri)) = (&id, &receipt.uri) else {
            return Ok(Outcome::Later("its toot is not out yet".to_owned()));
        };
        if let Err(why) = self.wait_for_page(what).await {
            return Ok(Outcome::NotLive(why));
        }
        let Some(status) = self.recorded(&receipt, id).await? else {
            let known = format!("its toot is gone: {}", receipt.url.as_ref().unwrap_or(uri));
            return Ok(Outcome::Ask(gone(known, &what.story)));
        };
        self.steps.pass();
        let source = self.server.source(&status.id).await?;
        let mut records = Vec::new();
        let same = source.is_some_and(|s| s.text == what.text && s.spoiler_text == what.warning);
        if !same {
            let edited = Edited {
                text: what.text.clone(),
                warning: what.warning.clone(),
                sensitive: !what.warning.is_empty() || status.sensitive,
                language: what.language.clone(),
                media: status.media_attachments.iter().map(|media| media.id.clone()).collect(),
            };
            self.steps.pass();
            let edited = self.server.edit(&status.id, &edited).await?;
            if edited.id != status.id && edited.uri == *uri {
                records.push(self.renamed(&receipt, &edited));
            }
        }
        let record = Edit {
            intent: receipt.intent.clone(),
            story: what.story.clone(),
            action: what.action.clone(),
            uri: uri.clone(),
            revision: what.revision.clone(),
            at: self.clock.now(),
        };
        records.push(Record::Edit(record));
        self.book.record(&records).await?;
        Ok(Outcome::Edited(address(&status)))
    }
}
