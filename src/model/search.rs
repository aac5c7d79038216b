//! What can be found on a site, language by language, and in how many files the index of it lies. `assemble` makes the routes
//! from it and `render` the files: both have to count alike.

use crate::model::route::{Edition, SearchFile, StoryIx};
use crate::model::site::Promise;
use crate::model::story::Story;
use std::collections::HashMap;
use std::sync::Arc;

/// Results that lie in one file together.
pub const FOUND_A_FILE: usize = 16;

/// Bytes of text whose words lie in one file together: about 6 KB of it as it goes over the wire.
const TEXT_A_FILE: usize = 32 << 10;

/// Something that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// A story, by its index in `Site::stories`.
    Story(StoryIx),
    /// A commitment, by its index in `Site::promises`.
    Promise(usize),
}

/// How many files of each kind the index of a language has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Files {
    /// Of words.
    pub words: usize,
    /// Of results.
    pub found: usize,
}

impl Files {
    /// All of them.
    pub fn all(self) -> impl Iterator<Item = SearchFile> {
        (0..self.words).map(SearchFile::Words).chain((0..self.found).map(SearchFile::Found))
    }
}

/// Everything that can be found in a language, the oldest first: what is published next has the next number, and the files of
/// what was there before stay as they are.
pub fn documents(stories: &[Arc<Story>], promises: &[Promise], edition: &Edition) -> Vec<Document> {
    let mut made: HashMap<StoryIx, Vec<usize>> = HashMap::new();
    for (ix, promise) in promises.iter().enumerate() {
        if promise.editions().any(|other| other == edition) {
            made.entry(promise.said_in(edition).0).or_default().push(ix);
        }
    }
    let own = stories.iter().enumerate().rev().filter(|(_, story)| story.edition == *edition);
    own.flat_map(|(ix, _)| {
        let promises = made.remove(&ix).unwrap_or_default();
        std::iter::once(Document::Story(ix)).chain(promises.into_iter().map(Document::Promise))
    })
    .collect()
}

/// In how many files the index of a language lies; `None` where nothing can be found. It depends on nothing but how much there
/// is, so that it is known before a word is read.
pub fn files(stories: &[Arc<Story>], promises: &[Promise], edition: &Edition) -> Option<Files> {
    let own = stories.iter().filter(|story| story.edition == *edition);
    let bytes: usize = own.map(|story| story.body.html.len() + story.title.len()).sum();
    let count = documents(stories, promises, edition).len();
    (count > 0)
        .then(|| Files { words: bytes.div_ceil(TEXT_A_FILE).max(1), found: count.div_ceil(FOUND_A_FILE) })
}
