//! The errand: everything that is to be posted, and everything that earlier runs left open.

use std::collections::BTreeSet;

use crate::model::announcement::Announcement;
use crate::model::record::{Action, Intent};
use crate::model::standing::Standing;
use crate::outreach::announce::{Pace, announce};
use crate::outreach::failure::Stop;
use crate::outreach::ours::Wanted;
use crate::outreach::parent::known_reply;
use crate::outreach::report::{Outcome, Report};
use crate::outreach::run::{Outreach, Run};
use crate::outreach::settle::{Settled, settle};
use crate::outreach::watch::deleted;

/// Posts what is to be posted, and settles what earlier runs left open. Safe to run at any time, any number of times.
pub async fn post(outreach: Outreach<'_>, announcements: &[Announcement]) -> Report {
    let mut report = Report::default();
    report.stopped = post_all(outreach, announcements, &mut report).await.err();
    report
}

async fn post_all(
    outreach: Outreach<'_>,
    announcements: &[Announcement],
    report: &mut Report,
) -> Result<(), Stop> {
    let mut run = Run::open(outreach).await?;
    report.skipped = run.file.skipped.iter().map(|skipped| (skipped.line, skipped.why.clone())).collect();
    let parts = announcements.iter().filter(|what| matches!(what.action, Action::Part(_)));
    let mut pace = Pace::new(parts.map(|part| part.story.clone()).collect());
    for (story, action) in unannounced(&run, announcements) {
        let outcome = look_for(&mut run, &story, &action).await?;
        report.add(&story, &action, outcome);
    }
    for what in open_first(&run, announcements) {
        let outcome = announce(&mut run, &mut pace, what).await?;
        report.add(&what.story, &what.action, outcome);
    }
    for (story, action, question) in deleted(&mut run, announcements).await? {
        report.add(&story, &action, Outcome::Ask(question));
    }
    Ok(())
}

/// What is open in the ledger and not to be posted in this run: it may be out all the same.
fn unannounced(run: &Run<'_>, announcements: &[Announcement]) -> Vec<(String, Action)> {
    let named: BTreeSet<(&str, &Action)> =
        announcements.iter().map(|what| (what.story.as_str(), &what.action)).collect();
    let ledger = &run.file.ledger;
    let is_open = |story: &str, action: &Action| {
        matches!(
            ledger.standing_of(story, action, Some(&run.me.name), None),
            Standing::Open(_) | Standing::OpenElsewhere(_)
        )
    };
    ledger
        .actions()
        .filter(|(story, action)| !named.contains(&(*story, *action)) && is_open(story, action))
        .map(|(story, action)| (story.to_owned(), action.clone()))
        .collect()
}

/// Looks for a toot of which only the ledger knows. It is never posted.
pub(super) async fn look_for(run: &mut Run<'_>, story: &str, action: &Action) -> Result<Outcome, Stop> {
    let standing = run.file.ledger.standing_of(story, action, Some(&run.me.name), None);
    if let Some(question) = standing.question(story) {
        return Ok(Outcome::Ask(question));
    }
    let Standing::Open(open) = standing else { return Ok(Outcome::Later("it is decided".to_owned())) };
    let open: Vec<Intent> = open.into_iter().cloned().collect();
    let is_published = run.settings().published.contains(story);
    let wanted = Wanted::withdrawn(story, action, &run.file.ledger, known_reply(run, story, action));
    let since = open.iter().map(|intent| intent.at).min().unwrap_or(run.clock.now());
    match settle(run, &wanted, &open, since).await? {
        Settled::There(url) if is_published => Ok(Outcome::Found(url)),
        Settled::There(url) => Ok(Outcome::Orphan(url)),
        Settled::Undecided(outcome) => Ok(outcome),
        Settled::Absent(failed) => {
            run.file.record(&failed).await?;
            let why = match is_published {
                true => "an earlier run did not post it",
                false => "it was not posted, and its story is not there any more",
            };
            Ok(Outcome::Later(why.to_owned()))
        }
    }
}

/// What may be out already comes first: once it is recorded, nobody takes it for another toot.
fn open_first<'b>(run: &Run<'_>, announcements: &'b [Announcement]) -> Vec<&'b Announcement> {
    let mut ordered: Vec<&Announcement> = announcements.iter().collect();
    let ledger = &run.file.ledger;
    ordered.sort_by_key(|what| !matches!(ledger.standing(&what.story, &what.action), Standing::Open(_)));
    ordered
}
