//! Bringing a built site to where readers find it: an object store, a folder, a branch, or a command of the site's own.
//!
//! 1. The site's files are read: what each is and how it is served ([`site`], [`headers`]).
//! 2. What is there is read from our own manifest, which lies beside the site ([`manifest`]). A listing is never asked for.
//! 3. The two are compared: what is new, what changed, what goes ([`plan`]). Too many removals end it here.
//! 4. The place is held, so that one deploy works at a time; what is about to be touched is written down as uncertain, on
//!    the condition that the manifest is still the one that was read. Where it is not, it starts again from 2.
//! 5. Files are put, stage by stage ([`stage`]): all new ones before the first changed one, and what links after what is
//!    linked to. So no page that readers see links to one that is missing. Removals come last.
//! 6. The manifest is written with what is there now, again only over the one that was ours.
//!
//! Killed at any moment, it leaves whole files and a manifest that says which ones to put again. No step asks a clock what
//! time it is.

mod branch;
mod cloud;
mod command;
mod failure;
mod folder;
mod headers;
mod lease;
mod manifest;
mod objects;
mod opened;
mod place;
mod plan;
mod progress;
mod receipt;
mod refusal;
mod request;
mod run;
mod site;
mod stage;
#[cfg(test)]
mod tests;

pub use failure::Failure;
pub use plan::Plan;
pub use progress::{Event, Tell};
pub use receipt::Receipt;
pub use request::Request;
pub use run::{plan, run};
