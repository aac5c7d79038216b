//! What a build leaves on disk: when it succeeds, when it is repeated, and when it fails or is killed.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hearback");

/// A site of some stories.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn of(stories: usize) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        let yaml = "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\ntimezone: Europe/London\n";
        site.put("hearback.yaml", yaml);
        site.put("static/terms.txt", "be kind");
        (0..stories).for_each(|number| site.story(number, "The queue is shorter."));
        site
    }

    fn story(&self, number: usize, text: &str) {
        let day = number % 28 + 1;
        let story = format!(
            "---\nid: story-{number}\ntitle: Story {number}\ndate: 2026-03-{day:02}\nsummary: What happened.\n\
             tags: [queue]\n---\n\n{text}\n"
        );
        self.put(&format!("content/impact/story-{number}.md"), &story);
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, verb: &str, more: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg(verb).arg("--root").arg(self.folder.path()).args(["--now", "2026-04-30"]).args(more);
        command
    }

    fn build(&self) -> Output {
        self.command("build", &[]).output().unwrap()
    }

    fn must_build(&self) -> String {
        let ran = self.build();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.success(), "{said}");
        said
    }

    fn public(&self) -> Tree {
        tree(&self.path("public"))
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for path in walk(folder) {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        tree.insert(name, fs::read(&path).unwrap());
    }
    tree
}

fn stamps(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    walk(folder)
        .into_iter()
        .map(|path| (path.clone(), fs::metadata(path).unwrap().modified().unwrap()))
        .collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

fn text(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

#[test]
fn the_same_input_gives_the_same_bytes_and_touches_nothing_the_second_time() {
    let site = Site::of(40);
    site.must_build();
    let (first, touched) = (site.public(), stamps(&site.path("public")));
    assert!(site.must_build().contains(": 0 files written"));
    assert!(site.public() == first && stamps(&site.path("public")) == touched);

    let elsewhere = site.path("elsewhere");
    let ran = site.command("build", &["--out", elsewhere.to_str().unwrap()]).output().unwrap();
    assert!(ran.status.success() && tree(&elsewhere) == first, "{}", text(&ran));
}

#[test]
fn a_lost_cache_touches_nothing() {
    let site = Site::of(5);
    site.must_build();
    let touched = stamps(&site.path("public"));
    fs::remove_dir_all(site.path(".hearback")).unwrap();
    site.must_build();
    assert_eq!(stamps(&site.path("public")), touched);
}

#[test]
fn a_changed_story_touches_only_files_whose_content_changed() {
    let site = Site::of(40);
    site.must_build();
    let (before, touched) = (site.public(), stamps(&site.path("public")));
    site.story(7, "The queue is longer.");
    site.must_build();
    let (after, now) = (site.public(), stamps(&site.path("public")));
    let public = site.path("public");
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    let was_touched = |name: &&String| touched.get(&public.join(name)) != now.get(&public.join(name));
    let changed: Vec<&String> = after.keys().filter(differs).collect();
    let written: Vec<&String> = after.keys().filter(was_touched).collect();
    assert_eq!(written, changed);
    assert!(changed.iter().any(|name| *name == "impact/story-7/index.html"), "{changed:?}");
    assert!(changed.len() < 20, "{changed:?}");
}

#[test]
fn a_story_that_is_gone_takes_its_page_with_it() {
    let site = Site::of(3);
    site.must_build();
    site.put("public/mine.txt", "mine");
    fs::remove_file(site.path("content/impact/story-1.md")).unwrap();
    site.must_build();
    assert!(!site.path("public/impact/story-1").exists());
    assert_eq!(fs::read(site.path("public/mine.txt")).unwrap(), b"mine");
}

#[test]
fn a_site_with_an_error_is_not_published_and_the_old_one_stays() {
    let site = Site::of(3);
    site.must_build();
    let before = site.public();
    site.story(0, "A new text.");
    site.put("content/impact/broken.md", "---\ntitle: Broken\ndate: 2026-02-30\n---\n");
    let ran = site.build();
    assert_eq!(ran.status.code(), Some(1));
    assert!(text(&ran).contains("there is no 2026-02-30"), "{}", text(&ran));
    assert!(site.public() == before);
}

#[test]
fn check_finds_the_image_that_stops_a_build() {
    let site = Site::of(1);
    // The header of a PNG of 600 × 400, the beginning of its pixels, and none of them.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x01\x90\x08\x02\0\0\0".to_vec();
    png.extend_from_slice(&[0xfd, 0x57, 0x89, 0xcf]);
    png.extend_from_slice(b"\0\0\x01\0IDAT");
    site.put("content/impact/torn.png", &png);
    site.story(0, "![A chart of the queue](torn.png)");
    let (build, check) = (site.build(), site.command("check", &[]).output().unwrap());
    assert_eq!((build.status.code(), check.status.code()), (Some(1), Some(1)), "{}", text(&build));
    assert!(text(&check).contains("torn.png"), "{}", text(&check));
}

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_the_next_one_mends_everything() {
    let site = Site::of(150);
    site.must_build();
    let old = site.public();
    (0..150).for_each(|number| site.story(number, "Everything is new."));
    let clean = site.path("clean");
    assert!(site.command("build", &["--out", clean.to_str().unwrap()]).status().unwrap().success());
    let new = tree(&clean);
    let mut killed = 0;
    for step in 0..12 {
        let mut build = site.command("build", &[]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(30 * step));
        build.kill().unwrap();
        killed += usize::from(build.wait().unwrap().signal().is_some());
        let found = site.public().into_iter().filter(|(name, _)| !name.starts_with(".hearback-staging/"));
        for (name, bytes) in found {
            let whole = old.get(&name) == Some(&bytes) || new.get(&name) == Some(&bytes);
            assert!(whole, "`{name}` is neither the old file nor the new one");
        }
    }
    assert!(killed > 0);
    site.must_build();
    assert!(site.public() == new);
}

#[test]
fn two_builds_at_once_leave_one_whole_site() {
    let site = Site::of(60);
    let start = |_| site.command("build", &[]).stderr(Stdio::piped()).spawn().unwrap();
    let builds: Vec<_> = (0..3).map(start).collect();
    for build in builds {
        let ran = build.wait_with_output().unwrap();
        assert!(ran.status.success(), "{}", text(&ran));
    }
    let public = site.public();
    site.must_build();
    assert!(site.public() == public && public.contains_key("impact/story-59/index.html"));
}

/// What a full disk does to a program, without one: no file may grow beyond a limit.
#[test]
fn a_write_that_fails_is_named_and_leaves_the_old_site() {
    let site = Site::of(3);
    site.must_build();
    let before = site.public();
    site.story(0, &"A text that is longer than all that is left of the disk. ".repeat(1000));
    let ran = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$@\"", "sh", PROGRAM, "build", "--root"])
        .arg(site.folder.path())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(text(&ran).contains("cannot write `"), "{}", text(&ran));
    assert!(site.public() == before);
}

