//! The toot that a response or an answer answers: read from the addresses among its sources, without asking anybody.

use crate::config::Mastodon;
use crate::model::story::Story;
use crate::model::toot_address::{TootAddress, toot_address};

/// A toot of somebody else, as far as its address tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its address for people.
    pub url: String,
    /// Who wrote it, as a mention: `@ada@social.example`. `None` where the address does not say, or it is our own.
    pub mention: Option<String>,
}

/// The first toot among a story's sources.
pub(super) fn answered(story: &Story, account: Option<&Mastodon>) -> Option<Answered> {
    let mut sources = story.voices().iter().flat_map(|voice| &voice.sources);
    sources.find_map(|source| toot(source, account))
}

/// A source that is somebody's toot.
fn toot(source: &str, account: Option<&Mastodon>) -> Option<Answered> {
    let TootAddress { url, author, .. } = toot_address(source)?;
    let is_ours = |(name, home): &(String, String)| {
        account
            .is_some_and(|ours| ours.user.eq_ignore_ascii_case(name) && ours.host.eq_ignore_ascii_case(home))
    };
    let mention = author.filter(|author| !is_ours(author)).map(|(name, home)| format!("@{name}@{home}"));
    Some(Answered { url, mention })
}

/// The web pages among a story's sources, where no source is a toot: whoever expects an answer in a thread is told.
pub(super) fn pages(story: &Story) -> Vec<&str> {
    let sources = || story.voices().iter().flat_map(|voice| &voice.sources);
    if sources().any(|source| toot_address(source).is_some()) {
        return Vec::new();
    }
    sources().map(String::as_str).filter(|source| source.starts_with("http")).collect()
}
