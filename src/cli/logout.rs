//! `hearback logout`: the server takes the token back, then the file goes.

use super::account;
use super::arguments::Logout;
use super::console::Console;
use super::ending::Ending;
use super::{session, trust};
use crate::mastodon::oauth::App;
use crate::store::account as store;
use crate::store::keyring::Keyring;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Takes the token back. Where the server cannot be told, the file stays, so that it can be told later.
pub(super) fn run(named: &Path, logout: &Logout, console: &Console) -> Result<Ending> {
    let mastodon = account::of_site(named)?;
    let path = session::account_file(&mastodon)?;
    let keyring = Keyring::of_system();
    if logout.forget {
        store::forget(&path, &keyring)?;
        console.say("the token is gone from here; its server was not told, and it still opens the account");
        return Ok(Ending::Fine);
    }
    let Some(known) = store::read(&path, &keyring)? else {
        console.say(&format!("nobody is logged in as {}", mastodon.name()));
        return Ok(Ending::Fine);
    };
    let server = account::server(&mastodon, None)?;
    if known.server != account::origin(server.base()) {
        bail!("`{}` is of `{}`, not of this site's server", path.display(), known.server);
    }
    let app = App { client_id: known.client_id, client_secret: known.secrets.client_secret };
    account::wait(async { Ok(server.revoke(&app, &known.secrets.token).await) })?
        .context("the token was not taken back, and is still here; `--forget` removes it all the same")?;
    store::forget(&path, &keyring)?;
    console.say(&format!("logged out of {}: the token opens nothing any more", mastodon.name()));
    if trust::variable().is_some() {
        console.say(&format!("`{}` is still set", trust::TOKEN));
    }
    Ok(Ending::Fine)
}
