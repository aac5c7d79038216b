//! `hearback inbox`: what waits for an answer, and what was decided about what people said.

mod decide;
mod heard;
mod list;

pub(super) use heard::heard;

use super::arguments::Inbox;
use super::console::Console;
use super::ending::Ending;
use super::root;
use anyhow::Result;
use std::path::Path;

/// Lists what waits, or writes a decision down.
pub(super) fn run(named: &Path, inbox: &Inbox, console: &Console) -> Result<Ending> {
    let root = root::find(named)?;
    match &inbox.verb {
        Some(verb) => decide::run(&root, verb, inbox.now.as_deref(), console),
        None => list::run(&root, inbox, console),
    }
}
