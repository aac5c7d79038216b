//! The pages of others that were there when we last asked, in `.hearback/links.json`. It may be lost: then they are asked
//! for again.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use jiff::Timestamp;

/// The file's place below the site's folder.
const FILE: &str = ".hearback/links.json";

/// When each page was last seen. A file that cannot be read is an empty one.
pub fn read(root: &Path) -> BTreeMap<String, Timestamp> {
    let bytes = std::fs::read(root.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Writes it whole or not at all.
///
/// # Errors
/// When `.hearback/` cannot be written.
pub fn save(root: &Path, seen: &BTreeMap<String, Timestamp>) -> io::Result<()> {
    let path = root.join(FILE);
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    let staged = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&staged, seen)?;
    staged.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_comes_back_and_a_broken_file_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(read(folder.path()).is_empty());
        let seen = BTreeMap::from([("https://org.example/".to_owned(), Timestamp::UNIX_EPOCH)]);
        save(folder.path(), &seen).expect("saved");
        assert_eq!(read(folder.path()), seen);
        std::fs::write(folder.path().join(FILE), "{").expect("broken");
        assert!(read(folder.path()).is_empty());
    }
}
