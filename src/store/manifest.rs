//! The manifest of each output folder, in `.hearback/`. It may be lost: then every file is compared by its content again.
//!
//! One file a line: hash, length, time, path. A line that cannot be read is as if it were not there.

use super::lock::Lock;
use crate::model::manifest::{Manifest, Written};
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

/// The first line: a file that begins otherwise is another version's and is not used.
const HEAD: &str = "hearback manifest 1";

/// Reads the manifest of an output folder; an empty one where there is none.
pub fn read(root: &Path, out: &Path) -> Manifest {
    let text = std::fs::read_to_string(path(root, out)).unwrap_or_default();
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) {
        return Manifest::default();
    }
    Manifest { files: lines.filter_map(line).collect() }
}

/// Waits until no other build writes into an output folder, and keeps others waiting until it is dropped.
///
/// # Errors
/// When `.hearback/` cannot be written.
pub fn lock(root: &Path, out: &Path) -> io::Result<Lock> {
    super::lock::wait(root, &format!("{}-lock", name(out)))
}

/// Saves the manifest of an output folder, whole or not at all.
///
/// # Errors
/// When `.hearback/` cannot be written.
pub fn save(root: &Path, out: &Path, manifest: &Manifest) -> io::Result<()> {
    let path = path(root, out);
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    let mut text = String::with_capacity(manifest.files.len() * 96);
    text.push_str(HEAD);
    text.push('\n');
    // A name with a line break would be two lines; its file is compared by its content each time.
    for (name, written) in manifest.files.iter().filter(|(name, _)| !name.contains(['\n', '\r'])) {
        let hash = u128::from_be_bytes(written.hash);
        // Halves are printed much faster than the whole. Writing to a string cannot fail.
        let (high, low) = ((hash >> 64) as u64, hash as u64);
        let _ = writeln!(text, "{high:016x}{low:016x} {} {} {name}", written.len, written.mtime);
    }
    let staged = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::write(staged.path(), text)?;
    staged.persist(&path)?;
    Ok(())
}

fn line(line: &str) -> Option<(String, Written)> {
    let mut parts = line.splitn(4, ' ');
    let hash = u128::from_str_radix(parts.next()?, 16).ok()?.to_be_bytes();
    let len = parts.next()?.parse().ok()?;
    let mtime = parts.next()?.parse().ok()?;
    let name = parts.next().filter(|name| stays_inside(name))?;
    Some((name.to_owned(), Written { hash, len, mtime }))
}

/// Files that the manifest names may be removed: it may come from anywhere, and must not reach out of the output.
fn stays_inside(name: &str) -> bool {
    !name.contains(['\\', '\0']) && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn path(root: &Path, out: &Path) -> PathBuf {
    root.join(".hearback").join(name(out))
}

fn name(out: &Path) -> String {
    let hash = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
    format!("manifest-{}", &hash[..16])
}

#[cfg(test)]
mod tests {
    use super::{read, save};
    use crate::model::manifest::{Manifest, Written};

    #[test]
    fn what_was_saved_is_read_again_and_a_torn_line_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let entry = Written { hash: [7; 16], len: 12, mtime: 1_774_000_000_123_456_789 };
        let files = [("a b/index.html".to_owned(), entry), ("ß.html".to_owned(), entry)];
        let manifest = Manifest { files: files.into() };
        save(folder.path(), &out, &manifest).unwrap();
        assert_eq!(read(folder.path(), &out), manifest);

        let path = super::path(folder.path(), &out);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 20]).unwrap();
        assert_eq!(read(folder.path(), &out).files.len(), 1);
    }

    #[test]
    fn a_manifest_never_names_a_file_outside_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let entry = Written { hash: [7; 16], len: 12, mtime: 1 };
        let names = ["../x", "/etc/passwd", "a/../../x", "a//b", "a\nb", "a/b"];
        save(folder.path(), &out, &Manifest { files: names.map(|name| (name.to_owned(), entry)).into() })
            .unwrap();
        assert_eq!(read(folder.path(), &out).files.into_keys().collect::<Vec<_>>(), ["a/b"]);
    }
}
