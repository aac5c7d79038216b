//! `hearback inbox`: what waits for an answer, and what was decided about what people said.

mod decide;
mod list;

use super::arguments::Inbox;
use super::console::Console;
use super::ending::Ending;
use super::root;
use crate::model::reply::Reply;
use crate::store::heard::Replies;
use anyhow::Result;
use std::path::Path;
use std::sync::Arc;

/// Lists what waits, or writes a decision down.
pub(super) fn run(named: &Path, inbox: &Inbox, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    match &inbox.verb {
        Some(verb) => decide::run(&root, verb, inbox.now.as_deref(), console),
        None => list::run(&root, inbox, console),
    }
}

/// Everything that was heard.
fn heard(root: &Path) -> Vec<Arc<Reply>> {
    let replies = Replies::of(root);
    let state = replies.state();
    let threads = state.threads.iter().filter(|(_, thread)| thread.replies > 0);
    let of_threads = threads.flat_map(|(uri, _)| replies.thread(uri));
    of_threads.chain(replies.others()).map(Arc::new).collect()
}
