//! The way to a file below the output folder: never through a link that leads out, never over what others made, and a file
//! of ours that became a folder (`about` before `about/`), or a folder that became a file, gives way.

use super::failure::WriteFailure;
use super::rank::Rank;
use crate::model::manifest::Manifest;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Looks at the way of every staged file before the first is moved.
///
/// # Errors
/// When something is in the way that this program did not make.
pub(super) fn look(
    out: &Path,
    staged: &BTreeSet<(Rank, String)>,
    before: &Manifest,
    after: &Manifest,
) -> Result<(), WriteFailure> {
    let gives_way = |path: &str| before.files.contains_key(path) && !after.files.contains_key(path);
    let mut seen = BTreeSet::new();
    for (_, path) in staged {
        for folder in folders(path) {
            if !seen.insert(folder) {
                continue;
            }
            match fs::symlink_metadata(out.join(folder)) {
                Ok(about) if about.is_dir() => {}
                Ok(about) if about.is_file() && gives_way(folder) => break,
                Ok(_) => return Err(in_the_way(out.join(folder))),
                Err(_) => break,
            }
        }
        let is_folder = fs::symlink_metadata(out.join(path)).is_ok_and(|about| about.is_dir());
        if is_folder {
            inside(out, path, &gives_way)?;
        }
    }
    Ok(())
}

/// Whether everything below a folder gives way.
fn inside(out: &Path, folder: &str, gives_way: &dyn Fn(&str) -> bool) -> Result<(), WriteFailure> {
    let entries = fs::read_dir(out.join(folder)).map_err(WriteFailure::of("read", &out.join(folder)))?;
    for entry in entries.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            inside(out, &path, gives_way)?;
        } else if !gives_way(&path) {
            return Err(in_the_way(out.join(path)));
        }
    }
    Ok(())
}

fn in_the_way(path: PathBuf) -> WriteFailure {
    let cause = io::Error::other("something that this program did not make is in the way; move it elsewhere");
    WriteFailure { doing: "write over", path, cause }
}

/// Makes the folders above a file, and empties the place where it goes.
///
/// # Errors
/// When a folder cannot be made, or what gives way cannot be removed.
pub(super) fn open(
    out: &Path,
    path: &str,
    gone: &[&String],
    ready: &mut BTreeSet<String>,
) -> Result<(), WriteFailure> {
    for folder in folders(path) {
        if ready.contains(folder) {
            continue;
        }
        let target = out.join(folder);
        match fs::symlink_metadata(&target) {
            Ok(about) if about.is_dir() => {}
            Ok(about) if about.is_file() && gone.iter().any(|gone| *gone == folder) => {
                fs::remove_file(&target).map_err(WriteFailure::of("remove", &target))?;
                fs::create_dir(&target).map_err(WriteFailure::of("make the folder", &target))?;
            }
            Ok(_) => return Err(in_the_way(target)),
            Err(_) => fs::create_dir(&target).map_err(WriteFailure::of("make the folder", &target))?,
        }
        ready.insert(folder.to_owned());
    }
    let is_folder = fs::symlink_metadata(out.join(path)).is_ok_and(|about| about.is_dir());
    if is_folder {
        let below = |gone: &str| gone.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        for gone in gone.iter().filter(|gone| below(gone)) {
            remove(out, gone)?;
        }
    }
    Ok(())
}

/// Removes a file, and the folders above it that it leaves empty. Says whether there was one; what lies beyond a link is
/// none of ours.
///
/// # Errors
/// When it is there and cannot be removed.
pub(super) fn remove(out: &Path, path: &str) -> Result<bool, WriteFailure> {
    let target = out.join(path);
    let passes_link = folders(path).any(|folder| out.join(folder).is_symlink());
    if passes_link || !fs::symlink_metadata(&target).is_ok_and(|about| about.is_file()) {
        return Ok(false);
    }
    fs::remove_file(&target).map_err(WriteFailure::of("remove", &target))?;
    let mut above: Vec<&str> = folders(path).collect();
    while let Some(folder) = above.pop() {
        if fs::remove_dir(out.join(folder)).is_err() {
            break;
        }
    }
    Ok(true)
}

/// The folders above a file, the outermost first: `a`, `a/b` for `a/b/c`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
