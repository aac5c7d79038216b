//! HTML as text: the one reader of it, and the one way in which text is written into it.
//!
//! - [`tokens`] reads tags, text and comments with their places, as a browser does (HTML Living Standard §13.2.5).
//! - [`links`] and [`text`] are what most want of it.
//! - [`escape`] writes text so that it can stand in an element or in a quoted attribute.

mod escape;
mod text;
mod token;

pub use escape::{escape, escaped};
pub use text::{links, text};
pub use token::{Kind, Tag, Token, tokens};
