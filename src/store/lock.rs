//! One run at a time from one working copy: the system's lock on `.hearback/lock`, which a killed run cannot leave behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held until it is dropped, or the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock below the site's root; `None` where another run has it.
pub fn take(root: &Path) -> io::Result<Option<Lock>> {
    let file = file(root, "lock")?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Waits for a lock of its own name below the site's root: what is short enough to be waited for.
pub(super) fn wait(root: &Path, name: &str) -> io::Result<Lock> {
    let file = file(root, name)?;
    file.lock()?;
    Ok(Lock { _file: file })
}

fn file(root: &Path, name: &str) -> io::Result<File> {
    let folder = root.join(".hearback");
    std::fs::create_dir_all(&folder)?;
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_turned_away_until_the_first_ends() {
        let root = tempfile::tempdir().expect("a folder");
        let first = take(root.path()).expect("taken");
        assert!(first.is_some());
        assert!(take(root.path()).expect("asked").is_none());
        drop(first);
        assert!(take(root.path()).expect("taken").is_some());
    }
}
