//! A branch that holds a built site and nothing else, as GitHub Pages and git-pages serve it. Made with git's plumbing: the
//! working copy and its index stay as they are, and nothing is forced.

use super::Pushed;
use super::command::{Git, GitError};
use std::path::Path;
use std::time::Duration;

/// Where fetched tips are kept, by the branch's name.
const FETCHED: &str = "refs/hearback/site-of";
/// The longest that one command may take: it may carry a whole site.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// The branch of a remote.
#[derive(Clone, Debug)]
pub struct Pages {
    git: Git,
    remote: String,
    branch: String,
}

/// How two trees differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files that only the new one has.
    pub new: Vec<String>,
    /// Files that both have, and that are not the same.
    pub changed: Vec<String>,
    /// Files that only the old one has.
    pub removed: Vec<String>,
}

impl Pages {
    /// The branch, for the repository around a folder.
    pub fn new(root: &Path, remote: &str, branch: &str) -> Pages {
        let git = Git::new(root).with_patience(PATIENCE);
        Pages { git, remote: remote.to_owned(), branch: branch.to_owned() }
    }

    /// Fetches the branch; `None` where the remote has none.
    ///
    /// # Errors
    /// When the folder is in no repository, or the remote cannot be asked.
    pub async fn tip(&self) -> Result<Option<String>, GitError> {
        let name = format!("refs/heads/{}", self.branch);
        if self.git.text(&["ls-remote", "--", &self.remote, &name]).await?.is_empty() {
            return Ok(None);
        }
        let kept = format!("{FETCHED}/{}", self.branch);
        let refspec = format!("+{name}:{kept}");
        let mut fetch = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
        // A clone that has everything stays one; one that was made shallow, as in CI, need not fetch years of old sites.
        if self.git.text(&["rev-parse", "--is-shallow-repository"]).await? == "true" {
            fetch.push("--depth=1");
        }
        fetch.extend(["--", &self.remote, &refspec]);
        self.git.text(&fetch).await?;
        self.git.text(&["rev-parse", "--verify", &kept]).await.map(Some)
    }

    /// Writes the files of a folder as a tree, and beside them those of `kept` that the old commit has and the folder has
    /// not, and an empty file for each name of `empty` that is not there.
    ///
    /// # Errors
    /// When a file cannot be read or stored.
    pub async fn tree(
        &self,
        folder: &Path,
        files: &[&str],
        old: Option<&str>,
        kept: &[&str],
        empty: &[&str],
    ) -> Result<String, GitError> {
        let index = tempfile::tempdir().map_err(|error| GitError::new("update-index", error.to_string()))?;
        let git = self.git.with_index(index.path().join("index"));
        let folder =
            std::path::absolute(folder).map_err(|error| GitError::new("hash-object", error.to_string()))?;
        let paths: String = files.iter().map(|path| format!("{}\n", folder.join(path).display())).collect();
        // The bytes as they are: a line-end filter of the repository would change what is published.
        let hashed =
            git.answer(&["hash-object", "-w", "--no-filters", "--stdin-paths"], paths.into_bytes()).await?;
        let hashed = String::from_utf8_lossy(&hashed);
        let blobs: Vec<&str> = hashed.lines().collect();
        if blobs.len() != files.len() {
            return Err(GitError::new("hash-object", "it left files out".to_owned()));
        }
        let entry = |blob: &str, path: &str| format!("100644 {blob}\t{path}\0");
        let mut entries: String = blobs.iter().zip(files).map(|(blob, path)| entry(blob, path)).collect();
        for name in kept.iter().filter(|name| !files.contains(*name)) {
            let Some(old) = old else { continue };
            let listed = git.text(&["ls-tree", "--full-tree", "-z", old, "--", name]).await?;
            if let Some(blob) = listed.split_ascii_whitespace().nth(2) {
                entries.push_str(&entry(blob, name));
            }
        }
        for name in empty.iter().filter(|name| !files.contains(*name)) {
            let blob = git.text(&["hash-object", "-w", "-t", "blob", "--stdin"]).await?;
            entries.push_str(&entry(&blob, name));
        }
        git.answer(&["update-index", "-z", "--index-info"], entries.into_bytes()).await?;
        git.text(&["write-tree"]).await
    }

    /// How a tree differs from what a commit has; from nothing where there is none.
    ///
    /// # Errors
    /// When git cannot read one of them.
    pub async fn difference(&self, old: Option<&str>, tree: &str) -> Result<Difference, GitError> {
        let mut difference = Difference::default();
        let Some(old) = old else {
            let listed = self.git.bytes(&["ls-tree", "-r", "--name-only", "--full-tree", "-z", tree]).await?;
            difference.new = names(&listed).collect();
            return Ok(difference);
        };
        let options = ["diff-tree", "-r", "-z", "--no-renames", "--name-status"];
        let listed = self.git.bytes(&[&options[..], &[old, tree]].concat()).await?;
        let mut parts = names(&listed);
        while let (Some(status), Some(path)) = (parts.next(), parts.next()) {
            match status.as_str() {
                "A" => difference.new.push(path),
                "D" => difference.removed.push(path),
                _ => difference.changed.push(path),
            }
        }
        Ok(difference)
    }

    /// How many files a commit has.
    ///
    /// # Errors
    /// When git cannot read it.
    pub async fn count(&self, commit: &str) -> Result<usize, GitError> {
        let listed = self.git.bytes(&["ls-tree", "-r", "--name-only", "--full-tree", "-z", commit]).await?;
        Ok(names(&listed).count())
    }

    /// Makes a commit of a tree, and pushes it, never forced.
    ///
    /// # Errors
    /// When the commit cannot be made.
    pub async fn push(&self, old: Option<&str>, tree: &str, message: &str) -> Result<Pushed, GitError> {
        let git = self.git.clone().with_identity().await;
        let parent = old.iter().flat_map(|commit| ["-p", commit]);
        let arguments: Vec<&str> =
            ["commit-tree", tree].into_iter().chain(parent).chain(["-m", message]).collect();
        let commit = git.text(&arguments).await?;
        let refspec = format!("{commit}:refs/heads/{}", self.branch);
        let pushed = self.git.text(&["push", "--quiet", "--no-verify", "--", &self.remote, &refspec]).await;
        let Err(error) = pushed else { return Ok(Pushed::Accepted) };
        // What git says is not read: the branch is asked.
        Ok(match self.tip().await {
            Ok(now) if now.as_deref() == Some(commit.as_str()) => Pushed::Accepted,
            Ok(now) if now.as_deref() != old => Pushed::Moved,
            Ok(_) => Pushed::Refused(error.to_string()),
            Err(_) => Pushed::Unknown(error.to_string()),
        })
    }
}

fn names(listed: &[u8]) -> impl Iterator<Item = String> {
    listed
        .split(|byte| *byte == 0)
        .filter(|part| !part.is_empty())
        .map(|part| String::from_utf8_lossy(part).into_owned())
}
