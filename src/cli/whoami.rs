//! `hearback whoami`: whose toots they would be, asked of the server itself.

use super::account::{self, Key};
use super::console::Console;
use super::ending::Ending;
use super::{session, trust};
use crate::store::account as store;
use anyhow::{Context, Result};
use std::path::Path;

/// Says which account the token opens, and whether it is the site's.
pub(super) fn run(named: &Path, console: &Console) -> Result<Ending> {
    let mastodon = account::of_site(named)?;
    let key = account::needed(&mastodon)?;
    let server = account::server(&mastodon, Some(key.token().clone()))?;
    let (profile, _) = account::wait(async { Ok(server.verify_credentials().await) })?
        .with_context(|| format!("{} does not open to the token", mastodon.name()))?;
    account::same(&profile, &mastodon)?;
    console.data(&format!("{}\n", mastodon.name()));
    match key {
        Key::Variable(_) => console.say(&format!("the token is the one in `{}`", trust::TOKEN)),
        Key::File(_) => {
            let path = session::account_file(&mastodon)?;
            match store::is_in_keyring(&path) {
                true => console.say("the token is the one in the system's keyring"),
                false => console.say(&format!("the token is the one in `{}`", path.display())),
            }
        }
    }
    Ok(Ending::Fine)
}
