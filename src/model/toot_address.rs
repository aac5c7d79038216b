//! The addresses of toots, as the servers of the fediverse write them for people. One table, which posting and pages read:
//!
//! | servers | address |
//! |---|---|
//! | Mastodon, Takahē | `/@ada/1134`, `/@ada@home.example/1134`, `/users/ada/statuses/1134`, `/@ada/posts/77/` |
//! | GoToSocial | `/@ada/statuses/01HV…`, `/users/ada/statuses/01HV…` |
//! | snac | `/ada/p/1795651076.551662` |
//! | Misskey, Sharkey, Firefish, Iceshrimp | `/notes/9xk2…` |
//! | Akkoma, Pleroma | `/notice/Ah3k…`, `/objects/UUID`, `/@ada/posts/Ah3k…` |
//! | Pixelfed | `/p/ada/7731` |
//! | Friendica, Hubzilla | `/display/UUID`, `/item/UUID` |
//! | Lemmy, PieFed, Mbin | `/post/7731`, `/comment/7731`, `/m/news/t/77`, `/m/news/t/77/-/comment/78` |
//! | Mitra | `/post/UUID` |
//! | PeerTube | `/w/p5x…`, `/videos/watch/UUID` |
//! | BookWyrm | `/user/ada/review/7731`, also `comment`, `quotation`, `status` |
//!
//! A post of WordPress has the address of any page: only a server can tell.

use url::Url;

/// The address of a toot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TootAddress {
    /// The address, as it was written.
    pub url: String,
    /// The server, with its port where that is unusual.
    pub host: String,
    /// Who wrote it, as name and home, where the address says it.
    pub author: Option<(String, String)>,
}

/// Hosts whose pages look like toots and are none.
const NEVER: [&str; 5] = ["medium.com", "youtube.com", "www.youtube.com", "www.tiktok.com", "substack.com"];

/// Reads an address; `None` for one that is no toot's, as far as an address tells.
pub fn toot_address(written: &str) -> Option<TootAddress> {
    let url = Url::parse(written.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let name = url.host_str()?.to_lowercase();
    if NEVER.contains(&name.as_str()) || name.ends_with(".medium.com") {
        return None;
    }
    let host = url.port().map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let user = match parts.as_slice() {
        [user, id] if user.starts_with('@') && is_number(id) => Some(&user[1..]),
        [user, "statuses" | "posts" | "status", id] if user.starts_with('@') && is_id(id) => Some(&user[1..]),
        ["users", user, "statuses", id] if is_id(id) => Some(*user),
        [user, "p", id] if is_time(id) => Some(*user),
        ["p", user, id] if is_number(id) => Some(*user),
        ["user", user, "review" | "comment" | "quotation" | "status", id] if is_number(id) => Some(*user),
        ["notes" | "notice", id] if is_id(id) && id.len() >= 8 => None,
        ["objects" | "display" | "item" | "post", id] if is_uuid(id) => None,
        ["post" | "comment", id] if is_number(id) => None,
        ["m", _, "t", id, ..] if is_number(id) => None,
        ["w", id] if id.len() >= 20 && id.bytes().all(|b| b.is_ascii_alphanumeric()) => None,
        ["videos", "watch", id] if is_uuid(id) => None,
        _ => return None,
    };
    let author = user.map(|user| {
        let (user, home) = user.split_once('@').unwrap_or((user, &host));
        (user.to_owned(), home.to_owned())
    });
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    let author = author.filter(|(user, _)| is_name(user));
    Some(TootAddress { url: written.trim().to_owned(), host, author })
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// Digits, a ULID, a flake id: an opaque word with a digit in it.
fn is_id(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && part.bytes().any(|b| b.is_ascii_digit())
}

/// Seconds with microseconds behind a point.
fn is_time(part: &str) -> bool {
    part.split_once('.')
        .is_some_and(|(seconds, rest)| seconds.len() >= 9 && is_number(seconds) && is_number(rest))
}

/// Five groups of hexadecimal digits (RFC 9562 §4); Friendica has other lengths.
fn is_uuid(part: &str) -> bool {
    part.split('-').count() == 5
        && part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && part.len() >= 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toot_is_known_by_its_address_whatever_server_wrote_it() {
        let ada = Some("@ada@s.example");
        let cases = [
            ("https://s.example/@ada/1134", ada),
            ("https://other.example/@ada@s.example/1134", ada),
            ("https://s.example/@ada/posts/77/", ada),
            ("https://s.example/@ada/posts/Ah3kZ0oPqR", ada),
            ("https://s.example/@ada/statuses/01HV3MBS7W2Z5K9QX4T8N6Y0CD", ada),
            ("https://s.example/users/ada/statuses/1134", ada),
            ("https://s.example/ada/p/1795651076.551662", ada),
            ("https://s.example/p/ada/7731", ada),
            ("https://s.example/user/ada/review/7731", ada),
            ("http://127.0.0.1:3000/@ada/1134", Some("@ada@127.0.0.1:3000")),
            ("https://s.example/notes/9xk2b3c4d5", Some("")),
            ("https://s.example/notice/Ah3kZ0oPqRsT12", Some("")),
            ("https://s.example/objects/6ba7b810-9dad-11d1-80b4-00c04fd430c8", Some("")),
            ("https://s.example/display/6ba7b810-9dad-11d1-80b4-00c04fd430c8", Some("")),
            ("https://s.example/item/6ba7b810-9dad-11d1-80b4-00c04fd430c8", Some("")),
            ("https://s.example/post/6ba7b810-9dad-11d1-80b4-00c04fd430c8", Some("")),
            ("https://s.example/post/7731", Some("")),
            ("https://s.example/comment/7731", Some("")),
            ("https://s.example/m/news/t/77/-/comment/78", Some("")),
            ("https://s.example/videos/watch/6ba7b810-9dad-11d1-80b4-00c04fd430c8", Some("")),
            ("https://s.example/w/p5xRk3vB8mNq2wLz7yTfGh", Some("")),
        ];
        for (written, author) in cases {
            let found = toot_address(written);
            let found = found
                .map(|toot| toot.author.map_or_else(String::new, |(user, home)| format!("@{user}@{home}")));
            assert_eq!(found.as_deref(), author, "{written}");
        }
    }

    #[test]
    fn a_page_is_no_toot() {
        for page in [
            "https://s.example/@ada",
            "https://medium.com/@ada/how-we-did-it-5f3a9c",
            "https://ada.medium.com/p/7731",
            "https://blog.example/@ada/how-we-did-it-5f3a9c",
            "https://www.youtube.com/@ada/videos",
            "https://news.example/2026/11/story",
            "https://news.example/posts/77",
            "https://example.org/notes/2026",
            "https://example.org/w/page",
            "mailto:ada@s.example",
            "a letter",
            "",
        ] {
            assert_eq!(toot_address(page), None, "{page}");
        }
    }
}
