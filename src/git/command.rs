//! Calling `git`: one command, with a time-out, in English, asking nobody anything.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The longest that one command may take where nothing else is said: a claim that takes longer is too late anyway.
const TIMEOUT: Duration = Duration::from_secs(60);

/// `git` did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`git {command}` failed: {why}")]
pub struct GitError {
    command: String,
    why: String,
    missing: bool,
}

impl GitError {
    pub(super) fn new(command: &str, why: String) -> GitError {
        GitError { command: command.to_owned(), why, missing: false }
    }

    /// Whether there is no `git` on this machine.
    pub fn is_missing(&self) -> bool {
        self.missing
    }
}

/// The command, in a folder.
#[derive(Clone, Debug)]
pub(super) struct Git {
    folder: PathBuf,
    environment: Vec<(&'static str, OsString)>,
    patience: Duration,
}

impl Git {
    pub(super) fn new(folder: &Path) -> Git {
        Git { folder: folder.to_owned(), environment: Vec::new(), patience: TIMEOUT }
    }

    /// With commands that may take longer than a claim may.
    pub(super) fn with_patience(self, patience: Duration) -> Git {
        Git { patience, ..self }
    }

    /// With an index of its own, so that what is staged stays as it is.
    pub(super) fn with_index(&self, index: PathBuf) -> Git {
        let mut git = self.clone();
        git.environment.push(("GIT_INDEX_FILE", index.into()));
        git
    }

    /// With a name to commit under, where the user has set none, as in CI.
    pub(super) async fn with_identity(mut self) -> Git {
        if self.text(&["var", "GIT_COMMITTER_IDENT"]).await.is_err() {
            for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] {
                self.environment.push((name, "hearback".into()));
            }
            for email in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] {
                self.environment.push((email, "hearback@localhost".into()));
            }
        }
        self
    }

    /// Runs it, and gives what it printed without the line's end.
    pub(super) async fn text(&self, arguments: &[&str]) -> Result<String, GitError> {
        let bytes = self.bytes(arguments).await?;
        Ok(String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned())
    }

    /// For a look at a repository: writes nothing, not even a newer index, and fetches nothing that is not here.
    pub(super) fn that_only_reads(mut self) -> Git {
        self.environment.push(("GIT_OPTIONAL_LOCKS", "0".into()));
        self.environment.push(("GIT_NO_LAZY_FETCH", "1".into()));
        self
    }

    /// Runs it, and gives what it printed.
    pub(super) async fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.answer(arguments, Vec::new()).await
    }

    /// Runs it with something to read, and gives what it printed.
    pub(super) async fn answer(&self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, GitError> {
        let name = arguments.first().copied().unwrap_or_default();
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        // git hands its environment to hooks, ssh and filters, and none of these has to know the account's token.
        command.env_remove("HEARBACK_TOKEN");
        // A hook that calls us hands its own repository down.
        for inherited in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_QUARANTINE_PATH"] {
            command.env_remove(inherited);
        }
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        if !input.is_empty() {
            command.stdin(Stdio::piped());
        }
        let output = tokio::time::timeout(self.patience, run(command, input))
            .await
            .map_err(|_| GitError::new(name, "it took too long".to_owned()))?
            .map_err(|error| GitError {
                missing: error.kind() == ErrorKind::NotFound,
                ..GitError::new(name, error.to_string())
            })?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = without_credentials(String::from_utf8_lossy(&output.stderr).trim());
        let why = if said.is_empty() { output.status.to_string() } else { said };
        Err(GitError::new(name, why))
    }
}

/// Writes and reads at once: both sides of a pipe hold only so much.
async fn run(mut command: Command, input: Vec<u8>) -> std::io::Result<Output> {
    let mut child = command.spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        tokio::spawn(async move {
            // Whoever stops reading has said why on stderr.
            let _ = pipe.write_all(&input).await;
        });
    }
    child.wait_with_output().await
}

/// A remote's address can carry a token (`https://user:token@host/`), and git repeats addresses.
fn without_credentials(said: &str) -> String {
    let mut parts = said.split("://");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let authority = part.find(['/', ' ', '\'', '"', '\n']).unwrap_or(part.len());
        let kept = part[..authority].rfind('@').map_or(part, |at| &part[at + 1..]);
        clean.push_str("://");
        clean.push_str(kept);
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_a_remotes_address_is_not_repeated() {
        assert_eq!(
            without_credentials("fatal: unable to access 'https://ci:s3cret@git.example/site/': no"),
            "fatal: unable to access 'https://git.example/site/': no"
        );
        assert_eq!(without_credentials("see https://git.example/a@b"), "see https://git.example/a@b");
    }
}
