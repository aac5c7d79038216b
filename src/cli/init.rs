//! `hearback init`: a site that builds and passes `check` at once.

use super::arguments::{CiForge, Init};
use super::console::Console;
use super::ending::{Ending, Misused};
use super::{account, clock, root};
use crate::model::address;
use crate::scaffold::{self, CiWish, Forge, NewFile, SiteWish};
use crate::{config, write};
use anyhow::{Result, bail};
use jiff::tz::TimeZone;
use std::path::Path;

/// Makes the files of a new site, or the workflows of one; never over a file that is there.
pub(super) fn run(init: &Init, console: &Console) -> Result<Ending> {
    let dir = init.dir.clone().unwrap_or_else(|| ".".into());
    let is_site = dir.join(root::CONFIG_FILE).exists();
    if is_site && init.ci.is_none() {
        bail!("`{}` is a site already: it has a `{}`", dir.display(), root::CONFIG_FILE);
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if !init.branch.chars().all(is_plain) {
        return Err(
            Misused(format!("`--branch {}`: name it in letters, digits and `._-/`", init.branch)).into()
        );
    }
    let mut files = if is_site { Vec::new() } else { site(init, &dir)? };
    let host = host(&dir);
    let wish = init.ci.map(|forge| workflows(init, forge, &dir, host.as_deref()));
    files.extend(wish.map(scaffold::ci).unwrap_or_default());
    if let Some(there) = files.iter().find(|file| dir.join(&file.path).exists()) {
        bail!("`{}` is there already, and nothing was written over it", dir.join(&there.path).display());
    }
    for file in &files {
        write::create(&dir.join(&file.path), file.text.as_bytes())?;
    }
    let made = if is_site { "made the workflows of the site" } else { "made a site" };
    console.say(&format!("{made} in `{}`", dir.display()));
    for file in &files {
        console.say(&format!("  {}", file.path));
    }
    console.say("");
    if !is_site {
        console.say(&format!("next: cd {} && hearback serve --open", shell_word(&dir)));
    }
    if let Some(wish) = wish {
        console.say("to publish from there:");
        for (number, line) in scaffold::ci_next(wish).iter().enumerate() {
            console.say(&format!("  {}. {line}", number + 1));
        }
    }
    Ok(Ending::Fine)
}

/// The files of a new site.
fn site(init: &Init, dir: &Path) -> Result<Vec<NewFile>> {
    let date = clock::now(init.now.as_deref(), dir)?.to_zoned_datetime(TimeZone::UTC).date();
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = init.title.clone().unwrap_or_else(|| title_of(&name));
    let url = site_address(init.url.as_deref().unwrap_or(address::PLACEHOLDER))?;
    Ok(scaffold::site(&SiteWish { title: &title, url: &url, date }))
}

/// The account's server, where the site names one.
fn host(dir: &Path) -> Option<String> {
    account::config(dir).ok()?.mastodon.map(|mastodon| mastodon.host)
}

/// What the workflows are to say. The minute comes from the folder's name: any will do, as long as sites differ.
fn workflows<'a>(init: &'a Init, forge: CiForge, dir: &Path, host: Option<&'a str>) -> CiWish<'a> {
    let folder = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let sum: u32 = folder.to_string_lossy().bytes().map(u32::from).sum();
    let minute = (sum % 53 + 4) as u8;
    let forge = match forge {
        CiForge::Github => Forge::Github,
        CiForge::Gitlab => Forge::Gitlab,
        CiForge::Forgejo => Forge::Forgejo,
    };
    CiWish { forge, branch: &init.branch, minute, version: env!("CARGO_PKG_VERSION"), host }
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
