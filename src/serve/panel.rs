//! The toot of a page as it would be posted, by the same plan that `hearback toot` carries out.

use super::world::Snapshot;
use crate::model::record::Action;
use crate::model::route::Route;
use crate::model::vocabulary::Kind;
use crate::store;
use crate::toot::compose::compose;
use crate::toot::plan::{Step, Wishes, plan};
use serde::Serialize;

/// The toot of a story's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Panel {
    /// Why it is not posted; `null` where it is.
    skipped: Option<String>,
    /// The content warning.
    warning: Option<String>,
    /// The texts of the toot and of its thread.
    parts: Vec<String>,
    /// How much of the limit the longest of them takes.
    length: usize,
    limit: usize,
    language: String,
    /// Visibility, picture, the toot that it replies to, and whatever else a reviewer should know.
    notes: Vec<String>,
}

/// The panel of the page at an address; none where the page is no story (About us is none), or the site posts
/// nowhere.
pub(super) fn of(snapshot: &Snapshot, address: &str) -> Option<Panel> {
    let press = snapshot.press();
    let (site, config) = (press.site(), press.config());
    let Route::Story(ix) = site.routes.get(address)? else { return None };
    config.mastodon.as_ref()?;
    let story = press.story(*ix);
    if story.kind() == Kind::Page {
        return None;
    }
    let limits = store::limits::read(snapshot.root());
    let wishes = Wishes { only: [story.key()].into(), ..Wishes::default() };
    // A ledger that cannot be read is what `hearback toot` complains about; the panel shows the words all the same.
    let (ledger, _) = store::ledger::read(&snapshot.root().join("ledger.jsonl")).unwrap_or_default();
    let plan = plan(site, config, press.theme(), &ledger, &limits, site.now, &wishes);
    let entry = plan.entries.iter().find(|entry| entry.action == Action::New)?;
    let skipped = match &entry.step {
        Step::Post | Step::Look => None,
        Step::Wait(why) | Step::Scheduled(why) | Step::Skip(why) => Some(why.clone()),
        Step::Done(url) | Step::Changed(url) | Step::Edit(url) => Some(format!("it is out: {url}")),
        Step::Withdrawn(url, _) => Some(format!("its story is withdrawn: {url}")),
        Step::Ask(known, how) => Some(format!("{known}: {how}")),
    };
    let composed = compose(site, config, press.theme(), *ix, &limits);
    let (composed, trouble) = match composed {
        Ok(composed) => (Some(composed), None),
        Err(why) => (None, Some(why)),
    };
    let mut notes: Vec<String> = trouble.into_iter().chain(entry.notes.iter().cloned()).collect();
    if let Some(composed) = &composed {
        notes.insert(0, format!("visibility: {}", composed.visibility.word()));
        notes.extend(composed.picture.as_ref().map(|picture| format!("with a picture: {}", picture.alt)));
        let answers = composed.answers.as_ref().map(|toot| format!("as a reply to {}", toot.url));
        notes.extend(answers.filter(|note| !notes.contains(note)));
    }
    Some(Panel {
        skipped,
        warning: composed.as_ref().and_then(|composed| composed.warning.clone()),
        length: composed
            .iter()
            .flat_map(|composed| &composed.parts)
            .map(|part| part.length)
            .max()
            .unwrap_or(0),
        limit: limits.max_characters,
        language: composed.as_ref().map(|composed| composed.language.to_string()).unwrap_or_default(),
        parts: composed.into_iter().flat_map(|composed| composed.parts).map(|part| part.words).collect(),
        notes,
    })
}
