//! Which files changed: events of the file system, gathered until they are quiet.

use super::look;
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A burst has ended when nothing came for so long.
const QUIET: Duration = Duration::from_millis(10);
/// The same behind a file that its writer has closed: it is whole, and only others of the same burst can still come.
const QUIET_CLOSED: Duration = Duration::from_millis(3);
/// The same where a folder came or went: to watch a new one takes the watcher a while, in which its files have no events, and
/// they must not be looked at before.
const QUIET_FOLDERS: Duration = Duration::from_millis(50);
/// A burst is answered after so long even if it goes on.
const AT_MOST: Duration = Duration::from_millis(100);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// Not at all.
    Off,
    /// By the events of the file system; where it has none, by looking.
    Events,
    /// By looking at the files twice a second: folders of a network, of another system or of a container often send no
    /// events.
    Looking,
}

/// The folders below the root that make a site.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// What may have changed. A path is a reason to look again, never a claim about what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Changes {
    /// These paths.
    Paths(BTreeSet<PathBuf>),
    /// Anything: events were lost.
    Anything,
}

impl Changes {
    /// Nothing, but time went by.
    pub(super) fn none() -> Self {
        Self::Paths(BTreeSet::new())
    }
}

/// Watches a site until it is dropped.
pub(super) struct Watch {
    folders: [PathBuf; 3],
    events: Receiver<notify::Result<Event>>,
    /// None where the files are looked at.
    watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Begins to watch by events. The root itself is watched without what lies below it, for `hearback.yaml` is replaced by
    /// editors that rename; of the folders below, those that are there are watched whole.
    pub(super) fn by_events(root: &Path) -> notify::Result<Self> {
        let (send, events) = channel();
        let mut watcher = notify::recommended_watcher(send)?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        let folders = FOLDERS.map(|name| root.join(name));
        let mut watch = Self { folders: folders.clone(), events, watcher: Some(watcher) };
        watch.add(&BTreeSet::from(folders));
        Ok(watch)
    }

    /// Begins to watch the same by looking.
    pub(super) fn by_looking(root: &Path) -> Self {
        let (send, events) = channel();
        let folders = FOLDERS.map(|name| root.join(name));
        look::begin(root, &folders, send);
        Self { folders, events, watcher: None }
    }

    /// Watches those folders of the site that are among the paths and there, and those that a link among the paths leads
    /// to: both may have come later.
    pub(super) fn add(&mut self, paths: &BTreeSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        let own = |path: &Path| self.folders.iter().any(|folder| path == folder);
        let linked =
            |path: &Path| path.is_symlink() && self.folders.iter().any(|folder| path.starts_with(folder));
        for folder in paths.iter().filter(|path| path.is_dir() && (own(path) || linked(path))) {
            // A folder that goes away between the look and the watch sends an event of its own.
            let _ = watcher.watch(folder, RecursiveMode::Recursive);
        }
    }

    /// Waits for the next burst and returns what it touched; `None` when the watcher has ended.
    pub(super) fn next(&self, patience: Duration) -> Option<Changes> {
        let first = match self.events.recv_timeout(patience) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return Some(Changes::none()),
            Err(RecvTimeoutError::Disconnected) => return None,
        };
        let begun = Instant::now();
        let mut changes = Changes::none();
        let mut quiet = QUIET;
        take(&mut changes, &mut quiet, first);
        while begun.elapsed() < AT_MOST {
            match self.events.recv_timeout(quiet) {
                Ok(event) => take(&mut changes, &mut quiet, event),
                Err(_) => break,
            }
        }
        Some(changes)
    }
}

/// Adds an event to what is known to have changed.
fn take(changes: &mut Changes, quiet: &mut Duration, event: notify::Result<Event>) {
    let Ok(event) = event else {
        *changes = Changes::Anything;
        return;
    };
    if event.need_rescan() {
        *changes = Changes::Anything;
    }
    // Being read is no change; answering to it would answer to ourselves for ever.
    let read_only = matches!(event.kind, EventKind::Access(kind) if !matches!(kind, notify::event::AccessKind::Close(notify::event::AccessMode::Write)));
    if read_only || matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_))) {
        return;
    }
    if *quiet < QUIET_FOLDERS {
        *quiet = if matches!(event.kind, EventKind::Access(_)) { QUIET_CLOSED } else { QUIET };
    }
    if let EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) = event.kind
        && event.paths.iter().any(|path| path.is_dir())
    {
        *quiet = QUIET_FOLDERS;
    }
    if let Changes::Paths(paths) = changes {
        paths.extend(event.paths);
    }
}
