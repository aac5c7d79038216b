//! What a repository remembers of a site's stories: how they were where a change begins, and what was said first.
//!
//! 1. The base is found: the commit that the change at hand starts from. What was pushed was said.
//! 2. Files that are not as they are in the base are read as they are there.
//! 3. Of files that promise something, and of those that were removed, every version on the way to the base is read. Only the
//!    first parents are followed: what stood on a branch before it was merged was said to nobody.
//!
//! Files are read by the names of their contents, all at once, so that a history costs three commands.

use super::command::{Git, GitError};
use crate::model::said::{Version, Witness};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// The folder of the stories.
const CONTENT: &str = "content";
/// The file that says what the site's address is.
const CONFIG: &str = "hearback.yaml";
/// How much of a commit's name people are shown.
const SHORT: usize = 7;
/// What stands before a commit in the list of changes: no path begins with it.
const MARK: char = '\u{1}';

/// Where a change begins, as far as the one who runs knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The commit that somebody named.
    pub named: Option<String>,
    /// The branch that a pull request is to be merged into.
    pub target: Option<String>,
    /// The commit that a branch was at before a push.
    pub before: Option<String>,
    /// Whether this runs by itself after a push: then the working copy is what was pushed, and nothing is uncommitted.
    pub pushed: bool,
}

/// What a repository remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Earlier versions of stories.
    pub versions: Vec<Version>,
    /// Whether something is missing because only the newest commits were fetched.
    pub cut: bool,
}

/// Reads what the repository around a site's folder remembers. `promising` are the files that promise something today.
///
/// # Errors
/// When `git` is there and refuses, or cannot find what somebody named.
pub async fn history(root: &Path, start: &Start, promising: &BTreeSet<String>) -> Result<History, GitError> {
    let git = Git::new(root).that_only_reads();
    let cut = git.text(&["rev-parse", "--is-shallow-repository"]).await? == "true";
    let Some(base) = base(&git, start, cut).await? else { return Ok(History { versions: Vec::new(), cut }) };
    let mut wanted = changed(&git, &base).await?;
    wanted.extend(first_said(&git, &base, promising, &wanted).await?);
    Ok(History { versions: read(&git, wanted).await?, cut })
}

/// Whether a folder is in a working copy, without asking `git`. Most sites that are built for the first time are in none, and need no `git`.
pub fn in_repository(root: &Path) -> bool {
    let Ok(root) = root.canonicalize() else { return false };
    root.ancestors().any(|folder| folder.join(".git").exists())
}

/// A version of a file by the name of its content.
#[derive(Clone, Debug)]
struct Wanted {
    blob: String,
    path: String,
    witness: Witness,
}

/// The commit that the change starts from; none where there is none yet, or where it was not fetched.
async fn base(git: &Git, start: &Start, cut: bool) -> Result<Option<String>, GitError> {
    if let Some(named) = &start.named {
        return match common(git, named).await {
            Some(base) => Ok(Some(base)),
            None if cut => Ok(None),
            None => Err(GitError::new("merge-base", format!("there is no commit `{named}` here"))),
        };
    }
    if let Some(target) = &start.target {
        let branch = target.trim_start_matches("refs/heads/");
        for name in [format!("refs/remotes/origin/{branch}"), format!("refs/heads/{branch}")] {
            if let Some(base) = common(git, &name).await {
                return Ok(Some(base));
            }
        }
        // What is checked out for a pull request is often its merge, made for the test: its first parent is the branch.
        return Ok(if commit(git, "HEAD^2").await.is_some() { commit(git, "HEAD^1").await } else { None });
    }
    if start.pushed {
        let before = match &start.before {
            Some(before) => commit(git, before).await,
            None => None,
        };
        return Ok(match before {
            Some(before) => Some(before),
            None => commit(git, "HEAD^1").await,
        });
    }
    for name in ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"] {
        if let Some(base) = common(git, name).await {
            return Ok(Some(base));
        }
    }
    Ok(commit(git, "HEAD").await)
}

/// The newest commit that what is checked out has in common with another.
async fn common(git: &Git, name: &str) -> Option<String> {
    let other = commit(git, name).await?;
    git.text(&["merge-base", "HEAD", &other]).await.ok()
}

/// The whole name of a commit that is here.
async fn commit(git: &Git, name: &str) -> Option<String> {
    if name.starts_with('-') {
        return None;
    }
    git.text(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).await.ok()
}

