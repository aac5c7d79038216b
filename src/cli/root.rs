//! Finding the site that a command is about.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The name of the file that makes a folder a site.
pub(super) const CONFIG_FILE: &str = "hearback.yaml";

/// The nearest folder, upwards from the one that was named, that holds `hearback.yaml`.
///
/// # Errors
/// When there is none, or the folder itself is not there.
pub(super) fn find(named: &Path) -> Result<PathBuf> {
    let start =
        named.canonicalize().with_context(|| format!("cannot open the folder `{}`", named.display()))?;
    for folder in start.ancestors() {
        if folder.join(CONFIG_FILE).is_file() {
            return Ok(if folder == start { named.to_owned() } else { folder.to_owned() });
        }
    }
    bail!(
        "there is no `{CONFIG_FILE}` in `{}` or above it\n  make a site with `hearback init DIR`, or name one with `--root DIR`",
        named.display()
    )
}
