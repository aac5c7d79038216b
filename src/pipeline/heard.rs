//! What others said below the toots of stories, as far as the site's decisions let pages show it.

use crate::config::Config;
use crate::model::conversation::Conversation;
use crate::model::diagnostic::Diagnostic;
use crate::model::heard::Thread;
use crate::model::moderation::{Moderation, Policy};
use crate::model::reply::Reply;
use crate::parse::{self, safe_list};
use crate::read;
use crate::store::heard::Replies;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The file with the site's decisions about what other people said.
const MODERATION_FILE: &str = "moderation.yaml";

/// The conversation of each story with replies, by the story's key. What cannot be read of the decisions is an error: a
/// takedown must not be lost.
pub(super) fn conversations(
    root: &Path,
    config: &Config,
) -> (BTreeMap<String, Conversation>, Vec<Diagnostic>) {
    let (moderation, findings) = decisions(root);
    if config.listen.show == Policy::None {
        return (BTreeMap::new(), findings);
    }
    let kept = Replies::of(root);
    let state = kept.state();
    let mut by_story: BTreeMap<&str, Vec<(&String, &Thread)>> = BTreeMap::new();
    for (uri, thread) in state.threads.iter().filter(|(_, thread)| thread.replies > 0) {
        by_story.entry(&thread.story).or_default().push((uri, thread));
    }
    let conversations = by_story.into_par_iter().map(|(story, threads)| {
        let of_thread = |(uri, _): &(&String, &Thread)| kept.thread(uri);
        let replies: Vec<Arc<Reply>> = threads.iter().flat_map(of_thread).map(Arc::new).collect();
        // A conversation is as old as its thread that was read longest ago.
        let as_of = threads.iter().filter_map(|(_, thread)| thread.read).min();
        let clean = &safe_list::clean_reply;
        let conversation = Conversation::of(&replies, &moderation, config.listen.show, as_of, clean);
        (story.to_owned(), conversation)
    });
    (conversations.collect(), findings)
}

fn decisions(root: &Path) -> (Moderation, Vec<Diagnostic>) {
    if !root.join(MODERATION_FILE).exists() {
        return (Moderation::default(), Vec::new());
    }
    match read::file(root, MODERATION_FILE) {
        Ok(source) => parse::moderation(&source),
        Err(finding) => (Moderation::default(), vec![finding]),
    }
}
