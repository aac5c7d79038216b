//! Ledgers as crashes, merges and people leave them, and what a run makes of them.

use std::path::PathBuf;

use tokio::task::JoinSet;

use super::server::Fault;
use super::world::{Run, World, said};

/// A site of its own with this ledger, and the same server.
fn with_ledger(world: &World, name: &str, ledger: &[u8]) -> Run {
    let root: PathBuf = world.folder.path().join(name);
    std::fs::create_dir(&root).unwrap();
    std::fs::write(root.join("ledger.jsonl"), ledger).unwrap();
    Run { root, ..world.run.clone() }
}

/// How many runs go on at a time.
const AT_ONCE: usize = 48;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn torn() {
    let world = World::local().await;
    world.post().await;
    let whole = std::fs::read(world.run.root.join("ledger.jsonl")).unwrap();
    // Not all at once: a run that waits for its turn longer than a request may take is late, and rightly stops.
    let mut runs = JoinSet::new();
    for cut in 0..whole.len() {
        let run = with_ledger(&world, &format!("cut-{cut}"), &whole[..cut]);
        runs.spawn(async move { (cut, run.post().await.0) });
        while runs.len() >= AT_ONCE || cut + 1 == whole.len() {
            let Some(ended) = runs.join_next().await else { break };
            let (cut, report) = ended.unwrap();
            assert!(report.is_fine(), "cut at {cut}: {report:?}");
        }
    }
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn shuffled() {
    let world = World::local().await;
    world.server.set().faults.push_back(Fault::Ghost);
    world.post().await;
    world.post().await;
    let ledger = std::fs::read_to_string(world.run.root.join("ledger.jsonl")).unwrap();
    let lines: Vec<&str> = ledger.lines().collect();
    assert_eq!(lines.len(), 5, "site, intent, failed, intent, receipt");
    let (site, lines) = (lines[0], &lines[1..]);
    let expected = said(&world.post().await, &world);
    for number in 0..256 {
        // Four places with any of the four lines each, and the four in order where one would be missing.
        let places = (0..4).map(|place| lines[number >> (2 * place) & 3]);
        let all_there = lines.iter().all(|line| places.clone().any(|there| there == *line));
        let rest = if all_there { Vec::new() } else { lines.iter().rev().copied().collect() };
        let mut shuffled: Vec<&str> = places.chain(rest).collect();
        shuffled.insert(number % 5, site);
        let run = with_ledger(&world, &format!("order-{number}"), shuffled.join("\n").as_bytes());
        assert_eq!(said(&run.post().await.0, &world), expected, "{shuffled:?}");
    }
    assert_eq!(world.server.count(), 1);
}

#[tokio::test]
async fn rolled_back() {
    let world = World::local().await;
    world.post().await;
    std::fs::remove_file(world.run.root.join("ledger.jsonl")).unwrap();
    insta::assert_snapshot!(said(&world.post().await, &world));
    assert_eq!(world.server.count(), 1);
}
