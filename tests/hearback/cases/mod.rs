//! The cases of `tests/data/cases`, each with the right value that its `CASE.txt` names, and siblings of each kind.

mod check;
mod config;
mod files;
mod front_matter;
mod hosts;
mod markdown;
mod pages;
mod serve;
mod toot;
