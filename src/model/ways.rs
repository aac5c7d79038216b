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
    /// Whether an edited toot keeps its id. On snac it gets another, and keeps its `uri`.
    pub edits_keep_id: bool,
    /// Whether it refuses a toot that would mention somebody whom we did not name (`allowed_mentions`). The others post it.
    pub refuses_mentions: bool,
    /// Whether every character counts as it is written, links and mentions too. Takahē names 23 for a link, and counts all
    /// of it.
    pub counts_as_written: bool,
    /// Whether it takes signs of a text for markup, and leaves out what looks like a tag. snac does.
    pub marks_up: bool,
    /// Whether it gives notifications page by page from the oldest that is not known. snac takes `min_id` for `since_id`:
    /// what lies between would be skipped.
    pub pages_forward: bool,
    /// Whether it says in which language a toot is. snac says `en` of all.
    pub tells_languages: bool,
    /// Whether replies can wait for our approval, outside of the thread. On GoToSocial they do.
    pub holds_replies: bool,
    /// Whether a token may be for little alone. Takahē wants the whole of `read`.
    pub knows_fine_scopes: bool,
}

impl Default for Ways {
    fn default() -> Ways {
        Ways {
            schedules: true,
            edits_keep_visibility: true,
            list_ends_at: None,
            lists_private: true,
            edits_keep_id: true,
            refuses_mentions: true,
            counts_as_written: false,
            marks_up: false,
            pages_forward: true,
            tells_languages: true,
            holds_replies: false,
            knows_fine_scopes: true,
        }
    }
}

impl Ways {
    /// The ways of a server that says it is of this version: `4.5.1`, `takahe/0.11.0`, `4.0.0 (not true; really snac/2.94)`.
    pub fn of(version: &str) -> Ways {
        let version = version.to_lowercase();
        let usual = Ways::default();
        if version.contains("takahe") {
            return Ways {
                schedules: false,
                edits_keep_visibility: false,
                lists_private: false,
                refuses_mentions: false,
                counts_as_written: true,
                knows_fine_scopes: false,
                ..usual
            };
        }
        if version.contains("snac") {
            return Ways {
                list_ends_at: Some(256),
                lists_private: false,
                edits_keep_id: false,
                refuses_mentions: false,
                marks_up: true,
                pages_forward: false,
                tells_languages: false,
                ..usual
            };
        }
        if is_gotosocial(&version) {
            return Ways { refuses_mentions: false, holds_replies: true, ..usual };
        }
        Ways { lists_private: is_mastodon(&version), refuses_mentions: is_mastodon(&version), ..usual }
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
        let gotosocial = Ways { refuses_mentions: false, holds_replies: true, ..Ways::default() };
        assert_eq!(Ways::of("0.20.0+git-57cb4fe"), gotosocial);
        assert!(!Ways::of("takahe/0.11.0").schedules);
        assert_eq!(Ways::of("4.0.0 (not true; really snac/2.94)").list_ends_at, Some(256));
        assert!(!Ways::of("2.7.2 (compatible; Pleroma 2.6.0)").lists_private, "nobody looked");
    }
}
