//! A site and a store that is not to be trusted.

mod faulty;

use super::lease::Pace;
use super::objects::Objects;
use super::opened::Opened;
use super::progress::Event;
use super::run::carry_out;
use super::site::Site;
use super::{Failure, Receipt, Request};
use crate::config::{Deploy, Target};
use crate::model::manifest::Manifest;
use faulty::{Fault, Faulty};
use futures_util::{FutureExt, TryStreamExt};
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{Attribute, ObjectStore, ObjectStoreExt};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Fast, so that a run that is dead is known as dead within a blink.
const FAST: Pace = Pace {
    beat: Duration::from_millis(20),
    dead: Duration::from_millis(150),
    look: Duration::from_millis(10),
};

/// A site whose pages are lists of the paths that they link to.
fn site(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    folder
}

fn old() -> TempDir {
    site(&[
        ("index.html", "impact/index.html logo.svg"),
        ("impact/index.html", "impact/wells/index.html impact/pump/index.html"),
        ("impact/wells/index.html", "images/aaaaaaaaaaaaaaaa-640.webp impact/pump/index.html"),
        ("impact/pump/index.html", "impact/wells/index.html"),
        ("images/aaaaaaaaaaaaaaaa-640.webp", ""),
        ("logo.svg", ""),
        (".well-known/webfinger", ""),
        ("feed.xml", "impact/wells/index.html impact/pump/index.html"),
    ])
}

/// A page went, one came, and its neighbour has another picture.
fn new() -> TempDir {
    site(&[
        ("index.html", "impact/index.html logo.svg impact/drill/index.html"),
        ("impact/index.html", "impact/wells/index.html impact/drill/index.html"),
        ("impact/wells/index.html", "images/bbbbbbbbbbbbbbbb-640.webp impact/drill/index.html"),
        ("impact/drill/index.html", "impact/wells/index.html images/cccccccccccccccc-640.webp"),
        ("images/bbbbbbbbbbbbbbbb-640.webp", ""),
        ("images/cccccccccccccccc-640.webp", ""),
        ("logo.svg", ""),
        (".well-known/webfinger", ""),
        ("feed.xml", "impact/wells/index.html impact/drill/index.html"),
    ])
}

async fn deploy_to(
    store: Arc<dyn ObjectStore>,
    folder: &TempDir,
    tell: &(dyn Fn(&Event) + Sync),
) -> Result<Receipt, Failure> {
    let opened = Opened::new(store, "site".to_owned(), "s3://bucket/site".to_owned(), Vec::new());
    let objects = Objects::with_pace(opened, FAST);
    let deploy = Deploy { target: Target::Folder(String::new()), compress: false };
    let request = Request {
        root: folder.path(),
        folder: folder.path(),
        built: &Manifest::default(),
        deploy: &deploy,
        variables: &BTreeMap::new(),
        max_removals: None,
        all: false,
        pass: &|| {},
    };
    let site = Site::read(folder.path(), &Manifest::default(), false)?;
    let receipt = carry_out(&objects, &site, &request, tell).await?;
    Ok(Receipt { unguarded: objects.opened.is_unguarded(), ..receipt })
}

async fn deploy(store: Faulty, folder: &TempDir) -> Result<Receipt, Failure> {
    deploy_to(Arc::new(store), folder, &|_| {}).await
}

