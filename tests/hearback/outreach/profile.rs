//! The ways of the servers that toots go to, as they were measured on Mastodon 4.5 and 4.6, GoToSocial 0.20, snac 2.94 and
//! Takahē 0.11 in November 2026.

use super::server::{Inner, Keys, NextPage, Queue};

/// A server that is known to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Profile {
    Mastodon45,
    Mastodon46,
    GoToSocial,
    Snac,
    Takahe,
}

impl Profile {
    pub(super) const ALL: [Profile; 5] =
        [Profile::Mastodon45, Profile::Mastodon46, Profile::GoToSocial, Profile::Snac, Profile::Takahe];

    /// What its instance document says it is.
    pub(super) fn version(self) -> &'static str {
        match self {
            Profile::Mastodon45 => "4.5.2",
            Profile::Mastodon46 => "4.6.4",
            Profile::GoToSocial => "0.20.0+git-57cb4fe",
            Profile::Snac => "4.0.0 (not true; really snac/2.94)",
            Profile::Takahe => "takahe/0.11.0",
        }
    }

    /// Makes the server one of these.
    pub(super) fn shape(self, server: &mut Inner) {
        match self {
            Profile::Mastodon45 => {}
            Profile::Mastodon46 => server.key_mode = Keys::Answer500,
            Profile::GoToSocial => {
                server.key_mode = Keys::Ignored;
                server.next_page = NextPage::Always;
                server.mentions_all = true;
            }
            Profile::Snac => {
                server.key_mode = Keys::Ignored;
                server.next_page = NextPage::Never;
                server.mentions_all = true;
                server.hides_few = true;
                server.keeps = Some(256);
                server.queue = Queue::AsToot;
                server.renames = true;
                server.no_date = true;
            }
            Profile::Takahe => {
                server.key_mode = Keys::Ignored;
                server.next_page = NextPage::Always;
                server.mentions_all = true;
                server.hides_few = true;
                server.queue = Queue::None;
                server.publishes_edits = true;
                server.finds_nothing = true;
            }
        }
    }
}
