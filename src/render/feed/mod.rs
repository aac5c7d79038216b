//! Feeds: the newest stories of the site, of a kind or of a tag, in three formats with the same entries.

mod atom;
mod entry;
mod item;
mod json;
mod rss;

use crate::config::{Config, FeedItems};
use crate::model::address;
use crate::model::diagnostic::Diagnostic;
use crate::model::lang::Lang;
use crate::model::route::{Edition, FeedFormat, List, StoryIx};
use crate::model::site::Site;
use crate::render::body::Base;
use crate::render::shared::Shared;
use crate::render::xml;
use entry::Entry;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// What a feed takes from whoever makes it: the texts that are made once for all feeds, and words.
struct Words<'a> {
    /// The whole text of a story with absolute addresses, fit for XML.
    text: &'a dyn Fn(StoryIx) -> &'a str,
    /// How the title of a retracted story is marked, with `{title}` in it.
    retracted: &'a dyn Fn(StoryIx) -> &'a str,
    /// What the list is called; `None` for the whole site.
    list: Option<&'a str>,
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
    updated: ZonedDateTime,
    /// The stories, newest first.
    entries: Vec<Entry<'a>>,
}

impl Issue<'_> {
    /// Room for the feed in a format, in bytes, so that writing it seldom moves it: every sign of HTML is longer there.
    fn room(&self) -> Vec<u8> {
        let texts: usize = self.entries.iter().map(|entry| entry.content.len()).sum();
        Vec::with_capacity(texts + texts / 2 + 1024 * (1 + self.entries.len()))
    }
}

/// A feed of the stories of a language, all of them or those of a list.
///
/// # Errors
/// When `feed-item.html` fails.
pub(super) fn write(
    shared: &Shared,
    edition: &Edition,
    list: Option<&List>,
    format: FeedFormat,
) -> Result<Vec<u8>, Diagnostic> {
    let (site, config) = (shared.site(), shared.config());
    for ix in newest(site, config, edition, list) {
        item::html(shared, *ix)?;
    }
    let title = list.map(|list| shared.list_title(edition, list));
    let words = Words {
        text: &|ix| item::html(shared, ix).unwrap_or_default(),
        retracted: &|ix| shared.words(shared.story_lang(ix)).text("feed.retracted"),
        list: title.as_deref(),
    };
    Ok(written(site, config, &words, edition, list, format))
}

/// The stories of a feed, newest first.
fn newest<'a>(site: &'a Site, config: &Config, edition: &Edition, list: Option<&List>) -> &'a [StoryIx] {
    let stories = match list {
        Some(list) => site.lists.get(&(edition.clone(), list.clone())),
        None => site.all.get(edition),
    };
    let stories = stories.map_or(&[][..], Vec::as_slice);
    match config.feeds {
        FeedItems::Newest(count) => &stories[..count.min(stories.len())],
        FeedItems::All => stories,
    }
}

fn written<'a>(
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
    let entries: Vec<_> = newest(site, config, edition, list)
        .iter()
        .filter_map(|&ix| Entry::new(site, config, ix, (words.text)(ix), (words.retracted)(ix)))
        .collect();
    let base = Base::Absolute(config.url.as_str());
    let folder = folder(edition, list);
    Issue {
        title: match words.list {
            Some(list) => xml::clean(&format!("{list} · {}", config.title)).into_owned(),
            None => xml::clean(&config.title).into_owned(),
        },
        description: xml::clean(&config.description).into_owned(),
        home: base.address(&folder),
        own: base.address(&address::feed(edition, list, format)),
        id: config.tag(folder.trim_start_matches('/')),
        lang: edition.as_ref().unwrap_or(&config.language),
        publisher: xml::clean(&config.organisation.name).into_owned(),
        updated: entries
            .iter()
            .map(|entry| entry.updated.clone())
            .max()
            .unwrap_or_else(|| Timestamp::UNIX_EPOCH.to_zoned_datetime(TimeZone::UTC)),
        entries,
    }
}

