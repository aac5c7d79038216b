//! What renders: made once for a site and a theme, then asked for one address at a time, from as many threads as one likes.

use super::page;
use super::part::Part;
use super::view::frame::{self, SiteView};
use super::view::{card, line};
use super::{alias, calendar, data, feed, robots, sitemap, webfinger};
use crate::config::Config;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::output::Output;
use crate::model::place::Place;
use crate::model::route::{Edition, FeedFormat, List, Route, StoryIx};
use crate::model::safe_html::SafeHtml;
use crate::model::site::{Site, Ties};
use crate::model::story::Story;
use crate::theme::{Theme, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};
use tera::{Context, Value};

/// Renders a site. What many pages share is made once, when it is first asked for.
pub struct Press {
    site: Arc<Site>,
    theme: Arc<Theme>,
    config: Arc<Config>,
    full_texts: Vec<OnceLock<SafeHtml>>,
    site_views: BTreeMap<Edition, OnceLock<Value>>,
    cards: Vec<Part>,
    lines: Vec<Part>,
    tops: BTreeMap<(Edition, Lang), Part>,
    feet: BTreeMap<(Edition, Lang), Part>,
    links: BTreeMap<(Edition, Option<List>), Part>,
    nothing: Value,
    /// What templates were given, where that is wanted.
    rehearsed: Option<Mutex<Vec<Context>>>,
}

impl Press {
    /// A press for a site.
    pub fn new(site: Arc<Site>, theme: Arc<Theme>, config: Arc<Config>) -> Self {
        let full_texts = site.stories.iter().map(|_| OnceLock::new()).collect();
        let cards = site.stories.iter().map(|_| Part::default()).collect();
        let lines = site.stories.iter().map(|_| Part::default()).collect();
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
        let tops: BTreeMap<_, _> = languages.chain(spoken).map(|key| (key, Part::default())).collect();
        let feet = tops.keys().map(|key| (key.clone(), Part::default())).collect();
        let whole = editions.iter().map(|edition| ((*edition).clone(), None));
        let lists = site.lists.keys().map(|(edition, list)| (edition.clone(), Some(list.clone())));
        let links = whole.chain(lists).map(|key| (key, Part::default())).collect();
        let site_views = editions.into_iter().map(|edition| (edition.clone(), OnceLock::new())).collect();
        Self {
            full_texts,
            site_views,
            cards,
            lines,
            tops,
            feet,
            links,
            nothing: Value::none(),
            rehearsed: None,
            site,
            theme,
            config,
        }
    }

    /// A press that remembers what it gave to templates.
    pub(super) fn rehearsing(site: Arc<Site>, theme: Arc<Theme>, config: Arc<Config>) -> Self {
        Self { rehearsed: Some(Mutex::default()), ..Self::new(site, theme, config) }
    }

