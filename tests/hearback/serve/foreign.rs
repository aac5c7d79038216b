//! Whatever is asked, and however, nothing comes from outside of the site, and nobody else has to wait.

use super::server::{Server, Site};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SECRET: &str = "the secret of this machine";

/// A site beside a secret, with the secret's path.
fn beside_a_secret() -> (Site, std::path::PathBuf, tempfile::TempDir) {
    let (site, outside) = (Site::small(), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret.txt");
    fs::write(&secret, SECRET).unwrap();
    site.put(".git/config", SECRET);
    site.put(".hearback/private.json", SECRET);
    site.put("static/.env", SECRET);
    site.put("static/terms.txt", "be kind");
    (site, secret, outside)
}

fn is_refused(server: &Server, path: &str) {
    let answer = server.get(path);
    assert!([400, 404].contains(&answer.status), "`{path}` is answered with {}", answer.status);
    assert!(!answer.text().contains(SECRET) && !answer.text().contains("root:"), "{path}");
}

#[test]
fn a_path_that_climbs_reaches_nothing() {
    let (site, secret, _outside) = beside_a_secret();
    let server = site.serve(&[]);
    let secret = secret.to_str().unwrap();
    let up = "../".repeat(12);
    let mut paths = vec![
        format!("/{up}etc/passwd"),
        format!("/impact/{up}etc/passwd"),
        format!("/{}etc/passwd", up.replace("../", "%2e%2e/")),
        format!("/{}etc/passwd", up.replace("../", "%2e%2e%2f")),
        format!("/{}etc/passwd", up.replace("../", "%252e%252e%252f")),
        format!("/{}etc/passwd", up.replace("../", "..%5c")),
        format!("/{}etc/passwd", up.replace("../", "..\\")),
        format!("/{}etc/passwd", up.replace("../", "%c0%ae%c0%ae/")),
        format!("/{}etc/passwd", up.replace("../", "..;/")),
        "//etc/passwd".to_owned(),
        "/%2fetc/passwd".to_owned(),
        "/%2Fetc%2Fpasswd%00.html".to_owned(),
        "/terms.txt%00".to_owned(),
        "/terms.txt/".to_owned(),
        "/static/terms.txt".to_owned(),
        "/%".to_owned(),
        "/%2".to_owned(),
        "/%+f".to_owned(),
        "/%zz".to_owned(),
        "/%ff%fe".to_owned(),
        "/./hearback.yaml".to_owned(),
        "/content/impact/early.md".to_owned(),
    ];
    for file in ["hearback.yaml", ".git/config", ".hearback/private.json", ".env", "content/impact/early.md"]
    {
        paths.extend(["/", "/../", "/%2e%2e/", "/impact/../../"].map(|before| format!("{before}{file}")));
    }
    paths.extend([
        format!("/{secret}"),
        format!("/static/{secret}"),
        secret.to_owned(),
        format!("file://{secret}"),
    ]);
    for path in &paths {
        is_refused(&server, path);
    }
    // An address that is escaped without need is the same address.
    assert_eq!(server.get("/%74erms.txt").text(), "be kind");
    for elsewhere in ["//evil.example", "//evil.example/..", "/\\evil.example", "//impact/early"] {
        let to = server.get(elsewhere).header("location").unwrap_or("/").to_owned();
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"), "{elsewhere}: {to}");
    }
    assert!(server.get("/impact/early/").text().contains("The early one"));
}

#[test]
fn a_link_out_of_the_site_reaches_nothing_even_when_it_takes_the_place_of_a_file() {
    let (site, secret, outside) = beside_a_secret();
    // Without a watch the server goes on believing that `terms.txt` is a file.
    let server = site.serve(&["--no-watch"]);
    assert_eq!(server.get("/terms.txt").text(), "be kind");
    fs::remove_file(site.path("static/terms.txt")).unwrap();
    symlink(&secret, site.path("static/terms.txt")).unwrap();
    is_refused(&server, "/terms.txt");
    drop(server);

    site.put("static/terms.tmp", "be kind");
    fs::rename(site.path("static/terms.tmp"), site.path("static/terms.txt")).unwrap();
    let server = site.serve(&[]);
    symlink(&secret, site.path("static/link.txt")).unwrap();
    symlink(outside.path(), site.path("static/folder")).unwrap();
    let story = outside.path().join("story.md");
    fs::copy(site.path("content/impact/early.md"), &story).unwrap();
    symlink(&story, site.path("content/impact/linked.md")).unwrap();
    server.wait_for("/.hearback/state", "linked.md");
    for path in ["/link.txt", "/folder/secret.txt", "/impact/linked/"] {
        is_refused(&server, path);
    }
    for name in ["static/link.txt", "static/folder", "content/impact/linked.md"] {
        fs::remove_file(site.path(name)).unwrap();
    }
    server.wait_for("/.hearback/state", "\"findings\":[]");
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let site = Site::small();
    let server = site.serve(&["--no-watch"]);
    let ask = |host: &str, path: &str| server.say(&format!("GET {path} HTTP/1.1\r\n{host}")).status;
    for path in ["/", "/impact/early/", "/.hearback/state", "/.hearback/toot?address=/", "/.hearback/events"]
    {
        for host in ["Host: evil.example", "Host: evil.example:80", "Host: localhost.evil.example", "Host:"] {
            assert_eq!(ask(host, path), 421, "{host} {path}");
        }
    }
    // What the request line claims is not what counts.
    assert_eq!(ask("Host: evil.example", "http://localhost/"), 421);
    for host in ["Host: localhost", "Host: LOCALHOST:4", "Host: 127.0.0.1:4030", "Host: [::1]"] {
        assert_eq!(ask(host, "/"), 200, "{host}");
    }
    assert_eq!(server.say("GET / HTTP/1.0\r\nAccept: */*").status, 421);
}

#[test]
fn a_request_that_never_ends_keeps_nobody_waiting() {
    let site = Site::small();
    let server = site.serve(&[]);
    let beginnings: [&[u8]; 5] = [
        b"",
        b"GET",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nhalf",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ];
    let mut held = Vec::new();
    for number in 0..300 {
        let mut stream = server.connect();
        stream.write_all(beginnings[number % beginnings.len()]).unwrap();
        held.push(stream);
    }
    // Whoever asks for the news and reads nothing is one of them.
    let mut listener = server.connect();
    listener.write_all(b"GET /.hearback/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let begun = Instant::now();
    site.story("middle", 2, "A better title");
    server.wait_for("/impact/middle/", "A better title");
    for _ in 0..50 {
        assert_eq!(server.get("/").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let mut news = [0; 512];
    let length = listener.read(&mut news).unwrap();
    assert!(String::from_utf8_lossy(&news[..length]).contains("text/event-stream"));
}

#[test]
fn two_hundred_at_once_are_answered_while_the_site_is_made_again_and_again() {
    let site = Site::small();
    let server = site.serve(&[]);
    let (left, titles) = (AtomicUsize::new(200), 25);
    std::thread::scope(|scope| {
        for number in 0..200 {
            let (server, left) = (&server, &left);
            scope.spawn(move || {
                for round in 0..5 {
                    let path =
                        ["/", "/impact/middle/", "/rss.xml", "/none/", "/impact"][(number + round) % 5];
                    let answer = server.get(path);
                    let wanted = match path {
                        "/none/" => 404,
                        "/impact" => 301,
                        _ => 200,
                    };
                    assert_eq!(answer.status, wanted, "{path}");
                    if path == "/impact/middle/" {
                        // One site or another, never half of each.
                        let page = answer.text();
                        let title = page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
                        let name = title.split(" · ").next().unwrap();
                        assert!(page.matches(name).count() > 1, "{title}");
                    }
                }
                left.fetch_sub(1, Ordering::Relaxed);
            });
        }
        let mut saves = 0;
        while left.load(Ordering::Relaxed) > 0 || saves < titles {
            site.story("middle", 2, &format!("Title {saves}"));
            saves += 1;
            std::thread::sleep(Duration::from_millis(15));
        }
        site.story("middle", 2, "The last title");
    });
    server.wait_for("/impact/middle/", "The last title");
    assert!(!server.said().contains("panicked"), "{}", server.said());
}
