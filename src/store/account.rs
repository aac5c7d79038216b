//! The account that posts. Its token lies in the system's keyring where there is one, else with the rest of it in a file that
//! only its owner can read.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::secret::Token;
use crate::store::keyring::Keyring;

/// An account that we are logged in to.
#[derive(Clone, Debug)]
pub struct Account {
    /// The server, as an origin: `https://social.example`.
    pub server: String,
    /// The user there.
    pub user: String,
    /// The app that the server knows us as, to take the token back.
    pub client_id: String,
    /// What nobody else may know.
    pub secrets: Secrets,
}

/// What nobody else may know about an account.
#[derive(Clone, Debug, Deserialize)]
pub struct Secrets {
    /// The app's secret.
    pub client_secret: Token,
    /// What opens the account.
    pub token: Token,
}

/// Where an account's secrets are.
#[derive(Debug)]
pub enum Place {
    /// In the system's keyring.
    Keyring,
    /// In the account's file, because the keyring would not have them; [`ErrorKind::Unsupported`] where there is none.
    File(io::Error),
}

/// The file as it is written.
#[derive(Deserialize, Serialize)]
struct Written {
    server: String,
    user: String,
    client_id: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    in_keyring: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<Shown>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<Shown>,
}

/// A secret on its way to a file or the keyring, the only places where it may be written.
#[derive(Deserialize)]
#[serde(transparent)]
struct Shown(Token);

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

/// Reads the account; `None` where nobody is logged in. Refuses a file that others can read.
pub fn read(path: &Path, keyring: &Keyring) -> io::Result<Option<Account>> {
    let Some(written) = written(path)? else { return Ok(None) };
    let Written { server, user, client_id, in_keyring, client_secret, token } = written;
    let secrets = match (client_secret, token) {
        (Some(client_secret), Some(token)) => Secrets { client_secret: client_secret.0, token: token.0 },
        _ if in_keyring => from_keyring(keyring, &name(&server, &user))?,
        _ => return Err(unreadable(path)),
    };
    Ok(Some(Account { server, user, client_id, secrets }))
}

/// Whether the account's secrets are in the keyring.
pub fn is_in_keyring(path: &Path) -> bool {
    written(path).ok().flatten().is_some_and(|written| written.in_keyring)
}

fn written(path: &Path) -> io::Result<Option<Written>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if readable_by_others(path)? {
        let why = format!("`{}` can be read by others, and holds the token: log in again", path.display());
        return Err(io::Error::new(ErrorKind::PermissionDenied, why));
    }
    // What is wrong in the file is not quoted: it may be the token.
    serde_json::from_slice(&bytes).map(Some).map_err(|_| unreadable(path))
}

fn unreadable(path: &Path) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("`{}` cannot be read: log in again", path.display()))
}

fn from_keyring(keyring: &Keyring, name: &str) -> io::Result<Secrets> {
    let wrong = |why: String| {
        let how = "unlock it, or log in again with `hearback login --no-keyring`";
        io::Error::other(format!("the system's keyring does not give the token: {why}\n  {how}"))
    };
    let secret = keyring.secret(name).map_err(|failure| wrong(failure.to_string()))?;
    let secret = secret.ok_or_else(|| wrong(format!("it has nothing of `{name}`")))?;
    serde_json::from_str(secret.expose()).map_err(|_| wrong("what it has cannot be read".to_owned()))
}

/// Writes the account whole or not at all, its secrets into the keyring where that gives them back.
pub fn write(path: &Path, account: &Account, keyring: Option<&Keyring>) -> io::Result<Place> {
    let Account { server, user, client_id, secrets } = account;
    let place = match keyring {
        Some(keyring) => into_keyring(keyring, &name(server, user), secrets),
        None => Err(ErrorKind::Unsupported.into()),
    };
    let shown = |secret: &Token| place.is_err().then(|| Shown(secret.clone()));
    let written = Written {
        server: server.clone(),
        user: user.clone(),
        client_id: client_id.clone(),
        in_keyring: place.is_ok(),
        client_secret: shown(&secrets.client_secret),
        token: shown(&secrets.token),
    };
    let was_there = is_in_keyring(path);
    let saved = save(path, &written);
    // What the file does not speak of would lie there for ever.
    if (saved.is_err() && place.is_ok()) || (saved.is_ok() && place.is_err() && was_there) {
        let _ = keyring.unwrap_or(&Keyring::of_system()).forget(&name(server, user));
    }
    saved?;
    Ok(place.map_or_else(Place::File, |()| Place::Keyring))
}

fn into_keyring(keyring: &Keyring, name: &str, secrets: &Secrets) -> io::Result<()> {
    let Secrets { client_secret, token } = secrets;
    let both =
        serde_json::json!({ "client_secret": client_secret.expose(), "token": token.expose() }).to_string();
    keyring.keep(name, &Token::new(&both))?;
    let there = keyring.secret(name)?;
    let same = there.is_some_and(|there| there.expose() == both);
    same.then_some(()).ok_or_else(|| io::Error::other("it did not give it back"))
}

/// What the account's secrets are filed under in the keyring.
fn name(server: &str, user: &str) -> String {
    let host = server.split_once("://").map_or(server, |(_, host)| host);
    format!("{user}@{host}")
}

/// The file is made for its owner alone, so at no moment can others read it.
fn save(path: &Path, written: &Written) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = serde_json::to_string(written)?;
    let staged = path.with_extension("new");
    let _ = std::fs::remove_file(&staged);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&staged, path)
}

/// Forgets the account; one that is not there is forgotten already.
pub fn forget(path: &Path, keyring: &Keyring) -> io::Result<()> {
    if let Some(written) = written(path).ok().flatten().filter(|written| written.in_keyring) {
        keyring.forget(&name(&written.server, &written.user))?;
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> io::Result<bool> {
    // A profile's folder is its owner's alone there.
    Ok(false)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn account() -> Account {
        Account {
            server: "https://social.example".to_owned(),
            user: "ferrow".to_owned(),
            client_id: "id".to_owned(),
            secrets: Secrets { client_secret: Token::new("app"), token: Token::new("s3cret") },
        }
    }

    #[test]
    fn the_token_comes_back_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config/account.json");
        assert!(read(&path, &Keyring::of_system()).expect("read").is_none());
        write(&path, &account(), None).expect("written");
        write(&path, &account(), None).expect("written over");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(
            read(&path, &Keyring::of_system()).expect("read").map(|account| account
                .secrets
                .token
                .expose()
                .to_owned()),
            Some("s3cret".into())
        );
        forget(&path, &Keyring::of_system()).expect("forgotten");
        forget(&path, &Keyring::of_system()).expect("forgotten twice");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("account.json");
        write(&path, &account(), None).expect("written");
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("opened");
        assert_eq!(
            read(&path, &Keyring::of_system()).expect_err("refused").kind(),
            ErrorKind::PermissionDenied
        );
    }
}
