//! What not everybody may read never reaches the disk, whatever a server returns.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::server::Server;
use super::world::{World, receipt};

const OPEN: [&str; 2] = ["public", "unlisted"];
const SHUT: [&str; 6] = ["private", "direct", "limited", "mutuals_only", "local", ""];

/// A toot of a generated thread: how open it is, what it answers, by which door it comes.
fn toots() -> impl Strategy<Value = Vec<(usize, usize, u8)>> {
    prop::collection::vec((0..OPEN.len() + SHUT.len(), 0..12_usize, 0..4_u8), 1..12)
}

fn word(n: usize, visibility: &str) -> String {
    let kind = if OPEN.contains(&visibility) { "openword" } else { "shutword" };
    format!("{kind}{n}end")
}

fn say(server: &Server, ids: &[String], n: usize, (visibility, parent, door): (usize, usize, u8)) -> String {
    let visibility = OPEN.iter().chain(&SHUT).nth(visibility).unwrap();
    let word = word(n, visibility);
    let answers = if door == 3 { None } else { ids.get(parent % ids.len()).map(String::as_str) };
    let id = server.unheard(&format!("who{n}"), &word, answers, |toot| {
        toot["visibility"] = json!(visibility);
        toot["spoiler_text"] = json!(word);
        toot["media_attachments"] = json!([{ "id": "1", "type": "image", "description": word }]);
        toot["account"]["display_name"] = json!(word);
        if door == 2 {
            toot["quote"] = json!({ "state": "accepted", "quoted_status_id": ids[0] });
        }
        if door == 3 {
            toot["content"] = json!(format!("<p>{word} #Ferrow</p>"));
        }
    });
    if door != 0 {
        server.notify(if door == 2 { "quote" } else { "mention" }, &id, n.is_multiple_of(2));
    }
    id
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn no_private_word_is_kept_of_any_thread(said in toots(), shut_later in prop::collection::vec(0..12_usize, 0..4)) {
        let mut world = World::new().watching("Ferrow");
        world.server.set().conversations = 2;
        let mut ids = vec![world.toot.clone()];
        for (n, toot) in said.iter().enumerate() {
            let id = say(&world.server, &ids, n, *toot);
            ids.push(id);
        }
        let report = world.listen();
        prop_assert_eq!(&report.stopped, &None);
        prop_assert_eq!(report.private, 2);
        let kept = world.everything();
        prop_assert!(!kept.contains("shutword"), "{}", kept);
        // In the thread, or by its own notification: what is open is heard.
        for (n, (visibility, _, door)) in said.iter().enumerate() {
            if *visibility < OPEN.len() && *door != 0 {
                prop_assert!(kept.contains(&word(n, OPEN[*visibility])), "{} of {:?}", n, said);
            }
        }
        // What is shut afterwards leaves again.
        for n in &shut_later {
            if let Some(id) = ids.get(n + 1) {
                world.server.edit(id, |toot| toot["visibility"] = json!("private"));
            }
        }
        world.later(24 * 60);
        world.listen();
        let kept = world.everything();
        for n in shut_later.iter().filter(|n| **n < said.len()) {
            let open = OPEN.get(said[*n].0).map(|visibility| word(*n, visibility));
            prop_assert!(open.is_none_or(|word| !kept.contains(&word)), "{} of {:?}", n, said);
        }
    }
}

/// What three real servers return unasked.
#[test]
fn no_private_word_of_a_recorded_thread_is_kept() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mastodon/recorded-replies");
    for (server, is_snac) in [("gotosocial", false), ("snac", true), ("takahe", false)] {
        for context in ["context_token", "context_token_after"] {
            let world = World::new();
            world.server.set().ways.snac = is_snac;
            let read =
                |file: &str| std::fs::read_to_string(format!("{folder}/{server}/{file}.json")).unwrap();
            let root: Value = serde_json::from_str(&read("status_root")).unwrap();
            let of = |field: &str| root[field].as_str().unwrap();
            // Our own server is this one; what was recorded is of another host or port.
            let uri = world.server.url("/root");
            world.site.put("ledger.jsonl", receipt("impact-wells", of("id"), &uri, &uri));
            let body = read(context);
            world.server.set().contexts.insert(of("id").to_owned(), body.clone());
            let report = world.listen();
            assert_eq!(report.stopped, None);
            let told: Value = serde_json::from_str(&body).unwrap();
            let descendants = told["descendants"].as_array().unwrap();
            let (open, shut): (Vec<&Value>, Vec<&Value>) =
                descendants.iter().partition(|toot| OPEN.contains(&toot["visibility"].as_str().unwrap()));
            assert!(!shut.is_empty());
            let ours = open.iter().filter(|toot| toot["account"]["username"] == "org").count();
            assert!(report.change.new >= open.len() - ours, "{server} {context}: {report:?}");
            let kept = world.everything();
            for toot in shut {
                let text = hearback::html::text(toot["content"].as_str().unwrap());
                let words: Vec<&str> = text.split(' ').rev().take(3).collect();
                let words: Vec<&str> = words.into_iter().rev().collect();
                assert!(!kept.contains(words.join(" ").trim()), "{server} {context}: {text}");
                assert!(!kept.contains(toot["uri"].as_str().unwrap()), "{server} {context}");
            }
        }
    }
}