#[test]
fn an_output_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::of(1);
    site.must_build();
    let before = site.public();
    let public = site.path("public");
    fs::set_permissions(&public, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(public.join("probe"), "").is_ok() {
        // The administrator may write everywhere.
        fs::remove_file(public.join("probe")).unwrap();
        return;
    }
    site.story(0, "A new text.");
    let ran = site.build();
    fs::set_permissions(&public, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(text(&ran).contains("public"), "{}", text(&ran));
    assert!(site.public() == before);
}

#[test]
fn a_site_is_never_built_over_its_own_files() {
    let site = Site::of(1);
    for out in [".", "content", "static/site", ".."] {
        let out = site.path(out);
        let ran = site.command("build", &["--out", out.to_str().unwrap()]).output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{}", out.display());
        assert!(text(&ran).contains("the site's own files are there"), "{}", text(&ran));
    }
    assert_eq!(walk(&site.path("content")).len(), 1);
}

#[test]
fn a_command_line_that_makes_no_sense_ends_with_2_and_writes_nothing() {
    let site = Site::of(1);
    let run = |words: &[&str]| {
        let root = ["--root".as_ref(), site.folder.path().as_os_str()];
        let ran = Command::new(PROGRAM).args(words).args(root).output().unwrap();
        format!("{:?} {}", ran.status.code(), String::from_utf8_lossy(&ran.stderr))
    };
    assert_eq!(
        run(&["build", "--now", "yesterday"]),
        "Some(2) error: `--now yesterday` is neither a date (`2026-03-27`) nor a moment with its zone (`2026-03-27T09:00Z`)\n"
    );
    assert_eq!(
        run(&["new", "impact", " "]),
        "Some(2) error: a story needs a title: `hearback new impact \"What changed\"`\n"
    );
    assert!(!site.path("public").exists());
    assert_eq!(walk(&site.path("content")).len(), 1);
}
