//! The ledger on a git remote: the one place where a laptop and CI see each other's claims. And a built site on a branch
//! ([`pages`]).
//!
//! Everything is done with git's plumbing on top of the fetched tip, so that neither the working copy nor its index is
//! touched, and nothing is ever forced. It calls the `git` command, which brings the user's credentials with it.

mod command;
mod history;
mod pages;

use std::io::Write;
use std::path::{Path, PathBuf};

use command::Git;
pub use command::GitError;
pub use history::{History, Start, history, in_repository};
pub use pages::{Difference, Pages};

/// Where fetched tips are kept, by the branch's name: names of our own, so that nobody's remote-tracking branch moves under
/// them.
const FETCHED: &str = "refs/hearback/ledger-of";

/// The branch of a remote that has the ledger and nothing else.
#[derive(Clone, Debug)]
pub struct Branch {
    git: Git,
    remote: String,
    branch: String,
    /// The ledger's path from the repository's root.
    path: String,
}

/// The branch as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// The commit; none where the remote has no such branch yet.
    pub commit: Option<String>,
    /// The ledger's bytes in it; empty where there is none yet.
    pub ledger: Vec<u8>,
}

/// What became of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The remote has it.
    Accepted,
    /// Somebody else was first: what we knew is out of date.
    Moved,
    /// The branch is where it was: the remote does not want it. What git said.
    Refused(String),
    /// The remote cannot be asked what it has. What git said.
    Unknown(String),
}

impl Branch {
    /// The branch of a remote. `file` is the ledger's path from `root`, the site's folder inside the repository.
    ///
    /// # Errors
    /// When the folder is in no repository.
    pub async fn find(root: &Path, remote: &str, branch: &str, file: &str) -> Result<Branch, GitError> {
        let git = Git::new(root);
        let prefix = git.text(&["rev-parse", "--show-prefix"]).await?;
        let (remote, branch) = (remote.to_owned(), branch.to_owned());
        Ok(Branch { git, remote, branch, path: format!("{prefix}{file}") })
    }

    /// Fetches the branch and reads the ledger from its tip. Where the remote has no such branch yet, the ledger is the one
    /// that its default branch has: it is carried over with the first claim.
    ///
    /// # Errors
    /// When the remote cannot be asked, or the branch was there before and is not any more.
    pub async fn fetch(&self) -> Result<Tip, GitError> {
        let kept = self.kept();
        match self.fetch_as(&format!("refs/heads/{}", self.branch), &kept).await {
            Ok(commit) => Ok(Tip { ledger: self.ledger_in(&commit).await?, commit: Some(commit) }),
            // What git says is not read: whether there is such a branch is a question of its own.
            Err(failed) => match self.default_branch().await? {
                None => Err(failed),
                Some(before) => self.before_the_first_claim(&before).await,
            },
        }
    }

    /// What the remote has where it has no such branch yet.
    async fn before_the_first_claim(&self, default: &str) -> Result<Tip, GitError> {
        let kept = self.kept();
        if self.git.text(&["rev-parse", "--verify", "--quiet", &kept]).await.is_ok() {
            let Branch { remote, branch, .. } = self;
            let why = format!(
                "`{remote}` has no branch `{branch}` any more, and without it nobody knows what was posted; to bring it \
                 back: `git push {remote} {kept}:refs/heads/{branch}`"
            );
            return Err(GitError::new("fetch", why));
        }
        if default.is_empty() {
            return Ok(Tip { commit: None, ledger: Vec::new() });
        }
        let commit = self.fetch_as(default, &format!("{FETCHED}-before")).await?;
        Ok(Tip { commit: None, ledger: self.ledger_in(&commit).await? })
    }

    /// The remote's default branch where it has none for the ledger, else nothing. Empty where it has no branch at all.
    async fn default_branch(&self) -> Result<Option<String>, GitError> {
        let ours = format!("refs/heads/{}", self.branch);
        let heads = self.git.text(&["ls-remote", "--symref", "--", &self.remote, "HEAD", &ours]).await?;
        let is_there = heads.lines().any(|line| line.split('\t').nth(1) == Some(ours.as_str()));
        let default = heads.lines().find_map(|line| line.strip_prefix("ref: ")?.split('\t').next());
        Ok((!is_there).then(|| default.unwrap_or_default().to_owned()))
    }

