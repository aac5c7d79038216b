//! What is saved is served, wherever it shows, by whichever way an editor saves.

use super::server::{Answer, Site};
use std::fs;
use std::process::Command;

#[test]
fn a_new_title_shows_everywhere_at_the_next_request() {
    let site = Site::small();
    let server = site.serve(&[]);
    let everywhere = [
        "/",
        "/impact/",
        "/tags/queue/",
        "/archive/2026/",
        "/rss.xml",
        "/atom.xml",
        "/feed.json",
        "/impact/rss.xml",
        "/tags/queue/atom.xml",
        "/impact/early/",
        "/impact/late/",
        "/impact/middle/",
    ];
    for path in everywhere {
        assert!(server.get(path).text().contains("The middle one"), "{path}");
    }
    site.story("middle", 2, "A better title");
    server.wait_for("/impact/middle/", "A better title");
    for path in everywhere {
        let page = server.get(path).text();
        assert!(page.contains("A better title") && !page.contains("The middle one"), "{path}");
    }
    for (path, rel) in [("/impact/early/", "prev"), ("/impact/late/", "next")] {
        let page = server.get(path).text();
        let at = page.find(&format!("rel=\"{rel}\"")).unwrap();
        assert!(page[at..].split("</a>").next().unwrap().contains("A better title"), "{path} {rel}");
    }
}

#[test]
fn every_way_in_which_editors_save_is_seen() {
    let site = Site::small();
    let server = site.serve(&[]);
    let page = "/impact/middle/";
    let story = site.path("content/impact/middle.md");
    let text =
        |title: &str| fs::read_to_string(&story).unwrap().replacen("title: ", &format!("title: {title} "), 1);

    fs::write(&story, text("In place")).unwrap();
    server.wait_for(page, "In place");

    site.put("content/impact/.middle.md.swp", "x");
    fs::write(site.path("content/impact/middle.md.tmp"), text("Renamed over")).unwrap();
    fs::rename(site.path("content/impact/middle.md.tmp"), &story).unwrap();
    server.wait_for(page, "Renamed over");

    // vim: the old one aside, a new one in its place, the old one away.
    let new = text("Set aside");
    fs::rename(&story, site.path("content/impact/middle.md~")).unwrap();
    fs::write(&story, new).unwrap();
    fs::remove_file(site.path("content/impact/middle.md~")).unwrap();
    server.wait_for(page, "Set aside");

    let kept = fs::read(&story).unwrap();
    fs::remove_file(&story).unwrap();
    server.wait(page, |answer| answer.status == 404);
    fs::write(&story, kept).unwrap();
    server.wait(page, |answer| answer.status == 200);

    fs::rename(site.path("content/impact"), site.path("content/answers")).unwrap();
    server.wait("/answers/middle/", |answer| answer.status == 200);
    assert_eq!(server.get(page).status, 404);
    // The folder is watched under its new name.
    let story = site.path("content/answers/middle.md");
    fs::write(&story, fs::read_to_string(&story).unwrap().replacen("Set", "Moved", 1)).unwrap();
    server.wait_for("/answers/middle/", "Moved");
}

#[test]
fn a_burst_of_fifty_files_and_a_folder_that_was_not_there_are_seen_whole() {
    let site = Site::small();
    let server = site.serve(&[]);
    assert_eq!(server.get("/terms.txt").status, 404);
    // Faster than any watcher: the folder with everything in it.
    let script = "mkdir -p content/answers/more static && for n in $(seq 50); do \
                  sed \"s/^id: early/id: s$n/\" content/impact/early.md > content/answers/more/s$n.md; done; \
                  echo kind > static/terms.txt";
    let ran = Command::new("sh").args(["-c", script]).current_dir(site.path("")).status().unwrap();
    assert!(ran.success());
    server.wait("/terms.txt", |answer| answer.status == 200);
    for number in 1..=50 {
        server.wait(&format!("/answers/more/s{number}/"), |answer| answer.status == 200);
    }
    site.put("static/terms.txt", "be kind");
    server.wait_for("/terms.txt", "be kind");
}

fn errors(answer: &Answer) -> usize {
    answer.text().matches("\"severity\":\"error\"").count()
}

#[test]
fn the_last_good_site_stays_until_a_mistake_is_mended() {
    let site = Site::small();
    let server = site.serve(&[]);
    let good = fs::read_to_string(site.path("hearback.yaml")).unwrap();
    site.put("hearback.yaml", good.clone() + "paginate: [\n");
    server.wait("/.hearback/state", |answer| errors(answer) == 1);
    // A story that is saved meanwhile does not take the mistake off the page.
    site.story("middle", 2, "Saved meanwhile");
    site.put("content/impact/early.md", "---\ntitle: Broken\ndate: 2026-02-30\n---\n");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(errors(&server.get("/.hearback/state")), 1);
    assert!(server.get("/impact/middle/").text().contains("The middle one"));
    site.put("hearback.yaml", &good);
    let state = server.wait_for("/.hearback/state", "there is no 2026-02-30");
    assert!(state.text().contains("early.md:3:"), "{}", state.text());
    assert!(server.get("/impact/middle/").text().contains("The middle one"));
    site.story("early", 1, "Mended");
    server.wait_for("/impact/early/", "Mended");
    assert_eq!(errors(&server.get("/.hearback/state")), 0);
    assert!(server.get("/impact/middle/").text().contains("Saved meanwhile"));
    assert_eq!(server.said().matches("there is no 2026-02-30").count(), 1, "{}", server.said());
}

#[test]
fn a_site_that_cannot_be_read_at_all_is_served_as_soon_as_it_can() {
    let site = Site::small();
    let good = fs::read(site.path("hearback.yaml")).unwrap();
    site.put("hearback.yaml", "title: [\n");
    let server = site.serve(&[]);
    let page = server.get("/impact/early/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("/.hearback/page.js"));
    assert_eq!(errors(&server.get("/.hearback/state")), 1);
    site.put("hearback.yaml", good);
    server.wait_for("/impact/early/", "The early one");
}

#[test]
fn the_terminal_says_what_is_new_and_how_much_is_left() {
    let site = Site::small();
    let server = site.serve(&[]);
    let broken =
        |day: &str, more: &str| format!("---\n{more}title: T\ndate: {day}\nsummary: Short.\n---\n\nText.\n");
    let said = |text: &str, times: usize| {
        server.wait("/", |_| server.said().matches(text).count() >= times);
        assert_eq!(server.said().matches(text).count(), times, "{}", server.said());
    };
    site.put("content/answers/one.md", broken("2026-02-30", "id: one\n"));
    said("there is no 2026-02-30", 1);
    site.put("content/answers/two.md", broken("2026-02-31", "id: two\n"));
    said("there is no 2026-02-31", 1);
    // The first one moves down a line, and is not said again.
    site.put("content/answers/one.md", broken("2026-02-30", "# a note\nid: one\n"));
    site.put("content/answers/two.md", broken("2026-03-01", "id: two\n"));
    server.wait("/.hearback/state", |answer| errors(answer) == 1);
    site.put("content/answers/one.md", broken("2026-03-02", "id: one\n"));
    server.wait("/answers/one/", |answer| answer.status == 200);
    said("there is no 2026-02-30", 1);
    said("nothing is wrong", 1);
}
