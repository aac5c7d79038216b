//! The program itself: built site, plan, posts; killed before each of its steps, and run again.

use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::server::{Keys, Server, TOKEN};
use super::world::git;

const STORY: &str = "---
title: Two new wells
id: wells
date: 2026-03-01
summary: We listened, and dug two wells.
tags: [water]
---

They are 12 m deep.
";

/// A site that is built and live, and its server.
struct Site {
    folder: TempDir,
    server: Server,
}

impl Site {
    async fn live() -> Site {
        let site = Site { folder: tempfile::tempdir().unwrap(), server: Server::start().await };
        let base = &site.server.base;
        let host = base.trim_start_matches("http://");
        let config = format!(
            "title: Wells\nurl: {base}/site/\nmastodon: {{account: \"@org@{host}\", settle: 2s, min_gap: 0s}}\n"
        );
        std::fs::create_dir_all(site.root().join("content/impact")).unwrap();
        std::fs::write(site.root().join("hearback.yaml"), config).unwrap();
        std::fs::write(site.root().join("content/impact/wells.md"), STORY).unwrap();
        let built = site.run(&["build"], None).await;
        assert!(built.status.success(), "{built:?}");
        let page = std::fs::read_to_string(site.root().join("public/impact/wells/index.html")).unwrap();
        site.server.set().pages.insert("/impact/wells/".to_owned(), page);
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearback"));
        command.current_dir(self.root()).args(arguments).env("HEARBACK_TOKEN", TOKEN);
        command.env("HEARBACK_COUNT_STEPS", "1").env_remove("HEARBACK_DIE_AT").env_remove("HEARBACK_HOST");
        command
    }

    async fn run_with(&self, arguments: &[&str], variable: &str, value: &str) -> Output {
        self.command(arguments).env(variable, value).output().await.unwrap()
    }

    async fn run(&self, arguments: &[&str], die_at: Option<u32>) -> Output {
        let mut command = self.command(arguments);
        if let Some(step) = die_at {
            command.env("HEARBACK_DIE_AT", step.to_string());
        }
        command.output().await.unwrap()
    }
}

fn steps(output: &Output) -> u32 {
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().find_map(|line| line.strip_prefix("steps: ")?.parse().ok()).unwrap_or_default()
}

#[tokio::test]
async fn the_program_is_killed_before_each_step_and_posts_once() {
    let whole = Site::live().await;
    let posted = whole.run(&["toot", "--post"], None).await;
    assert!(posted.status.success(), "{posted:?}");
    assert!(!format!("{posted:?}").contains(TOKEN));
    let count = steps(&posted);
    assert!(count > 5, "{posted:?}");
    let room = Arc::new(Semaphore::new(8));
    let mut sites = JoinSet::new();
    for step in 1..=count {
        let room = room.clone();
        sites.spawn(async move {
            let _room = room.acquire_owned().await.unwrap();
            let site = Site::live().await;
            site.server.set().key_mode = Keys::Ignored;
            let killed = site.run(&["toot", "--post"], Some(step)).await;
            assert_eq!(killed.status.code(), None, "killed before step {step}: {killed:?}");
            let after = site.run(&["toot", "--post"], None).await;
            assert!(after.status.success(), "killed before step {step}: {after:?}");
            assert_eq!(site.server.count(), 1, "killed before step {step}: {after:?}");
        });
    }
    while let Some(ended) = sites.join_next().await {
        ended.unwrap();
    }
}