/// The site as the store has it: without what is ours.
async fn there(store: &InMemory) -> BTreeMap<String, String> {
    let listed: Vec<_> = store.list(None).try_collect().await.expect("listed");
    let mut files = BTreeMap::new();
    for meta in listed {
        let path = meta.location.to_string();
        let bytes = store.get(&meta.location).await.expect("there").bytes().await.expect("read");
        let path = path.strip_prefix("site/").expect("inside the folder of the site");
        if !path.starts_with(".hearback/") {
            files.insert(path.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}

fn on_disk(folder: &TempDir) -> BTreeMap<String, String> {
    let site = Site::read(folder.path(), &Manifest::default(), false).expect("a site");
    let read = |path: &String| std::fs::read_to_string(folder.path().join(path)).expect("read");
    site.files.keys().map(|path| (path.clone(), read(path))).collect()
}

/// Links of pages that a reader gets to from the home page, and that lead to nothing.
async fn dead_links(store: &InMemory) -> Vec<String> {
    let files = there(store).await;
    let mut dead = Vec::new();
    let (mut next, mut seen) = (vec!["index.html".to_owned(), "feed.xml".to_owned()], BTreeSet::new());
    next.retain(|path| files.contains_key(path));
    while let Some(path) = next.pop() {
        match files.get(&path) {
            None => dead.push(path),
            Some(text) => {
                let links = text.split_whitespace().map(str::to_owned);
                next.extend(links.filter(|link| seen.insert(link.clone())));
            }
        }
    }
    dead
}

fn puts(asked: &Arc<Mutex<Vec<String>>>) -> Vec<String> {
    let asked = asked.lock().expect("unbroken");
    let files = asked.iter().filter(|asked| !asked.contains(".hearback/") && !asked.starts_with("GET"));
    files.map(|asked| asked.replace("site/", "")).collect()
}

#[tokio::test]
async fn only_what_changed_is_put_new_before_changed_and_removals_last() {
    let store = Arc::new(InMemory::new());
    let receipt = deploy(Faulty::of(&store), &old()).await.expect("deployed");
    assert_eq!((receipt.uploaded, receipt.removed, receipt.unguarded), (8, 0, false));

    let faulty = Faulty::of(&store);
    let asked = faulty.asked();
    let receipt = deploy(faulty, &new()).await.expect("deployed");
    assert_eq!((receipt.uploaded, receipt.unchanged, receipt.removed), (7, 2, 2));
    assert_eq!(there(&store).await, on_disk(&new()));
    assert_eq!(
        puts(&asked),
        [
            "PUT images/bbbbbbbbbbbbbbbb-640.webp",
            "PUT images/cccccccccccccccc-640.webp",
            "PUT impact/drill/index.html",
            "PUT impact/wells/index.html",
            "PUT impact/index.html",
            "PUT feed.xml",
            "PUT index.html",
            "DELETE",
        ]
    );

    let faulty = Faulty::of(&store);
    let asked = faulty.asked();
    let receipt = deploy(faulty, &new()).await.expect("nothing to do");
    assert_eq!((receipt.uploaded, receipt.unchanged, receipt.removed), (0, 9, 0));
    assert_eq!(*asked.lock().expect("unbroken"), ["GET site/.hearback/deployed"]);
}

#[tokio::test]
async fn a_file_is_stored_with_its_type_and_how_long_it_may_be_kept() {
    let store = Arc::new(InMemory::new());
    deploy(Faulty::of(&store), &old()).await.expect("deployed");
    let mut found = Vec::new();
    for path in ["index.html", "images/aaaaaaaaaaaaaaaa-640.webp", ".well-known/webfinger"] {
        let key = Key::parse(format!("site/{path}")).expect("a key");
        let attributes = store.get(&key).await.expect("there").attributes;
        let text = |name| attributes.get(&name).map(|value| value.to_string()).unwrap_or_default();
        found.push([text(Attribute::ContentType), text(Attribute::CacheControl)].join(" | "));
    }
    assert_eq!(
        found,
        [
            "text/html; charset=utf-8 | public, max-age=0, must-revalidate",
            "image/webp | public, max-age=31536000, immutable",
            "application/jrd+json | public, max-age=0, must-revalidate",
        ]
    );
}

#[tokio::test]
async fn a_listing_that_lies_is_never_asked_for() {
    let store = Arc::new(InMemory::new());
    for folder in [old(), new()] {
        let faulty = Faulty::of(&store);
        let asked = faulty.asked();
        deploy(faulty, &folder).await.expect("deployed");
        assert!(!asked.lock().expect("unbroken").contains(&"LIST".to_owned()));
        assert_eq!(there(&store).await, on_disk(&folder));
    }
}

#[tokio::test]
async fn a_put_that_fails_ends_the_deploy_before_what_links_to_it_and_the_next_one_goes_on() {
    let store = Arc::new(InMemory::new());
    deploy(Faulty::of(&store), &old()).await.expect("deployed");
    let fails = |what: &str, _| what.ends_with("impact/drill/index.html").then_some(Fault::Refused);
    let faulty = Faulty::watched(&store, Box::new(fails));
    let asked = faulty.asked();
    let failure = deploy(faulty, &new()).await.expect_err("it fails");
    assert_eq!(
        failure.to_string(),
        "cannot store `impact/drill/index.html` in `s3://bucket/site`: 503 Service Unavailable"
    );
    assert!(!puts(&asked).contains(&"PUT impact/index.html".to_owned()));
    assert_eq!(dead_links(&store).await, Vec::<String>::new());

    let faulty = Faulty::of(&store);
    let asked = faulty.asked();
    deploy(faulty, &new()).await.expect("deployed");
    let again = puts(&asked);
    assert_eq!(again[0], "PUT impact/drill/index.html", "what was put is not put again: {again:?}");
    assert_eq!(there(&store).await, on_disk(&new()));
}

#[tokio::test]
async fn killed_at_any_step_it_leaves_no_dead_link_and_the_next_run_completes_it() {
    let mut step = 1;
    loop {
        let store = Arc::new(InMemory::new());
        deploy(Faulty::of(&store), &old()).await.expect("deployed");
        // A killed program asks nothing any more: from its last request on it hangs for ever.
        let dies = move |_: &str, count| (count > step).then_some(Fault::Refused);
        let whole = deploy(Faulty::watched(&store, Box::new(dies)), &new()).await.is_ok();
        assert_eq!(dead_links(&store).await, Vec::<String>::new(), "killed after step {step}");

        // The next one may well be of another state of the site.
        let store_of_old = Arc::new(store.fork());
        deploy(Faulty::of(&store_of_old), &old()).await.expect("deployed");
        assert_eq!(there(&store_of_old).await, on_disk(&old()), "killed after step {step}");

        deploy(Faulty::of(&store), &new()).await.expect("deployed");
        assert_eq!(there(&store).await, on_disk(&new()), "killed after step {step}");
        let faulty = Faulty::of(&store);
        let asked = faulty.asked();
        deploy(faulty, &new()).await.expect("nothing to do");
        assert_eq!(asked.lock().expect("unbroken").len(), 1, "after step {step} something was left to do");
        if whole {
            break;
        }
        step += 1;
    }
    assert!(step > 10, "there were {step} steps");
}

#[tokio::test]
async fn a_second_deploy_at_once_waits_and_starts_from_what_is_there() {
    let store = Arc::new(InMemory::new());
    let (first, second) = (old(), new());
    let waited = Mutex::new(0);
    let tell = |event: &Event| {
        if *event == Event::Waits {
            *waited.lock().expect("unbroken") += 1;
        }
    };
    let (one, two) = tokio::join!(
        deploy_to(Arc::new(Faulty::of(&store)), &first, &tell),
        deploy_to(Arc::new(Faulty::of(&store)), &second, &tell)
    );
    one.expect("deployed");
    two.expect("deployed");
    let now = there(&store).await;
    assert!(now == on_disk(&first) || now == on_disk(&second), "a mixture: {:?}", now.keys());
    assert_eq!(deploy(Faulty::of(&store), &second).await.expect("deployed").to, "s3://bucket/site");
    assert_eq!(there(&store).await, on_disk(&second));
}

#[tokio::test]
async fn a_manifest_that_somebody_else_wrote_meanwhile_is_not_written_over() {
    let store = Arc::new(InMemory::new());
    deploy(Faulty::of(&store), &old()).await.expect("deployed");
    // Somebody who knows nothing of the lease deploys between the last file and the last manifest.
    let (inner, done) = (Arc::clone(&store), Mutex::new(false));
    let sneaks_in = move |what: &str, _| {
        let mut done = done.lock().expect("unbroken");
        if what == "DELETE" && !*done {
            *done = true;
            let other = site(&[("index.html", "logo.svg"), ("logo.svg", "another")]);
            let key = Key::parse("site/.hearback/deployed").expect("a key");
            let read = Site::read(other.path(), &Manifest::default(), false).expect("a site");
            let files = read.files.iter().map(|(path, file)| (path.clone(), file.mark)).collect();
            let theirs = super::manifest::Deployed { files, by: "somebody else".to_owned() };
            let home = Key::parse("site/index.html").expect("a key");
            inner.put(&home, "logo.svg".into()).now_or_never().expect("at once").expect("put");
            inner.put(&key, theirs.text().into()).now_or_never().expect("at once").expect("put");
        }
        None
    };
    let told = Mutex::new(Vec::new());
    let tell = |event: &Event| told.lock().expect("unbroken").push(event.clone());
    let store_that_moves = Arc::new(Faulty::watched(&store, Box::new(sneaks_in)));
    deploy_to(store_that_moves, &new(), &tell).await.expect("deployed");
    assert!(told.lock().expect("unbroken").contains(&Event::StartsAgain));
    assert_eq!(there(&store).await, on_disk(&new()));
}

#[tokio::test]
async fn a_run_that_died_is_taken_over() {
    let store = Arc::new(InMemory::new());
    let lease = Key::parse("site/.hearback/deploying").expect("a key");
    store.put(&lease, "0123456789abcdef-0 7\n".into()).await.expect("put");
    let waited = Mutex::new(false);
    let tell = |event: &Event| *waited.lock().expect("unbroken") |= *event == Event::Waits;
    deploy_to(Arc::new(Faulty::of(&store)), &new(), &tell).await.expect("deployed");
    assert!(*waited.lock().expect("unbroken"));
    assert_eq!(there(&store).await, on_disk(&new()));
}

#[tokio::test]
async fn a_lost_answer_to_a_manifest_is_not_taken_for_somebody_else() {
    let store = Arc::new(InMemory::new());
    let loses = |what: &str, _| what.starts_with("PUT? ").then_some(Fault::AnswerLost);
    let told = Mutex::new(Vec::new());
    let tell = |event: &Event| told.lock().expect("unbroken").push(event.clone());
    let store_that_loses = Arc::new(Faulty::watched(&store, Box::new(loses)));
    deploy_to(store_that_loses, &new(), &tell).await.expect("deployed");
    assert!(!told.lock().expect("unbroken").contains(&Event::StartsAgain));
    assert_eq!(there(&store).await, on_disk(&new()));
}

#[tokio::test]
async fn a_store_that_knows_no_conditions_is_used_all_the_same_and_that_is_said() {
    let store = Arc::new(InMemory::new());
    let knows_none = |what: &str, _| what.starts_with("PUT? ").then_some(Fault::Unknown);
    let receipt = deploy(Faulty::watched(&store, Box::new(knows_none)), &new()).await.expect("deployed");
    assert!(receipt.unguarded);
    assert_eq!(there(&store).await, on_disk(&new()));
}

#[tokio::test]
async fn a_manifest_of_a_later_version_stops_it_before_anything_is_put() {
    let store = Arc::new(InMemory::new());
    let key = Key::parse("site/.hearback/deployed").expect("a key");
    store.put(&key, "hearback deployed 2\n".into()).await.expect("put");
    let faulty = Faulty::of(&store);
    let asked = faulty.asked();
    let failure = deploy(faulty, &new()).await.expect_err("it fails");
    assert_eq!(failure.to_string(), "`.hearback/deployed` is there, and this version cannot read it");
    assert_eq!(puts(&asked), Vec::<String>::new());
}

#[tokio::test]
async fn a_long_file_is_put_in_parts_and_known_again() {
    let store = Arc::new(InMemory::new());
    let folder = new();
    let film = vec![7_u8; (16 << 20) + 1];
    std::fs::write(folder.path().join("film.mp4"), &film).expect("written");
    let faulty = Faulty::of(&store);
    let asked = faulty.asked();
    deploy(faulty, &folder).await.expect("deployed");
    assert!(puts(&asked).contains(&"PARTS film.mp4".to_owned()));
    let key = Key::parse("site/film.mp4").expect("a key");
    let got = store.get(&key).await.expect("there");
    assert_eq!(
        got.attributes.get(&Attribute::ContentType).map(|of| of.to_string()),
        Some("video/mp4".to_owned())
    );
    assert_eq!(got.bytes().await.expect("read").len(), film.len());
    assert_eq!(deploy(Faulty::of(&store), &folder).await.expect("nothing to do").uploaded, 0);
}
