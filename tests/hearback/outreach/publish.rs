//! The whole road from the files to readers: pages first, then the toot, once, whenever the road was cut off.

use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::server::{Keys, Server, TOKEN};

/// A site that says where it goes, and a server that hands out what is there and takes its toots.
struct Road {
    folder: TempDir,
    server: Server,
}

impl Road {
    async fn new() -> Road {
        let road = Road { folder: tempfile::tempdir().unwrap(), server: Server::start().await };
        road.server.set().folder = Some(road.root().join("out"));
        let (base, host) = (&road.server.base, road.server.base.trim_start_matches("http://"));
        road.put(
            "hearback.yaml",
            &format!(
                "title: Wells\nurl: {base}/site/\ndeploy: {{folder: out}}\n\
                 mastodon: {{account: \"@org@{host}\", settle: 2s, min_gap: 0s}}\n"
            ),
        );
        road.story("wells", "2026-03-01");
        road
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn story(&self, name: &str, date: &str) {
        let matter = format!("id: {name}\ntitle: About {name}\ndate: {date}\nsummary: We listened.");
        self.put(&format!("content/impact/{name}.md"), &format!("---\n{matter}\n---\n\nA text.\n"));
    }

    async fn publish(&self, words: &[&str], token: Option<&str>, die_at: Option<u32>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearback"));
        command.current_dir(self.root()).arg("publish").args(words).env("NO_COLOR", "1");
        command.env("HEARBACK_COUNT_STEPS", "1").env("HEARBACK_CONFIG", self.folder.path().join("settings"));
        for variable in ["HEARBACK_TOKEN", "HEARBACK_DIE_AT", "CI", "GITHUB_ACTIONS"] {
            command.env_remove(variable);
        }
        command.envs(token.map(|token| ("HEARBACK_TOKEN", token)));
        command.envs(die_at.map(|step| ("HEARBACK_DIE_AT", step.to_string())));
        command.output().await.unwrap()
    }

    /// What was said, without what differs from run to run.
    fn said(&self, output: &Output) -> String {
        let text = format!(
            "{}--\n{}ended with {:?}\n",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout),
            output.status.code()
        );
        let host = self.server.base.trim_start_matches("http://");
        let folder = self.root().display().to_string();
        text.replace(host, "HOST").replace(&folder, "SITE").lines().map(timeless).collect()
    }

    fn is_out(&self, name: &str) -> bool {
        self.root().join("out/impact").join(name).join("index.html").exists()
    }
}

/// A line without its seconds, and none at all for a count of steps.
fn timeless(line: &str) -> String {
    if line.starts_with("steps: ") {
        return String::new();
    }
    let word =
        |word: &str| if word.parse::<f64>().is_ok() && word.contains('.') { "N" } else { word }.to_owned();
    line.split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n"
}

#[tokio::test]
async fn one_command_brings_a_story_to_its_readers_and_a_second_one_has_nothing_to_do() {
    let road = Road::new().await;
    let first = road.publish(&[], Some(TOKEN), None).await;
    insta::assert_snapshot!("publish_first", road.said(&first));
    assert!(road.is_out("wells"));
    assert_eq!(road.server.count(), 1);

    let second = road.publish(&[], Some(TOKEN), None).await;
    insta::assert_snapshot!("publish_second", road.said(&second));
    assert_eq!(road.server.count(), 1);

    road.story("pump", "2026-03-02");
    let third = road.publish(&[], Some(TOKEN), None).await;
    assert_eq!(third.status.code(), Some(0), "{}", road.said(&third));
    assert_eq!((road.is_out("pump"), road.server.count()), (true, 2));
}

#[tokio::test]
async fn a_dry_run_shows_the_road_and_brings_nothing_out() {
    let road = Road::new().await;
    let shown = road.publish(&["--dry-run"], Some(TOKEN), None).await;
    insta::assert_snapshot!("publish_dry_run", road.said(&shown));
    assert_eq!((road.is_out("wells"), road.server.count()), (false, 0));
}

#[tokio::test]
async fn without_a_token_the_pages_are_out_and_the_plan_is_shown() {
    let road = Road::new().await;
    let shown = road.publish(&[], None, None).await;
    insta::assert_snapshot!("publish_without_token", road.said(&shown));
    assert_eq!((road.is_out("wells"), road.server.count()), (true, 0));
}

#[tokio::test]
async fn a_mistake_ends_the_road_before_anything_is_public() {
    let road = Road::new().await;
    road.put(
        "content/impact/wrong.md",
        "---\ntitle: Wrong\nid: wrong\ndate: someday\nsummary: S.\n---\n\nText.\n",
    );
    let ended = road.publish(&[], Some(TOKEN), None).await;
    insta::assert_snapshot!("publish_mistake", road.said(&ended));
    assert_eq!((road.is_out("wells"), road.server.count()), (false, 0));
}

#[tokio::test]
async fn pages_that_do_not_come_keep_the_toots_back() {
    let road = Road::new().await;
    road.server.set().folder = Some(road.folder.path().join("elsewhere"));
    let ended = road.publish(&["--wait", "1s"], Some(TOKEN), None).await;
    let said = road.said(&ended);
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("/impact/wells/ is not live as it was built: the page answers 404\n"), "{said}");
    assert!(said.contains("the road ends at `live`; "), "{said}");
    assert_eq!(road.server.count(), 0);
}

#[tokio::test]
async fn a_road_that_was_cut_off_goes_on_where_it_was() {
    let whole = Road::new().await.publish(&[], Some(TOKEN), None).await;
    let said = String::from_utf8_lossy(&whole.stderr).into_owned();
    let steps = said.lines().filter_map(|line| line.strip_prefix("steps: ")?.parse::<u32>().ok());
    let most = steps.max().unwrap();
    assert!(most > 5, "{said}");
    let room = Arc::new(Semaphore::new(8));
    let mut roads = JoinSet::new();
    for step in 1..=most {
        let room = room.clone();
        roads.spawn(async move {
            let _room = room.acquire_owned().await.unwrap();
            let road = Road::new().await;
            road.server.set().key_mode = Keys::Ignored;
            let killed = road.publish(&[], Some(TOKEN), Some(step)).await;
            assert_eq!(killed.status.code(), None, "at step {step}: {}", road.said(&killed));
            let after = road.publish(&[], Some(TOKEN), None).await;
            assert_eq!(after.status.code(), Some(0), "at step {step}: {}", road.said(&after));
            assert_eq!((road.is_out("wells"), road.server.count()), (true, 1), "at step {step}");
        });
    }
    while let Some(ended) = roads.join_next().await {
        ended.unwrap();
    }
}