/// How the files that are not as in the base are there.
async fn changed(git: &Git, base: &str) -> Result<Vec<Wanted>, GitError> {
    let options = ["--raw", "-z", "--no-renames", "--no-abbrev", "--relative", "--ignore-submodules"];
    let arguments = [&["diff"][..], &options, &[base, "--", CONTENT, CONFIG]].concat();
    let listed = git.bytes(&arguments).await?;
    let witness = Witness::Base(short(base));
    let before = entries(&listed).filter_map(|(_, change)| change);
    let wanted = before
        .filter(|change| (change.is_story() || change.path == CONFIG) && change.was_there())
        .map(|change| Wanted {
            blob: change.old.to_owned(),
            path: change.path.to_owned(),
            witness: witness.clone(),
        });
    Ok(wanted.collect())
}

/// Every version of the files that promise something, and the last one of those that were removed.
async fn first_said(
    git: &Git,
    base: &str,
    promising: &BTreeSet<String>,
    changed: &[Wanted],
) -> Result<Vec<Wanted>, GitError> {
    let options =
        ["--first-parent", "--root", "-m", "--raw", "-z", "--no-renames", "--no-abbrev", "--relative"];
    let format = format!("--format={MARK}%H %cs");
    let rest = ["--no-show-signature", &format, base, "--", CONTENT];
    let listed = git.bytes(&[&["log"][..], &options, &rest].concat()).await?;
    let is_wanted = |path: &str| promising.contains(path) || changed.iter().any(|wanted| wanted.path == path);
    let mut wanted = Vec::new();
    let mut now = None;
    // Newest first, as `git log` has them: the later in the list, the earlier it was said.
    for (at, (header, change)) in entries(&listed).enumerate() {
        now = header.or(now);
        let (Some((commit, day)), Some(change)) = (now, change) else { continue };
        let witness = |commit: String| Witness::Older { day, age: usize::MAX - at, commit };
        let (blob, commit) = match change.is_there() {
            true if is_wanted(change.path) => (change.new, short(commit)),
            // As it was before it was removed.
            false if change.is_story() => (change.old, format!("{}^", short(commit))),
            _ => continue,
        };
        wanted.push(Wanted { blob: blob.to_owned(), path: change.path.to_owned(), witness: witness(commit) });
    }
    Ok(wanted)
}

/// A change of one file, as `--raw` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change<'a> {
    old: &'a str,
    new: &'a str,
    path: &'a str,
}

impl Change<'_> {
    fn is_story(&self) -> bool {
        self.path.ends_with(".md")
    }

    fn was_there(&self) -> bool {
        self.old.bytes().any(|digit| digit != b'0')
    }

    fn is_there(&self) -> bool {
        self.new.bytes().any(|digit| digit != b'0')
    }
}

/// A commit and its day.
type Header<'a> = (&'a str, Date);

/// The changes in a list that ends each of its parts with a zero byte, and the commits between them. A name that is no text
/// is none of a story.
fn entries(listed: &[u8]) -> impl Iterator<Item = (Option<Header<'_>>, Option<Change<'_>>)> {
    let mut parts = listed.split(|byte| *byte == 0).filter_map(|part| std::str::from_utf8(part).ok());
    std::iter::from_fn(move || {
        let part = parts.next()?.trim_start_matches('\n');
        if let Some(header) = part.strip_prefix(MARK) {
            let header = header.split_once(' ').and_then(|(commit, day)| Some((commit, day.parse().ok()?)));
            return Some((header, None));
        }
        let change = part.strip_prefix(':').and_then(|about| {
            let mut about = about.split(' ').skip(2);
            Some(Change { old: about.next()?, new: about.next()?, path: parts.next()? })
        });
        Some((None, change))
    })
}

/// Reads the contents, each once.
async fn read(git: &Git, wanted: Vec<Wanted>) -> Result<Vec<Version>, GitError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let names: String = wanted.iter().map(|wanted| format!("{}\n", wanted.blob)).collect();
    let contents = git.answer(&["cat-file", "--batch"], names.into_bytes()).await?;
    let mut rest = contents.as_slice();
    let mut versions = Vec::new();
    for Wanted { path, witness, .. } in wanted {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
        let (header, body) = (String::from_utf8_lossy(&rest[..end]).into_owned(), &rest[end + 1..]);
        // `name blob length`, or `name missing` where it was not fetched.
        let length = header.split(' ').nth(2).and_then(|length| length.parse::<usize>().ok());
        let Some(length) = length.filter(|length| *length < body.len()) else {
            rest = body;
            continue;
        };
        versions.push(Version { path, bytes: body[..length].to_vec(), witness });
        rest = &body[length + 1..];
    }
    Ok(versions)
}

fn short(commit: &str) -> String {
    commit.chars().take(SHORT).collect()
}
