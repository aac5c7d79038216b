//! The account that posts, with its token, in a file that only its owner can read.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use serde::Deserialize;

use crate::model::secret::Token;

/// An account that we are logged in to.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// The server, as an origin: `https://social.example`.
    pub server: String,
    /// The user there.
    pub user: String,
    /// The app that the server knows us as, to take the token back.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Token,
    /// What opens the account.
    pub token: Token,
}

/// Reads the account; `None` where nobody is logged in. Refuses a file that others can read.
pub fn read(path: &Path) -> io::Result<Option<Account>> {
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
    let parsed = serde_json::from_slice(&bytes).map_err(|_| {
        io::Error::new(ErrorKind::InvalidData, format!("`{}` cannot be read", path.display()))
    })?;
    Ok(Some(parsed))
}

/// Writes the account whole or not at all. The file is made for its owner alone, so at no moment can others read it.
pub fn write(path: &Path, account: &Account) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = serde_json::json!({
        "server": account.server,
        "user": account.user,
        "client_id": account.client_id,
        "client_secret": account.client_secret.expose(),
        "token": account.token.expose(),
    });
    let staged = path.with_extension("new");
    let _ = std::fs::remove_file(&staged);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged)?;
    file.write_all(text.to_string().as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&staged, path)
}

/// Forgets the account; one that is not there is forgotten already.
pub fn forget(path: &Path) -> io::Result<()> {
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
            client_secret: Token::new("app"),
            token: Token::new("s3cret"),
        }
    }

    #[test]
    fn the_token_comes_back_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config/account.json");
        assert!(read(&path).expect("read").is_none());
        write(&path, &account()).expect("written");
        write(&path, &account()).expect("written over");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(
            read(&path).expect("read").map(|account| account.token.expose().to_owned()),
            Some("s3cret".into())
        );
        forget(&path).expect("forgotten");
        forget(&path).expect("forgotten twice");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("account.json");
        write(&path, &account()).expect("written");
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("opened");
        assert_eq!(read(&path).expect_err("refused").kind(), ErrorKind::PermissionDenied);
    }
}
