//! Feeds: the newest stories of the site, of a kind or of a tag, in three formats with the same entries.

mod atom;
mod entry;
mod json;
mod rss;

use crate::config::{Config, FeedItems};
use crate::model::address;
use crate::model::lang::Lang;
use crate::model::route::{Edition, FeedFormat, List, StoryIx};
use crate::model::site::Site;
use crate::render::body::Base;
use crate::render::xml;
use entry::Entry;
pub(super) use entry::largest;
use jiff::Timestamp;

/// What a feed takes from whoever makes it: the texts that are made once for all feeds, and words.
pub(super) struct Words<'a> {
    /// The whole text of a story with absolute addresses.
    pub(super) text: &'a dyn Fn(StoryIx) -> &'a str,
    /// How the title of a retracted story is marked, with `{title}` in it.
    pub(super) retracted: &'a dyn Fn(StoryIx) -> &'a str,
    /// What the list is called; `None` for the whole site.
    pub(super) list: Option<&'a str>,
}

/// A feed before it has a format.
struct Issue<'a> {
    /// The site's title, after the list's.
    title: String,
    /// The site's description.
    description: String,
    /// The page that the feed belongs to.
    home: String,
    /// The feed itself.
    own: String,
    /// A name that stays.
    id: String,
    /// The language of the list.
    lang: &'a Lang,
    /// Who publishes.
    publisher: String,
    /// The newest change of its entries, never the clock.
    updated: Timestamp,
    /// The stories, newest first.
    entries: Vec<Entry<'a>>,
}

/// A feed of the stories of a language, all of them or those of a list.
pub(super) fn write<'a>(
    site: &'a Site,
    config: &'a Config,
    words: &Words<'a>,
    edition: &'a Edition,
    list: Option<&List>,
    format: FeedFormat,
) -> Vec<u8> {
    let issue = issue(site, config, words, edition, list, format);
    match format {
        FeedFormat::Rss => rss::write(issue),
        FeedFormat::Atom => atom::write(issue),
        FeedFormat::Json => json::write(&issue),
    }
}

fn issue<'a>(
    site: &'a Site,
    config: &'a Config,
    words: &Words<'a>,
    edition: &'a Edition,
    list: Option<&List>,
    format: FeedFormat,
) -> Issue<'a> {
    let stories = match list {
        Some(list) => site.lists.get(&(edition.clone(), list.clone())),
        None => site.all.get(edition),
    };
    let stories = stories.map_or(&[][..], Vec::as_slice);
    let wanted = match config.feeds {
        FeedItems::Newest(count) => count,
        FeedItems::All => usize::MAX,
    };
    let newest = stories.iter().take(wanted);
    let entries: Vec<_> = newest
        .filter_map(|&ix| Entry::new(site, config, ix, (words.text)(ix), (words.retracted)(ix)))
        .collect();
    let base = Base::Absolute(config.url.as_str());
    let folder = folder(edition, list);
    let host = config.url.host_str().unwrap_or("localhost");
    Issue {
        title: match words.list {
            Some(list) => xml::clean(&format!("{list} · {}", config.title)).into_owned(),
            None => xml::clean(&config.title).into_owned(),
        },
        description: xml::clean(&config.description).into_owned(),
        home: base.address(&folder),
        own: base.address(&address::feed(edition, list, format)),
        id: format!("tag:{host},2026:{}", Base::Page(config.base_path()).address(&folder)),
        lang: edition.as_ref().unwrap_or(&config.language),
        publisher: xml::clean(&config.organisation.name).into_owned(),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::UNIX_EPOCH),
        entries,
    }
}

/// The address of the page that a feed belongs to, below which the feed stands: `/es/tags/water/`.
fn folder(edition: &Edition, list: Option<&List>) -> String {
    list.map_or_else(|| address::home(edition), |list| address::list(edition, list, 1))
}
