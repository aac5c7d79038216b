//! Changes noticed by looking, where the file system says nothing of them.
//!
//! `notify` can look too, but compares whole seconds: what is saved twice within one stays unseen.

use crate::pipeline::{different, look};
use notify::event::{EventKind, ModifyKind};
use notify::{Event, Result};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);

/// Looks at the files of the root and at everything below its folders, on a thread of its own, and sends what is new,
/// different or gone as one event a look, until nobody listens. The first look is taken before this returns.
pub(super) fn begin(root: &Path, folders: &[PathBuf], events: Sender<Result<Event>>) {
    let (root, folders) = (root.to_owned(), folders.to_owned());
    let mut before = look(&root, &folders);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(EVERY);
            let now = look(&root, &folders);
            let paths = different(&before, &now);
            before = now;
            let event = Event { paths, ..Event::new(EventKind::Modify(ModifyKind::Any)) };
            if !event.paths.is_empty() && events.send(Ok(event)).is_err() {
                return;
            }
        }
    });
}
