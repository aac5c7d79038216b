//! `hearback init`: a site that builds and passes `check` at once.

use super::arguments::Init;
use super::console::Console;
use super::ending::{Ending, Misused};
use super::{clock, root};
use crate::model::address;
use crate::scaffold::{self, SiteWish};
use crate::{config, write};
use anyhow::{Result, bail};
use jiff::tz::TimeZone;
use std::path::Path;

/// Makes the files of a new site; never over one that is there.
pub(super) fn run(init: &Init, console: &Console) -> Result<Ending> {
    if init.dir.join(root::CONFIG_FILE).exists() {
        bail!("`{}` is a site already: it has a `{}`", init.dir.display(), root::CONFIG_FILE);
    }
    let date = clock::now(init.now.as_deref(), &init.dir)?.to_zoned_datetime(TimeZone::UTC).date();
    let folder = init.dir.canonicalize().unwrap_or_else(|_| init.dir.clone());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = init.title.clone().unwrap_or_else(|| title_of(&name));
    let url = site_address(init.url.as_deref().unwrap_or(address::PLACEHOLDER))?;
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
    console.say(&format!("next: cd {} && hearback serve --open", shell_word(&init.dir)));
    Ok(Ending::Fine)
}

/// The address of the site; what has only a host is meant to be secure.
fn site_address(written: &str) -> Result<String> {
    let whole = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    match config::site_address(&whole) {
        Some(url) => Ok(url.to_string()),
        None => {
            let message = format!(
                "`--url {written}` is not the address of a site: write it whole, as `https://example.org/`"
            );
            Err(Misused(message).into())
        }
    }
}

/// A folder as a word for a shell.
fn shell_word(folder: &Path) -> String {
    let shown = folder.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-:\\~".contains(c);
    match (shown.chars().all(plain), cfg!(windows)) {
        (true, _) => shown,
        (false, true) => format!("\"{shown}\""),
        (false, false) => format!("'{}'", shown.replace('\'', r"'\''")),
    }
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
