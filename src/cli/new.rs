//! `hearback new`: the short form of a story, with comments that explain the rest.

use super::arguments::{New, NewKind};
use super::console::Console;
use super::ending::{Ending, Misused};
use super::inbox::heard;
use super::{clock, root};
use crate::model::vocabulary::Kind;
use crate::scaffold::{self, From, StoryWish};
use crate::{read, write};
use anyhow::{Result, bail};
use std::path::Path;

/// Makes the file of a new story; never over one that is there.
pub(super) fn run(named: &Path, new: &New, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    let kind = match new.kind {
        NewKind::Impact => Kind::Impact,
        NewKind::Response => Kind::Response,
        NewKind::Answer => Kind::Answer,
        NewKind::Page => Kind::Page,
    };
    let date = clock::now(new.now.as_deref(), &root)?.to_zoned_datetime(clock::zone(&root)).date();
    let title = new.title.join(" ");
    if title.trim().is_empty() {
        return Err(
            Misused(r#"a story needs a title: `hearback new impact "What changed"`"#.to_owned()).into()
        );
    }
    if !new.from.is_empty() && !matches!(kind, Kind::Response | Kind::Answer) {
        let message = "only a `response` or an `answer` is `--from` a toot".to_owned();
        return Err(Misused(message).into());
    }
    let from = from(&root, &new.from, console)?;
    let file = scaffold::story(&StoryWish { kind, title: &title, date, from: &from });
    write::create(&root.join(&file.path), file.text.as_bytes())?;
    console.data(&format!("{}\n", file.path));
    console.say("a draft: fill in what stands in [brackets], then take out the line `draft: true`");
    Ok(Ending::Fine)
}

/// The toots that a story answers, with the days on which they were heard.
///
/// # Errors
/// When one has an answer already.
fn from(root: &Path, urls: &[String], console: &Console) -> Result<Vec<From>> {
    if urls.is_empty() {
        return Ok(Vec::new());
    }
    let (heard, zone) = (heard(root), clock::zone(root));
    let mut from = Vec::new();
    for url in urls {
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Err(Misused(format!("`{url}` is no address of a toot")).into());
        }
        if let Some(path) = answered(root, url) {
            bail!("`{path}` answers this toot already\n  go on there, or take it out of its `sources`");
        }
        let reply = heard.iter().find(|reply| reply.url == *url || reply.uri == *url);
        if reply.is_none() {
            console.say(&format!("note: `{url}` was not heard, so nobody knows when it was said"));
        }
        from.push(From {
            url: reply.map_or(url, |reply| &reply.url).clone(),
            received: reply.map(|reply| reply.at.to_zoned_datetime(zone.clone()).date()),
        });
    }
    Ok(from)
}

/// The story that has a toot among its sources, drafts too. Only its text is looked at: a file that cannot be read answers
/// nothing.
fn answered(root: &Path, url: &str) -> Option<String> {
    let stories = read::walk(root).stories;
    stories.into_iter().find(|path| {
        let source = read::file(root, path).ok();
        let text =
            source.map(|source| String::from_utf8_lossy(&source.bytes).into_owned()).unwrap_or_default();
        let ends = |rest: &str| {
            rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ']'))
        };
        text.match_indices(url).any(|(at, _)| ends(&text[at + url.len()..]))
    })
}
