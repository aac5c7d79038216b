//! JSON Feed 1.1.

use super::Issue;
use super::entry::Entry;
use crate::render::moment;
use serde::Serialize;

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    authors: Vec<Author<'a>>,
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    language: &'a str,
}

/// The feed as JSON Feed 1.1.
pub(super) fn write(issue: &Issue<'_>) -> Vec<u8> {
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &issue.title,
        home_page_url: &issue.home,
        feed_url: &issue.own,
        description: &issue.description,
        authors: vec![Author { name: &issue.publisher, url: Some(&issue.home) }],
        language: issue.lang.as_str(),
        items: issue.entries.iter().map(item).collect(),
    };
    let mut out = issue.room();
    // Strings and lists always serialise; an empty feed would be the sign that they did not.
    match serde_json::to_writer(&mut out, &feed) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}

fn item<'a>(entry: &'a Entry<'_>) -> Item<'a> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: entry.content,
        summary: entry.summary.as_deref(),
        image: entry.image.as_deref(),
        date_published: moment::written(&entry.published),
        date_modified: moment::written(&entry.updated),
        authors: entry.authors.iter().map(|name| Author { name, url: None }).collect(),
        tags: entry.tags.iter().map(AsRef::as_ref).collect(),
        language: entry.lang.as_str(),
    }
}
