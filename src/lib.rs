//! hearback: a static-site publisher for communications teams that announces each story once on Mastodon.
//!
//! # The map
//!
//! ```text
//! content/ themes/ hearback.yaml
//!    │ read        disk → Source
//!    │ parse       one file, alone, pure → Story, its Body with holes for what only the whole site knows
//!    │ assemble    all stories, files, ledger, today → one immutable Site
//!    │ check       what is wrong with a Story, or with the Site
//!    │ render      Renderer::new(Site, Theme, Config); press.answer(address) → Output
//!    │ write       staged, and moved in at the end
//! public/
//!
//! Site + ledger + now ─ toot ─▶ Plan ─ outreach ─▶ receipts in the ledger
//! ```
//!
//! - Values that everybody knows: [`model`], [`config`].
//! - Pure rooms, without file, clock, network or environment: [`yaml`], [`html`], [`parse`], [`theme`], [`assemble`], [`check`], [`render`],
//!   [`toot`], [`scaffold`].
//! - Edges, one kind of effect each: [`read`], [`images`], [`write`](mod@write), [`store`], [`web`], [`mastodon`], [`git`],
//!   [`deploy`].
//! - Errands, several effects in order: [`pipeline`], [`outreach`].
//! - Doors: [`serve`], [`cli`].
//!
//! Which room may import which, and in which room each library lives, stands in `tests/floors.rs`.

pub mod assemble;
pub mod check;
pub mod cli;
pub mod config;
pub mod deploy;
pub mod git;
pub mod html;
pub mod images;
pub mod listen;
pub mod mastodon;
pub mod model;
pub mod outreach;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod render;
pub mod scaffold;
pub mod serve;
pub mod store;
pub mod theme;
pub mod toot;
pub mod web;
pub mod write;
pub mod yaml;