#[tokio::test]
async fn a_toot_that_was_posted_by_hand_is_taken_up_and_one_that_was_deleted_is_asked_about() {
    let site = Site::live().await;
    let url = site.server.by_hand("Two new wells! More soon.", None);
    let adopted = site.run(&["toot", "adopt", "wells", &url], None).await;
    assert_eq!((adopted.status.code(), out(&adopted)), (Some(0), format!("adopted: `wells`: {url}\n")));
    let run = site.run(&["toot", "--post"], None).await;
    assert_eq!((run.status.code(), out(&run), site.server.count()), (Some(0), String::new(), 1));

    site.server.delete_by_hand();
    let run = site.run(&["toot", "--post"], None).await;
    let asked = format!(
        "not posted: `wells`: its toot is gone: {url}\n  to post it again: `hearback toot --post --again wells`\n  \
         to leave it deleted: `hearback toot retract wells`\n"
    );
    assert_eq!((run.status.code(), out(&run)), (Some(3), asked));
    let run = site.run(&["toot", "retract", "wells"], None).await;
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let run = site.run(&["toot", "--post"], None).await;
    assert_eq!((run.status.code(), site.server.count()), (Some(0), 0), "{run:?}");
    let run = site.run(&["toot", "--post", "--again", "wells"], None).await;
    assert_eq!((run.status.code(), site.server.count()), (Some(0), 1), "{run:?}");
}

/// The site claims its toots on a branch of a bare repository beside it.
fn claim_in_git(site: &Site) {
    let (folder, root) = (site.folder.path(), site.root());
    let config = std::fs::read_to_string(root.join("hearback.yaml")).unwrap();
    std::fs::write(root.join("hearback.yaml"), config + "ledger: {claim: git}\n").unwrap();
    std::fs::write(root.join(".gitignore"), "public\n.hearback\n").unwrap();
    git(folder, &["init", "--bare", "--quiet", "remote.git"]);
    git(&root, &["init", "--quiet"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "--quiet", "-m", "site"]);
    git(&root, &["remote", "add", "origin", "../remote.git"]);
    git(&root, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
}

#[tokio::test]
async fn the_plan_knows_what_another_clone_posted() {
    let site = Site::live().await;
    claim_in_git(&site);
    let root = site.root();
    let run = site.run(&["toot", "--post"], None).await;
    assert_eq!((run.status.code(), site.server.count()), (Some(0), 1), "{run:?}");
    assert!(!root.join("ledger.jsonl").exists(), "the working copy is left alone");
    let plan = out(&site.run(&["toot"], None).await);
    assert!(plan.contains("0 toots to post") && plan.contains("already out"), "{plan}");

    git(&root, &["remote", "set-url", "origin", "../nowhere.git"]);
    let offline = site.run(&["toot"], None).await;
    assert!(out(&offline).contains("0 toots to post"), "{offline:?}");
    let said = String::from_utf8_lossy(&offline.stderr).into_owned();
    assert!(said.starts_with("warning: the plan goes by what is known here: "), "{said}");
    // The page links to its toot, though no file here says so.
    let built = site.run(&["build"], None).await;
    assert!(built.status.success(), "{built:?}");
    let page = std::fs::read_to_string(root.join("public/impact/wells/index.html")).unwrap();
    let url = site.server.last()["url"].as_str().unwrap().to_owned();
    assert!(page.contains("u-syndication") && page.contains(&format!("href=\"{url}\"")), "{page}");
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn what_became_of_each_toot_is_one_document_for_programs_and_a_list_for_a_summary() {
    let site = Site::live().await;
    let story = site.root().join("content/impact/wells.md");
    std::fs::write(&story, STORY.replace("title: Two new wells\n", "")).unwrap();
    let broken = site.run(&["toot", "--post", "--format", "json"], None).await;
    let findings: serde_json::Value = serde_json::from_str(&out(&broken)).unwrap();
    assert_eq!((broken.status.code(), &findings["findings"][0]["rule"]), (Some(1), &"required".into()));
    std::fs::write(&story, STORY).unwrap();

    let posted = site.run(&["toot", "--post", "--format", "json"], None).await;
    let document: serde_json::Value = serde_json::from_str(&out(&posted)).unwrap();
    let toot = |outcome: &str, why: Option<&str>, answer: Option<&str>| {
        serde_json::json!({
            "version": 1, "stopped": null,
            "toots": [{
                "story": "wells", "action": "new", "outcome": outcome, "due": null, "why": why, "answer": answer,
                "url": if why.is_none() { site.server.last()["url"].clone() } else { serde_json::Value::Null },
            }],
        })
    };
    assert_eq!((posted.status.code(), document), (Some(0), toot("posted", None, None)));

    let again = site.run(&["toot", "--post", "--format", "json"], None).await;
    let nothing = serde_json::json!({ "version": 1, "stopped": null, "toots": [] });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out(&again)).unwrap(), nothing);

    let url = site.server.last()["url"].as_str().unwrap().to_owned();
    site.server.delete_by_hand();
    let asked = site.run(&["toot", "--post", "--format", "json"], None).await;
    let document: serde_json::Value = serde_json::from_str(&out(&asked)).unwrap();
    let answer = "to post it again: `hearback toot --post --again wells`\n  to leave it deleted: `hearback toot retract wells`";
    assert_eq!(
        (asked.status.code(), document),
        (Some(3), toot("ask", Some(&format!("its toot is gone: {url}")), Some(answer)))
    );
    let summary = site.run(&["toot", "--post", "--format", "markdown"], None).await;
    let list = format!("## Toots\n\n- not posted: `wells`: its toot is gone: {url}\n  {answer}\n");
    assert_eq!(out(&summary), list);
}

