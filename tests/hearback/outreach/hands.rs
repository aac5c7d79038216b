//! What people do beside the program: toots by hand, deletions, schedules that are changed; and what it asks them.

use hearback::outreach::Outcome;
use jiff::SignedDuration;

use super::server::{Keys, Queue};
use super::world::{World, outcome, said};

#[tokio::test]
async fn deleted_after_receipt() {
    let mut world = World::local().await;
    world.post().await;
    world.server.delete_by_hand();
    insta::assert_snapshot!(said(&world.post().await, &world));
    assert_eq!(world.server.count(), 0);
    world.run.again = true;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
    assert!(matches!(outcome(&world.post().await), Outcome::There(_)), "said twice it is not posted twice");
}

#[tokio::test]
async fn one_hand_toot() {
    let world = World::local().await;
    world.server.by_hand(&format!("Look! {}", world.run.toots[0].page), None);
    let report = world.post().await;
    assert!(report.is_fine() && matches!(outcome(&report), Outcome::Found(_)), "{report:?}");
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn two_hand_toots() {
    let world = World::local().await;
    let page = world.run.toots[0].page.clone();
    world.server.by_hand(&format!("Look! {page}"), None);
    let second = world.server.by_hand(&format!("Again: {page}"), None);
    let report = world.post().await;
    assert!(!report.is_fine());
    insta::assert_snapshot!(said(&report, &world));
    assert_eq!(world.server.count(), 2);
    let adopted = world.run.adopt("wells", &second).await;
    assert!(matches!(outcome(&adopted), Outcome::Adopted(url) if *url == second), "{adopted:?}");
    assert!(matches!(outcome(&world.post().await), Outcome::There(url) if *url == second));
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn hand_reply_links() {
    let world = World::local().await;
    world.server.by_hand(&format!("It is here: {}", world.run.toots[0].page), Some("42"));
    assert!(matches!(outcome(&world.post().await), Outcome::Posted(_)));
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn retracted() {
    let world = World::local().await;
    world.post().await;
    let report = world.run.retract("wells", "a wrong name").await;
    assert!(report.is_fine() && matches!(outcome(&report), Outcome::Retracted(_)), "{report:?}");
    assert_eq!(world.server.count(), 0);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 0);
}

#[tokio::test]
async fn retracted_while_it_waits() {
    let mut world = World::local().await.with_neighbour();
    world.run.gap_minutes = 30;
    world.post().await;
    assert_eq!(world.server.waiting(), 1);
    assert!(world.run.retract("wells", "").await.is_fine());
    world.server.advance(SignedDuration::from_mins(31));
    assert!(world.post().await.is_fine());
    assert_eq!((world.server.count(), world.server.waiting()), (1, 0));
}

#[tokio::test]
async fn scheduled_ignored() {
    let mut world = World::local().await.with_neighbour();
    world.run.gap_minutes = 30;
    world.server.set().queue = Queue::None;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn scheduled_cancelled() {
    let mut world = World::local().await.with_neighbour();
    world.run.gap_minutes = 30;
    world.server.set().key_mode = Keys::Ignored;
    assert!(world.post().await.is_fine());
    assert_eq!((world.server.count(), world.server.waiting()), (1, 1));
    world.server.set().cancel_scheduled();
    world.server.advance(SignedDuration::from_mins(31));
    world.run.toots.remove(0);
    let report = world.post().await;
    assert!(!report.is_fine(), "{report:?}");
    let known = said(&report, &world);
    let (before, after) = known.split_once("posted at ").unwrap();
    let after = &after[after.find(',').unwrap()..];
    insta::assert_snapshot!(format!("{before}posted at …{after}"));
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn a_scheduled_toot_that_came_out_is_recorded() {
    let mut world = World::local().await.with_neighbour();
    world.run.gap_minutes = 30;
    world.post().await;
    world.server.advance(SignedDuration::from_mins(31));
    world.run.toots.remove(0);
    assert!(matches!(outcome(&world.post().await), Outcome::CameOut(_)));
    assert!(matches!(outcome(&world.post().await), Outcome::There(_)));
    assert_eq!(world.server.count(), 2);
}

#[tokio::test]
async fn list_401() {
    let world = World::local().await;
    world.server.set().list_status = Some(401);
    let report = world.post().await;
    assert!(!report.is_fine());
    insta::assert_snapshot!(said(&report, &world));
    assert_eq!(world.server.count(), 0);
    world.server.set().list_status = None;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn deep_list() {
    let world = World::local().await;
    world.server.by_hand(&world.run.toots[0].text, None);
    for number in 0..130 {
        world.server.by_hand(&format!("Toot {number}"), None);
    }
    assert!(matches!(outcome(&world.post().await), Outcome::Found(_)));
    assert_eq!(world.server.count(), 131);
}

#[tokio::test]
async fn a_list_is_not_read_beyond_the_story() {
    let world = World::local().await;
    for number in 0..130 {
        world.server.by_hand(&format!("Toot {number}"), None);
    }
    world.server.set().age(SignedDuration::from_hours(24 * 30));
    assert!(world.post().await.is_fine());
    let pages = world.server.set().log.iter().filter(|line| line.ends_with("/1/statuses")).count();
    assert_eq!(pages, 1);
}

#[tokio::test]
async fn an_edit_sends_everything_and_is_recorded() {
    let mut world = World::local().await;
    world.post().await;
    world.run.toots[0].revision = "sha256:ef".to_owned();
    world.run.toots[0].text = format!("Three wells, not two. {}", world.run.toots[0].page);
    let early = world.run.edit().await;
    assert!(matches!(outcome(&early), Outcome::NotLive(_)), "its page is not live: {early:?}");
    world.server.set().pages.insert("/wells/".to_owned(), "sha256:ef".to_owned());
    let report = world.run.edit().await;
    assert!(matches!(outcome(&report), Outcome::Edited(_)), "{report:?}");
    let report = world.run.edit().await;
    assert!(matches!(outcome(&report), Outcome::Unchanged(_)), "{report:?}");
    assert_eq!(world.server.texts(), [world.run.toots[0].text.clone()]);
    let puts = world.server.set().log.iter().filter(|line| line.starts_with("PUT")).count();
    assert_eq!(puts, 1, "an edit without a change is not sent");
}

#[tokio::test]
async fn a_toot_whose_id_an_edit_changes_is_still_ours() {
    let mut world = World::local().await;
    world.server.set().renames = true;
    world.post().await;
    for revision in ["sha256:ef", "sha256:01"] {
        world.run.toots[0].revision = revision.to_owned();
        world.run.toots[0].text = format!("{revision} {}", world.run.toots[0].page);
        world.server.set().pages.insert("/wells/".to_owned(), revision.to_owned());
        let report = world.run.edit().await;
        assert!(matches!(outcome(&report), Outcome::Edited(_)), "{report:?}");
        assert!(matches!(outcome(&world.post().await), Outcome::There(_)));
    }
    assert_eq!(world.server.texts(), [world.run.toots[0].text.clone()]);
    assert!(world.run.retract("wells", "").await.is_fine());
    assert_eq!(world.server.count(), 0);
}

#[tokio::test]
async fn a_toot_whose_id_somebody_elses_edit_changed_is_found_by_its_address() {
    let world = World::local().await;
    world.post().await;
    world.server.set().rename();
    assert!(matches!(outcome(&world.post().await), Outcome::There(_)));
    world.server.set().rename();
    assert!(world.run.retract("wells", "").await.is_fine());
    assert_eq!(world.server.count(), 0);
}

#[tokio::test]
async fn a_deleted_toot_of_a_story_that_is_not_announced_is_asked_about() {
    let mut world = World::local().await.with_neighbour();
    world.post().await;
    (world.run.toots, world.run.watched) = (Vec::new(), vec!["wells".to_owned(), "pump".to_owned()]);
    assert_eq!(world.post().await.lines, []);
    world.server.set().delete_newest();
    insta::assert_snapshot!(said(&world.post().await, &world));
    assert!(world.run.retract("wells", "").await.is_fine());
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn an_unclear_run_is_asked_about_where_the_site_says_so() {
    let mut world = World::local().await;
    world.run.ask = true;
    world.server.set().faults.push_back(super::server::Fault::DropUnstored);
    assert!(!world.post().await.is_fine());
    let report = world.post().await;
    assert!(!report.is_fine());
    insta::assert_snapshot!(said(&report, &world));
    assert_eq!(world.server.count(), 0);
    world.run.again = true;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}
