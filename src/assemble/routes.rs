//! What answers which address, and whether two things want the same one. Two addresses that differ only in capitals are one
//! on many file systems, so they are one here.

use super::addresses::is_front;
use super::lists::Listed;
use super::safe_path;
use crate::config::Config;
use crate::config::rule;
use crate::model::address;
use crate::model::asset::Assets;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::{Place, Spot};
use crate::model::route::{DataFormat, DataSet, Edition, FeedFormat, List, Route, StoryIx};
use crate::model::search;
use crate::model::site::{Promise, Ties};
use crate::model::story::Story;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The end of an address that is a folder's too.
const INDEX: &str = "/index.html";
/// How many addresses a part of the sitemap may have (sitemaps.org).
const SITEMAP_PART: usize = 50_000;

/// The routes so far.
#[derive(Debug)]
pub(super) struct Routes<'a> {
    stories: &'a [Arc<Story>],
    promises: &'a [Promise],
    by_address: BTreeMap<String, Route>,
    /// The addresses that are not plain, by how they would be; nearly all are plain.
    spelled: HashMap<String, String>,
}

impl<'a> Routes<'a> {
    /// No routes yet, of a site with these stories and promises.
    pub(super) fn new(stories: &'a [Arc<Story>], promises: &'a [Promise]) -> Self {
        Self { stories, promises, by_address: BTreeMap::new(), spelled: HashMap::new() }
    }

    /// What answers an address.
    pub(super) fn get(&self, address: &str) -> Option<&Route> {
        self.by_address.get(address)
    }

    /// Adds what nobody can want twice, or only for the same thing.
    pub(super) fn add(&mut self, address: String, route: Route) {
        self.spell(&address);
        self.by_address.entry(address).or_insert(route);
    }

    /// Adds what an author wants at an address, unless something is there.
    pub(super) fn claim(
        &mut self,
        address: String,
        route: Route,
        place: impl FnOnce() -> Place,
        found: &mut Vec<Diagnostic>,
    ) {
        // A page of ours that helps along gives way to one that an author made for the same purpose.
        if matches!(self.get(&address), Some(Route::Subscribe(_) | Route::OurData(_))) {
            self.by_address.insert(address, route);
            return;
        }
        let Some(holder) = self.holder(&address) else {
            self.spell(&address);
            self.by_address.insert(address, route);
            return;
        };
        // `/x/index.html` and `/x/` are one file.
        let held = self.by_address.get(&address);
        let held = held.or_else(|| self.by_address.get(address.strip_suffix("index.html")?));
        found.push(clash(&address, held, self.owner(holder), place()));
    }

    /// Remembers an address by how it would be if it were plain, unless it is.
    fn spell(&mut self, address: &str) {
        if let Cow::Owned(plain) = plain(address) {
            self.spelled.entry(plain).or_insert_with(|| address.to_owned());
        }
    }

    /// What answers with the same file.
    fn holder(&self, address: &str) -> Option<&Route> {
        let plain = plain(address);
        let other = self.spelled.get(&*plain).map_or(&*plain, String::as_str);
        self.by_address.get(&*plain).or_else(|| self.by_address.get(other))
    }

