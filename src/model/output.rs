//! What a route is answered with.

use crate::model::asset::Recipe;

/// The answer to a route.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Bytes that were made.
    Page(Vec<u8>),
    /// A file that is copied as it is: its path from the site's root.
    Copy(String),
    /// An image that is encoded when it is needed.
    Variant(Recipe),
}
