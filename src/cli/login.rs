//! `hearback login`. One login:
//!
//! 1. Ask the server what it can do; open a port of this machine, and register as an app with that very address and the
//!    least scopes that are enough.
//! 2. Send the person to the server's page, and take the code that comes back: on the port, or pasted.
//! 3. Trade the code for a token, and look whose it is.
//! 4. Keep it in the system's keyring, else in a file of this person alone. What cannot be kept, or is of another account, is taken back.
//! 5. Ask what the server allows, so that plans and the panel of `serve` know it before anything is posted.

use super::account;
use super::arguments::Login;
use super::console::Console;
use super::ending::Ending;
use super::{browser, root, session, trust};
use crate::config::Mastodon;
use crate::mastodon::oauth::{App, BROAD, PASTE, Verifier};
use crate::mastodon::{ApiError, Server};
use crate::model::secret::Token;
use crate::model::ways::Ways;
use crate::store::account::{self as store, Place, Secrets};
use crate::store::keyring::Keyring;
use crate::store::limits;
use crate::web::callback::Callback;
use anyhow::{Context, Result, anyhow, bail};
use std::io::{ErrorKind, IsTerminal};
use std::path::Path;
use std::time::Duration;

/// The longest that somebody may take to say yes.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// What is said where a code opens nothing.
const NOT_TAKEN: &str = "the server did not take the code: log in again, and copy all of it";

/// What is said where the way over the browser fails.
const NO_BROWSER: &str = "the login over the browser did not work; `hearback login --paste` needs none";

/// Logs in to the account that the site names.
pub(super) fn run(named: &Path, login: &Login, console: &Console) -> Result<Ending> {
    let mastodon = account::of_site(named)?;
    let path = session::account_file(&mastodon)?;
    let place = account::wait(log_in(&mastodon, login, &path, console))?;
    account::wait(learn_limits(&mastodon, &root::find(named)?))?;
    console.say(&format!("logged in as {}", mastodon.name()));
    match place {
        Place::Keyring => console.say("the token is in the system's keyring"),
        Place::File(why) => {
            if why.kind() != ErrorKind::Unsupported {
                console.say(&format!("the system's keyring did not take the token: {why}"));
            }
            console.say(&format!("the token is in `{}`, which only you can read", path.display()));
        }
    }
    if trust::variable().is_some() {
        console.say(&format!("`{}` is set, and is used instead of it", trust::TOKEN));
    }
    Ok(Ending::Fine)
}

async fn log_in(mastodon: &Mastodon, login: &Login, path: &Path, console: &Console) -> Result<Place> {
    let server = account::server(mastodon, None)?;
    let scopes = scopes(&server).await?;
    let (app, token) = authorize(&server, &scopes, login.paste, console).await?;
    // One that cannot be read is written over.
    let before = store::read(path, &Keyring::of_system()).ok().flatten();
    let keyring = (!login.no_keyring).then(Keyring::of_system);
    let place = match keep(mastodon, &server, &app, &token, path, keyring.as_ref()).await {
        Ok(place) => place,
        Err(failure) if scopes != BROAD && is_too_fine(&failure) => {
            let _ = server.revoke(&app, &token).await;
            console.say("this server wants broader permissions; it asks you once more");
            let (app, token) = authorize(&server, BROAD, login.paste, console).await?;
            match keep(mastodon, &server, &app, &token, path, keyring.as_ref()).await {
                Ok(place) => place,
                Err(failure) => {
                    let _ = server.revoke(&app, &token).await;
                    return Err(failure);
                }
            }
        }
        Err(failure) => {
            // Nobody will use it, so nobody may; if the server cannot be told, it is still written nowhere.
            let _ = server.revoke(&app, &token).await;
            return Err(failure);
        }
    };
    if let Some(before) = before {
        let Secrets { client_secret, token: old } = before.secrets;
        let app = App { client_id: before.client_id, client_secret };
        // A server may give the same token again; and one that has forgotten the old one has nothing to revoke.
        if before.server == account::origin(server.base()) && old.expose() != token.expose() {
            let _ = server.revoke(&app, &old).await;
        }
    }
    Ok(place)
}

/// Keeps what the server allows. Who cannot learn it now will at the first toot.
async fn learn_limits(mastodon: &Mastodon, root: &Path) -> Result<()> {
    let server = account::server(mastodon, None)?;
    if let Ok((limits, _)) = server.limits().await {
        let _ = limits::save(root, &limits);
    }
    Ok(())
}

/// Looks whose token it is, and writes it down.
async fn keep(
    mastodon: &Mastodon,
    server: &Server,
    app: &App,
    token: &Token,
    path: &Path,
    keyring: Option<&Keyring>,
) -> Result<Place> {
    let opened = account::server(mastodon, Some(token.clone()))?;
    let (profile, _) = opened.verify_credentials().await?;
    account::same(&profile, mastodon)?;
    let account = store::Account {
        server: account::origin(server.base()),
        user: mastodon.user.clone(),
        client_id: app.client_id.clone(),
        secrets: Secrets { client_secret: app.client_secret.clone(), token: token.clone() },
    };
    store::write(path, &account, keyring)
        .with_context(|| format!("the token cannot be kept in `{}`", path.display()))
}

/// What is asked for: the least that is enough, as far as the server tells what it knows.
async fn scopes(server: &Server) -> Result<String> {
    if server.limits().await.is_ok_and(|(_, version)| !Ways::of(&version).knows_fine_scopes) {
        return Ok(BROAD.to_owned());
    }
    Ok(server.metadata().await?.scopes())
}

/// Whether the server does not say whose token it is, because its permissions are too fine for it.
fn is_too_fine(failure: &anyhow::Error) -> bool {
    failure.downcast_ref::<ApiError>().is_some_and(|error| error.status() == Some(403))
}

/// Has the person say yes, and gets the token for it, with the app that it belongs to.
async fn authorize(server: &Server, scopes: &str, paste: bool, console: &Console) -> Result<(App, Token)> {
    let verifier = Verifier::new(random()?);
    let state: String = random()?.iter().map(|byte| format!("{byte:02x}")).collect();
    if paste {
        let app = server.register(scopes, PASTE).await?;
        let url = server.authorize_url(&app, scopes, PASTE, &verifier, &state);
        console.say(&format!("open this page, say yes, and copy the code:\n\n  {url}\n"));
        let code = pasted()?;
        let token = server.exchange(&app, &code, PASTE, &verifier).await.context(NOT_TAKEN)?;
        return Ok((app, token));
    }
    let callback = Callback::open().await.context("this machine gives no port; try `--paste`")?;
    let redirect = callback.redirect().to_owned();
    let app = server.register(scopes, &redirect).await.context(NO_BROWSER)?;
    let url = server.authorize_url(&app, scopes, &redirect, &verifier, &state);
    console.say(&format!("say yes in your browser; if none opens, open this page:\n\n  {url}\n"));
    if !browser::open(url.as_str()) {
        console.say("no browser could be opened; on a machine without one use `hearback login --paste`");
    }
    let code = callback.code(&state, PATIENCE).await.context(NO_BROWSER)?;
    let token = server.exchange(&app, &code, &redirect, &verifier).await.context(NO_BROWSER)?;
    Ok((app, token))
}

/// The code, typed without an echo, or from a pipe.
fn pasted() -> Result<String> {
    let code = if std::io::stdin().is_terminal() {
        rpassword::prompt_password("code: ")?
    } else {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        line
    };
    if code.trim().is_empty() {
        bail!("no code was given");
    }
    Ok(code)
}

/// What nobody else can guess.
fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gives no random bytes: {error}"))?;
    Ok(bytes)
}
