//! YAML text and values: what a text says, where each field stands in it, and what is wrong with it, all at once.

mod document;
pub mod edit;
mod fault;
pub(crate) mod fields;
pub(crate) mod findings;
mod json;
pub(crate) mod moment;
mod path;
pub(crate) mod read;
pub(crate) mod rule;
pub(crate) mod scalar;
pub(crate) mod text;
pub(crate) mod value;
