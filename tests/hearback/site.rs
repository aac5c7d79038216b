//! A site on disk and the real program: the one way in which a test makes a site and calls hearback.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_hearback");

/// The day that a site's commands take for today unless a test names another.
const TODAY: &str = "2026-06-01";

/// A site in a folder of its own that is gone when the test ends.
pub(crate) struct Site {
    folder: TempDir,
    today: String,
}

/// How a command ended and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    /// The exit code, -1 where a signal ended it.
    pub(crate) code: i32,
    /// What it printed as data.
    pub(crate) stdout: String,
    /// What it said to people.
    pub(crate) stderr: String,
}

impl Ran {
    /// Everything it printed, data first.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

impl Site {
    /// A site with a title and an address, and nothing else.
    pub(crate) fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap(), today: TODAY.to_owned() };
        site.put("hearback.yaml", "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\n");
        site
    }

    /// A copy of a case below `tests/data/cases`.
    pub(crate) fn case(name: &str) -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases").join(name);
        assert!(from.is_dir(), "there is no case {name}");
        let site = Self { folder: tempfile::tempdir().unwrap(), today: "2026-11-25".to_owned() };
        for (path, bytes) in tree(&from) {
            site.put(&path, bytes);
        }
        site
    }

    /// The same site on another day.
    pub(crate) fn on(mut self, today: &str) -> Self {
        today.clone_into(&mut self.today);
        self
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Writes a story: an id, a title, a date and a summary, further lines of front matter, and a text.
    pub(crate) fn story(&self, path: &str, date: &str, matter: &str, text: &str) -> &Self {
        let id = path.trim_start_matches("content/").trim_end_matches(".md").replace(['/', '.'], "-");
        let head = format!("id: {id}\ntitle: Story {id}\ndate: {date}\nsummary: What happened.\n{matter}");
        self.put(path, format!("---\n{head}---\n\n{text}\n"))
    }

    /// A path below the site's folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file of the site, or of its output below `public/`.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
    }

    /// The style sheet that the built pages link: its path below `public/`, and its text.
    pub(crate) fn style(&self) -> (String, String) {
        let home = self.read("public/index.html");
        let link = home.split("<link rel=\"stylesheet\" href=\"/").nth(1).expect("a style sheet");
        let path = link.split('"').next().expect("an address").to_owned();
        let text = self.read(&format!("public/{path}"));
        (path, text)
    }

    /// A command of the program in this site, on its day.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.command_in(self.folder.path(), words)
    }

    /// A command of the program in another folder, on the day of this site.
    pub(crate) fn command_in(&self, root: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--root").arg(root).env("NO_COLOR", "1");
        // These tests may run in CI themselves, and what runs there knows where a change begins.
        for name in ["CI", "GITHUB_BASE_REF", "GITHUB_EVENT_PATH", "CI_COMMIT_BEFORE_SHA", "GITHUB_ACTIONS"] {
            command.env_remove(name);
        }
        if !words.contains(&"--now") {
            command.args(["--now", &self.today]);
        }
        command
    }

    /// Runs a command with variables of the environment to its end.
    pub(crate) fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Ran {
        ran(&self.command(words).envs(variables.iter().copied()).output().unwrap())
    }

    /// Runs `git` in the site's folder, and gives what it prints.
    pub(crate) fn git(&self, words: &[&str]) -> String {
        git(self.folder.path(), words)
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        ran(&self.command(words).output().unwrap())
    }

    /// What `check` prints.
    pub(crate) fn check(&self) -> Ran {
        self.run(&["check"])
    }

    /// Builds the site, which must succeed, and gives the files of `public/`.
    pub(crate) fn build(&self) -> BTreeMap<String, Vec<u8>> {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.said());
        tree(&self.path("public"))
    }
}

/// Runs `git` in a folder, as somebody who has set nothing, and gives what it prints.
pub(crate) fn git(folder: &Path, words: &[&str]) -> String {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Somebody")
            .env(format!("GIT_{who}_EMAIL"), "somebody@ferrow.example");
        command.env(format!("GIT_{who}_DATE"), "2026-05-01T12:00:00Z");
    }
    let ran = ran(&command.output().unwrap());
    assert_eq!(ran.code, 0, "git {words:?}: {}", ran.said());
    ran.stdout.trim().to_owned()
}

/// A finished command as text.
pub(crate) fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout.clone()).unwrap(),
        stderr: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

/// Every file below a folder by its path with `/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}
