//! A site in a folder of its own, the program that serves it, and a browser of few words.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hearback");
/// The day of every test.
const TODAY: &str = "2026-11-24";
/// How long a change may take before the test gives up, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a site.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A site with three stories that follow each other, all with the same tag.
    pub(crate) fn small() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.put("hearback.yaml", "title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\n");
        for (day, name) in [(1, "early"), (2, "middle"), (3, "late")] {
            site.story(name, day, &format!("The {name} one"));
        }
        site
    }

    /// A copy of folders and files of this repository.
    pub(crate) fn copy(names: &[&str]) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in names {
            let files = if root.join(name).is_dir() { walk(&root.join(name)) } else { vec![root.join(name)] };
            for file in files {
                let bytes = fs::read(&file).unwrap();
                site.put(file.strip_prefix(root).unwrap().to_str().unwrap(), bytes);
            }
        }
        site
    }

    /// Writes a story.
    pub(crate) fn story(&self, name: &str, day: u8, title: &str) {
        let matter = format!("id: {name}\ntitle: {title}\ndate: 2026-03-{day:02}\nsummary: What happened.");
        self.put(
            &format!("content/impact/{name}.md"),
            format!("---\n{matter}\ntags: [queue]\n---\n\nA text.\n"),
        );
    }

    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, verb: &str, more: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg(verb).arg("--root").arg(self.folder.path()).args(["--now", TODAY]).args(more);
        command.env("NO_COLOR", "1");
        command
    }

    /// Builds the site, and returns every file with its path.
    pub(crate) fn build(&self, more: &[&str]) -> Vec<(String, Vec<u8>)> {
        let out = tempfile::tempdir().unwrap();
        let ran: Output = self.command("build", more).arg("--out").arg(out.path()).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let name = |path: &Path| path.strip_prefix(out.path()).unwrap().to_str().unwrap().to_owned();
        walk(out.path()).iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
    }

    /// What the program says on stdout to a verb.
    pub(crate) fn output(&self, verb: &str, more: &[&str]) -> String {
        let ran = self.command(verb, more).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Serves the site until the value is dropped.
    pub(crate) fn serve(&self, more: &[&str]) -> Server {
        served(self.command("serve", more))
    }
}

/// Runs a `serve` until the value is dropped.
pub(crate) fn served(mut command: Command) -> Server {
    let mut child = command.args(["--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let said = Arc::new(Mutex::new(String::new()));
    let (port, base) = loop {
        let line = lines.next().expect("the server ended before it was ready");
        if let Some(url) = line.strip_prefix("the site is at http://localhost:") {
            let url = url.split_whitespace().next().unwrap();
            let slash = url.find('/').unwrap();
            break (url[..slash].parse().unwrap(), url[slash..].to_owned());
        }
        *said.lock().unwrap() += &(line + "\n");
    };
    let kept = Arc::clone(&said);
    std::thread::spawn(move || lines.for_each(|line| *kept.lock().unwrap() += &(line + "\n")));
    Server { child, port, base, said }
}

/// Every file below a folder, in order.
pub(crate) fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    port: u16,
    /// The path that the site lies below.
    pub(crate) base: String,
    said: Arc<Mutex<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// What it has said on the terminal.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// A connection on which nothing was said yet.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The answer to a request head, whose last empty line is added.
    pub(crate) fn say(&self, head: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }

    pub(crate) fn ask(&self, method: &str, path: &str, more: &str) -> Answer {
        let more = if more.is_empty() { String::new() } else { format!("\r\n{more}") };
        self.say(&format!("{method} {path} HTTP/1.1\r\nHost: localhost:{}{more}", self.port))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Asks again until the answer is what the test waits for.
    pub(crate) fn wait(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < PATIENCE, "`{path}` is still\n{}\n{}", answer.text(), self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks again until a page holds a text.
    pub(crate) fn wait_for(&self, path: &str, text: &str) -> Answer {
        self.wait(path, |answer| answer.text().contains(text))
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let body = bytes.get(end + 4..).unwrap_or_default().to_vec();
        let answer = Self { status, head, body };
        if let Some(length) = answer.header("content-length").filter(|_| !answer.body.is_empty()) {
            assert_eq!(length, answer.body.len().to_string());
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
