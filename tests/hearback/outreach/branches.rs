//! The ledger on a git remote that refuses, moves, loses its answer, or has two who want the same.

use std::process::Command;

use hearback::outreach::Stop;

use super::server::{Fault, Keys};
use super::world::{LEDGER, Run, World, git, until};

/// A hook that refuses every ledger with a receipt.
const NO_RECEIPTS: &str = r#"while read old new ref; do
    git cat-file blob "$new:ledger.jsonl" | grep -q '"kind":"receipt"' && exit 1
done
exit 0"#;

async fn world() -> World {
    let world = World::git().await;
    world.server.set().key_mode = Keys::Ignored;
    world
}

fn claimed(world: &World) -> bool {
    let remote = world.folder.path().join("remote.git");
    let shown = Command::new("git")
        .current_dir(remote)
        .args(["show", &format!("{LEDGER}:ledger.jsonl")])
        .output()
        .unwrap();
    String::from_utf8_lossy(&shown.stdout).contains("\"intent\"")
}

#[tokio::test]
async fn receipts_refused() {
    let world = world().await;
    world.hook("pre-receive", NO_RECEIPTS);
    let report = world.post().await;
    assert!(matches!(report.stopped, Some(Stop::NotRecorded(_))), "{report:?}");
    world.hook("pre-receive", "exit 0");
    let fresh = world.clone_of("fresh");
    assert!(fresh.post().await.0.is_fine());
    assert_eq!(world.server.count(), 1);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn claim_refused() {
    let world = world().await;
    world.hook("pre-receive", "exit 1");
    let report = world.post().await;
    assert!(matches!(report.stopped, Some(Stop::NotClaimed(_))), "{report:?}");
    assert_eq!(world.server.count(), 0);
    world.hook("pre-receive", "exit 0");
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn unrelated_commit() {
    let mut world = world().await;
    world.run.wait_seconds = 20;
    world.server.set().pages.clear();
    let run = world.run.clone();
    let run = tokio::spawn(async move { run.post().await.0 });
    until(|| world.server.set().log.iter().any(|line| line.starts_with("GET /site/"))).await;
    let other = world.clone_of("other").root;
    std::fs::write(other.join("news.md"), "news\n").unwrap();
    git(&other, &["add", "."]);
    git(&other, &["commit", "--quiet", "-m", "news"]);
    git(&other, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    world.server.set().pages.insert("/wells/".to_owned(), "sha256:ab".to_owned());
    assert!(run.await.unwrap().is_fine());
    assert_eq!(world.server.count(), 1);
    let remote = world.folder.path().join("remote.git");
    assert_eq!(git(&remote, &["show", "main:news.md"]), "news\n");
    let commits = |branch: &str| git(&remote, &["log", "--format=%s", branch]).lines().count();
    assert_eq!((commits("main"), commits(LEDGER)), (2, 2), "page and news; claim and receipt");
}

#[tokio::test]
async fn push_ack_lost() {
    let world = world().await;
    // The remote takes the commit, and its session dies before the answer: `git push` fails.
    world.hook("post-receive", "kill -9 $PPID");
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn two_clones() {
    let world = world().await;
    // Whoever pushes first waits until the other pushes, too.
    let gate = world.folder.path().join("gate");
    std::fs::create_dir(&gate).unwrap();
    let gate = gate.display();
    world.hook(
        "pre-receive",
        &format!(
            "touch {gate}/$$\nfor i in 1 2 3 4 5 6 7 8 9 10; do\n  [ $(ls {gate} | wc -l) -ge 2 ] && exit 0\n  sleep 0.1\ndone"
        ),
    );
    let other = world.clone_of("other");
    let (one, two) = tokio::join!(world.run.post(), other.post());
    assert!(one.0.is_fine() && two.0.is_fine(), "{one:?} {two:?}");
    assert_eq!(world.server.count(), 1);
}

fn signal(child: &tokio::process::Child, name: &str) {
    let id = child.id().unwrap().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[tokio::test]
async fn stopped_sender() {
    let world = world().await;
    // The push ends a second after the remote has the claim: time to stop whoever pushed it.
    world.hook("post-receive", "sleep 1");
    let mut sender = world.run.start();
    until(|| claimed(&world)).await;
    signal(&sender, "-STOP");
    world.hook("post-receive", "exit 0");
    let other = world.clone_of("other");
    assert!(other.post().await.0.is_fine());
    assert_eq!(world.server.count(), 1, "the other run posts once the claim is stale");
    signal(&sender, "-CONT");
    assert!(sender.wait().await.unwrap().success());
    assert_eq!(world.server.count(), 1);
    let late = world.ledger().records().filter(|record| record.to_line().contains("\"late\"")).count();
    assert_eq!(late, 1, "the stopped run was about to send");
}

#[tokio::test]
async fn clock_off() {
    for (name, minutes) in [("ahead", 60), ("behind", -60)] {
        let world = world().await;
        world.server.set().faults.push_back(Fault::HoldStored);
        world.killed_after_send().await;
        let other = Run { clock_off_minutes: minutes, ..world.clone_of(name) };
        assert!(other.post().await.0.is_fine());
        assert_eq!(world.server.count(), 1, "{name}");
    }
}

/// A remote that takes longer for a claim than a claim holds: nothing is sent, and what is wrong is said, not guessed.
#[tokio::test]
async fn slow_push() {
    let world = world().await;
    world.hook("pre-receive", "sleep 2.5");
    let report = world.post().await;
    assert_eq!(report.stopped, Some(Stop::ClaimTooSlow { story: "wells".to_owned() }), "{report:?}");
    assert!(!world.server.set().log.iter().any(|line| line == "POST /api/v1/statuses"));
    world.hook("pre-receive", "exit 0");
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}
