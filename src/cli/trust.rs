//! Whether the token may go to the server that `hearback.yaml` names. A token in the environment is bound to no server by
//! itself, and whoever changes the account in `hearback.yaml` names whom it is sent to.

use crate::config::Mastodon;
use crate::model::account_name::AccountName;
use crate::model::ledger::Ledger;
use crate::model::record::{Intent, Record};
use crate::model::secret::Token;
use anyhow::{Result, bail};

/// The variable that holds the token where nobody can log in, as in CI.
pub(super) const TOKEN: &str = "HEARBACK_TOKEN";
/// The variable that names the server which that token is for.
const HOST: &str = "HEARBACK_HOST";

/// The token of the environment; an empty one, as CI gives for a secret that is not set, is none.
pub(super) fn variable() -> Option<Token> {
    std::env::var(TOKEN).ok().filter(|token| !token.trim().is_empty()).map(Token::from)
}

/// Whether the token of the environment is for this server, where the environment says for which it is.
///
/// # Errors
/// When it is for another.
pub(super) fn bound(mastodon: &Mastodon) -> Result<()> {
    match named() {
        Some(host) if !host.eq_ignore_ascii_case(&mastodon.host) => bail!(
            "the token is not sent: it is for `{host}`, as `{HOST}` says, and `hearback.yaml` names {}",
            mastodon.name()
        ),
        _ => Ok(()),
    }
}

/// Whether a token may be sent by what the ledger knows: one of `login` is bound to its server, one of the environment goes
/// where toots were posted from before, or where the environment says.
///
/// # Errors
/// When all toots so far are of other servers.
pub(super) fn check(mastodon: &Mastodon, ledger: &Ledger) -> Result<()> {
    if variable().is_none() || named().is_some() {
        return Ok(());
    }
    match moved_from(mastodon, ledger) {
        None => Ok(()),
        Some(old) => bail!(
            "the token is not sent: all toots so far are of {old}, and `hearback.yaml` names {}\n  if the account moved, say \
             so beside the token: `{HOST}={}`",
            mastodon.name(),
            mastodon.host
        ),
    }
}

/// The account that posted last, where no toot is of the server that `hearback.yaml` names.
pub(super) fn moved_from<'a>(mastodon: &Mastodon, ledger: &'a Ledger) -> Option<&'a str> {
    let here = AccountName::new(&mastodon.user, &mastodon.host);
    let intents = || {
        ledger.records().filter_map(|record| match record {
            Record::Intent(intent) => Some(intent),
            _ => None,
        })
    };
    let is_here = |intent: &Intent| here.is_on_server_of(&intent.account);
    let last = intents().max_by_key(|intent| intent.at)?;
    (!intents().any(is_here)).then_some(last.account.as_str())
}

fn named() -> Option<String> {
    std::env::var(HOST).ok().map(|host| host.trim().to_owned()).filter(|host| !host.is_empty())
}
