//! One file of an author: made where none is, or replaced whole.

use super::failure::WriteFailure;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Makes a file and the folders above it; never over one that is there.
///
/// # Errors
/// When it is there already, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteFailure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(WriteFailure::of("make the folder", folder))?;
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(WriteFailure::of("make", path))?;
    file.write_all(bytes).map_err(WriteFailure::of("write", path))
}

/// Replaces the content of a file that is there: whole or not at all, with the permissions that it had.
///
/// # Errors
/// When it cannot be written; then it is as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteFailure> {
    // A link stays a link: what it leads to is replaced.
    let path = &path.canonicalize().map_err(WriteFailure::of("find", path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut staged = tempfile::NamedTempFile::new_in(folder).map_err(WriteFailure::of("write", path))?;
    staged.write_all(bytes).map_err(WriteFailure::of("write", path))?;
    let about = fs::metadata(path).map_err(WriteFailure::of("read", path))?;
    fs::set_permissions(staged.path(), about.permissions()).map_err(WriteFailure::of("write", path))?;
    staged.as_file().sync_all().map_err(WriteFailure::of("write", path))?;
    staged.persist(path).map_err(|failure| failure.error).map_err(WriteFailure::of("replace", path))?;
    Ok(())
}
