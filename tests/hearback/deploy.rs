//! Deploying, from outside: to a folder, a branch, a command, and a store that speaks S3.

use super::site::{Ran, Site, git, tree};
use std::fs;

/// A site with two stories that says where it goes.
fn site(deploy: &str) -> Site {
    let site = Site::new();
    site.put(
        "hearback.yaml",
        format!("title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\ndeploy: {deploy}\n"),
    );
    site.story("content/impact/wells.md", "2026-05-01", "", "Two wells.");
    site.story("content/impact/pump.md", "2026-05-02", "", "A pump.");
    site.build();
    site
}

fn deploy(site: &Site, words: &[&str]) -> Ran {
    let mut command = std::process::Command::new(super::site::PROGRAM);
    command.arg("deploy").args(words).arg("--root").arg(site.path(".")).env("NO_COLOR", "1");
    super::site::ran(&command.output().unwrap())
}

/// The public files of a folder: those that are not ours.
fn public(site: &Site, folder: &str) -> Vec<(String, Vec<u8>)> {
    tree(&site.path(folder)).into_iter().filter(|(path, _)| !path.starts_with(".hearback/")).collect()
}

#[test]
fn a_folder_gets_the_site_and_then_only_what_changed() {
    let site = site("{folder: out}");
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 0, "{}", ran.said());
    assert_eq!(public(&site, "out"), public(&site, "public"));
    assert!(site.path("out/.well-known").exists() == site.path("public/.well-known").exists());

    let again = deploy(&site, &[]);
    assert!(again.stdout.starts_with("nothing to deploy: "), "{}", again.said());

    fs::remove_file(site.path("content/impact/pump.md")).unwrap();
    site.build();
    let plan = deploy(&site, &["--dry-run"]);
    assert!(plan.stdout.contains("\n- impact/pump/index.html\n"), "{}", plan.said());
    assert!(site.path("out/impact/pump/index.html").exists(), "a dry run removes nothing");
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 0, "{}", ran.said());
    assert_eq!(public(&site, "out"), public(&site, "public"));
    assert!(!site.path("out/impact/pump").exists());
}

#[test]
fn a_site_without_its_home_page_is_not_deployed() {
    let site = site("{folder: out}");
    fs::remove_file(site.path("public/index.html")).unwrap();
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.ends_with("it has no `index.html`\n  build it first: `hearback build`\n"),
        "{}",
        ran.stderr
    );
    assert!(!site.path("out").exists());
}

#[test]
fn a_deploy_that_would_remove_most_of_the_site_is_refused_and_changes_nothing() {
    let site = site("{folder: out}");
    for number in 0..40 {
        site.put(&format!("public/old-{number}.txt"), "x");
    }
    assert_eq!(deploy(&site, &[]).code, 0);
    for number in 0..40 {
        fs::remove_file(site.path(&format!("public/old-{number}.txt"))).unwrap();
    }
    site.put("public/index.html", "another home");
    let before = public(&site, "out");
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("40 of the ") && ran.stderr.contains("`--max-removals 40`"),
        "{}",
        ran.stderr
    );
    assert_eq!(public(&site, "out"), before);
    assert_eq!(deploy(&site, &["--max-removals", "40"]).code, 0);
    assert_eq!(public(&site, "out"), public(&site, "public"));
}

#[test]
fn a_branch_gets_a_commit_with_the_site_and_none_where_nothing_changed() {
    let site = site("{branch: gh-pages}");
    let remote = tempfile::tempdir().unwrap();
    git(remote.path(), &["init", "-q", "--bare", "."]);
    site.git(&["init", "-q", "-b", "main"]);
    site.git(&["remote", "add", "origin", &remote.path().to_string_lossy()]);
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 0, "{}", ran.said());
    let listed = git(remote.path(), &["ls-tree", "-r", "--name-only", "gh-pages"]);
    assert!(listed.lines().any(|line| line == ".nojekyll") && listed.contains("impact/wells/index.html"));
    let first = git(remote.path(), &["rev-parse", "gh-pages"]);

    assert!(deploy(&site, &[]).stdout.starts_with("nothing to deploy"));
    assert_eq!(git(remote.path(), &["rev-parse", "gh-pages"]), first);

    fs::remove_file(site.path("content/impact/pump.md")).unwrap();
    site.build();
    let ran = deploy(&site, &["--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.said());
    assert_eq!(git(remote.path(), &["rev-parse", "gh-pages^"]), first);
    assert!(!git(remote.path(), &["ls-tree", "-r", "--name-only", "gh-pages"]).contains("impact/pump/"));
    assert_eq!(site.git(&["status", "--porcelain", "--untracked-files=no"]), "");
}

#[test]
fn a_host_that_was_set_on_the_branch_itself_stays() {
    let site = site("{branch: gh-pages}");
    let remote = tempfile::tempdir().unwrap();
    git(remote.path(), &["init", "-q", "--bare", "."]);
    site.git(&["init", "-q", "-b", "main"]);
    site.git(&["remote", "add", "origin", &remote.path().to_string_lossy()]);
    let other = tempfile::tempdir().unwrap();
    git(other.path(), &["clone", "-q", &remote.path().to_string_lossy(), "."]);
    fs::write(other.path().join("CNAME"), "ferrow.example\n").unwrap();
    git(other.path(), &["checkout", "-q", "-b", "gh-pages"]);
    git(other.path(), &["add", "."]);
    git(other.path(), &["commit", "-q", "-m", "Create CNAME"]);
    git(other.path(), &["push", "-q", "origin", "gh-pages"]);
    assert_eq!(deploy(&site, &[]).code, 0);
    assert_eq!(git(remote.path(), &["show", "gh-pages:CNAME"]), "ferrow.example");
}

#[cfg(unix)]
#[test]
fn a_command_of_the_sites_own_gets_the_folder_and_its_failure_is_the_deploys() {
    let fine = site("{command: 'echo copying; cp -r \"$HEARBACK_OUT\" copied; test -z \"$HEARBACK_TOKEN\"'}");
    let ran = deploy(&fine, &[]);
    assert_eq!(ran.code, 0, "{}", ran.said());
    assert!(ran.stderr.starts_with("copying\n"), "{}", ran.stderr);
    assert_eq!(public(&fine, "copied"), public(&fine, "public"));

    let broken = site("{command: 'echo no such host >&2; exit 7'}");
    let ran = deploy(&broken, &[]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.stderr, "no such host\nerror: the site's own `deploy.command` failed: exit status: 7\n");
}

#[test]
fn a_site_that_names_no_place_is_told_how() {
    let site = Site::new();
    let ran = deploy(&site, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("does not say where the site goes"), "{}", ran.stderr);
}
