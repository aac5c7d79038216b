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

/// The address that an app was registered with.
fn registered(asked: &Asked) -> String {
    let form = url::form_urlencoded::parse(asked.body.as_bytes());
    form.into_iter().find(|(name, _)| name == "redirect_uris").unwrap().1.into_owned()
}

#[test]
fn a_server_that_compares_the_address_to_the_letter_lets_the_browser_come_back() {
    let server = server("ferrow");
    let site = site(&server);
    let mut child = command(site.path(), &["login"]).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let url = said.find_map(|line| Url::parse(line.trim()).ok()).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    // GoToSocial and Takahē want exactly what was registered, port and all.
    assert_eq!(registered(&asked(&server, "POST /api/v1/apps")), value("redirect_uri"));
    let back = Url::parse(&value("redirect_uri")).unwrap();
    assert!(visit(&back, &format!("code=good&state={}", value("state"))).starts_with("HTTP/1.1 200"));
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_server_that_does_not_know_fine_scopes_is_asked_for_broad_ones() {
    for version in ["takahe/0.11.0", "9.9"] {
        let server = Local::serve(move |asked| {
            let broad = "read write:statuses write:media";
            let form = |name: &str| {
                let mut form = url::form_urlencoded::parse(asked.body.as_bytes());
                form.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
            };
            let body = match asked.line() {
                "POST /api/v1/apps" if form("scopes") == broad => {
                    r#"{"client_id":"broad","client_secret":"app-secret"}"#.to_owned()
                }
                "POST /api/v1/apps" => r#"{"client_id":"fine","client_secret":"app-secret"}"#.to_owned(),
                "POST /oauth/token" => format!(r#"{{"access_token":"{}-{SECRET}"}}"#, form("client_id")),
                "POST /oauth/revoke" => "{}".to_owned(),
                "GET /api/v1/accounts/verify_credentials"
                    if asked.head.contains(&format!("broad-{SECRET}")) =>
                {
                    r#"{"id":"1","username":"ferrow","acct":"ferrow"}"#.to_owned()
                }
                "GET /api/v1/accounts/verify_credentials" => {
                    return (403, String::new(), r#"{"error":"out_of_scope_for_token"}"#.to_owned());
                }
                "GET /api/v2/instance" => format!(r#"{{"version":"{version}"}}"#),
                _ => return (404, String::new(), String::new()),
            };
            (200, "Content-Type: application/json\r\n".to_owned(), body)
        });
        let site = site(&server);
        let output = run(site.path(), &["login", "--paste"], "the-code\nthe-second-code\n");
        assert_eq!(output.status.code(), Some(0), "{version}: {}", told(&output));
        let apps = lines(&server).iter().filter(|line| *line == "POST /api/v1/apps").count();
        assert_eq!(apps, if version == "9.9" { 2 } else { 1 }, "{version}");
    }
}

#[test]
fn a_server_that_repeats_the_token_does_not_bring_it_before_anybody() {
    let server = Local::serve(|_| {
        (401, String::new(), format!(r#"{{"error":"The token {SECRET} is none; {SECRET}"}}"#))
    });
    let site = site(&server);
    let output = command(site.path(), &["whoami"]).env("HEARBACK_TOKEN", SECRET).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("The token [token] is none; [token]"), "{}", told(&output));
}

#[test]
fn what_is_plain_for_this_machine_goes_to_no_proxy() {
    let proxy = Local::serve(|_| (200, String::new(), "{}".to_owned()));
    let server = server("ferrow");
    let site = site(&server);
    let way = format!("http://{}", proxy.host());
    let output = command(site.path(), &["whoami"])
        .env("HEARBACK_TOKEN", SECRET)
        .envs([("HTTP_PROXY", &way), ("http_proxy", &way), ("ALL_PROXY", &way)])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(proxy.asked().is_empty());
}

/// What a server does at a login that others do otherwise, as measured on the servers themselves.
#[derive(Clone, Copy)]
struct Door {
    version: &'static str,
    /// Whether the address that the browser comes back to is compared to the letter, or may have another port.
    to_the_letter: bool,
    /// Whether it says what it knows (RFC 8414).
    has_metadata: bool,
    /// Whether only the whole of `read` lets us ask who we are.
    wants_broad: bool,
    /// Whether its instance document has a second version.
    has_v2: bool,
}

const MASTODON: Door =
    Door { version: "4.5.2", to_the_letter: false, has_metadata: true, wants_broad: false, has_v2: true };

const DOORS: [Door; 5] = [
    MASTODON,
    Door { version: "4.6.4", ..MASTODON },
    Door { version: "0.20.0+git-57cb4fe", to_the_letter: true, has_metadata: false, ..MASTODON },
    Door { version: "4.0.0 (not true; really snac/2.94)", has_metadata: false, has_v2: false, ..MASTODON },
    Door {
        version: "takahe/0.11.0",
        to_the_letter: true,
        has_metadata: false,
        wants_broad: true,
        ..MASTODON
    },
];

impl Door {
    /// The server behind it, which lets in only who asks for what it was registered with.
    fn open(self) -> Local {
        let app = std::sync::Mutex::new((String::new(), String::new()));
        Local::serve(move |asked| {
            let form = |name: &str| {
                let mut form = url::form_urlencoded::parse(asked.body.as_bytes());
                form.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
            };
            let json = |body: String| (200, "Content-Type: application/json\r\n".to_owned(), body);
            let none = || (404, String::new(), String::new());
            match asked.line() {
                "GET /.well-known/oauth-authorization-server" if self.has_metadata => json(
                    r#"{"scopes_supported":["profile","read","read:accounts","read:statuses","read:notifications",
                    "read:search","write","write:statuses","write:media"]}"#
                        .to_owned(),
                ),
                "POST /api/v1/apps" => {
                    *app.lock().unwrap() = (form("redirect_uris"), form("scopes"));
                    json(r#"{"client_id":"app","client_secret":"app-secret"}"#.to_owned())
                }
                "POST /oauth/token" => {
                    let registered = app.lock().unwrap().0.clone();
                    if self.same(&registered, &form("redirect_uri")) {
                        json(format!(r#"{{"access_token":"{SECRET}"}}"#))
                    } else {
                        (400, String::new(), r#"{"error":"invalid redirect uri"}"#.to_owned())
                    }
                }
                "POST /oauth/revoke" => json("{}".to_owned()),
                "GET /api/v1/accounts/verify_credentials" => {
                    let is_broad = app.lock().unwrap().1.split(' ').any(|scope| scope == "read");
                    if self.wants_broad && !is_broad {
                        return (403, String::new(), r#"{"error":"out_of_scope_for_token"}"#.to_owned());
                    }
                    json(r#"{"id":"1","username":"ferrow","acct":"ferrow"}"#.to_owned())
                }
                "GET /api/v2/instance" if !self.has_v2 => none(),
                "GET /api/v1/instance" | "GET /api/v2/instance" => {
                    json(format!(r#"{{"version":"{}"}}"#, self.version))
                }
                _ => none(),
            }
        })
    }

    /// Whether the server takes an address for the one that was registered.
    fn same(self, registered: &str, given: &str) -> bool {
        let without_port = |address: &str| {
            let mut url = Url::parse(address).unwrap();
            let _ = url.set_port(None);
            url
        };
        registered == given || (!self.to_the_letter && without_port(registered) == without_port(given))
    }
}

#[test]
fn every_server_lets_in_who_comes_by_its_own_rules() {
    for door in DOORS {
        let server = door.open();
        let place = site(&server);
        let output = run(place.path(), &["login", "--paste"], "the-code\n");
        assert_eq!(output.status.code(), Some(0), "{}, pasted: {}", door.version, told(&output));
        let output = run(place.path(), &["whoami"], "");
        assert_eq!(output.status.code(), Some(0), "{}, pasted: {}", door.version, told(&output));

        let server = door.open();
        let place = site(&server);
        let mut child = command(place.path(), &["login"]).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let url = said.find_map(|line| Url::parse(line.trim()).ok()).unwrap();
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        let app = asked(&server, "POST /api/v1/apps");
        assert!(door.same(&registered(&app), &value("redirect_uri")), "{}", door.version);
        let back = Url::parse(&value("redirect_uri")).unwrap();
        visit(&back, &format!("code=good&state={}", value("state")));
        let rest: Vec<String> = said.collect();
        assert!(child.wait().unwrap().success(), "{}, by browser: {rest:?}", door.version);
        let output = run(place.path(), &["whoami"], "");
        assert_eq!(output.status.code(), Some(0), "{}, by browser: {}", door.version, told(&output));
    }
}

/// Programs that write down what environment they get.
#[cfg(target_os = "linux")]
#[test]
fn no_program_that_is_started_knows_the_token() {
    use std::os::unix::fs::PermissionsExt;

    let server = server("ferrow");
    let site = site(&server);
    let (tools, seen) = (site.path().join("tools"), site.path().join("seen"));
    std::fs::create_dir(&tools).unwrap();
    for name in ["xdg-open", "secret-tool"] {
        let script = format!("#!/bin/sh\necho {name} >> {0}\nexport -p >> {0}\n", seen.display());
        std::fs::write(tools.join(name), script).unwrap();
        std::fs::set_permissions(tools.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut login = command(site.path(), &["login"]);
    let mut child = login.env("PATH", &tools).env("HEARBACK_TOKEN", SECRET).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let url = said.find_map(|line| Url::parse(line.trim()).ok()).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    visit(&Url::parse(&value("redirect_uri")).unwrap(), &format!("code=good&state={}", value("state")));
    said.for_each(drop);
    child.wait().unwrap();
    let seen = std::fs::read_to_string(seen).unwrap();
    assert!(
        seen.contains("xdg-open\n") && seen.contains("secret-tool\n") && seen.contains("PATH="),
        "{seen}"
    );
    assert!(!seen.contains(SECRET), "{seen}");
}
