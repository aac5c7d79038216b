//! The entities of the API, as far as we read them. What not every server sends is optional; ids are opaque.

use jiff::Timestamp;
use serde::Deserialize;

/// A toot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// The server's id for it.
    pub id: String,
    /// Its permanent address for machines.
    pub uri: String,
    /// Its address for people.
    #[serde(default)]
    pub url: Option<String>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When it was edited last.
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// The id of the toot that it replies to.
    #[serde(default)]
    pub in_reply_to_id: Option<String>,
    /// The id of the account that it replies to.
    #[serde(default)]
    pub in_reply_to_account_id: Option<String>,
    /// `public`, `unlisted`, `private`, `direct`, or a server's own.
    #[serde(default)]
    pub visibility: String,
    /// Whether its media are hidden.
    #[serde(default)]
    pub sensitive: bool,
    /// Its content warning; empty for none.
    #[serde(default)]
    pub spoiler_text: String,
    /// Its language.
    #[serde(default)]
    pub language: Option<String>,
    /// Its text, as HTML that is not to be trusted.
    #[serde(default)]
    pub content: String,
    /// Who wrote it.
    pub account: Account,
    /// What it boosts.
    #[serde(default)]
    pub reblog: Option<Box<Status>>,
    /// Its pictures, videos and sounds.
    #[serde(default)]
    pub media_attachments: Vec<Media>,
    /// Whom it mentions.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Its hashtags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Its custom emoji.
    #[serde(default)]
    pub emojis: Vec<Emoji>,
    /// The card of its link.
    #[serde(default)]
    pub card: Option<Card>,
    /// What it quotes (Mastodon 4.5).
    #[serde(default)]
    pub quote: Option<Quote>,
}

/// What a toot quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Quote {
    /// `accepted`, `pending`, `rejected`, `revoked` …
    #[serde(default)]
    pub state: String,
    /// The toot, where it may be shown.
    #[serde(default)]
    pub quoted_status: Option<Box<Status>>,
    /// Its id, where a quote stands in a quote.
    #[serde(default)]
    pub quoted_status_id: Option<String>,
}

impl Status {
    /// Whether this is one of its addresses.
    pub fn is_at(&self, url: &str) -> bool {
        self.uri == url || self.url.as_deref() == Some(url)
    }
}

/// Somebody's account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The server's id for it.
    pub id: String,
    /// The user's name.
    pub username: String,
    /// The user's name, with the domain for other servers' accounts.
    pub acct: String,
    /// What the account calls itself.
    #[serde(default)]
    pub display_name: String,
    /// Its address for people.
    #[serde(default)]
    pub url: String,
    /// Its address for machines.
    #[serde(default)]
    pub uri: Option<String>,
    /// Whether a program posts.
    #[serde(default)]
    pub bot: bool,
    /// Whether its posts may be found by searching.
    #[serde(default)]
    pub indexable: Option<bool>,
    /// Whether it may be recommended.
    #[serde(default)]
    pub discoverable: Option<bool>,
    /// Whether it asks search engines to stay away.
    #[serde(default)]
    pub noindex: Option<bool>,
    /// Whether its server limited it.
    #[serde(default)]
    pub limited: Option<bool>,
    /// Whether its server shut it.
    #[serde(default)]
    pub suspended: Option<bool>,
    /// Its custom emoji.
    #[serde(default)]
    pub emojis: Vec<Emoji>,
    /// What it says about itself, as HTML that is not to be trusted.
    #[serde(default)]
    pub note: String,
    /// The table in its profile.
    #[serde(default)]
    pub fields: Vec<ProfileField>,
    /// Whether it stands in memory of somebody.
    #[serde(default)]
    pub memorial: Option<bool>,
}

/// A line of the table in a profile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ProfileField {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it says, as HTML that is not to be trusted.
    #[serde(default)]
    pub value: String,
}

/// Somebody who is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Mention {
    /// The account's id.
    pub id: String,
    /// The account's name, with the domain for other servers' accounts.
    pub acct: String,
    /// The account's address.
    #[serde(default)]
    pub url: String,
}

/// A hashtag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tag {
    /// Without the `#`.
    pub name: String,
}

/// A custom emoji.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Emoji {
    /// What stands between the colons.
    pub shortcode: String,
    /// Its image.
    #[serde(default)]
    pub static_url: Option<String>,
}

/// A link's card.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Card {
    /// The address that the server found.
    pub url: String,
    /// The page's title.
    #[serde(default)]
    pub title: String,
}

/// A picture, video or sound.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Media {
    /// The server's id for it.
    pub id: String,
    /// `image`, `video`, `gifv`, `audio` or `unknown`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// Its address; none while the server still works on it.
    #[serde(default)]
    pub url: Option<String>,
    /// Its alt text.
    #[serde(default)]
    pub description: Option<String>,
}

/// A toot that waits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ScheduledStatus {
    /// The id that it waits under.
    pub id: String,
    /// When it is posted.
    pub scheduled_at: Timestamp,
    /// What was asked for.
    pub params: ScheduledParams,
}

/// What a waiting toot will be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ScheduledParams {
    /// Its text, as it was sent.
    #[serde(default)]
    pub text: String,
    /// The key that it was sent with, where the server shows it.
    #[serde(default)]
    pub idempotency: Option<String>,
}

/// A toot's text as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// The toot.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its content warning.
    #[serde(default)]
    pub spoiler_text: String,
}

/// One version of an edited toot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    /// Its text.
    pub content: String,
    /// When it became that.
    pub created_at: Timestamp,
}

/// The thread around a toot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// What it replies to, the first toot first.
    pub ancestors: Vec<Status>,
    /// What replies to it.
    pub descendants: Vec<Status>,
}

impl<'de> Deserialize<'de> for Context {
    /// One server answers a flat list: which of it is above is told by the links between them, so all count as below.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Context, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Parted { ancestors: Vec<Status>, descendants: Vec<Status> },
            Flat(Vec<Status>),
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Parted { ancestors, descendants } => Context { ancestors, descendants },
            Either::Flat(descendants) => Context { ancestors: Vec::new(), descendants },
        })
    }
}

/// Something that happened to us.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Notification {
    /// The server's id for it.
    pub id: String,
    /// `mention`, `reblog`, `favourite` …
    #[serde(rename = "type")]
    pub kind: String,
    /// When.
    pub created_at: Timestamp,
    /// By whom.
    pub account: Account,
    /// About which toot.
    #[serde(default)]
    pub status: Option<Status>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// The toots.
    #[serde(default)]
    pub statuses: Vec<Status>,
}
