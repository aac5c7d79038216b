//! What every view and page looks into: the site, its theme and its configuration, and the parts that many pages share.
//! A new input of a site comes in here, and whoever shows it asks for it; nothing in this file knows a view.

use super::body::{self, Base};
use super::part::Parts;
use super::search::Index;
use crate::config::Config;
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, List, StoryIx};
use crate::model::site::{Resolved, Site, Ties};
use crate::model::story::Story;
use crate::theme::{Theme, Words};
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use tera::Context;

/// What every view and page looks into.
pub(super) struct Shared {
    site: Arc<Site>,
    theme: Arc<Theme>,
    config: Arc<Config>,
    parts: Parts,
    /// What templates were given, where that is wanted.
    rehearsed: Option<Mutex<Vec<Context>>>,
}

impl Shared {
    /// What the pages of a site share; `rehearsing` keeps what templates are given.
    pub(super) fn new(site: Arc<Site>, theme: Arc<Theme>, config: Arc<Config>, rehearsing: bool) -> Self {
        let parts = Parts::of(&site, &config);
        Self { parts, rehearsed: rehearsing.then(Mutex::default), site, theme, config }
    }

    /// The site.
    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    /// Its configuration.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Its theme.
    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }

    /// What is made once and stands on many pages.
    pub(super) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// As a page of the site shows it.
    pub(super) fn on_page(&self) -> Seen<'_> {
        Seen { shared: self, base: Base::Page(self.config.base_path()) }
    }

    /// As a feed shows it, which is read elsewhere.
    pub(super) fn in_feed(&self) -> Seen<'_> {
        Seen { shared: self, base: Base::Absolute(self.config.url.as_str()) }
    }

    /// A story. Indices come from the site's own tables.
    pub(super) fn story(&self, ix: StoryIx) -> &Story {
        &self.site.stories[ix]
    }

    /// What a story gets from its neighbours.
    pub(super) fn ties(&self, ix: StoryIx) -> &Ties {
        &self.site.ties[ix]
    }

    /// The language of an edition.
    pub(super) fn edition_lang<'a>(&'a self, edition: &'a Edition) -> &'a Lang {
        edition.as_ref().unwrap_or(&self.config.language)
    }

    /// The language that a story is written in.
    pub(super) fn story_lang(&self, ix: StoryIx) -> &Lang {
        self.story(ix).written_in(&self.config.language)
    }

    /// A story in a language that it may have been translated into; itself where it was not.
    pub(super) fn in_edition(&self, ix: StoryIx, edition: &Edition) -> StoryIx {
        let is_there = |other: &StoryIx| self.story(*other).edition == *edition;
        let others = self.ties(ix).editions.iter().map(|(_, other)| *other);
        std::iter::once(ix).chain(others).find(is_there).unwrap_or(ix)
    }

    /// The words of a language.
    pub(super) fn words(&self, lang: &Lang) -> &Words {
        self.theme.words(lang)
    }

    /// What a list is called, in the words of its language.
    pub(super) fn list_title(&self, edition: &Edition, list: &List) -> String {
        let words = self.words(self.edition_lang(edition));
        match list {
            List::Kind(kind) => words.text(&format!("kinds.{}.many_title", kind.word())).to_owned(),
            List::Tag(slug) => {
                let tag = self.site.tags.get(slug).unwrap_or(slug);
                words.fill("list.tag", &[("tag", tag)])
            }
            List::Year(year) => words.fill("list.year", &[("year", &year.to_string())]),
        }
    }

    /// The index of a language.
    pub(super) fn index(&self, edition: &Edition) -> Arc<Index> {
        let make = || Arc::new(Index::of(&self.site, edition));
        match self.parts.indexes.get(edition) {
            Some(index) => Arc::clone(index.get_or_init(make)),
            None => make(),
        }
    }

    /// Makes the indexes of all languages that can be searched, on all cores.
    pub(super) fn make_indexes(&self) {
        for (edition, index) in &self.parts.indexes {
            if self.site.routes.contains_key(&address::search(edition)) && index.get().is_none() {
                // Where somebody was faster, it is the same one.
                let _ = index.set(Arc::new(Index::on_all_cores(&self.site, edition)));
            }
        }
    }

    /// Renders a template of the theme.
    ///
    /// # Errors
    /// When the template fails, naming it.
    pub(super) fn print(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        if let Some(mut seen) = self.rehearsed.as_ref().and_then(|seen| seen.lock().ok()) {
            seen.push(context.clone());
        }
        self.theme.render(template, context)
    }

    /// What templates were given, where that was wanted.
    pub(super) fn rehearsed(self) -> Vec<Context> {
        self.rehearsed.and_then(|seen| seen.into_inner().ok()).unwrap_or_default()
    }
}

/// What is shared, as a page or a feed shows it: the same views, and only their addresses differ.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    shared: &'a Shared,
    base: Base<'a>,
}

impl<'a> Seen<'a> {
    /// What addresses of this site start with.
    pub(super) fn base(self) -> Base<'a> {
        self.base
    }

    /// Whether it is read away from the site, where there are no style sheet and no pages around it.
    pub(super) fn is_feed(self) -> bool {
        matches!(self.base, Base::Absolute(_))
    }

    /// An address of this site as it is linked.
    pub(super) fn here(self, address: &str) -> String {
        self.base.address(address)
    }

    /// Where one of a story's links leads; `None` where it leads nowhere.
    pub(super) fn link(self, ix: StoryIx, link: usize) -> Option<String> {
        let ties = self.shared.ties(ix);
        let resolved = ties.links.get(link)?;
        // A place on the story's own page is another page's where a promise or a list shows it.
        if let Resolved::Here(fragment) = resolved {
            return Some(self.here(&format!("{}#{fragment}", ties.address)));
        }
        body::link(resolved, self.base)
    }

    /// What is shared, without its addresses.
    pub(super) fn shared(self) -> &'a Shared {
        self.shared
    }
}

impl Deref for Seen<'_> {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        self.shared
    }
}
