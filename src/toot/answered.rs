//! The toot that a response or an answer answers: read from the addresses among its sources, without asking anybody.

use url::Url;

use crate::config::Mastodon;
use crate::model::story::Story;

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

/// The address of a toot, in one of the shapes in which servers write them: `/@ada/1134`, `/@ada@elsewhere.example/1134`,
/// `/@ada/statuses/01H…`, `/@ada/posts/77/`, `/users/ada/statuses/1134`.
fn toot(source: &str, account: Option<&Mastodon>) -> Option<Answered> {
    let url = Url::parse(source.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let host = url.port().map_or_else(
        || url.host_str().map(str::to_owned),
        |port| url.host_str().map(|host| format!("{host}:{port}")),
    )?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let user = match parts.as_slice() {
        [user, id] if is_id(id) => user.strip_prefix('@')?,
        [user, "statuses" | "posts" | "status", id] if is_id(id) => user.strip_prefix('@')?,
        ["users", user, "statuses", id] if is_id(id) => user,
        _ => return None,
    };
    let (name, home) = user.split_once('@').unwrap_or((user, &host));
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    let ours = account
        .is_some_and(|ours| ours.user.eq_ignore_ascii_case(name) && ours.host.eq_ignore_ascii_case(home));
    let mention = (is_name && !ours).then(|| format!("@{name}@{home}"));
    Some(Answered { url: source.trim().to_owned(), mention })
}

/// Digits, a ULID, hexadecimal: an opaque word with a digit in it.
fn is_id(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        && part.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_of_toots_are_known_and_pages_are_none() {
        let of = |source| toot(source, None).map(|toot| toot.mention.unwrap_or_default());
        let ada = Some("@ada@s.example".to_owned());
        assert_eq!(of("https://s.example/@ada/1134"), ada);
        assert_eq!(of("https://other.example/@ada@s.example/1134"), ada);
        assert_eq!(of("https://s.example/@ada/statuses/01HV3"), ada);
        assert_eq!(of("https://s.example/users/ada/statuses/1134"), ada);
        assert_eq!(of("https://s.example/@ada"), None);
        assert_eq!(of("https://news.example/2026/11/story"), None);
        assert_eq!(of("a letter"), None);
    }
}
