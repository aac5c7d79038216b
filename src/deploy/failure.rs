//! Why a site is not where it should be.

use crate::git::GitError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a deploy ended before its end. What was put until then is whole, and the next run goes on from there.
#[derive(Debug, Error)]
pub enum Failure {
    /// The folder is not there, or has no home page.
    #[error("there is no site in `{}`: it has no `index.html`", .0.display())]
    NoSite(PathBuf),
    /// A file of the site cannot be read, or one of the place not written.
    #[error("cannot {doing} `{}`: {cause}", path.display())]
    Disk {
        /// What was tried: `read`, `write`.
        doing: &'static str,
        /// Which.
        path: PathBuf,
        /// What the system said; part of the message, and so no source of it.
        cause: io::Error,
    },
    /// A file's name cannot be an address.
    #[error("`{name}` cannot be deployed: {why}")]
    Name {
        /// The file, below the folder.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// More would go than may.
    #[error("{removals} of the {of} files that are there would be removed, and at most {most} may be")]
    TooManyRemovals {
        /// How many would go.
        removals: usize,
        /// How many are there.
        of: usize,
        /// How many may go.
        most: usize,
    },
    /// The store refused, or could not be asked.
    #[error("cannot {doing}: {why}")]
    Store {
        /// What was tried.
        doing: String,
        /// What came back, without keys.
        why: String,
        /// What to do.
        hint: Option<String>,
    },
    /// What is there was not written by this program, or by a newer one.
    #[error("`{0}` is there, and this version cannot read it")]
    Foreign(String),
    /// Others deploy all the while.
    #[error("other deploys changed the site each time before this one could end")]
    Contended,
    /// git refused.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The remote does not want the branch.
    #[error("the branch `{branch}` was not taken: {why}")]
    Refused {
        /// The branch.
        branch: String,
        /// What git said.
        why: String,
    },
    /// The site's own command did not end well.
    #[error("the site's own `deploy.command` failed: {0}")]
    Command(String),
}

impl Failure {
    pub(super) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_owned();
        move |cause| Failure::Disk { doing, path, cause }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Failure::NoSite(_) => Some("build it first: `hearback build`".to_owned()),
            Failure::TooManyRemovals { removals, .. } => Some(format!(
                "look at them with `hearback deploy --dry-run`; if they shall go: `--max-removals {removals}`"
            )),
            Failure::Store { hint, .. } => hint.clone(),
            Failure::Foreign(_) => {
                Some("use the version of hearback that wrote it, or a newer one".to_owned())
            }
            Failure::Contended => Some("run it again when the others have ended".to_owned()),
            Failure::Git(error) if error.is_missing() => Some("install git".to_owned()),
            Failure::Refused { .. } => {
                Some("look whether the branch is protected, and whether you may push to it".to_owned())
            }
            _ => None,
        }
    }

    /// Whether it is the site or this machine that is at fault, and not the network or a server.
    pub fn is_of_the_site(&self) -> bool {
        matches!(
            self,
            Failure::NoSite(_)
                | Failure::Disk { .. }
                | Failure::Name { .. }
                | Failure::TooManyRemovals { .. }
                | Failure::Foreign(_)
        )
    }
}
