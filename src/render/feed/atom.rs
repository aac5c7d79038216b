//! Atom (RFC 4287).

use super::Issue;
use super::entry::Entry;
use crate::render::moment;
use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed, FixedDateTime, Generator, Link, Person, Text,
};
use jiff::ZonedDateTime;
use std::borrow::Cow;

/// The feed as Atom.
pub(super) fn write(issue: Issue<'_>) -> Vec<u8> {
    let room = issue.room();
    let lang = issue.lang.as_str().to_owned();
    let feed = Feed {
        title: Text::plain(issue.title),
        id: issue.id,
        updated: date(&issue.updated),
        // RFC 4287 §4.1.1: an entry without an author needs a feed with one.
        authors: vec![Person { name: issue.publisher, ..Person::default() }],
        generator: Some(Generator { value: "hearback".to_owned(), ..Generator::default() }),
        links: vec![
            link(issue.own, "self", "application/atom+xml"),
            link(issue.home, "alternate", "text/html"),
        ],
        subtitle: (!issue.description.is_empty()).then(|| Text::plain(issue.description)),
        entries: issue.entries.into_iter().map(entry).collect(),
        lang: Some(lang),
        ..Feed::default()
    };
    // Writing to memory cannot fail; an empty feed would be the sign that it did.
    feed.write_to(room).unwrap_or_default()
}

fn entry(entry: Entry<'_>) -> AtomEntry {
    let lang = Some(entry.lang.to_string());
    let person = |name: Cow<'_, str>| Person { name: name.into_owned(), ..Person::default() };
    let category = |tag: Cow<'_, str>| Category { term: tag.into_owned(), ..Category::default() };
    AtomEntry {
        title: Text { lang: lang.clone(), ..Text::plain(entry.title) },
        id: entry.id,
        updated: date(&entry.updated),
        authors: entry.authors.into_iter().map(person).collect(),
        categories: entry.tags.into_iter().map(category).collect(),
        links: vec![link(entry.url, "alternate", "text/html")],
        published: Some(date(&entry.published)),
        summary: entry.summary.map(|summary| Text { lang: lang.clone(), ..Text::plain(summary) }),
        content: Some(Content {
            lang,
            value: Some(entry.content.to_owned()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..AtomEntry::default()
    }
}

fn link(href: String, rel: &str, mime_type: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// A moment of RFC 3339, in the type of the library.
fn date(moment: &ZonedDateTime) -> FixedDateTime {
    moment::written(moment).parse().unwrap_or_default()
}
