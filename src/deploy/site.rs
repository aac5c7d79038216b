//! The site as it was built: every file of its folder, with what tells whether it is another than the one that is out.

use super::failure::Failure;
use super::headers::Headers;
use super::manifest::Mark;
use crate::model::manifest::{Manifest, Written};
use std::collections::BTreeMap;
use std::fs::{self, File as Handle, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use twox_hash::XxHash3_128;

/// The page without which a folder is no site.
const HOME: &str = "index.html";
/// The folder of ours that a build leaves when it is killed, and the one where we keep what is not the site's.
const OURS: [&str; 2] = [".hearback-staging", ".hearback"];
/// What file managers leave behind.
const LEFT_BEHIND: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A built site.
#[derive(Debug)]
pub(super) struct Site {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Its files, by path with `/` below the folder.
    pub(super) files: BTreeMap<String, File>,
}

/// A file of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct File {
    /// Its length in bytes.
    pub(super) len: u64,
    /// How it is served.
    pub(super) headers: Headers,
    /// What it is, and how it is served.
    pub(super) mark: Mark,
}

impl Site {
    /// Reads a folder. A file that is as the last build left it (`known`) need not be opened.
    ///
    /// # Errors
    /// When there is no home page, a file cannot be read, or a name cannot be an address.
    pub(super) fn read(folder: &Path, known: &Manifest, compress: bool) -> Result<Site, Failure> {
        if !folder.join(HOME).is_file() {
            return Err(Failure::NoSite(folder.to_owned()));
        }
        let mut files = BTreeMap::new();
        for (path, about) in walk(folder)? {
            let hash = match known.files.get(&path).filter(|known| is_untouched(known, &about)) {
                Some(known) => known.hash,
                None => hash_of(&folder.join(&path))?,
            };
            let headers = Headers::of(&path, compress);
            let file = File { len: about.len(), headers, mark: mark(hash, headers) };
            files.insert(path, file);
        }
        Ok(Site { folder: folder.to_owned(), files })
    }
}

/// What a file is and how it is served, in one value.
pub(super) fn mark(hash: [u8; 16], headers: Headers) -> Mark {
    let encoding = if headers.gzip { "gzip" } else { "" };
    let served = format!("\n{}\n{}\n{encoding}", headers.media_type, headers.cache);
    let mut hasher = XxHash3_128::new();
    hasher.write(&hash);
    hasher.write(served.as_bytes());
    Mark::Is(hasher.finish_128().to_be_bytes())
}

/// Every file below a folder, by its path.
fn walk(folder: &Path) -> Result<Vec<(String, Metadata)>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::disk("read", &folder))? {
            let entry = entry.map_err(Failure::disk("read", &folder))?;
            let (path, name) = (entry.path(), entry.file_name());
            let Some(name) = name.to_str() else {
                let name = format!("{prefix}{}", name.to_string_lossy());
                return Err(Failure::Name { name, why: "its name is not UTF-8".to_owned() });
            };
            if LEFT_BEHIND.contains(&name) || (prefix.is_empty() && OURS.contains(&name)) {
                continue;
            }
            let whole = format!("{prefix}{name}");
            let about = fs::symlink_metadata(&path).map_err(Failure::disk("read", &path))?;
            if about.is_dir() {
                folders.push((path, format!("{whole}/")));
            } else if !about.is_file() {
                return Err(Failure::Name { name: whole, why: "it is a link and not a file".to_owned() });
            } else if name.contains(['\\', '\n', '\r', '\0']) {
                let why = "its name has a sign that no address may have".to_owned();
                return Err(Failure::Name { name: whole, why });
            } else {
                files.push((whole, about));
            }
        }
    }
    Ok(files)
}

/// Whether nobody wrote to a file since it was built.
fn is_untouched(known: &Written, about: &Metadata) -> bool {
    let nanos = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mtime = nanos.and_then(|nanos| i64::try_from(nanos.as_nanos()).ok());
    known.len == about.len() && Some(known.mtime) == mtime
}

fn hash_of(path: &Path) -> Result<[u8; 16], Failure> {
    let mut file = Handle::open(path).map_err(Failure::disk("read", path))?;
    let mut hasher = XxHash3_128::new();
    let mut some = vec![0; 64 << 10];
    loop {
        match file.read(&mut some) {
            Ok(0) => return Ok(hasher.finish_128().to_be_bytes()),
            Ok(count) => hasher.write(&some[..count]),
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(Failure::disk("read", path)(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    #[test]
    fn every_file_is_deployed_dot_folders_too_and_nothing_that_is_none_of_the_site() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["index.html", ".well-known/webfinger", "_headers", "impact/新しい記事/index.html"] {
            put(folder.path(), path, path);
        }
        for path in [".hearback-staging/x", ".hearback/deployed", "images/.DS_Store"] {
            put(folder.path(), path, path);
        }
        let site = Site::read(folder.path(), &Manifest::default(), false).expect("a site");
        let paths: Vec<&str> = site.files.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            [".well-known/webfinger", "_headers", "impact/新しい記事/index.html", "index.html"]
        );
    }

    #[test]
    fn a_folder_without_a_home_page_is_no_site() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "impact/index.html", "x");
        let failure = Site::read(folder.path(), &Manifest::default(), false).expect_err("no site");
        assert!(failure.to_string().contains("it has no `index.html`"), "{failure}");
    }

    #[test]
    fn a_file_that_is_served_otherwise_is_another_file() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "index.html", "x");
        let read = |compress| Site::read(folder.path(), &Manifest::default(), compress).expect("a site");
        assert_eq!(read(false).files, read(false).files);
        assert_ne!(read(false).files["index.html"].mark, read(true).files["index.html"].mark);
    }
}