/// The address of the page that a feed belongs to, below which the feed stands: `/es/tags/water/`.
fn folder(edition: &Edition, list: Option<&List>) -> String {
    list.map_or_else(|| address::home(edition), |list| address::list(edition, list, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site, text};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// A feed in which a story has the text that is given, else its own.
    fn made(
        site: &Site,
        config: &Config,
        one: Option<&str>,
        list: Option<&List>,
        format: FeedFormat,
    ) -> Vec<u8> {
        let words = Words {
            text: &|ix| one.unwrap_or_else(|| text(ix)),
            retracted: &|_| "Retracted: {title}",
            list: list.map(|_| "R&D"),
        };
        written(site, config, &words, &None, list, format)
    }

    fn all(format: FeedFormat) -> String {
        String::from_utf8(made(&site(), &config(), None, None, format)).expect("UTF-8")
    }

    #[test]
    fn rss_carries_everything() {
        insta::assert_snapshot!(all(FeedFormat::Rss).replace("<item>", "\n<item>"));
    }

    #[test]
    fn atom_carries_everything() {
        insta::assert_snapshot!(all(FeedFormat::Atom).replace("<entry>", "\n<entry>"));
    }

    #[test]
    fn json_feed_carries_everything() {
        let value: serde_json::Value = serde_json::from_str(&all(FeedFormat::Json)).expect("JSON");
        insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
    }

    #[test]
    fn readers_find_the_same_text_in_every_format() {
        let rss = ::rss::Channel::read_from(all(FeedFormat::Rss).as_bytes()).expect("RSS");
        let atom = atom_syndication::Feed::read_from(all(FeedFormat::Atom).as_bytes()).expect("Atom");
        let json: serde_json::Value = serde_json::from_str(&all(FeedFormat::Json)).expect("JSON");
        assert_eq!(rss.items.len(), 3);
        for (ix, item) in rss.items.iter().enumerate() {
            let (entry, other) = (&atom.entries[ix], &json["items"][ix]);
            assert_eq!(item.content, entry.content.as_ref().and_then(|content| content.value.clone()));
            assert_eq!(item.content.as_deref(), other["content_html"].as_str());
            assert_eq!(item.guid.as_ref().map(|guid| guid.value.as_str()), other["id"].as_str());
            assert_eq!(Some(entry.id.as_str()), other["id"].as_str());
            assert_eq!(item.title.as_deref(), Some(entry.title.value.as_str()));
            assert_eq!(item.link.as_deref(), other["url"].as_str());
        }
    }

    #[test]
    fn a_list_has_its_own_title_and_stories() {
        let list = List::Tag("r-d".to_owned());
        let bytes = made(&site(), &config(), None, Some(&list), FeedFormat::Rss);
        let feed = ::rss::Channel::read_from(bytes.as_slice()).expect("RSS");
        assert_eq!(feed.title, "R&D · Wells & Water");
        assert_eq!(feed.link, "https://wells.example/news/tags/r-d/");
        assert_eq!(feed.items.len(), 1);
    }

    #[test]
    fn a_feed_holds_the_newest_so_many() {
        let config = Config { feeds: FeedItems::Newest(1), ..config() };
        let bytes = made(&site(), &config, None, None, FeedFormat::Json);
        let feed: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(feed["items"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn a_feed_without_stories_is_one_all_the_same() {
        let (mut site, config) = (site(), config());
        site.all.clear();
        for format in FeedFormat::ALL {
            assert!(!made(&site, &config, None, None, format).is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_makes_a_feed_unreadable(any in any::<String>(), end in "[<>&\\]]{0,6}") {
            let wild = format!("{any}]]>{end}");
            let mut site = site();
            let mut story = (*site.stories[2]).clone();
            story.title.clone_from(&wild);
            story.summary = Some(wild.clone());
            story.tags = vec![wild.clone()];
            story.authors = vec![wild.clone()];
            story.id = Some(wild.clone());
            site.stories[2] = Arc::new(story);
            let text = xml::clean(&wild);
            let of = |format| made(&site, &config(), Some(&text), None, format);
            let rss = ::rss::Channel::read_from(of(FeedFormat::Rss).as_slice()).expect("RSS");
            let atom = atom_syndication::Feed::read_from(of(FeedFormat::Atom).as_slice()).expect("Atom");
            let kept = xml::clean(&wild).replace("\r\n", "\n").replace('\r', "\n");
            let same = |text: Option<&str>| text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
            // The library trims what it reads.
            let content = same(rss.items[1].content.as_deref());
            prop_assert_eq!(content.trim(), kept.trim());
            let content = same(atom.entries[1].content.as_ref().and_then(|content| content.value.as_deref()));
            prop_assert_eq!(content.trim(), kept.trim());
        }
    }
}
