//! `hearback new`: the short form of a story, with comments that explain the rest.

use super::arguments::{New, NewKind};
use super::console::Console;
use super::ending::{Ending, Misused};
use super::{clock, root};
use crate::model::source::Source;
use crate::model::vocabulary::Kind;
use crate::scaffold::{self, StoryWish};
use crate::{config, write};
use anyhow::Result;
use jiff::tz::TimeZone;
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
    let date = clock::now(new.now.as_deref())?.to_zoned_datetime(zone(&root)).date();
    let title = new.title.join(" ");
    if title.trim().is_empty() {
        return Err(
            Misused(r#"a story needs a title: `hearback new impact "What changed"`"#.to_owned()).into()
        );
    }
    let file = scaffold::story(&StoryWish { kind, title: &title, date });
    write::create(&root.join(&file.path), file.text.as_bytes())?;
    console.data(&format!("{}\n", file.path));
    console.say("a draft: fill in what stands in [brackets], then take out the line `draft: true`");
    Ok(Ending::Fine)
}

/// The site's time zone. A configuration that cannot be read is no reason to refuse a new file: `check` explains it.
fn zone(root: &Path) -> TimeZone {
    let path = root::CONFIG_FILE.to_owned();
    let bytes = std::fs::read(root.join(&path)).unwrap_or_default();
    config::parse(&Source { path, bytes }).0.map_or(TimeZone::UTC, |config| config.timezone)
}
