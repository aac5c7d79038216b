//! What is known of what was said before, beside what the site's folder says itself: the repository's history, the last
//! build, the site that is live.

use super::account;
use super::console::Console;
use super::ending::{Misused, Refused};
use crate::config::Claim;
use crate::git::{self, Branch, History, Start};
use crate::model::ledger::Ledger;
use crate::model::said::Said;
use crate::pipeline::{self, Gathered, Request, SAID_DATA};
use crate::store;
use crate::web::client::{Client, Method, Request as Question};
use anyhow::{Context, Result};
use serde_json::Value;
use std::env;
use std::path::Path;
use url::Url;

/// The git remote where toots are claimed: every clone has it under this name unless somebody chose another.
pub(super) const REMOTE: &str = "origin";
/// The variables in which CI names the branch that a pull request goes to: GitHub, Forgejo and Gitea; GitLab; Woodpecker;
/// Bitbucket; Azure Pipelines; Jenkins.
const TARGETS: [&str; 6] = [
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_COMMIT_TARGET_BRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
];
/// The variables in which CI names the commit that a branch was at before a push: GitLab; Woodpecker.
const BEFORE: [&str; 2] = ["CI_COMMIT_BEFORE_SHA", "CI_PREV_COMMIT_SHA"];
/// The largest file of open data that is read from a live site.
const LARGEST: usize = 64 << 20;

/// Tells a site what its repository and its last build remember.
///
/// # Errors
/// When `--base` names no commit.
pub(super) fn hear(
    request: &Request,
    gathered: &mut Gathered,
    base: Option<&str>,
    out: &Path,
    console: &Console,
) -> Result<()> {
    gathered.hear_last_build(out);
    if !git::in_repository(&request.root) {
        return match base {
            Some(_) => {
                Err(Misused("`--base` names a commit, and this is no git repository".to_owned()).into())
            }
            None => Ok(()),
        };
    }
    if let Claim::Git(branch) = gathered.config().claim.clone() {
        gathered.hear_ledger(&known_ledger(&request.root, &branch), request.now);
    }
    let start = start(base);
    let promising = gathered.promising();
    let history = account::wait(async { Ok(git::history(&request.root, &start, &promising).await?) });
    match history {
        Ok(History { versions, cut }) => {
            if cut && gathered.has_promised() {
                console.say(
                    "note: only the newest commits are here (a shallow clone), so what was promised before them is not \
                     compared; fetch the whole history (`fetch-depth: 0` in GitHub Actions)",
                );
            }
            gathered.hear_versions(versions, request.now);
        }
        Err(failure) if base.is_some() => {
            return Err(Misused(format!("`--base` cannot be used: {failure}")).into());
        }
        // Without `git` there is nothing to ask; where it refuses, a build does not depend on it.
        Err(failure) => {
            if gathered.has_promised() && !is_missing(&failure) {
                console.say(&format!("note: the repository’s history is not compared: {failure}"));
            }
        }
    }
    Ok(())
}

/// What this clone knows of the ledger on the remote's branch, asking nobody. Nothing where it never fetched it.
pub(super) fn known_ledger(root: &Path, branch: &str) -> Ledger {
    let known = async {
        let branch = Branch::find(root, REMOTE, branch, pipeline::LEDGER_FILE).await?;
        Ok(branch.known().await)
    };
    let ledgers = account::wait(known).unwrap_or_default();
    ledgers
        .iter()
        .flat_map(|bytes| store::ledger::parse(bytes).0.records().cloned().collect::<Vec<_>>())
        .collect()
}

/// Tells a site what is live under its address.
///
/// # Errors
/// When the site that is live cannot be asked.
pub(super) fn hear_live(gathered: &mut Gathered) -> Result<()> {
    let url = gathered.config().url.clone();
    gathered.hear(account::wait(live(&url))?);
    Ok(())
}

/// What the site that is live says.
///
/// # Errors
/// When it cannot be asked.
pub(super) async fn live(url: &Url) -> Result<Said> {
    let client = Client::new()?;
    let mut data = [Vec::new(), Vec::new()];
    for (path, found) in SAID_DATA.iter().zip(&mut data) {
        let page = url.join(path).context("the site’s address cannot be used")?;
        let mut question = Question::new(Method::Get, page.clone());
        question.headers.push(("cache-control", "no-cache".to_owned()));
        question.max_answer = LARGEST;
        let answer = client.send(question).await.with_context(|| format!("cannot ask for `{page}`"))?;
        match answer.status {
            200 => *found = answer.body,
            // A site that is not there yet has promised nothing.
            404 | 410 => {}
            status => return Err(Refused(format!("`{page}` answers {status}")).into()),
        }
    }
    Ok(pipeline::said_live(&data))
}

/// Whether a build here is one that is published: CI builds what was merged, and a pull request only tries it.
pub(super) fn is_published_here() -> bool {
    is_ci() && target().is_none()
}

fn start(named: Option<&str>) -> Start {
    Start { named: named.map(str::to_owned), target: target(), before: before(), pushed: is_ci() }
}

fn is_ci() -> bool {
    variable("CI").is_some_and(|value| !matches!(value.as_str(), "false" | "0"))
}

fn target() -> Option<String> {
    TARGETS.iter().find_map(|name| variable(name)).filter(|_| is_ci())
}

fn before() -> Option<String> {
    let event = || {
        let bytes = std::fs::read(variable("GITHUB_EVENT_PATH")?).ok()?;
        let event: Value = serde_json::from_slice(&bytes).ok()?;
        event.get("before")?.as_str().map(str::to_owned)
    };
    // A branch that is new was at no commit, which is written with zeros only.
    let was_there = |commit: &String| commit.bytes().any(|digit| digit != b'0');
    BEFORE.iter().find_map(|name| variable(name)).or_else(event).filter(was_there)
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_missing(failure: &anyhow::Error) -> bool {
    failure.downcast_ref::<git::GitError>().is_some_and(git::GitError::is_missing)
}
