//! The same story in several languages: `wells.es.md` belongs to `wells.md` beside it, or to the story with the same id.

use crate::config::Config;
use crate::model::lang::Lang;
use crate::model::route::{Edition, StoryIx};
use crate::model::site::Ties;
use crate::model::story::Story;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Which stories are one story in several languages.
pub(super) struct Groups {
    /// For each story the one that speaks for its group: the one in the site's language, else the first by path.
    pub(super) lead: Vec<StoryIx>,
    /// The members of each group with more than one, by its lead, in the order of their languages.
    members: BTreeMap<StoryIx, Vec<StoryIx>>,
}

impl Groups {
    /// Whether a story speaks for its group: what it promises and reports counts, its translations repeat it.
    pub(super) fn leads(&self, ix: StoryIx) -> bool {
        self.lead[ix] == ix
    }

    /// The same story in other languages, in the order of these.
    pub(super) fn others(&self, ix: StoryIx) -> impl Iterator<Item = StoryIx> {
        let members = self.members.get(&self.lead[ix]).map_or(&[][..], Vec::as_slice);
        members.iter().copied().filter(move |other| *other != ix)
    }
}

/// The languages that have stories, the site's own first.
pub(super) fn present(stories: &[Arc<Story>]) -> Vec<Edition> {
    let others: BTreeSet<&Lang> = stories.iter().filter_map(|story| story.edition.as_ref()).collect();
    std::iter::once(None).chain(others.into_iter().cloned().map(Some)).collect()
}

/// The path of a story without its language and ending: `content/impact/wells`.
fn base(story: &Story) -> &str {
    let stem = story.path.strip_suffix(".md").unwrap_or(&story.path);
    let Some(lang) = &story.edition else { return stem };
    stem.strip_suffix(lang.as_str()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(stem)
}

/// Gives an edition without an `id` the one of the story beside it, so that its key is `wells#es` and not its path.
pub(super) fn share_ids(mut stories: Vec<Arc<Story>>) -> Vec<Arc<Story>> {
    if stories.iter().all(|story| story.edition.is_none() || story.id.is_some()) {
        return stories;
    }
    let ids: HashMap<String, String> = stories
        .iter()
        .filter(|story| story.edition.is_none())
        .filter_map(|story| Some((base(story).to_owned(), story.id.clone()?)))
        .collect();
    for story in &mut stories {
        if story.edition.is_some()
            && story.id.is_none()
            && let Some(id) = ids.get(base(story))
        {
            Arc::make_mut(story).id = Some(id.clone());
        }
    }
    stories
}

/// Finds the groups.
pub(super) fn groups(stories: &[Arc<Story>]) -> Groups {
    let mut lead: Vec<StoryIx> = (0..stories.len()).collect();
    let mut members: BTreeMap<StoryIx, Vec<StoryIx>> = BTreeMap::new();
    if stories.iter().all(|story| story.edition.is_none()) {
        return Groups { lead, members };
    }
    let mut order = lead.clone();
    order.sort_by_key(|ix| (&stories[*ix].edition, &stories[*ix].path));
    let mut by_base: HashMap<&str, StoryIx> = HashMap::new();
    let mut by_id: HashMap<&str, StoryIx> = HashMap::new();
    for ix in order {
        let story = &stories[ix];
        let known = by_base.get(base(story)).or_else(|| by_id.get(story.id.as_deref()?)).copied();
        // Two stories in one language are two stories, whatever their ids say.
        let fits = |lead: &StoryIx| {
            story.edition.is_some()
                && members.get(lead).is_none_or(|m| m.iter().all(|m| stories[*m].edition != story.edition))
                && stories[*lead].edition != story.edition
        };
        let chosen = known.filter(fits).unwrap_or(ix);
        lead[ix] = chosen;
        if chosen != ix {
            members.entry(chosen).or_insert_with(|| vec![chosen]).push(ix);
        }
        by_base.entry(base(story)).or_insert(chosen);
        if let Some(id) = story.id.as_deref() {
            by_id.entry(id).or_insert(chosen);
        }
    }
    Groups { lead, members }
}

/// Tells the members of each group about each other.
pub(super) fn tie(stories: &[Arc<Story>], groups: &Groups, config: &Config, ties: &mut [Ties]) {
    let lang = |ix: StoryIx| stories[ix].written_in(&config.language).clone();
    for own in groups.members.values().flatten() {
        ties[*own].editions = groups.others(*own).map(|other| (lang(other), other)).collect();
    }
}
