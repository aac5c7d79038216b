//! A run that is killed, with a signal that nobody can catch, before each of its steps; and the run after it.

use serde_json::json;

use super::world::World;
use crate::site::ran;

/// A world in which something of each kind is to be heard: the toots that are new, and what the page must not show.
fn world() -> World {
    let mut world = World::new().with_toots(3);
    let taken = world.server.said("troll", "taken-down", &world.toot);
    let edited = world.server.said("rhea", "before-the-edit", &world.toot);
    let deleted = world.server.said("alan", "deleted-later", &world.toot);
    world.hear();
    let address = world.server.address(&taken);
    assert_eq!(world.run(&["inbox", "takedown", &address, "--reason", "threat"]).code, 0);
    world.show(&edited);
    world.show(&deleted);
    world.server.edit(&edited, |toot| toot["content"] = json!("<p>after-the-edit</p>"));
    world.server.delete(&deleted);
    for (who, toot) in [("io", "2"), ("ceres", "3"), ("juno", "4"), ("vesta", "1")] {
        world.server.said(who, &format!("new-of-{who}"), toot);
    }
    let mention = world.server.unheard("pallas", "new-of-pallas", None, |_| ());
    world.server.notify("mention", &mention, false);
    world.later(60);
    world
}

const NEWS: [&str; 5] = ["new-of-io", "new-of-ceres", "new-of-juno", "new-of-vesta", "new-of-pallas"];

fn is_right(world: &World, when: &str) {
    let page = world.page();
    assert!(page.contains("after-the-edit"), "{when}: {page}");
    assert!(!page.contains("taken-down") && !page.contains("deleted-later"), "{when}: {page}");
    let waiting = world.waiting().join("\n");
    for news in NEWS {
        assert!(waiting.contains(news), "{when}: {waiting}");
    }
    assert!(!world.everything().contains("deleted-later"), "{when}");
}

fn listen(world: &World, die_at: Option<usize>) -> crate::site::Ran {
    let mut command = world.site.command(&["listen", "--now", "2026-06-01T13:00:00Z"]);
    command.env("HEARBACK_TOKEN", "s3cret").env("HEARBACK_COUNT_STEPS", "1");
    command.env_remove("HEARBACK_DIE_AT");
    if let Some(step) = die_at {
        command.env("HEARBACK_DIE_AT", step.to_string());
    }
    ran(&command.output().unwrap())
}

#[test]
fn a_run_that_is_killed_before_any_step_loses_nothing_and_shows_nothing_that_was_taken_down() {
    let whole = world();
    let said = listen(&whole, None);
    assert_eq!(said.code, 0, "{}", said.said());
    is_right(&whole, "whole");
    let steps: usize =
        said.stderr.lines().find_map(|line| line.strip_prefix("steps: ")?.parse().ok()).unwrap();
    assert!(steps > 20, "{}", said.said());
    for step in 1..=steps {
        let world = world();
        assert_ne!(listen(&world, Some(step)).code, 0, "there is no step {step}");
        let page = world.page();
        assert!(!page.contains("taken-down"), "killed before step {step}: {page}");
        let said = listen(&world, None);
        assert_eq!(said.code, 0, "killed before step {step}: {}", said.said());
        is_right(&world, &format!("killed before step {step}"));
    }
}
