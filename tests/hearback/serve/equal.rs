//! What is served is what is built, but for what is put in for the writer.

use super::server::{Answer, Server, Site};
use hearback::serve;

const DEMONSTRATION: [&str; 5] = ["hearback.yaml", "totals.csv", "content", "static", "themes"];

/// The bytes that would be there without the additions, each of which must have been made once.
fn bare(answer: &Answer, path: &str) -> Vec<u8> {
    if answer.header("content-type") != Some("text/html; charset=utf-8") {
        return answer.body.clone();
    }
    serve::without_additions(&answer.text())
        .unwrap_or_else(|| panic!("`{path}` has no additions"))
        .into_bytes()
}

/// The content type that a static host gives to a file.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap() {
        "html" => "text/html; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "_headers" | "_redirects" => "text/plain; charset=utf-8",
        "well-known/webfinger" => "application/jrd+json",
        other => panic!("what is `{other}`?"),
    }
}

/// Every built file equals what answers its address.
fn compare(server: &Server, built: &[(String, Vec<u8>)]) {
    let base = &server.base;
    for (name, bytes) in built {
        let address = format!("{base}{}", name.strip_suffix("index.html").unwrap_or(name));
        let answer = server.get(&address);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind(name))), "{address}");
        assert!(bare(&answer, &address) == *bytes, "`{address}` differs from what was built");
        if let Some(folder) = name.strip_suffix("/index.html") {
            let moved = server.get(&format!("{base}{folder}"));
            assert_eq!((moved.status, moved.header("location")), (301, Some(&*address)));
            assert!(server.get(&format!("{base}{name}")).body == answer.body, "{name}");
        }
    }
    let missing = server.get(&format!("{base}there/is/no/such/page/"));
    let built = built.iter().find(|(name, _)| name == "404.html").unwrap();
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(bare(&missing, "404.html") == built.1);
}

#[test]
fn every_file_of_the_demonstration_is_served_as_it_is_built() {
    let site = Site::copy(&DEMONSTRATION);
    let built = site.build(&[]);
    assert!(built.len() > 200, "{}", built.len());
    compare(&site.serve(&["--no-drafts", "--no-watch"]), &built);
}

#[test]
fn a_site_below_a_path_is_served_as_it_is_built() {
    let site = Site::small();
    site.put("static/robots/terms.txt", "be kind");
    let elsewhere = ["--base-url", "https://ferrow.example/our/news/"];
    let server = site.serve(&[&elsewhere[..], &["--no-watch"]].concat());
    assert_eq!(server.base, "/our/news/");
    compare(&server, &site.build(&elsewhere));
    for above in ["/", "/our/news"] {
        assert_eq!(server.get(above).header("location"), Some("/our/news/"), "{above}");
    }
    assert_eq!(server.get("/impact/early/").status, 404);
}

#[test]
fn a_browser_asks_again_and_is_told_what_it_has() {
    let site = Site::small();
    site.put("static/film.txt", "0123456789");
    let server = site.serve(&["--no-watch"]);
    let home = String::from_utf8(server.get("/").body).unwrap();
    let style = home.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    for path in ["/impact/early/", "/film.txt", style, "/rss.xml"] {
        let whole = server.get(path);
        assert_eq!((whole.status, whole.header("cache-control")), (200, Some("no-cache")), "{path}");
        let tag = whole.header("etag").unwrap();
        let again = server.ask("GET", path, &format!("If-None-Match: {tag}"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let part = server.ask("GET", path, "Range: bytes=2-4");
        assert_eq!((part.status, &part.body[..]), (206, &whole.body[2..5]), "{path}");
        let range = format!("bytes 2-4/{}", whole.body.len());
        assert_eq!(part.header("content-range"), Some(&*range), "{path}");
        let head = server.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), Some(&*whole.body.len().to_string()), "{path}");
        assert_eq!(server.ask("POST", path, "Content-Length: 0").status, 405, "{path}");
    }
}
