//! The values that everybody knows. Nothing here reads, writes, asks the clock or imports another room.

pub mod address;
pub mod amount;
pub mod announcement;
pub mod asset;
pub mod body;
pub mod commitment;
pub mod date;
pub mod diagnostic;
pub mod lang;
pub mod ledger;
pub mod limits;
pub mod manifest;
pub mod output;
pub mod percent;
pub mod place;
pub mod record;
pub mod route;
pub mod safe_html;
pub mod secret;
pub mod site;
pub mod source;
pub mod story;
pub mod vocabulary;
pub mod voice;
