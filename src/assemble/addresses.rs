//! Where each story stands: `/impact/wells/`, `/es/impact/wells/`, `/about/`.

use super::safe_path::segment;
use crate::model::address;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// The address of each story, by its index. Folders that the author made are kept.
pub(super) fn of(stories: &[Arc<Story>]) -> Vec<String> {
    // Folders repeat: their segments are made once.
    let mut folders: HashMap<&str, String> = HashMap::new();
    stories
        .iter()
        .map(|story| {
            let prefix = address::prefix(&story.edition);
            if is_front(&story.path) {
                return format!("{prefix}/");
            }
            let folder = folder(&story.path);
            let folder = folders.entry(folder).or_insert_with(|| made_safe(folder));
            format!("{prefix}/{folder}{}/", segment(&story.slug))
        })
        .collect()
}

/// Whether a story is the text of the first page: `content/index.md`, `content/index.es.md`.
pub(super) fn is_front(path: &str) -> bool {
    path.strip_prefix("content/").is_some_and(|rest| !rest.contains('/') && rest.starts_with("index."))
}

/// The folder that a story's slug stands in, below `content/`; a bundle's is the one above its own.
fn folder(path: &str) -> &str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    if name.starts_with("index.") { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder }
}

fn made_safe(folder: &str) -> String {
    folder.split('/').filter(|part| !part.is_empty()).map(|part| segment(part) + "/").collect()
}
