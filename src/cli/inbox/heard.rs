//! Everything that was heard, as it is kept.

use crate::model::reply::Reply;
use crate::store::heard::Replies;
use std::path::Path;
use std::sync::Arc;

/// Everything that was heard.
pub(in crate::cli) fn heard(root: &Path) -> Vec<Arc<Reply>> {
    let replies = Replies::of(root);
    let state = replies.state();
    let threads = state.threads.iter().filter(|(_, thread)| thread.replies > 0);
    let of_threads = threads.flat_map(|(uri, _)| replies.thread(uri));
    of_threads.chain(replies.others()).map(Arc::new).collect()
}
