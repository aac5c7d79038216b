//! Variants that were made before, by the hash of their source. The cache may be lost at any time.

use super::encode::{ImageFailure, encode};
use crate::model::asset::Recipe;
use std::fs;
use std::path::{Path, PathBuf};

/// Where variants are kept, from the site's root.
const FOLDER: &str = ".hearback/images";
/// Counts the ways in which variants were ever encoded: what an older program kept is not used.
const ENCODING: u32 = 1;

/// The bytes of a variant, from the cache or made now.
///
/// # Errors
/// When the image cannot be read or decoded. A cache that cannot be written is no error: the next run encodes again.
pub fn variant(root: &Path, recipe: &Recipe) -> Result<Vec<u8>, ImageFailure> {
    let kept = root.join(FOLDER).join(name(recipe));
    if let Some(bytes) = fs::read(&kept).ok().filter(|bytes| !bytes.is_empty()) {
        return Ok(bytes);
    }
    let bytes = encode(root, recipe)?;
    let _ = keep(&kept, &bytes);
    Ok(bytes)
}

fn name(recipe: &Recipe) -> String {
    let Recipe { hash, width, height, format, .. } = recipe;
    format!("{hash}-{width}x{height}-{ENCODING}.{}", format.extension())
}

/// Writes whole or not at all: two runs may make the same variant at once.
fn keep(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let staged = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(staged.path(), bytes)?;
    staged.persist(path)?;
    Ok(())
}