#[tokio::test]
async fn a_token_of_the_environment_goes_to_no_server_that_nobody_named() {
    let site = Site::live().await;
    let run = site.run(&["toot", "--post"], None).await;
    assert_eq!((run.status.code(), site.server.count()), (Some(0), 1), "{run:?}");
    let (config, other) = (site.root().join("hearback.yaml"), Server::start().await);
    let host = |server: &Server| server.base.trim_start_matches("http://").to_owned();
    let moved = std::fs::read_to_string(&config).unwrap().replace(&host(&site.server), &host(&other));
    std::fs::write(&config, moved).unwrap();

    for words in [&["toot", "--post"][..], &["listen"]] {
        let run = site.run(words, None).await;
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("the token is not sent: all toots so far are of http://"), "{said}");
        assert!(said.contains(&format!("`HEARBACK_HOST={}`", host(&other))), "{said}");
    }
    let plan = site.run(&["toot"], None).await;
    assert!(
        String::from_utf8_lossy(&plan.stderr).contains("warning: all toots so far are of http://"),
        "{plan:?}"
    );
    assert!(other.set().log.is_empty(), "{:?}", other.set().log);

    let bound = site.run_with(&["whoami"], "HEARBACK_HOST", "social.example").await;
    assert!(String::from_utf8_lossy(&bound.stderr).contains("it is for `social.example`"), "{bound:?}");
    assert!(other.set().log.is_empty(), "{:?}", other.set().log);
    let named = site.run_with(&["whoami"], "HEARBACK_HOST", &host(&other)).await;
    assert_eq!(named.status.code(), Some(0), "{named:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn git_and_its_hooks_do_not_know_the_token() {
    use std::os::unix::fs::PermissionsExt;

    let site = Site::live().await;
    claim_in_git(&site);
    let (tools, seen) = (site.folder.path().join("tools"), site.folder.path().join("seen"));
    let path = std::env::var_os("PATH").unwrap();
    let real =
        std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).unwrap();
    std::fs::create_dir(&tools).unwrap();
    let script = format!("#!/bin/sh\nexport -p >> {}\nexec {} \"$@\"\n", seen.display(), real.display());
    std::fs::write(tools.join("git"), script).unwrap();
    std::fs::set_permissions(tools.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let all = std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path))).unwrap();
    let run = site.run_with(&["toot", "--post"], "PATH", all.to_str().unwrap()).await;
    assert_eq!((run.status.code(), site.server.count()), (Some(0), 1), "{run:?}");
    let seen = std::fs::read_to_string(seen).unwrap();
    assert!(seen.matches("PATH=").count() > 5 && !seen.contains(TOKEN), "{seen}");
}
