//! Logging in, saying who we are, logging out, and where the token goes meanwhile.

use crate::local::{Asked, Local};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use url::Url;

const SECRET: &str = "s3cret-token";

fn site(server: &Local) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let yaml =
        format!("title: T\nurl: https://org.example/\nmastodon:\n  account: \"@ferrow@{}\"\n", server.host());
    std::fs::write(folder.path().join("hearback.yaml"), yaml).unwrap();
    folder
}

fn command(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearback"));
    command.args(words).current_dir(root);
    command.env("HEARBACK_CONFIG", root.join("settings")).env_remove("HEARBACK_TOKEN").env("NO_COLOR", "1");
    // No browser is found on an empty path.
    command.env("PATH", "").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(root: &Path, words: &[&str], input: &str) -> Output {
    let mut child = command(root, words).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A server that lets `user` in.
fn server(user: &'static str) -> Local {
    Local::serve(move |asked| {
        let body = match asked.line() {
            "POST /api/v1/apps" => r#"{"client_id":"app","client_secret":"app-secret"}"#.to_owned(),
            "POST /oauth/token" => format!(r#"{{"access_token":"{SECRET}"}}"#),
            "POST /oauth/revoke" => "{}".to_owned(),
            "GET /api/v1/accounts/verify_credentials" if asked.head.contains(SECRET) => {
                format!(r#"{{"id":"1","username":"{user}","acct":"{user}"}}"#)
            }
            "GET /api/v1/accounts/verify_credentials" => return (401, String::new(), "{}".to_owned()),
            "GET /api/v2/instance" => {
                r#"{"version":"4.5.0","configuration":{"statuses":{"max_characters":5000}}}"#.to_owned()
            }
            _ => return (404, String::new(), String::new()),
        };
        (200, "Content-Type: application/json\r\n".to_owned(), body)
    })
}

fn lines(server: &Local) -> Vec<String> {
    server.asked().iter().map(|asked| asked.line().to_owned()).collect()
}

fn file(root: &Path) -> Option<std::path::PathBuf> {
    std::fs::read_dir(root.join("settings/hearback")).ok()?.next()?.ok().map(|entry| entry.path())
}

#[test]
fn a_pasted_code_logs_in_and_logout_takes_the_token_back() {
    let server = server("ferrow");
    let site = site(&server);
    let output = run(site.path(), &["login", "--paste"], "the-code\n");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(!told(&output).contains(SECRET));
    assert_private(&file(site.path()).unwrap());
    let exchange = asked(&server, "POST /oauth/token");
    assert!(exchange.body.contains("code=the-code") && exchange.body.contains("code_verifier="));

    // What the server allows is known before the first toot.
    let limits = std::fs::read_to_string(site.path().join(".hearback/limits.json")).unwrap();
    assert!(limits.contains("\"max_characters\":5000"), "{limits}");

    let output = run(site.path(), &["whoami"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("@ferrow@{}\n", server.host()));
    assert!(!told(&output).contains(SECRET));

    let output = run(site.path(), &["logout"], "");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(asked(&server, "POST /oauth/revoke").body.contains(SECRET));
    assert!(file(site.path()).is_none());
    assert_eq!(run(site.path(), &["whoami"], "").status.code(), Some(1));
}

#[cfg(unix)]
fn assert_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(not(unix))]
fn assert_private(path: &Path) {
    assert!(path.is_file());
}

fn asked(server: &Local, line: &str) -> Asked {
    server.asked().into_iter().find(|asked| asked.line() == line).unwrap()
}

#[test]
fn a_browser_comes_back_with_our_state_only() {
    let server = server("ferrow");
    let site = site(&server);
    let mut child = command(site.path(), &["login"]).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let url = said.find_map(|line| Url::parse(line.trim()).ok()).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(value("code_challenge_method"), "S256");
    assert_eq!(
        value("scope"),
        "read:accounts read:statuses read:notifications read:search write:statuses write:media"
    );
    let back = Url::parse(&value("redirect_uri")).unwrap();
    assert!(visit(&back, "code=evil&state=guessed").starts_with("HTTP/1.1 404"));
    assert!(visit(&back, &format!("code=good&state={}", value("state"))).starts_with("HTTP/1.1 200"));
    assert!(child.wait().unwrap().success());
    assert!(asked(&server, "POST /oauth/token").body.contains("code=good"));
}

fn visit(page: &Url, query: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", page.port().unwrap())).unwrap();
    write!(stream, "GET {}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", page.path()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_token_of_another_account_is_taken_back_and_not_kept() {
    let server = server("somebody");
    let site = site(&server);
    let output = run(site.path(), &["login", "--paste"], "the-code\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("this is the account `@somebody`"), "{}", told(&output));
    assert!(lines(&server).contains(&"POST /oauth/revoke".to_owned()));
    assert!(file(site.path()).is_none());
}

#[test]
fn the_token_never_follows_a_redirect() {
    let other = Local::serve(|_| (200, String::new(), "{}".to_owned()));
    let to = other.url("/api/v1/accounts/verify_credentials");
    let server = Local::serve(move |_| (302, format!("Location: {to}\r\n"), String::new()));
    let site = site(&server);
    let output = command(site.path(), &["whoami"]).env("HEARBACK_TOKEN", SECRET).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(!told(&output).contains(SECRET));
    assert!(server.asked()[0].has_token());
    assert!(other.asked().is_empty());
}
