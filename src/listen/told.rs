//! What a server tells becomes a reply, or nothing: a toot that not everybody may read goes no further than this file.

use std::collections::BTreeMap;

use crate::html;
use crate::mastodon::entity::{Account, Status};
use crate::model::reply::{Attached, Author, Door, LONGEST, Reply, Signal};

/// Who listens, and on what kind of server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ears {
    /// Our server's id for our account.
    pub id: String,
    /// Our server's host: what the names of its own accounts leave out.
    pub host: String,
    /// Whether it says in which language a toot is. snac says `en` of all.
    pub tells_languages: bool,
}

/// Whether everybody may read a toot. What a server calls otherwise than `public` and `unlisted` is private to us.
pub fn is_open(status: &Status) -> bool {
    matches!(status.visibility.as_str(), "public" | "unlisted") && status.reblog.is_none()
}

/// A toot of others, or of ours in a thread. `None` where not everybody may read it, and where it has no address.
/// `uris` are the permanent addresses of toots by our server's ids, as far as they are known.
pub fn reply(
    status: &Status,
    door: Door,
    about: Option<&str>,
    uris: &BTreeMap<&str, &str>,
    ears: &Ears,
) -> Option<Reply> {
    if !is_open(status) {
        return None;
    }
    let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    let url = status.url.as_deref().filter(is_web).or(Some(status.uri.as_str()).filter(is_web))?;
    let parent = status.in_reply_to_id.as_deref();
    let parent = parent.map(|id| uris.get(id).map_or_else(|| format!("id:{id}"), |uri| (*uri).to_owned()));
    let html = without_quote(&status.content);
    Some(Reply {
        uri: status.uri.clone(),
        id: status.id.clone(),
        url: url.to_owned(),
        door,
        about: about.map(str::to_owned),
        parent,
        at: status.created_at,
        edited: status.edited_at,
        quiet: status.visibility == "unlisted",
        ours: status.account.id == ears.id,
        author: author(&status.account, &ears.host),
        lang: status.language.clone().filter(|_| ears.tells_languages),
        warning: cut(&html::text(&status.spoiler_text), LONGEST).to_owned(),
        html: cut(&html, LONGEST).to_owned(),
        attached: status
            .media_attachments
            .iter()
            .map(|media| Attached {
                kind: media.kind.clone(),
                description: cut(media.description.as_deref().unwrap_or_default(), LONGEST).to_owned(),
            })
            .collect(),
        signals: signals(&status.account),
    })
}

fn author(account: &Account, host: &str) -> Author {
    let handle = match account.acct.contains('@') {
        true => format!("@{}", account.acct),
        false => format!("@{}@{host}", account.acct),
    };
    let name = account.display_name.trim();
    Author {
        id: account.id.clone(),
        name: cut(if name.is_empty() { &account.username } else { name }, 200).to_owned(),
        handle: cut(&handle, 300).to_owned(),
        url: account.url.clone(),
    }
}

/// What a profile says against being shown elsewhere.
fn signals(account: &Account) -> Vec<Signal> {
    let mut said = vec![html::text(&account.note).to_lowercase()];
    said.extend(
        account
            .fields
            .iter()
            .map(|field| format!("{} {}", html::text(&field.name), html::text(&field.value)).to_lowercase()),
    );
    let has = |tag: &str| {
        said.iter().any(|text| {
            text.match_indices(tag).any(|(at, _)| {
                let behind = text[at + tag.len()..].chars().next();
                text[..at].trim_end().ends_with('#') && !behind.is_some_and(char::is_alphanumeric)
            })
        })
    };
    let found = [
        (account.indexable == Some(false), Signal::NotIndexable),
        (account.noindex == Some(true), Signal::NoIndex),
        (has("nobot"), Signal::NoBot),
        (has("nobridge"), Signal::NoBridge),
        (has("noarchive"), Signal::NoArchive),
        (account.suspended == Some(true), Signal::Suspended),
        (account.limited == Some(true), Signal::Limited),
        (account.memorial == Some(true), Signal::Memorial),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, signal)| signal).collect()
}

/// The text without the line that Mastodon puts in front for servers that know no quotes: it names what stands above.
fn without_quote(content: &str) -> String {
    let start =
        content.find("<p class=\"quote-inline\"").or_else(|| content.find("<span class=\"quote-inline\""));
    let Some(start) = start else { return content.to_owned() };
    let end = if content[start..].starts_with("<p") { "</p>" } else { "</span>" };
    match content[start..].find(end) {
        Some(at) => format!("{}{}", &content[..start], &content[start + at + end.len()..]),
        None => content[..start].to_owned(),
    }
}

