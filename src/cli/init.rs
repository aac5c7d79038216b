//! `hearback init`: a site that builds and passes `check` at once.

use super::arguments::Init;
use super::console::Console;
use super::ending::Ending;
use super::{clock, root};
use crate::scaffold::{self, SiteWish};
use crate::write;
use anyhow::{Result, bail};
use jiff::tz::TimeZone;

/// Makes the files of a new site; never over one that is there.
pub(super) fn run(init: &Init, console: &Console) -> Result<Ending> {
    if init.dir.join(root::CONFIG_FILE).exists() {
        bail!("`{}` is a site already: it has a `{}`", init.dir.display(), root::CONFIG_FILE);
    }
    let date = clock::now(init.now.as_deref())?.to_zoned_datetime(TimeZone::UTC).date();
    let folder = init.dir.canonicalize().unwrap_or_else(|_| init.dir.clone());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = init.title.clone().unwrap_or_else(|| title_of(&name));
    let url = init.url.clone().unwrap_or_else(|| "https://site.example/".to_owned());
    let files = scaffold::site(&SiteWish { title: &title, url: &url, date });
    if let Some(there) = files.iter().find(|file| init.dir.join(&file.path).exists()) {
        bail!("`{}` is there already, and nothing was written over it", init.dir.join(&there.path).display());
    }
    for file in &files {
        write::create(&init.dir.join(&file.path), file.text.as_bytes())?;
    }
    console.say(&format!("made a site in `{}`", init.dir.display()));
    for file in &files {
        console.say(&format!("  {}", file.path));
    }
    console.say("");
    console.say(&format!("next: cd {} && hearback serve --open", init.dir.display()));
    Ok(Ending::Fine)
}

/// A title from the folder's name: `ferrow-street` becomes `Ferrow street`.
fn title_of(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Our site".to_owned(),
    }
}
