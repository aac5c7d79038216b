//! The ledger on a git remote: the one place where a laptop and CI see each other's claims.
//!
//! Everything is done with git's plumbing on top of the fetched tip, so that neither the working copy nor its index is
//! touched, and nothing is ever forced. It calls the `git` command, which brings the user's credentials with it.

mod command;
mod history;

use std::io::Write;
use std::path::{Path, PathBuf};

use command::Git;
pub use command::GitError;
pub use history::{History, Start, history, in_repository};

/// Where fetched tips are kept: a name of our own, so that nobody's remote-tracking branch moves under them.
const FETCHED: &str = "refs/hearback/ledger";

/// The branch of a remote that has the ledger.
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
    /// The commit.
    pub commit: String,
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
    /// Finds the remote's own default branch, which is the same from every clone whatever is checked out there.
    /// `file` is the ledger's path from `root`, the site's folder inside the repository.
    pub async fn find(root: &Path, remote: &str, file: &str) -> Result<Branch, GitError> {
        let git = Git::new(root);
        let prefix = git.text(&["rev-parse", "--show-prefix"]).await?;
        let heads = git.text(&["ls-remote", "--symref", "--", remote, "HEAD"]).await?;
        let branch = heads
            .lines()
            .find_map(|line| line.strip_prefix("ref: refs/heads/")?.split('\t').next())
            .ok_or_else(|| GitError::new("ls-remote", format!("`{remote}` has no default branch")))?;
        Ok(Branch {
            git,
            remote: remote.to_owned(),
            branch: branch.to_owned(),
            path: format!("{prefix}{file}"),
        })
    }

    /// The branch's name.
    pub fn name(&self) -> &str {
        &self.branch
    }

    /// Fetches the branch and reads the ledger from its tip.
    pub async fn fetch(&self) -> Result<Tip, GitError> {
        let refspec = format!("+refs/heads/{}:{FETCHED}", self.branch);
        self.git
            .text(&["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", &self.remote, &refspec])
            .await?;
        let commit = self.git.text(&["rev-parse", "--verify", FETCHED]).await?;
        let listed = self.git.text(&["ls-tree", "--full-tree", "-z", &commit, "--", &self.path]).await?;
        let ledger = match listed.split_ascii_whitespace().nth(2) {
            Some(blob) => self.git.bytes(&["cat-file", "blob", blob]).await?,
            None => Vec::new(),
        };
        Ok(Tip { commit, ledger })
    }

    /// Builds a commit on top of `tip` in which only the ledger is another.
    pub async fn commit(&self, tip: &Tip, ledger: &[u8], message: &str) -> Result<String, GitError> {
        let folder = tempfile::tempdir().map_err(|error| GitError::new("commit", error.to_string()))?;
        let content = folder.path().join("ledger");
        write(&content, ledger).map_err(|error| GitError::new("commit", error.to_string()))?;
        let git = self.git.with_index(folder.path().join("index")).with_identity().await;
        let content = content.to_string_lossy();
        // The bytes as they are: a line-end filter of the repository would change what a record says.
        let blob = git.text(&["hash-object", "-w", "--no-filters", "--", &content]).await?;
        git.text(&["read-tree", &tip.commit]).await?;
        let entry = format!("100644,{blob},{}", self.path);
        git.text(&["update-index", "--add", "--cacheinfo", &entry]).await?;
        let tree = git.text(&["write-tree"]).await?;
        git.text(&["commit-tree", &tree, "-p", &tip.commit, "-m", message]).await
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
