//! The `Idempotency-Key`: what a server compares two tries of one toot by.

use sha2::{Digest, Sha256};

use crate::model::ledger::Ledger;
use crate::model::record::Action;

/// Nothing in it can change between two tries. The site's id is in it, since two sites of one account may have stories of
/// one name: a server would give each the other's toot.
pub(super) fn key(account: &str, ledger: &Ledger, story: &str, action: &Action) -> String {
    let (site, agains) = (ledger.site().unwrap_or_default(), ledger.agains(story, action));
    let text = format!("hearback/2\n{account}\n{site}\n{story}\n{action}\n{agains}");
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
