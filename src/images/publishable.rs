//! What leaves this machine of a file as its author made it.

use super::clean::{self, HEAD, Kind};
use super::drawing;
use crate::model::content::Content;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use thiserror::Error;

/// The largest picture that is looked into, in bytes.
const LARGEST: u64 = 512 << 20;

/// The largest drawing that is looked into, in bytes.
const LONGEST_DRAWING: u64 = 64 << 20;

/// Why a file cannot be published.
#[derive(Debug, Error)]
pub enum Unpublishable {
    /// It cannot be read.
    #[error("cannot read it: {0}")]
    Unread(#[from] io::Error),
    /// A picture that may say where it was taken, and cannot be cleaned of that.
    #[error("it may say where it was taken, and cannot be cleaned: {0}")]
    Unclean(&'static str),
    /// A film that says where it was made.
    #[error("it says where it was filmed")]
    Film,
}

/// A file as it is published: a picture without its notes, everything else as it is on disk.
///
/// # Errors
/// When it cannot be read, or would say where it was taken.
pub fn publishable(path: &Path) -> Result<Content, Unpublishable> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut bytes)?;
    match clean::kind(&bytes) {
        None => Ok(Content::File(path.to_owned())),
        Some(Kind::Film) if clean::says_where(&mut file)? => Err(Unpublishable::Film),
        Some(Kind::Film) => Ok(Content::File(path.to_owned())),
        Some(_) if file.metadata()?.len() > LARGEST => {
            Err(Unpublishable::Unclean("it is larger than 512 MB"))
        }
        Some(kind) => {
            file.read_to_end(&mut bytes)?;
            let cleaned = clean::clean(kind, &bytes).map_err(Unpublishable::Unclean)?;
            Ok(Content::Bytes(cleaned.unwrap_or(bytes)))
        }
    }
}

/// Whether a file is a drawing that holds a script. What cannot be read holds none.
pub fn has_script(path: &Path) -> bool {
    let is_small =
        std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= LONGEST_DRAWING);
    let bytes = if is_small { std::fs::read(path).unwrap_or_default() } else { Vec::new() };
    drawing::is_svg(&bytes) && drawing::has_script(&bytes)
}

/// What is published of a file that is in memory, as a theme's files are.
///
/// # Errors
/// When it is a picture that cannot be cleaned.
pub fn without_notes(bytes: Vec<u8>) -> Result<Vec<u8>, Unpublishable> {
    let Some(kind) = clean::kind(bytes.get(..HEAD).unwrap_or(&bytes)) else { return Ok(bytes) };
    let cleaned = clean::clean(kind, &bytes).map_err(Unpublishable::Unclean)?;
    Ok(cleaned.unwrap_or(bytes))
}