    /// What it gave to templates.
    pub(super) fn rehearsed(self) -> Vec<Context> {
        self.rehearsed.and_then(|seen| seen.into_inner().ok()).unwrap_or_default()
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Its theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// A story. Indices come from the site's own tables.
    pub fn story(&self, ix: StoryIx) -> &Story {
        &self.site.stories[ix]
    }

    /// What a story gets from its neighbours.
    pub fn ties(&self, ix: StoryIx) -> &Ties {
        &self.site.ties[ix]
    }

    /// The language of an edition.
    pub fn edition_lang<'a>(&'a self, edition: &'a Edition) -> &'a Lang {
        edition.as_ref().unwrap_or(&self.config.language)
    }

    /// The language that a story is written in.
    pub fn story_lang(&self, ix: StoryIx) -> &Lang {
        self.story(ix).written_in(&self.config.language)
    }

    /// A story in a language that it may have been translated into; itself where it was not.
    pub fn in_edition(&self, ix: StoryIx, edition: &Edition) -> StoryIx {
        let is_there = |other: &StoryIx| self.story(*other).edition == *edition;
        let others = self.ties(ix).editions.iter().map(|(_, other)| *other);
        std::iter::once(ix).chain(others).find(is_there).unwrap_or(ix)
    }

    /// The words of a language.
    pub fn words(&self, lang: &Lang) -> &Words {
        self.theme.words(lang)
    }

    /// What a feed carries of a story: its text and what its front matter says, with absolute addresses, made once.
    pub fn full_text(&self, ix: StoryIx) -> &SafeHtml {
        self.full_texts[ix].get_or_init(|| feed::full_text(self, ix))
    }

    /// A story as lists show it.
    ///
    /// # Errors
    /// When `card.html` fails.
    pub(super) fn card(&self, ix: StoryIx) -> Result<Value, Diagnostic> {
        self.cards[ix].html(|| card::print(self, ix, card::IN_LISTS))
    }

    /// A story as its neighbours name it.
    ///
    /// # Errors
    /// When `line.html` fails.
    pub(super) fn line(&self, ix: StoryIx) -> Result<Value, Diagnostic> {
        self.lines[ix].html(|| line::print(self, ix))
    }

    /// The site as every page of a language sees it, made once.
    pub(super) fn site_view(&self, edition: &Edition) -> &Value {
        let Some(view) = self.site_views.get(edition) else { return &self.nothing };
        let words = self.words(self.edition_lang(edition));
        view.get_or_init(|| Value::from_serializable(&SiteView::of(self, edition, words)))
    }

    /// What stands above all pages of a language.
    ///
    /// # Errors
    /// When `top.html` fails.
    pub(super) fn top(&self, edition: &Edition, lang: &Lang) -> Result<Value, Diagnostic> {
        let print = || self.print("top.html", &frame::shared(self, edition, lang));
        part(&self.tops, &(edition.clone(), lang.clone()), print)
    }

    /// What stands below all pages of a language.
    ///
    /// # Errors
    /// When `foot.html` fails.
    pub(super) fn foot(&self, edition: &Edition, lang: &Lang) -> Result<Value, Diagnostic> {
        let print = || self.print("foot.html", &frame::shared(self, edition, lang));
        part(&self.feet, &(edition.clone(), lang.clone()), print)
    }

    /// What the heads of all pages of a list link to, or of the pages of an edition that belong to no list.
    ///
    /// # Errors
    /// When `links.html` fails.
    pub(super) fn links(&self, edition: &Edition, list: Option<&List>) -> Result<Value, Diagnostic> {
        let print = || self.print("links.html", &frame::links(self, edition, list));
        part(&self.links, &(edition.clone(), list.cloned()), print)
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

    /// Answers an address. The same site, theme and address give the same bytes.
    ///
    /// # Errors
    /// When a template fails, naming it.
    pub fn answer(&self, address: &str, route: &Route) -> Result<Output, Diagnostic> {
        let (site, config) = (self.site(), self.config());
        let bytes = match route {
            Route::File(path) => return Ok(Output::Copy(path.clone())),
            Route::Variant(recipe) => return Ok(Output::Variant(recipe.clone())),
            Route::ThemeFile(name) => self.theme.static_file(name).ok_or_else(|| missing(address))?.to_vec(),
            Route::Story(ix) => page::story(self, *ix)?,
            Route::Home(edition) => page::home(self, edition)?,
            Route::List { edition, list, page } => page::list(self, edition, list, *page)?,
            Route::Tags(edition) => page::tags(self, edition)?,
            Route::Archive(edition) => page::archive(self, edition)?,
            Route::Commitments(edition) => page::commitments(self, edition)?,
            Route::Commitment { edition, promise } => page::commitment(self, edition, *promise)?,
            Route::Accountability(edition) => page::accountability(self, edition)?,
            Route::Corrections(edition) => page::corrections(self, edition)?,
            Route::NotFound => page::not_found(self)?,
            Route::Feed { edition, list, format } => self.feed(edition, list.as_ref(), *format),
            Route::Data(set, format) => data::write(site, config, *set, *format),
            Route::DataSchema => data::schema(config),
            Route::DueCalendar => self.calendar(),
            Route::Sitemap(part) => sitemap::write(site, config, *part),
            Route::Robots => robots::write(config),
            Route::WebFinger => webfinger::write(config),
            Route::Alias(ix) => alias::write(site, config, *ix),
        };
        Ok(Output::Page(bytes))
    }

    /// Renders a template of the theme.
    pub(super) fn print(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        if let Some(mut seen) = self.rehearsed.as_ref().and_then(|seen| seen.lock().ok()) {
            seen.push(context.clone());
        }
        self.theme.render(template, context)
    }

    fn feed(&self, edition: &Edition, list: Option<&List>, format: FeedFormat) -> Vec<u8> {
        let title = list.map(|list| self.list_title(edition, list));
        let words = feed::Words {
            text: &|ix| self.full_text(ix).as_str(),
            retracted: &|ix| self.words(self.story_lang(ix)).text("feed.retracted"),
            list: title.as_deref(),
        };
        feed::write(&self.site, &self.config, &words, edition, list, format)
    }

    fn calendar(&self) -> Vec<u8> {
        let words = self.words(&self.config.language);
        let words = calendar::Words {
            name: words.text("calendar.name"),
            due: words.text("calendar.due"),
            review: words.text("calendar.review"),
        };
        calendar::write(&self.site, &self.config, &words)
    }
}

/// The part of a key. One that no page was foreseen to have is printed and not kept.
fn part<K: Ord>(
    parts: &BTreeMap<K, Part>,
    key: &K,
    print: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
) -> Result<Value, Diagnostic> {
    match parts.get(key) {
        Some(part) => part.html(print),
        None => Part::default().html(print),
    }
}

/// What should not happen: an address that leads to nothing.
fn missing(address: &str) -> Diagnostic {
    Diagnostic::error("theme", Place::whole("hearback.yaml"), format!("nothing answers `{address}`"))
}
