//! The `Idempotency-Key` of a toot: the same for every try of it, whatever changed in between, so that a server which
//! honours it keeps only one.

use sha2::{Digest, Sha256};

use crate::model::ledger::Action;

/// How many hexadecimal digits are sent.
const DIGITS: usize = 32;

/// The key. Neither the text nor the revision, address, language or run is in it: they change between two tries of one
/// toot. Only a person who says `--again` (so many times before) makes another one.
pub fn idempotency_key(account: &str, story: &str, action: &Action, agains: usize) -> String {
    let named = format!("hearback/1\n{account}\n{story}\n{action}\n{agains}");
    let digest = Sha256::digest(named.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_account_story_action_and_how_often_it_was_asked_for_again() {
        let key =
            |story: &str, agains| idempotency_key("https://s.example/@org", story, &Action::New, agains);
        assert_eq!(key("wells", 0).len(), 32);
        assert_eq!(key("wells", 0), key("wells", 0));
        assert_ne!(key("wells", 0), key("wells", 1));
        assert_ne!(key("wells", 0), key("wells#es", 0));
    }
}
