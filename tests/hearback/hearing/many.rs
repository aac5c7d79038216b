//! Thousands of toots, and few requests.

use hearback::model::heard::Heard;
use hearback::store::heard::Replies;

use super::world::World;

/// Everything was read an hour ago.
fn heard_before(world: &World) {
    let replies = Replies::of(&world.site.path("."));
    let mut heard: Heard = replies.state();
    for thread in heard.threads.values_mut() {
        thread.read = Some("2026-06-01T11:00:00Z".parse().unwrap());
    }
    replies.keep_state(&heard).unwrap();
}

#[test]
fn five_thousand_toots_of_which_twenty_have_news_cost_sixty_requests() {
    let mut world = World::new().with_toots(4_999);
    // The first run knows the toots, and is cut off before it reads their threads.
    world.server.set().ways.patience = Some(4);
    assert!(world.listen().stopped.is_some());
    world.server.set().ways.patience = None;
    heard_before(&world);
    world.server.requests();
    for n in 0..20 {
        world.server.said("rhea", "News.", &(1 + n * 200).to_string());
    }
    world.later(1);
    let report = world.listen();
    assert_eq!((report.change.new, report.threads, report.unread, &report.stopped), (20, 5_000, 0, &None));
    let asked = world.server.requests();
    assert_eq!(asked, report.requests);
    assert!(asked <= 60, "{asked} requests");
    let again = world.listen();
    assert_eq!(again.change, Default::default());
    assert!(again.requests <= 30, "{again:?}");
}

#[test]
fn a_run_without_a_cache_says_how_far_it_is_and_the_next_goes_on() {
    let world = World::new().with_toots(59);
    world.server.said("rhea", "Why?", "3");
    let mut said = Vec::new();
    for _ in 0..4 {
        world.server.requests();
        world.server.set().ways.patience = Some(25);
        let ran = world.run(&["listen"]);
        said.push(ran.stdout.lines().next().unwrap_or_default().to_owned());
        assert!(ran.code == 0 || ran.stderr.contains("the server wants no more requests"), "{}", ran.said());
    }
    assert!(said[0].contains(" of 60 toots heard so far"), "{said:?}");
    assert!(said[3].ends_with("60 toots heard"), "{said:?}");
    assert_eq!(world.waiting(), ["reply: Why?"]);
}
