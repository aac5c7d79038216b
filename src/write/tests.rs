//! What is on disk before, while and after a site is published.

use super::{Publication, Rank, Sink, Summary};
use crate::model::content::Content;
use crate::model::manifest::Manifest;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// An output folder and what is remembered about it.
struct Stage {
    folder: tempfile::TempDir,
    manifest: Manifest,
}

impl Stage {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), manifest: Manifest::default() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn begin(&self, files: &[(&str, &str)]) -> Publication {
        let publication = Publication::begin(&self.out(), self.manifest.clone()).unwrap();
        for (path, text) in files {
            let rank = if path.ends_with(".xml") { Rank::Feed } else { Rank::Page };
            publication.put(rank, path, &Content::Bytes(text.as_bytes().to_vec())).unwrap();
        }
        publication
    }

    fn publish(&mut self, files: &[(&str, &str)]) -> Result<Summary, String> {
        let publication = self.begin(files);
        let remembered = RefCell::new(self.manifest.clone());
        let summary = publication.finish(|manifest| *remembered.borrow_mut() = manifest.clone());
        self.manifest = remembered.into_inner();
        summary.map_err(|failure| failure.to_string().replace(&self.out().display().to_string(), "OUT"))
    }

    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        collect(&self.out(), "", &mut tree);
        tree
    }

    fn stamps(&self) -> Vec<std::time::SystemTime> {
        let tree = self.tree();
        tree.keys().map(|path| fs::metadata(self.out().join(path)).unwrap().modified().unwrap()).collect()
    }
}

fn collect(folder: &Path, above: &str, tree: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), tree);
        } else {
            tree.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn summary(written: usize, unchanged: usize, removed: usize) -> Summary {
    Summary { written, unchanged, removed, gone: Vec::new() }
}

const OLD: [(&str, &str); 3] = [("a/index.html", "a"), ("b/index.html", "b"), ("rss.xml", "ab")];

#[test]
fn the_second_time_nothing_is_written() {
    let mut stage = Stage::new();
    assert_eq!(stage.publish(&OLD), Ok(summary(3, 0, 0)));
    let stamps = stage.stamps();
    assert_eq!(stage.publish(&OLD), Ok(summary(0, 3, 0)));
    assert_eq!((stage.tree(), stage.stamps()), (files(&OLD), stamps));
    assert!(!stage.out().join(".hearback-staging").exists());
}

#[test]
fn a_lost_manifest_costs_reading_and_no_writing() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    let (stamps, known) = (stage.stamps(), std::mem::take(&mut stage.manifest));
    assert_eq!(stage.publish(&OLD), Ok(summary(0, 3, 0)));
    assert_eq!((stage.stamps(), &stage.manifest), (stamps, &known));
}

#[test]
fn what_a_hand_changed_or_removed_is_mended() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    fs::write(stage.out().join("a/index.html"), "x").unwrap();
    fs::remove_file(stage.out().join("rss.xml")).unwrap();
    assert_eq!(stage.publish(&OLD), Ok(summary(2, 1, 0)));
    assert_eq!(stage.tree(), files(&OLD));
}

#[test]
fn only_our_own_files_are_removed() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    fs::write(stage.out().join("b/mine.txt"), "mine").unwrap();
    let gone = ["a/index.html", "b/index.html"].map(str::to_owned).into();
    assert_eq!(stage.publish(&[("rss.xml", "")]), Ok(Summary { gone, ..summary(1, 0, 2) }));
    assert_eq!(stage.tree(), files(&[("b/mine.txt", "mine"), ("rss.xml", "")]));
    assert!(!stage.out().join("a").exists());
}

#[test]
fn a_build_that_fails_before_the_end_leaves_the_old_site() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    drop(stage.begin(&[("a/index.html", "new"), ("c/index.html", "c")]));
    assert_eq!(stage.tree(), files(&OLD));

    // Killed: nothing tidies up but the next build.
    std::mem::forget(stage.begin(&[("a/index.html", "new")]));
    assert!(stage.out().join(".hearback-staging").exists());
    assert_eq!(stage.publish(&OLD), Ok(summary(0, 3, 0)));
    assert_eq!(stage.tree(), files(&OLD));
}

#[test]
fn a_build_that_is_killed_while_moving_in_leaves_nothing_unknown() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    let remembered = RefCell::new(Vec::new());
    let publication = stage.begin(&[("c/index.html", "c"), ("rss.xml", "c")]);
    publication.finish(|manifest| remembered.borrow_mut().push(manifest.clone())).unwrap();
    // As if it was killed after its last move: only the first of the two was remembered.
    stage.manifest = remembered.into_inner().swap_remove(0);
    let gone = vec!["c/index.html".to_owned()];
    assert_eq!(stage.publish(&[("a/index.html", "a")]), Ok(Summary { gone, ..summary(1, 0, 2) }));
    assert_eq!(stage.tree(), files(&[("a/index.html", "a")]));
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let mut stage = Stage::new();
    let (folder, file) = ([("about/index.html", "1"), ("about/x/y", "2")], [("about", "3")]);
    for _ in 0..2 {
        stage.publish(&folder).unwrap();
        assert_eq!(stage.tree(), files(&folder));
        stage.publish(&file).unwrap();
        assert_eq!(stage.tree(), files(&file));
    }
}

#[test]
fn what_others_made_is_never_written_over_where_it_is_in_the_way() {
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    fs::create_dir(stage.out().join("c")).unwrap();
    fs::write(stage.out().join("c/mine.txt"), "mine").unwrap();
    let before = stage.tree();
    let said = stage.publish(&[("a/index.html", "new"), ("c", "file")]).unwrap_err();
    assert_eq!(
        said,
        "cannot write over `OUT/c/mine.txt`: something that this program did not make is in the way; move it elsewhere"
    );
    assert_eq!(stage.tree(), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_never_followed_out_of_the_output() {
    use std::os::unix::fs::symlink;
    let mut stage = Stage::new();
    stage.publish(&OLD).unwrap();
    let elsewhere = stage.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("index.html"), "theirs").unwrap();
    fs::remove_dir_all(stage.out().join("a")).unwrap();
    symlink(&elsewhere, stage.out().join("a")).unwrap();
    fs::remove_file(stage.out().join("b/index.html")).unwrap();
    symlink(elsewhere.join("index.html"), stage.out().join("b/index.html")).unwrap();

    let said = stage.publish(&[("a/index.html", "new"), ("b/index.html", "new")]).unwrap_err();
    assert!(said.starts_with("cannot write over `OUT/a`"), "{said}");
    // A link in the place of a file is replaced, a file behind a link is not removed.
    stage.publish(&[("b/index.html", "new")]).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("index.html")).unwrap(), "theirs");
    assert_eq!(fs::read_to_string(stage.out().join("b/index.html")).unwrap(), "new");
}

#[test]
fn an_output_that_is_no_folder_is_named() {
    let stage = Stage::new();
    fs::write(stage.out(), "a file").unwrap();
    let said = Publication::begin(&stage.out(), Manifest::default()).map(|_| ()).unwrap_err().to_string();
    assert!(said.starts_with("cannot write into `") && said.contains("public`"), "{said}");
    assert_eq!(fs::read_to_string(stage.out()).unwrap(), "a file");
}
