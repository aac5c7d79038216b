//! RSS 2.0 with `content:encoded`, `dc:creator` and `atom:link`.

use super::Issue;
use super::entry::Entry;
use crate::html::escaped;
use jiff::ZonedDateTime;
use jiff::fmt::rfc2822;

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::{Category, Channel, Guid, Item};
use std::borrow::Cow;

/// The feed as RSS 2.0.
pub(super) fn write(issue: Issue<'_>) -> Vec<u8> {
    let room = issue.room();
    let own = Link {
        href: issue.own,
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    let channel = Channel {
        title: issue.title,
        link: issue.home,
        // `<description>` is HTML to whoever reads it, and required, so an empty one stands where the site has none.
        description: escaped(&issue.description),
        language: Some(issue.lang.to_string()),
        last_build_date: date(&issue.updated),
        generator: Some("hearback".to_owned()),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        atom_ext: Some(AtomExtension { links: vec![own] }),
        items: issue.entries.into_iter().map(item).collect(),
        ..Channel::default()
    };
    // Writing to memory cannot fail; an empty feed would be the sign that it did.
    channel.write_to(room).unwrap_or_default()
}

fn item(entry: Entry<'_>) -> Item {
    let creators: Vec<_> = entry.authors.into_iter().map(Cow::into_owned).collect();
    let creator = DublinCoreExtension { creators, ..DublinCoreExtension::default() };
    Item {
        title: Some(entry.title.into_owned()),
        link: Some(entry.url),
        description: entry.summary.as_deref().map(escaped),
        categories: entry
            .tags
            .into_iter()
            .map(|tag| Category { name: tag.into_owned(), ..Category::default() })
            .collect(),
        guid: Some(Guid { value: entry.id, permalink: false }),
        pub_date: date(&entry.published),
        content: Some(entry.content.to_owned()),
        dublin_core_ext: (!creator.creators.is_empty()).then_some(creator),
        ..Item::default()
    }
}

/// A date of RFC 822 with a year of four digits, as RSS 2.0 wants it.
fn date(moment: &ZonedDateTime) -> Option<String> {
    rfc2822::to_string(moment).ok()
}
