//! Runs that are killed, with a signal that nobody can catch, and the run after them.

use std::sync::Arc;
use std::time::Duration;

use hearback::outreach::Outcome;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::server::{Fault, Keys};
use super::world::{S, Toot, World, outcome, said, until};

/// How many worlds there are at a time: more would make each too slow for S.
const AT_ONCE: usize = 24;

async fn world(git: bool) -> World {
    if git { World::git().await } else { World::local().await }
}

/// What a run is killed on.
#[derive(Clone, Copy, Debug)]
struct Kind {
    git: bool,
    keys: Keys,
    /// Whether the server forgets the key before the next run.
    forget: bool,
}

/// Kills a run before each of its steps, each in a world of its own; then runs. The steps are counted, not listed.
async fn kill_each(kinds: Vec<Kind>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut worlds = JoinSet::new();
    for kind in kinds {
        let whole = world(kind.git).await;
        let (report, steps) = whole.run.post().await;
        assert!(report.is_fine() && steps > 5, "{report:?}");
        for step in 1..=steps {
            let room = room.clone();
            worlds.spawn(async move {
                let _room = room.acquire_owned().await.unwrap();
                kill(kind, step).await;
            });
        }
    }
    while let Some(ended) = worlds.join_next().await {
        ended.unwrap();
    }
}

async fn kill(kind: Kind, step: u32) {
    let world = world(kind.git).await;
    world.server.set().key_mode = kind.keys;
    assert!(world.run.killed_before(step).await, "{kind:?} has no step {step}");
    if kind.forget {
        world.server.set().forget_keys();
    }
    let report = world.post().await;
    assert!(report.is_fine(), "{kind:?}, killed before step {step}: {report:?}");
    assert_eq!(world.server.count(), 1, "{kind:?}, killed before step {step}: {report:?}");
}

#[tokio::test]
async fn kill_each_step() {
    let all = [Keys::Honoured, Keys::Ignored, Keys::Answer500];
    let kinds = all.into_iter().flat_map(|keys| [false, true].map(|git| Kind { git, keys, forget: false }));
    kill_each(kinds.collect()).await;
}

#[tokio::test]
async fn kill_key_expired() {
    kill_each([false, true].map(|git| Kind { git, keys: Keys::Honoured, forget: true }).to_vec()).await;
}

#[tokio::test]
async fn kill_late_lag() {
    let world = World::local().await;
    {
        let mut server = world.server.set();
        server.key_mode = Keys::Ignored;
        (server.slow, server.lag) = (S / 2, S / 2);
    }
    let mut child = world.run.start();
    until(|| world.server.set().log.iter().any(|line| line == "POST /api/v1/statuses")).await;
    child.kill().await.unwrap();
    assert_eq!(world.server.count(), 0, "it is handled later");
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn text_changed() {
    let mut world = World::local().await;
    world.server.set().key_mode = Keys::Ignored;
    world.server.set().faults.push_back(Fault::HoldStored);
    world.killed_after_send().await;
    world.run.toots[0].text = format!("Other words. {}", world.run.toots[0].page);
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn slug_changed() {
    let mut world = World::local().await;
    world.server.set().key_mode = Keys::Ignored;
    world.server.set().faults.push_back(Fault::HoldStored);
    world.killed_after_send().await;
    world.server.set().pages.insert("/two-wells/".to_owned(), "sha256:ab".to_owned());
    let page = format!("{}/site/two-wells/", world.server.base);
    world.run.toots[0].text = format!("We listened, and dug two wells. {page} #Water");
    world.run.toots[0].page = page;
    assert!(world.post().await.is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn withdrawn_open() {
    let mut world = World::local().await;
    world.server.set().faults.push_back(Fault::HoldStored);
    world.killed_after_send().await;
    world.run.toots.clear();
    insta::assert_snapshot!(said(&world.post().await, &world));
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn thread_killed() {
    let mut world = World::local().await;
    let first = world.run.toots[0].clone();
    for (number, text) in [(2, "The first well is 12 m deep."), (3, "The second is not: we were wrong.")] {
        let (action, text) = (format!("part:{number}"), text.to_owned());
        world.run.toots.push(Toot { action, text, ..first.clone() });
    }
    world.server.set().key_mode = Keys::Ignored;
    world.server.set().faults.extend([Fault::Fine, Fault::HoldStored]);
    let mut child = world.run.start();
    until(|| world.server.count() == 2).await;
    child.kill().await.unwrap();
    assert!(world.post().await.is_fine());
    let texts: Vec<String> = world.run.toots.iter().map(|toot| toot.text.clone()).collect();
    assert_eq!(world.server.texts(), texts);
}

#[tokio::test]
async fn same_copy() {
    let mut world = World::local().await;
    world.run.wait_seconds = 20;
    world.server.set().pages.clear();
    let first = world.run.clone();
    let first = tokio::spawn(async move { first.post().await.0 });
    until(|| world.server.set().log.iter().any(|line| line.starts_with("GET /site/"))).await;
    insta::assert_snapshot!(said(&world.post().await, &world));
    world.server.set().pages.insert("/wells/".to_owned(), "sha256:ab".to_owned());
    assert!(first.await.unwrap().is_fine());
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn scheduled_kill() {
    scheduled_kill_with(Duration::ZERO, true).await;
}

#[tokio::test]
async fn scheduled_kill_lag() {
    scheduled_kill_with(S / 2, false).await;
}

/// Killed after the second of two toots was scheduled; run before it is due, and just after.
async fn scheduled_kill_with(lag: Duration, before: bool) {
    let mut world = World::local().await.with_neighbour();
    world.run.gap_minutes = 30;
    world.server.set().key_mode = Keys::Ignored;
    world.server.set().faults.extend([Fault::Fine, Fault::HoldStored]);
    let mut child = world.run.start();
    until(|| world.server.waiting() == 1).await;
    child.kill().await.unwrap();
    if before {
        assert!(world.post().await.is_fine());
        assert_eq!((world.server.count(), world.server.waiting()), (1, 1));
    }
    world.server.set().lag = lag;
    world.server.advance(jiff::SignedDuration::from_mins(30));
    world.run.toots.remove(0);
    let report = world.post().await;
    match outcome(&report) {
        Outcome::CameOut(_) if before => {}
        Outcome::Found(_) if !before => {}
        _ => panic!("{report:?}"),
    }
    assert_eq!((world.server.count(), world.server.waiting()), (2, 0));
}
