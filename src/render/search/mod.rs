//! The search of a static site: an index in small files, of which a reader's browser asks for the few that its words lie in.
//!
//! 1. Text is folded and cut into words (`fold`, `words`); `static/search.js` of the theme does the same with what is asked.
//! 2. Each word gets the documents that have it, with how much it says about each (`postings`), and the words lie in order in
//!    files of about the same size (`index`).
//! 3. What a result shows lies in files of its own, some results together (`found`).
//!
//! What others said is not in it: their words may be taken back, and they agreed to stand on a page, not to be searched for.

mod fold;
mod found;
mod index;
mod postings;
mod words;

/// The kind of a document that is a commitment, beside the kinds of stories.
pub(super) const COMMITMENT: &str = "commitment";

pub(super) use found::write as found;
pub(super) use index::Index;
