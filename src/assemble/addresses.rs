//! Where each story stands: `/impact/wells/`, `/es/impact/wells/`, `/about/`.

use super::safe_path::segment;
use crate::model::address;
use crate::model::story::Story;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The address of each story, by its index; stories come newest first. Folders that the author made are kept.
///
/// Of two files of one name and different dates (`2023-05-08-award.md`, `2024-01-12-award.md`) the older has the plain
/// address and the younger keeps its date, so that a new story never moves an old one.
pub(super) fn of(stories: &[Arc<Story>]) -> Vec<String> {
    let mut addresses = plain(stories);
    let different: HashSet<&str> = addresses.iter().map(String::as_str).collect();
    if different.len() == addresses.len() {
        return addresses;
    }
    let mut taken: HashSet<String> = HashSet::new();
    for (story, address) in stories.iter().zip(&mut addresses).rev() {
        if taken.contains(address.as_str())
            && let Some(dated) = dated(story)
        {
            let above = address.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
            *address = format!("{above}/{}/", segment(dated));
        }
        taken.insert(address.clone());
    }
    addresses
}

/// The name of a story's file with its date, where the slug came from that name.
fn dated(story: &Story) -> Option<&str> {
    let (folder, name) = story.path.rsplit_once('/')?;
    let stem =
        if name.starts_with("index.") { folder.rsplit('/').next()? } else { name.split('.').next()? };
    (stem.len() > story.slug.len()
        && stem.ends_with(&story.slug)
        && stem.starts_with(|c: char| c.is_ascii_digit()))
    .then_some(stem)
}

fn plain(stories: &[Arc<Story>]) -> Vec<String> {
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
