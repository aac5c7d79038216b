//! What answers which address, and whether two things want the same one. Two addresses that differ only in capitals are one
//! on many file systems, so they are one here.

use super::addresses::is_front;
use super::lists::Listed;
use super::safe_path;
use crate::config::Config;
use crate::model::address;
use crate::model::asset::Assets;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::{Place, Spot};
use crate::model::route::{DataFormat, DataSet, Edition, FeedFormat, List, Route, StoryIx};
use crate::model::site::{Promise, Ties};
use crate::model::story::Story;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The rule of two things at one address.
pub(super) const DUPLICATE_ROUTE: &str = "duplicate-route";
/// The rule of an old address at which something else stands.
const ALIAS_OVER_PAGE: &str = "alias-over-page";
/// The rule of an old address that cannot be one.
const ADDRESS: &str = "address";
/// How many addresses a part of the sitemap may have (sitemaps.org).
const SITEMAP_PART: usize = 50_000;

/// The routes so far.
#[derive(Debug, Default)]
pub(super) struct Routes {
    by_address: BTreeMap<String, Route>,
    /// Which file of the author's stands behind an output path in small letters; `None` is our own.
    owners: HashMap<String, Option<String>>,
}

impl Routes {
    /// What answers an address.
    pub(super) fn get(&self, address: &str) -> Option<&Route> {
        self.by_address.get(address)
    }

    /// Adds what nobody can want twice, or only for the same thing.
    pub(super) fn add(&mut self, address: String, route: Route) {
        self.owners.entry(output(&address)).or_insert(None);
        self.by_address.entry(address).or_insert(route);
    }

    /// Adds what an author wants at an address, unless something is there.
    pub(super) fn claim(&mut self, address: String, route: Route, place: Place, found: &mut Vec<Diagnostic>) {
        let path = output(&address);
        match self.owners.get(&path) {
            None => {
                self.owners.insert(path, Some(place.file));
                self.by_address.insert(address, route);
            }
            Some(owner) => {
                // `/x/index.html` and `/x/` are one file.
                let held = self.by_address.get(&address);
                let held = held.or_else(|| self.by_address.get(address.strip_suffix("index.html")?));
                found.push(clash(&address, held, owner.as_deref(), place));
            }
        }
    }

    /// What every site has.
    pub(super) fn fixed(&mut self, config: &Config, editions: &[Edition]) {
        for edition in editions {
            self.add(address::home(edition), Route::Home(edition.clone()));
            self.add(address::tags(edition), Route::Tags(edition.clone()));
            self.add(address::archive(edition), Route::Archive(edition.clone()));
            self.add(address::commitments(edition), Route::Commitments(edition.clone()));
            self.add(address::accountability(edition), Route::Accountability(edition.clone()));
            self.add(address::corrections(edition), Route::Corrections(edition.clone()));
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
        if config.mastodon.is_some() {
            self.add(address::WEB_FINGER.to_owned(), Route::WebFinger);
        }
    }

    /// Every page of every list, and the feeds. A year has no feed: nothing new comes to it.
    pub(super) fn lists(&mut self, listed: &Listed, editions: &[Edition], paginate: usize) {
        for edition in editions {
            self.feeds(edition, None);
        }
        for ((edition, list), members) in &listed.lists {
            for page in 1..=members.len().div_ceil(paginate.max(1)) {
                let route = Route::List { edition: edition.clone(), list: list.clone(), page };
                self.add(address::list(edition, list, page), route);
            }
            if !matches!(list, List::Year(_)) {
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
    pub(super) fn stories(
        &mut self,
        stories: &[Arc<Story>],
        by_path: &[StoryIx],
        ties: &[Ties],
        found: &mut Vec<Diagnostic>,
    ) {
        self.owners.reserve(stories.len());
        for &ix in by_path {
            let story = &stories[ix];
            if !is_front(&story.path) {
                let place = Place::whole(&story.path);
                self.claim(ties[ix].address.clone(), Route::Story(ix), place, found);
            }
        }
    }

    /// The page of each commitment.
    pub(super) fn promises(
        &mut self,
        promises: &[Promise],
        stories: &[Arc<Story>],
        found: &mut Vec<Diagnostic>,
    ) {
        for (ix, promise) in promises.iter().enumerate() {
            let field = format!("commitments[{}].id", promise.index);
            let place = Place::field(&stories[promise.story].path, field);
            self.claim(promise.address.clone(), Route::Commitment(ix), place, found);
        }
    }

    /// The files of the theme and of `static/`. An author's own `robots.txt`, `404.html` or file below `theme/` counts
    /// instead of ours.
    pub(super) fn files(&mut self, assets: &Assets, theme_files: &[String], found: &mut Vec<Diagnostic>) {
        for name in theme_files {
            self.add(address::theme_file(name), Route::ThemeFile(name.clone()));
        }
        for path in assets.files.keys().filter(|path| path.starts_with("static/")) {
            let address = file_address(path);
            let gives_way = matches!(
                self.get(&address),
                Some(Route::Robots | Route::NotFound | Route::WebFinger | Route::ThemeFile(_))
            );
            if gives_way {
                self.owners.insert(output(&address), Some(path.clone()));
                self.by_address.insert(address, Route::File(path.clone()));
            } else {
                self.claim(address, Route::File(path.clone()), Place::whole(path), found);
            }
        }
    }

    /// The old addresses of stories.
    pub(super) fn aliases(
        &mut self,
        stories: &[Arc<Story>],
        by_path: &[StoryIx],
        found: &mut Vec<Diagnostic>,
    ) {
        for &ix in by_path {
            let story = &stories[ix];
            for (at, written) in story.aliases.iter().enumerate() {
                let place = Place::field(&story.path, format!("aliases[{at}]"));
                match safe_path::alias(written) {
                    Some(address) => self.claim(address, Route::Alias(ix), place, found),
                    None => found.push(
                        Diagnostic::error(ADDRESS, place, format!("`{written}` is no address of this site"))
                            .hint("write the old address from its first `/`: `/news/wells/`"),
                    ),
                }
            }
        }
    }

    /// All routes, the parts of the sitemap included; names what would have to be a file and a folder at once.
    pub(super) fn finish(
        mut self,
        stories: &[Arc<Story>],
        found: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, Route> {
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
                found.push(Diagnostic::error(DUPLICATE_ROUTE, Place::whole(file), message).hint(hint));
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

/// The file that answers an address, in small letters.
fn output(address: &str) -> String {
    // Case outside of ASCII is a long table.
    let mut path = if address.is_ascii() { address.to_ascii_lowercase() } else { address.to_lowercase() };
    if path.ends_with('/') {
        path.push_str("index.html");
    }
    path
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
        (ALIAS_OVER_PAGE, "remove the alias")
    } else if place.file.starts_with("static/") {
        (DUPLICATE_ROUTE, "rename the file")
    } else {
        (DUPLICATE_ROUTE, "give one of them another `slug`")
    };
    Diagnostic::error(rule, place, format!("`{address}` {relation} {whose}")).hint(hint)
}
