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
    Branch::find(clone, "origin", "hearback/ledger", "ledger.jsonl").await.expect("a branch")
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
    assert_eq!(world.remote(&["show", "hearback/ledger:ledger.jsonl"]), "i1");
    assert_eq!(world.remote(&["ls-tree", "-r", "--name-only", "hearback/ledger"]), "ledger.jsonl");
    assert_eq!(world.remote(&["ls-tree", "-r", "--name-only", "main"]), "page.md");
    assert_eq!(
        world.remote(&["rev-list", "--count", "hearback/ledger"]),
        "1",
        "it begins with the first claim"
    );
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
    assert_eq!(world.remote(&["show", "hearback/ledger:ledger.jsonl"]), "ia");
    let now = b.fetch().await.expect("fetched");
    assert_eq!(claim(&b, &now, "ib").await, Pushed::Accepted);
    assert_eq!(world.remote(&["show", "hearback/ledger:ledger.jsonl"]), "ia\nib");
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
    assert_eq!(world.remote(&["show", "hearback/ledger:site/ledger.jsonl"]), "i1");
}

fn is_there(world: &World, branch: &str) -> bool {
    !world.remote(&["branch", "--list", branch]).is_empty()
}

#[tokio::test]
async fn two_clones_that_make_the_branch_at_once_make_it_once() {
    let world = World::new();
    let (a, b) = (branch(&world.clone_of("a")).await, branch(&world.clone_of("b")).await);
    let (tip_a, tip_b) = (a.fetch().await.expect("fetched"), b.fetch().await.expect("fetched"));
    assert_eq!((&tip_a.commit, &tip_b.commit, is_there(&world, "hearback/ledger")), (&None, &None, false));
    assert_eq!(claim(&a, &tip_a, "ia").await, Pushed::Accepted);
    assert_eq!(claim(&b, &tip_b, "ib").await, Pushed::Moved);
    assert_eq!(world.remote(&["show", "hearback/ledger:ledger.jsonl"]), "ia");
}

#[tokio::test]
async fn a_ledger_on_the_default_branch_is_carried_over_once() {
    let world = World::new();
    let clone = world.clone_of("a");
    std::fs::write(clone.join("ledger.jsonl"), "before\n").expect("written");
    run(&clone, &["add", "."]);
    run(&clone, &["commit", "--quiet", "-m", "ledger"]);
    run(&clone, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    let branch = branch(&clone).await;
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!((tip.commit.as_deref(), tip.ledger.as_slice()), (None, b"before\n".as_slice()));
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
    std::fs::write(clone.join("ledger.jsonl"), "before\nafter\n").expect("written");
    run(&clone, &["commit", "--quiet", "-am", "more"]);
    run(&clone, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!(String::from_utf8_lossy(&tip.ledger), "before\ni1\n");
    let known = branch.known().await;
    assert!(!known.is_empty() && known.iter().all(|known| *known == tip.ledger), "{known:?}");
}

#[tokio::test]
async fn a_branch_that_somebody_deleted_is_missed_and_not_begun_anew() {
    let world = World::new();
    let clone = world.clone_of("a");
    let branch = branch(&clone).await;
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
    branch.fetch().await.expect("fetched");
    world.remote(&["branch", "--quiet", "-D", "hearback/ledger"]);
    let missed = branch.fetch().await.expect_err("it is missed").to_string();
    let back = "git push origin refs/hearback/ledger-of/hearback/ledger:refs/heads/hearback/ledger";
    assert!(missed.contains("has no branch `hearback/ledger` any more") && missed.contains(back), "{missed}");
    run(&clone, &back.split(' ').skip(1).collect::<Vec<_>>());
    assert_eq!(String::from_utf8_lossy(&branch.fetch().await.expect("fetched").ledger), "i1\n");
}

#[tokio::test]
async fn a_remote_without_any_branch_takes_the_first_claim() {
    let world = World::new();
    run(world.folder.path(), &["init", "--bare", "--quiet", "empty.git"]);
    let clone = world.clone_of("a");
    run(&clone, &["remote", "set-url", "origin", "../empty.git"]);
    let branch = branch(&clone).await;
    let tip = branch.fetch().await.expect("fetched");
    assert_eq!(tip, Tip { commit: None, ledger: Vec::new() });
    assert_eq!(claim(&branch, &tip, "i1").await, Pushed::Accepted);
    assert_eq!(branch.fetch().await.expect("fetched").ledger, b"i1\n");
}