    /// The author's file that stands behind a route; none behind what is ours.
    fn owner<'r>(&self, route: &'r Route) -> Option<&'r str>
    where
        'a: 'r,
    {
        match route {
            Route::Story(ix) | Route::Alias(ix) => Some(&self.stories[*ix].path),
            Route::Commitment { edition, promise } => {
                let (story, ..) = self.promises[*promise].said_in(edition);
                Some(&self.stories[story].path)
            }
            Route::File(path) => Some(path),
            _ => None,
        }
    }

    /// What every site has.
    pub(super) fn fixed(&mut self, config: &Config, editions: &[Edition]) {
        let has_team = |story: &Arc<Story>| story.commitments.iter().any(|made| made.lead.is_some());
        let has_teams = self.stories.iter().any(has_team);
        for edition in editions {
            self.add(address::home(edition), Route::Home(edition.clone()));
            self.add(address::tags(edition), Route::Tags(edition.clone()));
            self.add(address::archive(edition), Route::Archive(edition.clone()));
            self.add(address::commitments(edition), Route::Commitments(edition.clone()));
            if has_teams {
                self.add(address::teams(edition), Route::Teams(edition.clone()));
            }
            self.add(address::accountability(edition), Route::Accountability(edition.clone()));
            self.add(address::corrections(edition), Route::Corrections(edition.clone()));
            self.add(address::subscribe(edition), Route::Subscribe(edition.clone()));
            self.add(address::our_data(edition), Route::OurData(edition.clone()));
            if config.search {
                self.search(edition);
            }
        }
        for set in DataSet::ALL {
            for format in [DataFormat::Json, DataFormat::Csv] {
                self.add(address::data(set, format), Route::Data(set, format));
            }
        }
        self.add(address::DATA_SCHEMA.to_owned(), Route::DataSchema);
        self.add(address::DUE_CALENDAR.to_owned(), Route::DueCalendar);
        self.add(address::ROBOTS.to_owned(), Route::Robots);
        self.add(address::NOT_FOUND.to_owned(), Route::NotFound);
        self.add(address::sitemap(0), Route::Sitemap(0));
        self.add(address::HEADERS.to_owned(), Route::Headers);
        if config.security.is_some() {
            self.add(address::SECURITY_TXT.to_owned(), Route::SecurityTxt);
        }
        if config.mastodon.is_some() {
            self.add(address::WEB_FINGER.to_owned(), Route::WebFinger);
        }
    }

    /// Where one searches in a language, and the files of its index.
    fn search(&mut self, edition: &Edition) {
        let Some(files) = search::files(self.stories, self.promises, edition) else { return };
        self.add(address::search(edition), Route::Search(edition.clone()));
        for file in files.all() {
            self.add(address::search_file(edition, file), Route::SearchFile(edition.clone(), file));
        }
    }

    /// Every page of every list, and the feeds. A year has one page with all of its titles and no feed: nothing new comes to it.
    pub(super) fn lists(&mut self, listed: &Listed, editions: &[Edition], paginate: usize) {
        for edition in editions {
            self.feeds(edition, None);
        }
        for ((edition, list), members) in &listed.lists {
            let is_year = matches!(list, List::Year(_));
            let pages = if is_year { 1 } else { members.len().div_ceil(paginate.max(1)) };
            for page in 1..=pages {
                let route = Route::List { edition: edition.clone(), list: list.clone(), page };
                self.add(address::list(edition, list, page), route);
            }
            if !is_year {
                self.feeds(edition, Some(list));
            }
        }
    }

    fn feeds(&mut self, edition: &Edition, list: Option<&List>) {
        for format in FeedFormat::ALL {
            let route = Route::Feed { edition: edition.clone(), list: list.cloned(), format };
            self.add(address::feed(edition, list, format), route);
        }
    }

    /// The stories, by path, so that of two on one address it is always the same that is named. The text of a first page
    /// has no page of its own.
    pub(super) fn stories(&mut self, by_path: &[StoryIx], ties: &[Ties], found: &mut Vec<Diagnostic>) {
        for &ix in by_path {
            let path = &self.stories[ix].path;
            if !is_front(path) {
                self.claim(ties[ix].address.clone(), Route::Story(ix), || Place::whole(path), found);
            }
        }
    }

    /// The page of each commitment in each language that says it.
    pub(super) fn promises(&mut self, found: &mut Vec<Diagnostic>) {
        let (stories, promises) = (self.stories, self.promises);
        for (ix, promise) in promises.iter().enumerate() {
            for edition in promise.editions() {
                let (story, index, address) = promise.said_in(edition);
                let place = || Place::field(&stories[story].path, format!("commitments[{index}].id"));
                let route = Route::Commitment { edition: edition.clone(), promise: ix };
                self.claim(address.to_owned(), route, place, found);
            }
        }
    }

    /// The files of the theme and of `static/`. An author's own `robots.txt`, `404.html`, `_headers` or file below
    /// `theme/` counts instead of ours.
    pub(super) fn files(&mut self, assets: &Assets, theme_files: &[String], found: &mut Vec<Diagnostic>) {
        for name in theme_files {
            self.add(address::theme_file(name), Route::ThemeFile(name.clone()));
        }
        for path in assets.files.keys().filter(|path| path.starts_with("static/")) {
            let address = file_address(path);
            if self.get(&address).is_some_and(Route::gives_way) {
                self.by_address.insert(address, Route::File(path.clone()));
            } else {
                self.claim(address, Route::File(path.clone()), || Place::whole(path), found);
            }
        }
    }

    /// The old addresses of stories.
    pub(super) fn aliases(&mut self, by_path: &[StoryIx], found: &mut Vec<Diagnostic>) {
        if self.stories.iter().any(|story| !story.aliases.is_empty()) {
            self.add(address::REDIRECTS.to_owned(), Route::Redirects);
        }
        for &ix in by_path {
            let story = &self.stories[ix];
            for (at, written) in story.aliases.iter().enumerate() {
                let place = || Place::field(&story.path, format!("aliases[{at}]"));
                match safe_path::alias(written) {
                    Some(address) => self.claim(address, Route::Alias(ix), place, found),
                    None => found.push(
                        rule::ADDRESS
                            .at(place(), format!("`{written}` is no address of this site"))
                            .hint("write the old address from its first `/`: `/news/wells/`"),
                    ),
                }
            }
        }
    }

    /// All routes, the parts of the sitemap included; names what would have to be a file and a folder at once.
    pub(super) fn finish(mut self, found: &mut Vec<Diagnostic>) -> BTreeMap<String, Route> {
        let stories = self.stories;
        for (address, route) in &self.by_address {
            let file = match route {
                Route::File(path) => path,
                Route::Alias(ix) => &stories[*ix].path,
                _ => continue,
            };
            let inside = format!("{address}/");
            let next = self.by_address.range(inside.clone()..).next();
            if !address.ends_with('/') && next.is_some_and(|(next, _)| next.starts_with(&inside)) {
                let message = format!("`{address}` would be a file and a folder at once");
                let hint = "give it another name";
                found.push(rule::DUPLICATE_ROUTE.at(Place::whole(file), message).hint(hint));
            }
        }
        let listed = |route: &&Route| match route {
            Route::Story(ix) => !stories[*ix].draft,
            other => other.is_page(),
        };
        let pages = self.by_address.values().filter(listed).count();
        if pages > SITEMAP_PART {
            for part in 1..=pages.div_ceil(SITEMAP_PART) {
                self.add(address::sitemap(part), Route::Sitemap(part));
            }
        }
        self.by_address
    }
}

