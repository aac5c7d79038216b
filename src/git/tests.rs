//! Claims against real bare repositories, with hooks that refuse.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use tempfile::TempDir;

use super::*;

/// A bare remote with one commit, and clones of it.
struct World {
    folder: TempDir,
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        run(world.folder.path(), &["init", "--bare", "--quiet", "remote.git"]);
        let seed = world.clone_of("seed");
        std::fs::write(seed.join("page.md"), "page\n").expect("written");
        run(&seed, &["add", "."]);
        run(&seed, &["commit", "--quiet", "-m", "page"]);
        run(&seed, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
        world
    }

    fn clone_of(&self, name: &str) -> PathBuf {
        run(self.folder.path(), &["clone", "--quiet", "remote.git", name]);
        self.folder.path().join(name)
    }

    fn hook(&self, name: &str, script: &str) {
        let path = self.folder.path().join("remote.git/hooks").join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("made a program");
    }

    fn remote(&self, arguments: &[&str]) -> String {
        run(&self.folder.path().join("remote.git"), arguments)
    }
}

async fn branch(clone: &Path) -> Branch {
    Branch::find(clone, "origin", "ledger.jsonl").await.expect("a branch")
}

/// Appends a line on top of the tip, and pushes it.
async fn claim(branch: &Branch, tip: &Tip, line: &str) -> Pushed {
    let ledger = [&tip.ledger[..], line.as_bytes(), b"\n"].concat();
    let commit = branch.commit(tip, &ledger, "Claim").await.expect("a commit");
    let ours = |ledger: &[u8]| String::from_utf8_lossy(ledger).lines().any(|there| there == line);
    branch.push(tip, &commit, ours).await
}

#[tokio::test]
async fn a_claim_changes_the_ledger_and_nothing_else() {
    let world = World::new();
    let clone = world.clone_of("a");
    std::fs::write(clone.join("draft.md"), "draft\n").expect("written");
    run(&clone, &["add", "draft.md"]);
    let before = (run(&clone, &["status", "--porcelain"]), run(&clone, &["rev-parse", "HEAD"]));
    let branch = branch(&clone).await;
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
    assert_eq!(world.remote(&["show", "main:ledger.jsonl"]), "i1");
    assert_eq!(world.remote(&["diff", "--name-only", "main~", "main"]), "ledger.jsonl");
    assert_eq!((run(&clone, &["status", "--porcelain"]), run(&clone, &["rev-parse", "HEAD"])), before);
    assert!(!clone.join("ledger.jsonl").exists());
}

#[tokio::test]
async fn a_branch_that_moved_is_not_merged() {
    let world = World::new();
    let (a, b) = (branch(&world.clone_of("a")).await, branch(&world.clone_of("b")).await);
    let (tip_a, tip_b) = (a.fetch().await.expect("fetched"), b.fetch().await.expect("fetched"));
    assert_eq!(claim(&a, &tip_a, "ia").await, Pushed::Accepted);
    assert_eq!(claim(&b, &tip_b, "ib").await, Pushed::Moved);
    assert_eq!(world.remote(&["show", "main:ledger.jsonl"]), "ia");
    let now = b.fetch().await.expect("fetched");
    assert_eq!(claim(&b, &now, "ib").await, Pushed::Accepted);
    assert_eq!(world.remote(&["show", "main:ledger.jsonl"]), "ia\nib");
}

#[tokio::test]
async fn a_remote_that_refuses_is_told_apart_from_one_that_moved() {
    let world = World::new();
    world.hook("pre-receive", "exit 1");
    let branch = branch(&world.clone_of("a")).await;
    let tip = branch.fetch().await.expect("fetched");
    assert!(matches!(claim(&branch, &tip, "i1").await, Pushed::Refused(_)));
}

#[tokio::test]
async fn a_claim_whose_answer_was_lost_is_still_ours() {
    let world = World::new();
    let branch = branch(&world.clone_of("a")).await;
    let tip = branch.fetch().await.expect("fetched");
    // The remote takes the commit and its session dies before the answer.
    world.hook("post-receive", "kill -9 $PPID");
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
}

#[tokio::test]
async fn a_remote_that_is_gone_is_unknown() {
    let world = World::new();
    let branch = branch(&world.clone_of("a")).await;
    let tip = branch.fetch().await.expect("fetched");
    std::fs::remove_dir_all(world.folder.path().join("remote.git")).expect("removed");
    assert!(matches!(claim(&branch, &tip, "i1").await, Pushed::Unknown(_)));
}

#[tokio::test]
async fn a_site_below_the_repositorys_root_keeps_its_ledger_there() {
    let world = World::new();
    let site = world.clone_of("a").join("site");
    std::fs::create_dir(&site).expect("made");
    let branch = branch(&site).await;
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
    assert_eq!(world.remote(&["show", "main:site/ledger.jsonl"]), "i1");
}
