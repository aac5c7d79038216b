//! What a route is answered with.

use crate::model::asset::Recipe;

/// The answer to a route.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Bytes that were made.
    Page(Vec<u8>),
    /// An author's file as it is, but for what a camera noted in it: its path from the site's root.
    Copy(String),
    /// An image that is encoded when it is needed.
    Variant(Recipe),
}

impl Output {
    /// The author's file that it is made of.
    pub fn source(&self) -> Option<&str> {
        match self {
            Self::Page(_) => None,
            Self::Copy(path) => Some(path),
            Self::Variant(recipe) => Some(&recipe.source),
        }
    }
}
