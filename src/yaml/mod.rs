//! YAML text and values: what a text says, where each field stands in it, and what is wrong with it, all at once.

pub(crate) mod fields;
pub(crate) mod findings;
pub(crate) mod mapping;
pub(crate) mod moment;
pub(crate) mod node;
pub(crate) mod outline;
pub(crate) mod rule;
mod scan;
pub(crate) mod text;
