//! Which toots are ours, told from their links.

use serde_json::{Value, json};

use super::*;

fn status(changes: Value) -> Status {
    let mut status = json!({
        "id": "7", "uri": "https://s.example/7", "created_at": "2026-11-24T03:08:03Z", "visibility": "public",
        "content": "<p>We listened <a href=\"https://org.example/impact/wells/\">org.example</a></p>",
        "account": { "id": "1", "username": "org", "acct": "org" },
    });
    if let (Some(fields), Value::Object(changes)) = (status.as_object_mut(), changes) {
        fields.extend(changes);
    }
    serde_json::from_value(status).expect("a status")
}

fn wanted(action: Action, reply: Reply) -> Wanted {
    Wanted {
        story: "wells".to_owned(),
        action,
        addresses: comparable("http://ORG.example/impact/wells").into_iter().collect(),
        letters: Some(letters("We listened, @ada@s.example: 2 wells")),
        reply,
        replied: BTreeSet::new(),
        visibility: Some(Visibility::Public),
    }
}

fn judged(wanted: &Wanted, changes: Value) -> Whose {
    wanted.judge(&status(changes), &Ledger::default())
}

#[test]
fn an_address_is_the_same_however_it_is_written() {
    let same = [
        "https://org.example/impact/wells/",
        "http://ORG.example/impact/wells",
        "https://org.example:443/impact/wells/index.html#top",
        "https://org.example/impact/%77ells/",
    ];
    for address in same {
        assert_eq!(comparable(address).as_deref(), Some("org.example/impact/wells"), "{address}");
    }
    assert_eq!(comparable("https://org.example/é%c3%a9%2f"), comparable("http://org.example/%C3%A9é%2F/"));
    for other in ["https://org.example/impact/wells-2/", "https://org.example/impact/wells/?x=1"] {
        assert_ne!(comparable(other), comparable(same[0]), "{other}");
    }
}

#[test]
fn a_first_toot_is_known_by_its_link_or_its_card() {
    let wanted = wanted(Action::New, Reply::Nothing);
    assert_eq!(judged(&wanted, json!({})), Whose::Ours);
    assert_eq!(judged(&wanted, json!({ "content": "other" })), Whose::Other);
    let card = json!({ "content": "x", "card": { "url": "https://org.example/impact/wells/" } });
    assert_eq!(judged(&wanted, card), Whose::Ours);
    for written in [
        "<p><a href='https:&#x2F;&#x2F;org.example&#47;impact/wells&sol;'>x</a></p>",
        "<p><A\nHREF = https://org.example/impact/wells/ >x</A></p>",
        "<p><a title=\"a > b\" href=\"https://org.example/impact/wells/\">x</a></p>",
    ] {
        assert_eq!(judged(&wanted, json!({ "content": written })), Whose::Ours, "{written}");
    }
    let in_a_comment = json!({ "content": "<!-- <a href=\"https://org.example/impact/wells/\"> -->x" });
    assert_eq!(judged(&wanted, in_a_comment), Whose::Other);
    for never in [
        json!({ "visibility": "direct" }),
        json!({ "reblog": serde_json::to_value(json!({
            "id": "3", "uri": "https://x.example/3", "created_at": "2026-11-24T03:08:03Z",
            "account": { "id": "2", "username": "x", "acct": "x" } })).expect("a value") }),
        json!({ "in_reply_to_id": "5" }),
    ] {
        assert_eq!(judged(&wanted, never.clone()), Whose::Other, "{never}");
    }
}

#[test]
fn an_answer_is_known_only_where_it_answers() {
    let wanted = wanted(Action::New, Reply::To("5".to_owned()));
    assert_eq!(judged(&wanted, json!({ "in_reply_to_id": "5" })), Whose::Ours);
    assert_eq!(judged(&wanted, json!({ "in_reply_to_id": "6" })), Whose::Other);
}

#[test]
fn a_part_is_known_by_its_letters_and_another_reply_there_is_doubtful() {
    let wanted = wanted(Action::Part(2), Reply::To("5".to_owned()));
    let part =
        json!({ "in_reply_to_id": "5", "content": "<p>We listened, <a>@ada</a>:<br>2&nbsp;wells</p>" });
    assert_eq!(judged(&wanted, part), Whose::Ours);
    assert_eq!(judged(&wanted, json!({ "in_reply_to_id": "5" })), Whose::Doubtful);
    assert_eq!(judged(&wanted, json!({ "in_reply_to_id": "6" })), Whose::Other);
}

#[test]
fn a_correction_is_known_only_as_a_reply() {
    let wanted = wanted(Action::Correction("c1".to_owned()), Reply::To("5".to_owned()));
    assert_eq!(judged(&wanted, json!({ "in_reply_to_id": "5" })), Whose::Ours);
    assert_eq!(judged(&wanted, json!({})), Whose::Other);
}
