//! What is read of a folder, and what is named and left out.

use super::{Walk, file, theme, walk};
use std::fs::{self, File};
use std::path::Path;

fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for path in ["content/impact/wells.md", "content/impact/wells.csv", "static/logo.svg"] {
        put(root.path(), path);
    }
    root
}

fn put(root: &Path, path: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
}

fn said(walk: &Walk) -> Vec<String> {
    walk.diagnostics.iter().map(|found| format!("{}: {}", found.place.file, found.message)).collect()
}

fn files(walk: &Walk) -> Vec<&str> {
    walk.assets.files.keys().map(String::as_str).collect()
}

#[test]
fn stories_and_files_are_told_apart() {
    let root = site();
    let walk = walk(root.path());
    assert_eq!(walk.stories, ["content/impact/wells.md"]);
    assert_eq!(files(&walk), ["content/impact/wells.csv", "static/logo.svg"]);
    assert_eq!(said(&walk), [""; 0]);
}

#[test]
fn hidden_files_are_left_out_but_for_those_that_servers_look_for() {
    let root = site();
    for path in
        ["content/.draft.md", "content/.git/config.md", "static/.env", "static/.well-known/security.txt"]
    {
        put(root.path(), path);
    }
    let walk = walk(root.path());
    assert_eq!(walk.stories, ["content/impact/wells.md"]);
    assert_eq!(
        files(&walk),
        ["content/impact/wells.csv", "static/.well-known/security.txt", "static/logo.svg"]
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_inside_the_site_and_named_where_it_leads_out_or_in_a_circle() {
    use std::os::unix::fs::symlink;
    let root = site();
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "secret.md");
    put(root.path(), "shared/terms.md");
    put(root.path(), ".git/config");
    let content = root.path().join("content");
    symlink(root.path().join("shared"), content.join("shared")).unwrap();
    symlink(elsewhere.path(), content.join("folder")).unwrap();
    symlink(elsewhere.path().join("secret.md"), content.join("file.md")).unwrap();
    symlink("..", content.join("impact/circle")).unwrap();
    symlink(root.path().join(".git"), root.path().join("static/git")).unwrap();
    symlink("nobody@nowhere.123", content.join("impact/.#wells.md")).unwrap();
    symlink("nothing.md", content.join("gone.md")).unwrap();
    let walk = walk(root.path());
    assert_eq!(walk.stories, ["content/impact/wells.md", "content/shared/terms.md"]);
    assert_eq!(
        said(&walk),
        [
            "content/file.md: the link `content/file.md` leads out of the site and was not followed",
            "content/folder: the link `content/folder` leads out of the site and was not followed",
            "content/gone.md: cannot read `content/gone.md`: it is not there",
            "content/impact/circle: the link `content/impact/circle` leads back to a folder above itself",
            "static/git: the link `static/git` leads out of the site and was not followed",
        ]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_a_finding() {
    use std::os::unix::ffi::OsStrExt;
    let root = site();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(root.path().join("content").join(name), "x").unwrap();
    assert_eq!(
        said(&walk(root.path())),
        ["content/caf\u{fffd}.md: the name of this file cannot be read as text"]
    );
}

#[test]
fn a_file_of_200_megabytes_is_not_read() {
    let root = site();
    File::create(root.path().join("content/huge.md")).unwrap().set_len(200 << 20).unwrap();
    let found = file(root.path(), "content/huge.md").unwrap_err();
    assert_eq!(found.message, "`content/huge.md` has 200 MB, which is no text that a person wrote");
}

#[test]
fn what_cannot_be_read_is_named() {
    let root = site();
    let said = |path| file(root.path(), path).unwrap_err().message;
    assert_eq!(said("hearback.yaml"), "cannot read `hearback.yaml`: it is not there");
    assert_eq!(said("content/impact"), "`content/impact` is no file");
}

#[cfg(unix)]
#[test]
fn a_theme_is_read_whole_and_from_inside_the_site_only() {
    use std::os::unix::fs::symlink;
    let root = site();
    put(root.path(), "themes/own/templates/story.html");
    symlink(root.path().join("static/logo.svg"), root.path().join("themes/own/logo.svg")).unwrap();
    let read = theme(root.path(), "own").unwrap();
    assert_eq!(read.files.keys().collect::<Vec<_>>(), ["logo.svg", "templates/story.html"]);

    symlink("/etc/hostname", root.path().join("themes/own/name.txt")).unwrap();
    let found = theme(root.path(), "own").unwrap_err();
    assert!(found[0].message.ends_with("themes/own/name.txt` leads out of the site"), "{found:?}");
    assert!(theme(root.path(), "default").unwrap().files.is_empty());
    assert_eq!(theme(root.path(), "other").unwrap_err()[0].message, "there is no theme `other`");
}

#[test]
fn what_editors_leave_behind_is_never_published() {
    let root = site();
    for name in ["wells.md~", "#wells.md#", "~$report.docx"] {
        put(root.path(), &format!("content/impact/{name}"));
        assert!(!super::is_public(&format!("content/impact/{name}")), "{name}");
    }
    assert_eq!(files(&walk(root.path())), ["content/impact/wells.csv", "static/logo.svg"]);
}

#[cfg(unix)]
#[test]
fn a_path_leads_to_files_of_the_site_only() {
    let root = site();
    put(root.path(), "static/.well-known/security.txt");
    put(root.path(), ".git/config");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, root.path().join(name)).unwrap();
    link("../content/impact/wells.csv", "static/inside.csv");
    link("../.git/config", "static/hidden.txt");
    link("/etc/passwd", "static/outside.txt");
    let leads = |path: &str| super::real(root.path(), path).is_some();
    assert!(
        leads("static/logo.svg") && leads("static/.well-known/security.txt") && leads("static/inside.csv")
    );
    for path in
        ["static/hidden.txt", "static/outside.txt", ".git/config", "static/none.txt", "../", "/etc/passwd"]
    {
        assert!(!leads(path), "{path}");
    }
}
