//! The account that the site's toots come from: where its token lies, and its server opened by it.

use super::{root, session, trust};
use crate::config::{self, Config, Mastodon};
use crate::mastodon::Server;
use crate::mastodon::entity::Account as Profile;
use crate::model::secret::Token;
use crate::read;
use crate::store::account as store;
use crate::store::keyring::Keyring;
use crate::web::client::Client;
use crate::web::session::Session;
use anyhow::{Context, Result, bail};
use std::path::Path;
use url::Url;

/// What opens the account, and where it comes from.
#[derive(Debug)]
pub(super) enum Key {
    /// The environment.
    Variable(Token),
    /// What `login` kept.
    File(store::Account),
}

impl Key {
    /// The token itself.
    pub(super) fn token(&self) -> &Token {
        match self {
            Key::Variable(token) => token,
            Key::File(account) => &account.secrets.token,
        }
    }
}

/// The account that `hearback.yaml` names.
///
/// # Errors
/// When there is no site, its configuration cannot be read, or it names no account.
pub(super) fn of_site(named: &Path) -> Result<Mastodon> {
    let root = root::find(named)?;
    let config = config(&root)?;
    config.mastodon.with_context(|| {
        format!(
            "`{}` names no account\n  add it: mastodon: {{ account: \"@you@social.example\" }}",
            root::CONFIG_FILE
        )
    })
}

/// The configuration of the site in a folder.
///
/// # Errors
/// When it cannot be read.
pub(super) fn config(root: &Path) -> Result<Config> {
    let explained = format!("`{}` cannot be used: `hearback check` explains why", root::CONFIG_FILE);
    match read::file(root, root::CONFIG_FILE) {
        Ok(source) => config::parse(&source).0.context(explained),
        Err(_) => bail!(explained),
    }
}

/// The token of the environment, else of the file; `None` where nobody is logged in.
///
/// # Errors
/// When the file cannot be read, can be read by others, or is of another server.
pub(super) fn key(mastodon: &Mastodon) -> Result<Option<Key>> {
    if let Some(token) = trust::variable() {
        trust::bound(mastodon)?;
        return Ok(Some(Key::Variable(token)));
    }
    let path = session::account_file(mastodon)?;
    let Some(account) = store::read(&path, &Keyring::of_system())? else { return Ok(None) };
    // The token goes to the server that gave it, whatever `hearback.yaml` says now.
    if account.server != origin(&session::server(mastodon)?) {
        bail!("`{}` is of another server: log in again with `hearback login`", path.display());
    }
    Ok(Some(Key::File(account)))
}

/// The same, or an explanation of how to log in.
///
/// # Errors
/// When nobody is logged in.
pub(super) fn needed(mastodon: &Mastodon) -> Result<Key> {
    key(mastodon)?.with_context(|| nobody(mastodon))
}

/// That nobody is logged in, and what to do about it.
pub(super) fn nobody(mastodon: &Mastodon) -> String {
    format!(
        "nobody is logged in as {}\n  log in with `hearback login`, or give the token in `{}`",
        mastodon.name(),
        trust::TOKEN
    )
}

/// The account's server, opened by its token.
///
/// # Errors
/// When there is no token, or it may not be sent there.
pub(super) fn open(mastodon: &Mastodon, client: &Client) -> Result<Server> {
    let base = session::server(mastodon)?;
    Ok(Server::new(Session::new(client.clone(), &base, Some(needed(mastodon)?.token().clone()))))
}

/// The account's server, opened by a token where there is one.
///
/// # Errors
/// When its host is none, or this machine does not let us out.
pub(super) fn server(mastodon: &Mastodon, token: Option<Token>) -> Result<Server> {
    Ok(Server::new(Session::new(Client::new()?, &session::server(mastodon)?, token)))
}

/// The server as `store::account` writes it.
pub(super) fn origin(base: &Url) -> String {
    base.origin().ascii_serialization()
}

/// Whether the account that a token opens is the one of `hearback.yaml`: a toot from the wrong one cannot be unread.
///
/// # Errors
/// When it is another.
pub(super) fn same(profile: &Profile, mastodon: &Mastodon) -> Result<()> {
    if profile.username.eq_ignore_ascii_case(&mastodon.user) {
        return Ok(());
    }
    bail!(
        "this is the account `@{}`, but `{}` names {}",
        shown(&profile.username),
        root::CONFIG_FILE,
        mastodon.name()
    )
}

/// What a server calls somebody, fit for a terminal.
fn shown(username: &str) -> String {
    username.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// Runs what waits for the network.
///
/// # Errors
/// When the system gives no threads, or what was run fails.
pub(super) fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Runtime::new().context("the program cannot wait for the network")?.block_on(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mastodon(host: &str) -> Mastodon {
        let yaml = format!("title: T\nurl: https://org.example/\nmastodon:\n  account: \"@ferrow@{host}\"\n");
        let source =
            crate::model::source::Source { path: root::CONFIG_FILE.to_owned(), bytes: yaml.into_bytes() };
        config::parse(&source).0.and_then(|config| config.mastodon).expect("an account")
    }

    #[test]
    fn only_a_server_on_this_machine_does_without_https() {
        for (host, address) in [
            ("social.example", "https://social.example"),
            ("127.0.0.1:8766", "http://127.0.0.1:8766"),
            ("localhost:8766", "http://localhost:8766"),
        ] {
            assert_eq!(origin(&session::server(&mastodon(host)).expect("a URL")), address);
        }
    }

    #[test]
    fn another_account_than_the_sites_is_refused() {
        let profile = |name: &str| -> Profile {
            serde_json::from_value(serde_json::json!({ "id": "1", "username": name, "acct": name }))
                .expect("an account")
        };
        assert!(same(&profile("Ferrow"), &mastodon("social.example")).is_ok());
        let refused = same(&profile("somebody\u{1b}[2J"), &mastodon("social.example")).expect_err("another");
        assert_eq!(
            refused.to_string(),
            "this is the account `@somebody[2J`, but `hearback.yaml` names @ferrow@social.example"
        );
    }
}
