//! What somebody said on Mastodon: below a toot of ours, about it, or to us. Kept as received, in `.hearback/` alone.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A public or quiet-public toot of somebody, or of ours in somebody's thread. There is no way to say that one is private:
/// such a toot never becomes a `Reply`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Its permanent address (ActivityPub `id`): what it is known by. The server's own id may change with an edit.
    pub uri: String,
    /// Our server's id for it.
    pub id: String,
    /// Its address for people: `http` or `https`, nothing else.
    pub url: String,
    /// How it reached us.
    pub door: Door,
    /// The permanent address of our toot in whose thread it stands, or which it quotes; none where it only mentions us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The permanent address of what it answers; where that is not known, our server's id for it behind `id:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// When it was posted.
    pub at: Timestamp,
    /// When it was edited last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Timestamp>,
    /// Quiet-public (`unlisted`): in no public timeline. Many authors object to seeing such a toot elsewhere.
    #[serde(default, skip_serializing_if = "is_false")]
    pub quiet: bool,
    /// Whether we wrote it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ours: bool,
    /// Who wrote it.
    pub author: Author,
    /// Its language (BCP 47), as the server says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Its content warning; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub warning: String,
    /// Its text: HTML as received, which is not to be trusted, cut at [`LONGEST`] bytes.
    pub html: String,
    /// What is attached: never loaded, only counted and, where its author did, described.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Attached>,
    /// What its author's profile says about being shown elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
}

/// The most of a reply's HTML that is kept, in bytes: more than any server lets anybody write.
pub const LONGEST: usize = 64 * 1024;

fn is_false(value: &bool) -> bool {
    !*value
}

/// How a toot reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// It stands in the thread of a toot of ours.
    Reply,
    /// It quotes a toot of ours (Mastodon 4.5).
    Quote,
    /// It mentions our account, in no thread of ours.
    Mention,
    /// It has a hashtag that the site watches: somebody whom we could help.
    Hashtag,
}

/// Who wrote a toot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Our server's id for the account.
    pub id: String,
    /// What the account calls itself, custom emoji as `:text:`.
    pub name: String,
    /// `@rhea@garden.example`.
    pub handle: String,
    /// The profile's address for people.
    pub url: String,
}

impl Author {
    /// The host of the account: `garden.example`.
    pub fn host(&self) -> &str {
        self.handle.rsplit('@').next().unwrap_or_default()
    }
}

/// Something attached to a toot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// `image`, `video`, `audio` or the server's own word.
    pub kind: String,
    /// What its author says that it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// A sign in a profile that its owner may not want to be shown elsewhere. There is no field that says "may be shown", so
/// each of these is taken for a no until somebody of the site decides otherwise by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// `indexable: false`: not to be found by searching public posts (Mastodon 4.3).
    NotIndexable,
    /// `noindex: true`: not for search engines.
    NoIndex,
    /// `#nobot` in the profile.
    NoBot,
    /// `#nobridge` in the profile.
    NoBridge,
    /// `#noarchive` in the profile.
    NoArchive,
    /// The account is suspended.
    Suspended,
    /// Our server limited the account.
    Limited,
    /// The account stands in memory of somebody.
    Memorial,
}

/// The name of a reply, an account or a host in `moderation.yaml`: a hash, so that the file, which git keeps for ever, has no
/// name, handle or address of others in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Opaque(String);

impl Opaque {
    /// The name of a reply, by its permanent address.
    pub fn reply(uri: &str) -> Self {
        Self::of('r', uri)
    }

    /// The name of an account, by its handle in any writing: `@Rhea@Garden.example`.
    pub fn account(handle: &str) -> Self {
        Self::of('a', &handle.trim_start_matches('@').to_lowercase())
    }

    /// The name of a server, by its host.
    pub fn server(host: &str) -> Self {
        Self::of('s', &host.to_lowercase())
    }

    /// The first 80 bits of the BLAKE3 hash, behind a letter for what it names.
    fn of(kind: char, name: &str) -> Self {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        Self(format!("{kind}{}", &hash[..20]))
    }

    /// A name as written in a file; none where it cannot be one.
    pub fn read(text: &str) -> Option<Self> {
        let hash = text.strip_prefix(['r', 'a', 's'])?;
        let is_hash =
            hash.len() == 20 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        is_hash.then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
impl Reply {
    /// What tests begin with: a public reply of one person, without words.
    pub(crate) fn example(uri: &str) -> Reply {
        Reply {
            uri: uri.to_owned(),
            id: "1".to_owned(),
            url: uri.to_owned(),
            door: Door::Reply,
            about: None,
            parent: None,
            at: Timestamp::UNIX_EPOCH,
            edited: None,
            quiet: false,
            ours: false,
            author: Author {
                id: "7".to_owned(),
                name: "Rhea".to_owned(),
                handle: "@rhea@garden.example".to_owned(),
                url: "https://garden.example/@rhea".to_owned(),
            },
            lang: None,
            warning: String::new(),
            html: String::new(),
            attached: Vec::new(),
            signals: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_name_is_the_same_for_every_writing_of_a_handle_and_tells_nobody_who_it_is() {
        let name = Opaque::account("@Rhea@Garden.example");
        assert_eq!(name, Opaque::account("rhea@garden.example"));
        assert_ne!(name.as_str()[1..], Opaque::reply("rhea@garden.example").as_str()[..]);
        assert_eq!(Opaque::read(name.as_str()), Some(name.clone()));
        assert!(!name.as_str().contains("rhea"));
        for wrong in ["", "x0123456789abcdef0123", "r0123", "rhea@garden.example", "r0123456789ABCDEF0123"] {
            assert_eq!(Opaque::read(wrong), None, "{wrong}");
        }
    }
}