/// At most so many bytes, cut between characters.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ears() -> Ears {
        Ears { id: "1".to_owned(), host: "org.example".to_owned(), tells_languages: true }
    }

    fn status(change: impl FnOnce(&mut Value)) -> Status {
        let mut value = json!({
            "id": "9", "uri": "https://garden.example/9", "url": "https://garden.example/@rhea/9",
            "created_at": "2026-11-26T09:00:00Z", "visibility": "public", "content": "<p>Why?</p>",
            "in_reply_to_id": "5", "language": "en",
            "account": {"id": "7", "username": "rhea", "acct": "rhea@garden.example", "display_name": "Rhea",
                "url": "https://garden.example/@rhea"},
        });
        change(&mut value);
        serde_json::from_value(value).expect("a status")
    }

    fn read(change: impl FnOnce(&mut Value)) -> Option<Reply> {
        let uris = BTreeMap::from([("5", "https://org.example/5")]);
        reply(&status(change), Door::Reply, Some("https://org.example/5"), &uris, &ears())
    }

    #[test]
    fn what_not_everybody_may_read_is_nothing() {
        for visibility in ["private", "direct", "mutuals_only", "local", "", "limited"] {
            assert_eq!(read(|status| status["visibility"] = json!(visibility)), None, "{visibility}");
        }
        let quiet = read(|status| status["visibility"] = json!("unlisted")).expect("a reply");
        assert!(quiet.quiet);
        assert!(!read(|_| ()).expect("a reply").quiet);
    }

    #[test]
    fn an_address_that_is_none_of_the_web_is_no_link() {
        let wicked = |status: &mut Value| {
            status["url"] = json!("javascript:alert(1)");
        };
        assert_eq!(read(wicked).expect("a reply").url, "https://garden.example/9");
        let nowhere = |status: &mut Value| {
            status["url"] = json!(null);
            status["uri"] = json!("urn:uuid:1");
        };
        assert_eq!(read(nowhere), None);
    }

    #[test]
    fn what_it_answers_is_known_by_its_permanent_address_or_by_our_servers_id() {
        assert_eq!(read(|_| ()).and_then(|reply| reply.parent).as_deref(), Some("https://org.example/5"));
        let orphan = read(|status| status["in_reply_to_id"] = json!("44"));
        assert_eq!(orphan.and_then(|reply| reply.parent).as_deref(), Some("id:44"));
    }

    #[test]
    fn a_local_name_gets_our_host_and_our_own_toot_is_known() {
        let local = read(|status| status["account"]["acct"] = json!("rhea")).expect("a reply");
        assert_eq!((local.author.handle.as_str(), local.ours), ("@rhea@org.example", false));
        assert!(read(|status| status["account"]["id"] = json!("1")).expect("a reply").ours);
    }

    #[test]
    fn every_sign_in_a_profile_is_seen() {
        let signs: Vec<(&str, Value, Signal)> = vec![
            ("indexable", json!(false), Signal::NotIndexable),
            ("noindex", json!(true), Signal::NoIndex),
            ("note", json!("<p>Please <a href=\"/tags/nobot\">#<span>NoBot</span></a></p>"), Signal::NoBot),
            ("note", json!("#nobridge"), Signal::NoBridge),
            ("fields", json!([{"name": "Rules", "value": "#noarchive, thanks"}]), Signal::NoArchive),
            ("suspended", json!(true), Signal::Suspended),
            ("limited", json!(true), Signal::Limited),
            ("memorial", json!(true), Signal::Memorial),
        ];
        for (field, value, signal) in signs {
            let found = read(|status| status["account"][field] = value).expect("a reply").signals;
            assert_eq!(found, [signal], "{field}");
        }
        let harmless = read(|status| status["account"]["note"] = json!("#nobots and nobot"));
        assert_eq!(harmless.expect("a reply").signals, []);
    }

    #[test]
    fn a_quote_shows_its_own_words_only() {
        let quoting = |status: &mut Value| {
            status["content"] = json!(
                "<p class=\"quote-inline\">RE: <a href=\"https://org.example/5\">…</a></p><p>Not so.</p>"
            );
        };
        assert_eq!(read(quoting).expect("a reply").html, "<p>Not so.</p>");
    }

    #[test]
    fn a_body_of_ten_megabytes_is_cut_between_characters() {
        let long = "é".repeat(5_000_000);
        let cut = read(|status| status["content"] = json!(long)).expect("a reply").html;
        assert!(cut.len() <= LONGEST && cut.ends_with('é'));
    }
}
