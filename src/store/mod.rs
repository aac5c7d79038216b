//! Our own state on disk.

pub mod account;
pub mod heard;
pub mod keyring;
pub mod ledger;
pub mod limits;
pub mod lock;
pub mod manifest;
pub mod pages;
pub mod steps;
