//! Every recorded body of a real server parses as what it is.

use std::path::PathBuf;

use serde_json::Value;

use super::call::parse;
use super::entity::{Account, Context, Media, Notification, ScheduledStatus, Source, Status, Version};
use super::instance::Instance;
use super::oauth::Metadata;
use super::post::{Posted, classify};
use crate::model::limits::Limits;
use crate::web::client::Answer;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mastodon/recorded"))
}

fn body(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(file)).expect(file)
}

fn status(file: &str) -> u64 {
    let index: Vec<Value> = parse(&body("index.json")).expect("a list");
    index.iter().find(|entry| entry["file"] == file).and_then(|entry| entry["status"].as_u64()).expect(file)
}

fn as_what_it_is(file: &str, body: &[u8]) -> Result<(), String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    match name.split('_').next().unwrap_or(name) {
        "instance" => parse::<Instance>(body).map(drop),
        "accounts" if name.contains("verify") => parse::<Account>(body).map(drop),
        "accounts" => parse::<Vec<Status>>(body).map(drop),
        "context" => parse::<Context>(body).map(drop),
        "media" => parse::<Media>(body).map(drop),
        "notifications" if name.contains("v1") => parse::<Vec<Notification>>(body).map(drop),
        "oauth" if name.contains("server") => parse::<Metadata>(body).map(drop),
        "statuses" if name.contains("scheduled") => parse::<ScheduledStatus>(body).map(drop),
        "statuses" if name.contains("source.") && !name.contains("delete") => parse::<Source>(body).map(drop),
        "statuses" if name.contains("history") => parse::<Vec<Version>>(body).map(drop),
        "statuses" if name.contains("card_legacy") => parse::<super::entity::Card>(body).map(drop),
        "statuses" | "status" | "scheduled" => parse::<Status>(body).map(drop),
        // Not asked for by us, or an answer of failure: JSON is enough.
        "conversations.json" | "notifications" | "error" | "oauth" => parse::<Value>(body).map(drop),
        _ => Err("nobody knows what it is".to_owned()),
    }
}

#[test]
fn every_recorded_body_is_read() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for server in std::fs::read_dir(folder()).expect("the folder") {
        let server = server.expect("an entry").path();
        for file in
            server.is_dir().then(|| std::fs::read_dir(&server).expect("a folder")).into_iter().flatten()
        {
            let path = file.expect("an entry").path();
            let name = path.strip_prefix(folder()).expect("inside").to_string_lossy().into_owned();
            count += 1;
            if let Err(why) = as_what_it_is(&name, &body(&name)) {
                wrong.push(format!("{name}: {why}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(count, 51);
}

#[test]
fn an_answer_to_a_post_is_classified_by_its_shape() {
    let posted = |file: &str| {
        let status = u16::try_from(status(file)).expect("a status");
        classify(Ok(Answer { status, headers: Vec::new(), body: body(file) }))
    };
    for file in [
        "mastodon-4.6.4/statuses_post.json",
        "gotosocial-0.20.0-snapshot-57cb4fe/statuses_post.json",
        "takahe-0.11.0/scheduled_at_ignored_returns_status.json",
    ] {
        assert!(matches!(posted(file), Posted::Stored(_)), "{file}");
    }
    for file in [
        "mastodon-4.6.4/statuses_post_scheduled.json",
        "gotosocial-0.20.0-snapshot-57cb4fe/statuses_post_scheduled.json",
    ] {
        assert!(matches!(posted(file), Posted::Waiting(_)), "{file}");
    }
    for file in [
        "mastodon-4.6.4/error_422_too_long_ja.json",
        "mastodon-pre-4.4/error_401_revoked_ja.json",
        "takahe-0.11.0/error_400_invalid_input.json",
    ] {
        assert!(matches!(posted(file), Posted::Refused { message: Some(_), .. }), "{file}");
    }
}

#[test]
fn the_limits_are_each_servers_own() {
    let limits = |file: &str| parse::<Instance>(&body(file)).expect(file).limits();
    assert_eq!(limits("mastodon-4.6.4/instance_v2.json"), Limits { alt_text: 10_000, ..Limits::default() });
    let takahe = Limits { as_written: true, refuses_mentions: false, ..Limits::default() };
    assert_eq!(limits("takahe-0.11.0/instance_v2.json"), takahe);
    let snac = limits("snac-2.94/instance_v1.json");
    assert_eq!((snac.max_characters, snac.url_characters, snac.marks_up), (100_000, 32, true));
    assert!(!snac.refuses_mentions);
}

/// Where the bodies about replies lie.
fn replies() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mastodon/recorded-replies"))
}

/// What a body about replies is, read as that.
fn as_reply(name: &str, body: &[u8]) -> Result<(), String> {
    let stem = name.split('.').next().unwrap_or(name);
    match stem {
        "instance_v2" | "instance_v1" => parse::<Instance>(body).map(drop),
        "verify_credentials" => parse::<Account>(body).map(drop),
        stem if stem.starts_with("account_of") => parse::<Account>(body).map(drop),
        stem if stem.starts_with("context") => parse::<Context>(body).map(drop),
        stem if stem.starts_with("notifications_v1") => parse::<Vec<Notification>>(body).map(drop),
        stem if stem.starts_with("search") => parse::<super::entity::Found>(body).map(drop),
        stem if stem.starts_with("history") => parse::<Vec<Version>>(body).map(drop),
        "interaction_requests" => parse::<Vec<super::notification::InteractionRequest>>(body).map(drop),
        "account_statuses_page" => parse::<Vec<Status>>(body).map(drop),
        stem if stem.starts_with("timeline_tag") || stem.starts_with("statuses_by_ids") => {
            parse::<Vec<Status>>(body).map(drop)
        }
        "source_of_other" => parse::<Source>(body).map(drop),
        // A deleted toot is told with its source in the place of its text.
        stem if stem.starts_with("status_")
            || stem.starts_with("delete")
            || ["edit_put", "post_scheduled"].contains(&stem) =>
        {
            parse::<Status>(body).map(drop)
        }
        // Not asked for by us: JSON is enough.
        "conversations" | "facts" | "index" | "rate_429" | "rate_headers_200" => {
            parse::<Value>(body).map(drop)
        }
        _ => Err("nobody knows what it is".to_owned()),
    }
}

#[test]
fn every_recorded_body_about_replies_is_read() {
    let (mut wrong, mut count) = (Vec::new(), 1);
    for server in ["gotosocial", "snac", "takahe"] {
        let folder = replies().join(server);
        let index: Vec<Value> =
            parse(&std::fs::read(folder.join("index.json")).expect("an index")).expect("a list");
        for file in std::fs::read_dir(&folder).expect("the folder") {
            let path = file.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let body = std::fs::read(&path).expect("a file");
            count += 1;
            let said = index.iter().find(|entry| entry["file"] == *name);
            let is_refusal =
                said.and_then(|entry| entry["status"].as_u64()).is_some_and(|status| status >= 400);
            // Nobody reads the body of a refusal for what was asked for.
            if let (Err(why), false) = (as_reply(&name, &body), is_refusal) {
                wrong.push(format!("{server}/{name}: {why}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    // With the page that says how they were made.
    assert_eq!(count, 181);
}
