//! The way to the account's server: its address, and where its token is kept.

use crate::config::Mastodon;
use crate::web::client::is_loopback;
use anyhow::{Context, Result};
use std::path::PathBuf;
use url::Url;

/// The server's address. A server on this machine speaks plain HTTP; nobody else may.
pub(super) fn server(mastodon: &Mastodon) -> Result<Url> {
    let host = &mastodon.host;
    let plain = Url::parse(&format!("http://{host}/")).with_context(|| format!("`{host}` is no host"))?;
    if is_loopback(&plain) {
        return Ok(plain);
    }
    Url::parse(&format!("https://{host}/")).with_context(|| format!("`{host}` is no host"))
}

/// Where the account and its token are kept on this machine, outside of any site: never in a folder that is committed.
///
/// # Errors
/// When this user has no folder for settings.
pub(super) fn account_file(mastodon: &Mastodon) -> Result<PathBuf> {
    let folder = ["HEARBACK_CONFIG", "XDG_CONFIG_HOME", "APPDATA"]
        .into_iter()
        .find_map(std::env::var_os)
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".config")));
    let folder = folder.context("there is no home folder to keep the account in; set `HEARBACK_CONFIG`")?;
    let name = format!("{}@{}.json", mastodon.user, mastodon.host.replace(':', "_"));
    Ok(folder.join("hearback").join(name))
}
