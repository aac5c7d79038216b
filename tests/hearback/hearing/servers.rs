//! Servers that answer otherwise, or not at all.

use serde_json::json;

use super::world::World;

#[test]
fn a_server_that_is_down_for_one_run_loses_nothing() {
    let mut world = World::new();
    let id = world.server.said("rhea", "Are they deep enough?", &world.toot);
    world.hear();
    world.show(&id);
    world.server.set().ways.down = true;
    world.later(60);
    let ran = world.run(&["listen"]);
    assert_eq!(ran.code, 3, "{}", ran.said());
    assert!(world.page().contains("Are they deep enough?"));
    world.server.set().ways.down = false;
    world.server.said("alan", "I wonder, too.", &world.toot);
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["reply: Are they deep enough?", "reply: I wonder, too."]);
}

#[test]
fn a_server_without_a_list_by_ids_is_asked_toot_by_toot() {
    let mut world = World::new();
    world.server.set().ways.no_ids = true;
    let ids: Vec<String> =
        (0..5).map(|n| world.server.said("rhea", &format!("Number {n}."), &world.toot)).collect();
    assert_eq!(world.hear(), [5, 0, 0]);
    world.server.delete(&ids[1]);
    world.server.edit(&ids[2], |toot| toot["content"] = json!("<p>Edited.</p>"));
    world.later(10);
    assert_eq!(world.hear(), [0, 1, 1]);
    let waiting = world.waiting();
    assert_eq!(waiting.len(), 1, "one person's words in a row are one thing: {waiting:?}");
    assert!(world.everything().contains("Edited.") && !world.everything().contains("Number 1."));
}

#[test]
fn pages_for_people_in_the_place_of_what_a_server_does_not_know_are_no_answers() {
    let mut world = World::new();
    world.server.set().ways.html = true;
    let id = world.server.said("rhea", "Are they deep enough?", &world.toot);
    assert_eq!(world.hear(), [1, 0, 0]);
    world.server.delete(&id);
    world.later(10);
    assert_eq!(world.hear(), [0, 0, 1]);
}

#[test]
fn a_server_that_answers_nothing_but_pages_for_people_takes_nothing_away() {
    let mut world = World::new();
    world.server.said("rhea", "Are they deep enough?", &world.toot);
    world.hear();
    world.server.set().ways.all_html = true;
    world.later(24 * 60);
    let report = world.listen();
    assert!(report.stopped.is_some(), "{report:?}");
    assert_eq!(world.waiting(), ["reply: Are they deep enough?"]);
}

#[test]
fn a_server_that_takes_min_id_for_since_id_is_paged_back_so_that_nothing_is_skipped() {
    let world = World::new().with_toots(60);
    world.server.set().ways.snac = true;
    assert_eq!(world.hear(), [0, 0, 0]);
    let toots: Vec<String> =
        world.server.set().toots.iter().map(|toot| toot["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(toots.len(), 61);
    // More than a page, each in another thread: only its notification tells that it moved.
    toots.iter().for_each(|toot| drop(world.server.said("rhea", "Why?", toot)));
    assert_eq!(world.hear(), [61, 0, 0]);
    assert_eq!(world.hear(), [0, 0, 0]);
}

#[test]
fn an_edit_that_changes_the_id_is_no_deletion() {
    let mut world = World::new();
    world.server.set().ways.snac = true;
    let id = world.server.said("rhea", "They are to shallow.", &world.toot);
    world.hear();
    world.show(&id);
    world.server.edit(&id, |toot| toot["content"] = json!("<p>They are too shallow.</p>"));
    world.later(10);
    assert_eq!(world.hear(), [0, 1, 0]);
    assert!(world.page().contains("too shallow"));
    world.later(10);
    assert_eq!(world.hear(), [0, 0, 0]);
}
