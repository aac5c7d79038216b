//! What a run respects: pages that are not there yet, limits, the toot that is answered, and the token.

use hearback::outreach::{Outcome, Stop};
use jiff::Timestamp;

use super::server::{Fault, Keys, Server};
use super::world::{Toot, World, outcome, said, until};

#[tokio::test]
async fn a_page_that_is_not_the_one_is_never_announced() {
    let world = World::local().await;
    let wrong = [
        ("404", None),
        ("500", Some("!500")),
        ("an older revision", Some("sha256:00")),
        ("a login page", Some("!302")),
    ];
    for (name, page) in wrong {
        world.server.set().pages.clear();
        if let Some(page) = page {
            world.server.set().pages.insert("/wells/".to_owned(), page.to_owned());
        }
        let report = world.post().await;
        assert!(matches!(outcome(&report), Outcome::NotLive(_)), "{name}: {report:?}");
        assert_eq!(world.server.count(), 0, "{name}");
    }
    assert!(!world.run.root.join("ledger.jsonl").exists(), "nothing was claimed");
}

#[tokio::test]
async fn a_page_that_comes_late_is_waited_for() {
    let mut world = World::local().await;
    world.run.wait_seconds = 20;
    world.server.set().pages.clear();
    let run = world.run.clone();
    let run = tokio::spawn(async move { run.post().await.0 });
    until(|| world.server.set().log.iter().any(|line| line.starts_with("GET /site/"))).await;
    assert_eq!(world.server.count(), 0);
    world.server.set().pages.insert("/wells/".to_owned(), "sha256:ab".to_owned());
    assert!(run.await.unwrap().is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn a_token_does_not_follow_a_redirect() {
    let world = World::local().await;
    let elsewhere = Server::start().await;
    let to: &'static str = Box::leak(format!("{}/api/v1/statuses", elsewhere.base).into_boxed_str());
    world.server.set().faults.extend([Fault::Redirect(to), Fault::Redirect(to)]);
    let report = world.post().await;
    assert!(!report.is_fine());
    assert_eq!(elsewhere.set().log, Vec::<String>::new());
    assert!(world.post().await.is_fine());
    assert_eq!((world.server.count(), elsewhere.count()), (1, 0));
}

#[tokio::test]
async fn a_server_that_wants_no_more_gets_no_more() {
    let world = World::local().await.with_neighbour();
    world.server.set().faults.push_back(Fault::Limited);
    let report = world.post().await;
    let in_five_minutes =
        |at: Timestamp| (290..=300).contains(&Timestamp::now().duration_until(at).as_secs());
    let Some(Stop::Limited { until: Some(until) }) = report.stopped else { panic!("{report:?}") };
    assert!(report.lines.is_empty() && in_five_minutes(until), "it is said once: {report:?}");
    assert_eq!(world.server.set().keys_seen.len(), 1);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn a_refusal_is_recorded_and_may_be_tried_again() {
    let world = World::local().await;
    world.server.set().faults.extend([Fault::Html(422), Fault::Empty(404)]);
    for _ in 0..2 {
        assert!(matches!(outcome(&world.post().await), Outcome::NotPosted(_)));
    }
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
    let refused = world.ledger().records().filter(|record| record.to_line().contains("\"http 4")).count();
    assert_eq!(refused, 2);
}

#[tokio::test]
async fn a_run_posts_no_more_than_it_may() {
    let mut world = World::local().await.with_neighbour();
    world.run.max_per_run = 1;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn a_backlog_is_not_left_with_the_server_for_days() {
    let mut world = World::local().await;
    for number in 0..8 {
        world = world.with_story(&format!("old{number}"), "Long ago.");
    }
    (world.run.max_per_run, world.run.gap_minutes) = (2, 30);
    // Each run would have left one more toot, half an hour behind the last one.
    for waiting in [1, 2, 2, 2] {
        let report = world.post().await;
        assert!(report.is_fine(), "{report:?}");
        assert_eq!((world.server.count(), world.server.waiting()), (1, waiting));
    }
    let said = format!("{:?}", world.post().await.lines);
    assert!(said.contains("enough toots wait on the server already"), "{said}");
}

#[tokio::test]
async fn an_answer_is_a_reply_and_never_more_public_than_the_question() {
    let mut world = World::local().await;
    let question = world.server.by_hand_as("private", "Why two wells?");
    world.run.toots[0].reply_to = Some(question);
    world.server.set().key_mode = Keys::Ignored;
    world.server.set().faults.push_back(Fault::DropStored);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
    let answer = world.server.last();
    assert_eq!((&answer["in_reply_to_id"], &answer["visibility"]), (&"101".into(), &"private".into()));
}

#[tokio::test]
async fn a_toot_of_a_server_that_searches_for_nothing_is_answered() {
    let mut world = World::local().await;
    world.server.set().finds_nothing = true;
    let question = world.server.by_hand("How deep are they?", None);
    world.run.toots[0].reply_to = Some(question);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.last()["in_reply_to_id"], "101");
}

#[tokio::test]
async fn what_follows_a_toot_of_ours_is_not_more_public_than_it_is() {
    let mut world = World::local().await;
    let question = world.server.by_hand_as("unlisted", "How deep are they?");
    world.run.toots[0].reply_to = Some(question);
    for action in ["part:2", "correction:2026-11-24"] {
        let more = Toot {
            action: action.to_owned(),
            text: format!("{action} {}", world.run.toots[0].page),
            reply_to: None,
            ..world.run.toots[0].clone()
        };
        world.run.toots.push(more);
    }
    let report = world.post().await;
    assert!(report.is_fine(), "{report:?}");
    let texts = world.server.visibilities();
    assert_eq!(texts, ["unlisted"; 4]);
}

#[tokio::test]
async fn a_name_in_a_summary_notifies_nobody() {
    let mut world = World::local().await;
    let text = world.run.toots[0].text.clone();
    world.run.toots[0].text = format!("Meet us @bus on Monday. {text}");
    let report = world.post().await;
    assert_eq!(
        said(&report, &world),
        "not posted: `wells`: the server refused it (422): it would mention @bus"
    );
    assert_eq!(world.server.count(), 0);
    world.run.toots[0].text = text;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn whom_an_answer_answers_may_be_mentioned_and_nobody_else() {
    let mut world = World::local().await;
    let (text, question) = (world.run.toots[0].text.clone(), world.server.asked_by("ada", "How deep?"));
    world.run.toots[0].reply_to = Some(question);
    world.run.toots[0].text = format!("@ada@s.example Ask @bob, too. {text}");
    let report = world.post().await;
    assert!(said(&report, &world).ends_with("it would mention @bob,"), "{report:?}");
    world.run.toots[0].text = format!("@ada@s.example {text}");
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn an_answer_to_what_nobody_finds_is_not_posted() {
    let mut world = World::local().await;
    world.run.toots[0].reply_to = Some("https://elsewhere.example/@ada/1".to_owned());
    insta::assert_snapshot!(said(&world.post().await, &world));
    assert_eq!(world.server.count(), 0);
}

#[tokio::test]
async fn a_picture_that_the_server_works_on_is_waited_for() {
    let mut world = World::local().await;
    world.run.picture = true;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.set().media_sent, [serde_json::json!(["m1"])]);
}

#[tokio::test]
async fn somebody_elses_token_posts_nothing() {
    let mut world = World::local().await;
    world.run.user = "other".to_owned();
    assert!(matches!(world.post().await.stopped, Some(Stop::OtherAccount { .. })));
    assert_eq!(world.server.count(), 0);
}
