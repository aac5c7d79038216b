//! What a server does otherwise than Mastodon, told from the version that its instance document names. Measured on the
//! servers themselves in November 2026 (GoToSocial 0.20, snac 2.94, Takahē 0.11).

use serde::{Deserialize, Serialize};

/// The ways of one server that change what may be done there. The default is what Mastodon does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// Whether it posts later what is to be posted later. Takahē ignores `scheduled_at` and posts at once.
    pub schedules: bool,
    /// Whether an edit leaves a toot as public as it was. Takahē makes it public.
    pub edits_keep_visibility: bool,
    /// How many toots the list of an account goes back, where that is fewer than it has. snac keeps 256.
    pub list_ends_at: Option<usize>,
    /// Whether the list of an account shows its own private toots to itself. snac and Takahē leave them out; so may a
    /// server that nobody looked at.
    pub lists_private: bool,
}

impl Default for Ways {
    fn default() -> Ways {
        Ways { schedules: true, edits_keep_visibility: true, list_ends_at: None, lists_private: true }
    }
}

impl Ways {
    /// The ways of a server that says it is of this version: `4.5.1`, `takahe/0.11.0`, `4.0.0 (not true; really snac/2.94)`.
    pub fn of(version: &str) -> Ways {
        let version = version.to_lowercase();
        let usual = Ways::default();
        if version.contains("takahe") {
            return Ways { schedules: false, edits_keep_visibility: false, lists_private: false, ..usual };
        }
        if version.contains("snac") {
            return Ways { list_ends_at: Some(256), lists_private: false, ..usual };
        }
        Ways { lists_private: is_mastodon(&version) || is_gotosocial(&version), ..usual }
    }
}

/// Mastodon names its version alone; what is like it says what it is, as in `4.2.0 (compatible; Other 1.0)`.
fn is_mastodon(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains("compatible")
}

fn is_gotosocial(version: &str) -> bool {
    version.contains("gotosocial") || version.contains("git-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_told_by_its_version() {
        assert_eq!(Ways::of("4.6.4"), Ways::default());
        assert_eq!(Ways::of("0.20.0+git-57cb4fe"), Ways::default());
        assert!(!Ways::of("takahe/0.11.0").schedules);
        assert_eq!(Ways::of("4.0.0 (not true; really snac/2.94)").list_ends_at, Some(256));
        assert!(!Ways::of("2.7.2 (compatible; Pleroma 2.6.0)").lists_private, "nobody looked");
    }
}
