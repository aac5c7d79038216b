//! What many pages have in common: made when it is first wanted, and kept as long as its site.

use super::search::Index;
use crate::config::Config;
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::site::Site;
use crate::model::vocabulary::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use tera::Value;

/// HTML that is the same wherever it stands: printed when it is first wanted, and kept as long as its site.
#[derive(Debug, Default)]
pub(super) struct Part(OnceLock<Value>);

impl Part {
    /// The HTML, as a value that is printed as it is.
    ///
    /// # Errors
    /// When its template fails; the next who wants it tries again.
    pub(super) fn html(
        &self,
        print: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Value, Diagnostic> {
        if let Some(printed) = self.0.get() {
            return Ok(printed.clone());
        }
        let html = print()?;
        // The engine writes texts only.
        let html = Value::safe_string(std::str::from_utf8(&html).unwrap_or_default().trim());
        Ok(self.0.get_or_init(|| html).clone())
    }
}

/// Room for everything that is made once for a site. What stands in it is made by the view of its name.
#[derive(Debug)]
pub(super) struct Parts {
    /// For each story, as lists show it.
    pub(super) cards: Vec<Part>,
    /// For each story, as its neighbours name it.
    pub(super) lines: Vec<Part>,
    /// For each story, as feeds carry it.
    pub(super) feed_items: Vec<OnceLock<Box<str>>>,
    /// The site as the pages of a language see it.
    pub(super) site_views: BTreeMap<Edition, OnceLock<Value>>,
    /// The index of each language.
    pub(super) indexes: BTreeMap<Edition, OnceLock<Arc<Index>>>,
    /// What stands above the pages of a list's language that are written in a language and belong to a section, by the
    /// address of its entry in the menu.
    pub(super) tops: BTreeMap<(Edition, Lang, Option<String>), Part>,
    /// What stands below the pages of a list's language that are written in a language.
    pub(super) feet: BTreeMap<(Edition, Lang), Part>,
    /// What the heads of the pages of a list link to, or of those that belong to none.
    pub(super) links: BTreeMap<(Edition, Option<List>), Part>,
}

impl Parts {
    /// Room for the parts of a site, all of it empty.
    pub(super) fn of(site: &Site, config: &Config) -> Self {
        let for_each = || -> Vec<Part> { site.stories.iter().map(|_| Part::default()).collect() };
        // A site without a story has its first page all the same.
        let editions: BTreeSet<&Edition> = site.editions.iter().chain([&None]).collect();
        let own = |edition: &Edition| edition.as_ref().unwrap_or(&config.language).clone();
        let languages = editions.iter().map(|edition| ((*edition).clone(), own(edition)));
        // A few among all stories.
        let mut spoken: BTreeSet<(&Edition, Option<&Lang>)> = BTreeSet::new();
        spoken.extend(site.stories.iter().map(|story| (&story.edition, story.lang.as_ref())));
        let spoken = spoken
            .into_iter()
            .map(|(edition, lang)| (edition.clone(), lang.cloned().unwrap_or_else(|| own(edition))));
        let feet: BTreeMap<_, _> = languages.chain(spoken).map(|key| (key, Part::default())).collect();
        let tops = feet.keys().flat_map(|(edition, lang): &(Edition, Lang)| {
            let sections = Self::sections(edition).map(Some).chain([None]);
            sections.map(|section| ((edition.clone(), lang.clone(), section), Part::default()))
        });
        let tops = tops.collect();
        let whole = editions.iter().map(|edition| ((*edition).clone(), None));
        let lists = site.lists.keys().map(|(edition, list)| (edition.clone(), Some(list.clone())));
        let links = whole.chain(lists).map(|key| (key, Part::default())).collect();
        let indexes = editions.iter().map(|edition| ((*edition).clone(), OnceLock::new())).collect();
        let site_views = editions.into_iter().map(|edition| (edition.clone(), OnceLock::new())).collect();
        Self {
            cards: for_each(),
            lines: for_each(),
            feed_items: site.stories.iter().map(|_| OnceLock::new()).collect(),
            site_views,
            indexes,
            tops,
            feet,
            links,
        }
    }

    /// The addresses of the sections that every site may have: its lists of stories, and its commitments.
    pub(super) fn sections(edition: &Edition) -> impl Iterator<Item = String> {
        let kinds = [Kind::Impact, Kind::Response, Kind::Answer].into_iter();
        let lists = kinds.map(|kind| address::list(edition, &List::Kind(kind), 1));
        lists.chain([address::commitments(edition)])
    }

    /// The part of a key. One that no page was foreseen to have is printed and not kept.
    ///
    /// # Errors
    /// When its template fails.
    pub(super) fn kept<K: Ord>(
        parts: &BTreeMap<K, Part>,
        key: &K,
        print: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Value, Diagnostic> {
        match parts.get(key) {
            Some(part) => part.html(print),
            None => Part::default().html(print),
        }
    }

    /// A story's part, in one of the columns of parts.
    ///
    /// # Errors
    /// When its template fails.
    pub(super) fn of_story(
        column: &[Part],
        ix: StoryIx,
        print: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Value, Diagnostic> {
        match column.get(ix) {
            Some(part) => part.html(print),
            None => Part::default().html(print),
        }
    }
}