/// Where a file of `static/` or `content/` is published: `static/logo.svg` at `/logo.svg`.
pub(super) fn file_address(path: &str) -> String {
    format!("/{}", path.strip_prefix("static/").or_else(|| path.strip_prefix("content/")).unwrap_or(path))
}

/// An address in small letters, and as the folder where it is that of a folder's `index.html`: two addresses are one file
/// where this is the same.
fn plain(address: &str) -> Cow<'_, str> {
    let is_index = address.len() >= INDEX.len()
        && address.as_bytes()[address.len() - INDEX.len()..].eq_ignore_ascii_case(INDEX.as_bytes());
    let is_small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if !is_index && address.bytes().all(is_small) {
        return Cow::Borrowed(address);
    }
    let mut small = address.to_lowercase();
    if small.ends_with(INDEX) {
        small.truncate(small.len() - INDEX.len() + 1);
    }
    if small == address { Cow::Borrowed(address) } else { Cow::Owned(small) }
}

fn clash(address: &str, held: Option<&Route>, owner: Option<&str>, place: Place) -> Diagnostic {
    let relation = if held.is_some() { "is already" } else { "is, but for capitals, already" };
    let whose = match (owner, held) {
        (Some(owner), Some(Route::Alias(_))) => format!("an old address of `{owner}`"),
        (Some(owner), _) if owner == place.file => "an address of this file".to_owned(),
        (Some(owner), _) => format!("the address of `{owner}`"),
        (None, _) => "an address that hearback makes itself".to_owned(),
    };
    let is_alias = matches!(&place.spot, Spot::Field(path) if path.starts_with("aliases"));
    let (rule, hint) = if is_alias {
        (rule::ALIAS_OVER_PAGE, "remove the alias")
    } else if place.file.starts_with("static/") {
        (rule::DUPLICATE_ROUTE, "rename the file")
    } else {
        (rule::DUPLICATE_ROUTE, "give one of them another `slug`")
    };
    rule.at(place, format!("`{address}` {relation} {whose}")).hint(hint)
}
