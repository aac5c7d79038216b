//! What a server can answer, and what is on it afterwards.

use hearback::outreach::Outcome;

use super::server::{Fault, Keys};
use super::world::{World, outcome, said};

/// Runs so often, and gives the toots after each run and whether it was fine.
async fn runs(world: &World, times: usize) -> Vec<(usize, bool)> {
    let mut seen = Vec::new();
    for _ in 0..times {
        let report = world.post().await;
        seen.push((world.server.count(), report.is_fine()));
    }
    seen
}

#[tokio::test]
async fn twice() {
    let world = World::local().await;
    assert_eq!(runs(&world, 2).await, [(1, true), (1, true)]);
    assert!(matches!(outcome(&world.post().await), Outcome::There(_)));
}

#[tokio::test]
async fn drop_stored() {
    let world = World::local().await;
    world.server.set().faults.push_back(Fault::DropStored);
    assert_eq!(runs(&world, 1).await, [(1, true)]);
}

#[tokio::test]
async fn drop_unstored() {
    let world = World::local().await;
    world.server.set().faults.push_back(Fault::DropUnstored);
    assert_eq!(runs(&world, 1).await, [(1, true)]);
}

#[tokio::test]
async fn _503_twice() {
    let world = World::local().await;
    world.server.set().faults.extend([Fault::Html(503), Fault::Empty(503)]);
    assert_eq!(runs(&world, 2).await, [(0, false), (1, true)]);
}

#[tokio::test]
async fn ghost_once() {
    let world = World::local().await;
    world.server.set().faults.push_back(Fault::Ghost);
    assert_eq!(runs(&world, 2).await, [(0, false), (1, true)]);
}

#[tokio::test]
async fn ghost_thrice() {
    let mut world = World::local().await;
    world.server.set().faults.extend([Fault::Ghost, Fault::Ghost, Fault::Ghost]);
    assert_eq!(runs(&world, 4).await, [(0, false); 4]);
    insta::assert_snapshot!(said(&world.post().await, &world));
    world.run.again = true;
    assert_eq!(runs(&world, 2).await, [(1, true), (1, true)]);
    let keys = world.server.set().keys_seen.clone();
    assert_ne!(keys.first(), keys.last(), "another key after `--again`");
}

#[tokio::test]
async fn dup_500() {
    let world = World::local().await;
    world.server.set().key_mode = Keys::Answer500;
    world.server.set().faults.push_back(Fault::DropStored);
    assert_eq!(runs(&world, 2).await, [(1, true), (1, true)]);
}
