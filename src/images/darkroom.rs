//! Where variants are made, and kept for the next time. What is kept may be lost at any time.

use super::encode::{ImageFailure, Negative};
use super::memory::Memory;
use crate::model::asset::Recipe;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where variants are kept, from the site's root.
const FOLDER: &str = ".hearback/images";
/// Counts the ways in which variants were ever encoded: what an older program kept is not used.
const ENCODING: u32 = 1;

/// Makes the variants of a site's images. However many ask at once, the images that are unpacked for them fit into a bound.
#[derive(Debug)]
pub struct Darkroom {
    root: PathBuf,
    memory: Memory,
}

impl Darkroom {
    /// The darkroom of the site in a folder.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), memory: Memory::default() }
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The bytes of a variant, kept ones or made now.
    ///
    /// # Errors
    /// When the image cannot be read or decoded. That it cannot be kept is no error: the next run encodes again.
    pub fn variant(&self, recipe: &Recipe) -> Result<Vec<u8>, ImageFailure> {
        self.variants([recipe], |_, made| made).swap_remove(0)
    }

    /// Makes variants of one image, which is decoded once at most, and hands each to `take` as soon as it is there.
    pub fn variants<'r, T>(
        &self,
        recipes: impl IntoIterator<Item = &'r Recipe>,
        take: impl Fn(&'r Recipe, Result<Vec<u8>, ImageFailure>) -> T,
    ) -> Vec<T> {
        let mut negative = None;
        let made = recipes.into_iter().map(|recipe| {
            let kept = self.root.join(FOLDER).join(name(recipe));
            if let Some(bytes) = fs::read(&kept).ok().filter(|bytes| !bytes.is_empty()) {
                return take(recipe, Ok(bytes));
            }
            let unpacked = negative.get_or_insert_with(|| Negative::open(&self.root, recipe, &self.memory));
            let made = unpacked.as_ref().map_err(Clone::clone).and_then(|negative| negative.print(recipe));
            if let Ok(bytes) = &made {
                let _ = keep(&kept, bytes);
            }
            take(recipe, made)
        });
        made.collect()
    }

    /// Forgets every variant that is not among those that are wanted.
    ///
    /// # Errors
    /// When the folder cannot be read or a file cannot be removed.
    pub fn sweep<'r>(&self, wanted: impl Iterator<Item = &'r Recipe>) -> io::Result<()> {
        let folder = self.root.join(FOLDER);
        if !folder.is_dir() {
            return Ok(());
        }
        let wanted: BTreeSet<String> = wanted.map(name).collect();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            // What another run is writing at this moment has a hidden name.
            let name = entry.file_name();
            let is_kept = name.to_str().is_some_and(|name| name.starts_with('.') || wanted.contains(name));
            if !is_kept && entry.file_type()?.is_file() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

fn name(recipe: &Recipe) -> String {
    let Recipe { hash, width, height, format, .. } = recipe;
    format!("{hash}-{width}x{height}-{ENCODING}.{}", format.extension())
}

/// Writes whole or not at all: two runs may make the same variant at once.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let staged = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(staged.path(), bytes)?;
    staged.persist(path)?;
    Ok(())
}
