//! What a page shows of what was heard, and what takes it away again.

use serde_json::{Value, json};

use super::world::World;

#[test]
fn each_sign_in_a_profile_keeps_a_reply_from_the_page_until_it_is_allowed_by_name() {
    let signs: [(&str, Value); 8] = [
        ("indexable", json!(false)),
        ("noindex", json!(true)),
        ("note", json!("<p>#NoBot</p>")),
        ("note", json!("<p>#nobridge please</p>")),
        ("fields", json!([{ "name": "Rules", "value": "#noarchive" }])),
        ("suspended", json!(true)),
        ("limited", json!(true)),
        ("memorial", json!(true)),
    ];
    let world = World::new();
    world.site.put(
        "hearback.yaml",
        world
            .site
            .read("hearback.yaml")
            .replace("{show: approved}", "{show: public, confirmed: The board decided so.}"),
    );
    let mut ids = Vec::new();
    for (n, (field, value)) in signs.iter().enumerate() {
        ids.push(world.server.unheard(
            &format!("sign{n}"),
            &format!("Said with sign {n}."),
            Some(&world.toot),
            |toot| {
                toot["account"][*field] = value.clone();
            },
        ));
    }
    let quiet = world.server.unheard("quiet", "Said quietly.", Some(&world.toot), |toot| {
        toot["visibility"] = json!("unlisted");
    });
    world.server.said("rhea", "Said openly.", &world.toot);
    assert_eq!(world.hear(), [10, 0, 0]);
    let page = world.page();
    assert!(
        page.contains("Said openly.") && !page.contains("Said with") && !page.contains("quietly"),
        "{page}"
    );
    ids.push(quiet);
    ids.iter().for_each(|id| world.show(id));
    let page = world.page();
    assert_eq!(page.matches("Said with sign").count(), 8, "{page}");
    assert!(page.contains("Said quietly."), "{page}");
}

#[test]
fn an_edit_replaces_what_was_said() {
    let mut world = World::new();
    let id = world.server.said("rhea", "They are to shallow.", &world.toot);
    world.hear();
    world.show(&id);
    assert!(world.page().contains("to shallow"));
    world.server.edit(&id, |toot| {
        toot["content"] = json!("<p>They are too shallow.</p>");
        toot["spoiler_text"] = json!("a complaint");
    });
    world.later(10);
    assert_eq!(world.hear(), [0, 1, 0]);
    let page = world.page();
    assert!(page.contains("too shallow") && page.contains("a complaint"), "{page}");
    assert!(!world.everything().contains("to shallow"));
}

#[test]
fn who_is_blocked_leaves_lists_and_not_the_page() {
    let mut world = World::new();
    let id = world.server.said("rhea", "They are shallow.", &world.toot);
    world.hear();
    world.show(&id);
    world.server.set().hidden.insert(id);
    for _ in 0..3 {
        world.later(24 * 60);
        assert_eq!(world.hear(), [0, 0, 0]);
    }
    assert!(world.page().contains("They are shallow."));
}

#[test]
fn what_its_author_deletes_or_makes_private_goes_from_pages_feeds_and_data() {
    for ending in ["deleted", "private", "direct"] {
        let mut world = World::new();
        let id = world.server.said("rhea", "a-word-that-goes", &world.toot);
        let other = world.server.said("alan", "I stay.", &id);
        world.hear();
        world.show(&id);
        world.show(&other);
        assert!(world.page().contains("a-word-that-goes"));
        match ending {
            "deleted" => world.server.delete(&id),
            _ => world.server.edit(&id, |toot| toot["visibility"] = json!(ending)),
        }
        world.later(10);
        assert_eq!(world.hear(), [0, 0, 1], "{ending}");
        let page = world.page();
        assert!(page.contains("I stay.") && page.contains("answers"), "{page}");
        assert!(!world.everything().contains("a-word-that-goes"), "{ending}");
    }
}

#[test]
fn a_takedown_survives_an_edit_a_new_address_of_the_page_and_a_lost_cache() {
    let mut world = World::new();
    let id = world.server.said("rhea", "My neighbour is ill.", &world.toot);
    world.hear();
    world.show(&id);
    let taken = world.run(&["inbox", "takedown", &world.server.address(&id), "--reason", "personal_data"]);
    assert_eq!(taken.code, 0, "{}", taken.said());
    world.show(&id);
    assert!(!world.page().contains("neighbour"));
    world.server.edit(&id, |toot| toot["content"] = json!("<p>My neighbour is very ill.</p>"));
    std::fs::remove_dir_all(world.site.path(".hearback")).unwrap();
    world.later(60);
    assert_eq!(world.hear(), [1, 0, 0]);
    let page = world.page();
    assert!(!page.contains("neighbour") && page.contains("personal"), "{page}");
    let decisions = world.site.read("moderation.yaml");
    assert!(!decisions.contains("rhea") && !decisions.contains("garden"), "{decisions}");
}