    async fn fetch_as(&self, from: &str, to: &str) -> Result<String, GitError> {
        let refspec = format!("+{from}:{to}");
        let fetch = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", &self.remote, &refspec];
        self.git.text(&fetch).await?;
        self.git.text(&["rev-parse", "--verify", to]).await
    }

    /// Where its fetched tip is kept.
    fn kept(&self) -> String {
        format!("{FETCHED}/{}", self.branch)
    }

    async fn ledger_in(&self, commit: &str) -> Result<Vec<u8>, GitError> {
        let listed = self.git.text(&["ls-tree", "--full-tree", "-z", commit, "--", &self.path]).await?;
        match listed.split_ascii_whitespace().nth(2) {
            Some(blob) => self.git.bytes(&["cat-file", "blob", blob]).await,
            None => Ok(Vec::new()),
        }
    }

    /// The ledgers that this clone has of the branch, asking nobody: what was fetched last, by us or by the user.
    pub async fn known(&self) -> Vec<Vec<u8>> {
        let mut known = Vec::new();
        for name in [self.kept(), format!("refs/remotes/{}/{}", self.remote, self.branch)] {
            if let Ok(commit) = self.git.text(&["rev-parse", "--verify", "--quiet", &name]).await {
                known.extend(self.ledger_in(&commit).await.ok());
            }
        }
        known
    }

    /// Builds a commit on top of `tip` in which only the ledger is another; the first one of the branch has no parent.
    pub async fn commit(&self, tip: &Tip, ledger: &[u8], message: &str) -> Result<String, GitError> {
        let folder = tempfile::tempdir().map_err(|error| GitError::new("commit", error.to_string()))?;
        let content = folder.path().join("ledger");
        write(&content, ledger).map_err(|error| GitError::new("commit", error.to_string()))?;
        let git = self.git.with_index(folder.path().join("index")).with_identity().await;
        let content = content.to_string_lossy();
        // The bytes as they are: a line-end filter of the repository would change what a record says.
        let blob = git.text(&["hash-object", "-w", "--no-filters", "--", &content]).await?;
        if let Some(commit) = &tip.commit {
            git.text(&["read-tree", commit]).await?;
        }
        let entry = format!("100644,{blob},{}", self.path);
        git.text(&["update-index", "--add", "--cacheinfo", &entry]).await?;
        let tree = git.text(&["write-tree"]).await?;
        let parent = tip.commit.iter().flat_map(|commit| ["-p", commit]);
        let arguments: Vec<&str> =
            ["commit-tree", &tree].into_iter().chain(parent).chain(["-m", message]).collect();
        git.text(&arguments).await
    }

    /// Pushes a commit, never forced. What git says is not trusted: where it did not end well the branch is fetched, and
    /// `ours` is asked whether the ledger in it has what was pushed. So a lost answer and a refusal are told apart
    /// without reading messages.
    pub async fn push(&self, tip: &Tip, commit: &str, ours: impl Fn(&[u8]) -> bool) -> Pushed {
        let refspec = format!("{commit}:refs/heads/{}", self.branch);
        let Err(error) =
            self.git.text(&["push", "--quiet", "--no-verify", "--", &self.remote, &refspec]).await
        else {
            return Pushed::Accepted;
        };
        match self.fetch().await {
            Ok(now) if ours(&now.ledger) => Pushed::Accepted,
            Ok(now) if now.commit != tip.commit => Pushed::Moved,
            Ok(_) => Pushed::Refused(error.to_string()),
            Err(_) => Pushed::Unknown(error.to_string()),
        }
    }
}

fn write(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::File::create(path)?.write_all(bytes)
}

#[cfg(all(test, unix))]
mod tests;
