//! What is heard, and by which door.

use serde_json::json;

use super::world::World;

#[test]
fn a_mention_that_the_server_filtered_is_heard() {
    let world = World::new();
    world.server.set().ways.filters = true;
    assert_eq!(world.hear(), [0, 0, 0]);
    let id = world.server.unheard("rhea", "Are they deep enough?", Some(&world.toot), |_| ());
    world.server.notify("mention", &id, true);
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["reply: Are they deep enough?"]);
    assert_eq!(world.hear(), [0, 0, 0], "a second run changes nothing");
}

#[test]
fn what_the_server_throws_away_is_said_and_heard_from_the_thread() {
    let mut world = World::new();
    world.server.set().ways.drops = true;
    world.hear();
    world.server.said("rhea", "Are they deep enough?", &world.toot);
    world.later(2 * 24 * 60);
    let ran = world.run(&["listen"]);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        (
            "1 new reply, 0 changed, 0 gone; 1 toot heard\n",
            "warning: your server throws away mentions by people whom the account does not follow; only open threads \
             are heard of these\n"
        )
    );
}

#[test]
fn a_nested_reply_that_mentions_nobody_is_heard_when_its_thread_has_its_turn() {
    let mut world = World::new();
    let asked = world.server.said("rhea", "Are they deep enough?", &world.toot);
    assert_eq!(world.hear(), [1, 0, 0]);
    world.server.unheard("alan", "I wonder, too.", Some(&asked), |_| ());
    assert_eq!(world.hear(), [0, 0, 0], "nothing says that the thread moved");
    world.later(24 * 60);
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["reply: Are they deep enough?", "reply: I wonder, too."]);
}

#[test]
fn a_quote_is_heard_without_the_line_that_repeats_what_it_quotes() {
    let world = World::new();
    world.hear();
    let quoted = world.toot.clone();
    let id = world.server.unheard("rhea", "", None, |toot| {
        toot["content"] = json!("<p class=\"quote-inline\">RE: <a href=\"#\">org</a></p><p>Not so deep.</p>");
        toot["quote"] = json!({ "state": "accepted", "quoted_status_id": quoted });
    });
    world.server.notify("quote", &id, false);
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["quote: Not so deep."]);
    world.show(&id);
    assert!(world.page().contains("Not so deep."), "{}", world.page());
}

#[test]
fn a_quote_that_its_server_has_not_confirmed_is_only_a_mention() {
    let world = World::new();
    world.hear();
    let quoted = world.toot.clone();
    let id = world.server.unheard("rhea", "Look at this.", None, |toot| {
        toot["quote"] = json!({ "state": "pending", "quoted_status_id": quoted });
    });
    world.server.notify("quote", &id, false);
    world.hear();
    assert_eq!(world.waiting(), ["mention: Look at this."]);
}

#[test]
fn a_follow_up_after_our_answer_reopens_the_question() {
    let mut world = World::new();
    let asked = world.server.said("rhea", "Are they deep enough?", &world.toot);
    world.hear();
    let answer = world.server.ours("Twelve metres.", Some(&asked));
    world.later(1);
    assert_eq!(world.hear(), [0, 0, 0]);
    assert_eq!(world.waiting(), Vec::<String>::new());
    world.server.said("rhea", "And in a year without snow?", &answer);
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["reply again: And in a year without snow?"]);
}

#[test]
fn whoever_has_a_watched_hashtag_and_no_answer_could_be_helped() {
    let world = World::new().watching("Ferrow");
    world.server.unheard("rhea", "Where is there water in #Ferrow?", None, |_| ());
    world.server.unheard("alan", "No #Ferrow bots here.", None, |toot| {
        toot["account"]["note"] = json!("#nobot");
    });
    world
        .server
        .unheard("io", "Only for friends, #Ferrow", None, |toot| toot["visibility"] = json!("private"));
    assert_eq!(world.hear(), [1, 0, 0]);
    assert_eq!(world.waiting(), ["could help: Where is there water in #Ferrow?"]);
    assert_eq!(world.hear(), [0, 0, 0]);
}

#[test]
fn what_we_answer_by_hand_waits_no_longer_wherever_it_was_asked() {
    let world = World::new().watching("Ferrow");
    let asked = world.server.said("rhea", "Are they deep enough?", &world.toot);
    let mention = world.server.unheard("alan", "What do you do?", None, |_| ());
    world.server.notify("mention", &mention, false);
    let tagged = world.server.unheard("io", "Where is there water in #Ferrow?", None, |_| ());
    assert_eq!(world.hear(), [3, 0, 0]);
    assert_eq!(world.waiting().len(), 3);
    let mut answers = Vec::new();
    for (n, above) in [asked, mention, tagged].iter().enumerate() {
        answers.push(world.server.ours("We answer.", Some(above)));
        assert_eq!(world.hear(), [0, 0, 0]);
        assert_eq!(world.waiting().len(), 2 - n);
    }
    let again = world.server.said("alan", "And where?", &answers[1]);
    assert_eq!(world.hear(), [1, 0, 0], "{again}");
    assert_eq!(world.waiting(), ["mention again: And where?"]);
}
