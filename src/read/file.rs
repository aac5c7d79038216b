//! One file's bytes.

use super::walk::{is_inside, is_public};
use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::model::source::Source;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// No text that a person wrote is longer, in bytes. A longer file is not read, so that it cannot fill the memory.
const LONGEST: u64 = 8 << 20;

/// Reads a file of the site.
///
/// # Errors
/// When it is not there, may not be read, is no file, or is longer than 8 MiB.
pub fn file(root: &Path, path: &str) -> Result<Source, Diagnostic> {
    let refusal = |message: String| rule::UNREADABLE.at(Place::whole(path), message);
    let open = |cause: std::io::Error| refusal(format!("cannot read `{path}`: {}", plain(&cause)));
    let file = File::open(root.join(path)).map_err(open)?;
    let about = file.metadata().map_err(open)?;
    if !about.is_file() {
        return Err(refusal(format!("`{path}` is no file")));
    }
    if about.len() > LONGEST {
        let size = about.len() >> 20;
        return Err(refusal(format!("`{path}` has {size} MB, which is no text that a person wrote"))
            .hint("put large files into `static/` and link to them"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    // One byte more than allowed: a file may grow while it is read.
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(open)?;
    Ok(Source { path: path.to_owned(), bytes })
}

/// Whether a path names a story's file that is there.
pub fn is_story(root: &Path, path: &str) -> bool {
    is_public(path) && path.starts_with("content/") && path.ends_with(".md") && root.join(path).is_file()
}

/// Where a path of the site really leads; `None` where nothing is, or it lies outside of the site or is hidden there.
pub fn real(root: &Path, path: &str) -> Option<PathBuf> {
    let real_root = root.canonicalize().ok()?;
    let real = root.join(path).canonicalize().ok()?;
    // A file of the site by its own name may be hidden where servers look for it.
    let straight =
        real.strip_prefix(&real_root).is_ok_and(|inside| inside == Path::new(path)) && is_public(path);
    (straight || is_inside(&real, &real_root)).then_some(real)
}

/// What the system said, in words that need no manual.
pub(super) fn plain(cause: &std::io::Error) -> String {
    match cause.kind() {
        std::io::ErrorKind::NotFound => "it is not there".to_owned(),
        std::io::ErrorKind::PermissionDenied => "this user may not read it".to_owned(),
        _ => cause.to_string(),
    }
}
