//! Every scenario on every kind of server, its ledger in a file and on a branch: whatever happens, a toot is there once.
//! They wait more than they work, so all of them run side by side.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use hearback::outreach::{Outcome, Report, Stop};
use jiff::SignedDuration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::profile::Profile;
use super::server::{Fault, Queue, Server};
use super::world::{Run, S, Toot, World, outcome, said, until};

/// How many worlds there are at a time: more would make each too slow for S.
const AT_ONCE: usize = 24;

type Scenario = fn(World) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// A table of the scenarios by their names.
macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), |world| Box::pin($name(world)) as Pin<Box<dyn Future<Output = ()> + Send>>)),*]
    };
}

const ALL: &[(&str, Scenario)] = scenarios![
    twice,
    answer_dropped,
    answer_500,
    never_stored,
    killed_after_sending,
    private_answer_dropped,
    private_killed_after_sending,
    unlisted_answer_500,
    direct_reply_answer_dropped,
    part_answer_dropped,
    correction_answer_dropped,
    scheduled_waits_its_turn,
    scheduled_answer_dropped,
    scheduled_late,
    scheduled_is_taken_back,
    edited_and_taken_back,
    edit_keeps_few_readers,
    retract_lag,
    id_changed,
    ids_used_again,
    answered_with_another_toot,
    below_three_hundred_others,
    limited_account,
    outage,
    refused_for_its_words,
    two_sites,
    clock_steps,
    account_moved,
    account_moved_while_open,
    unclear_part_goes_on_as_it_was_cut,
    what_follows_is_known_after_an_edit,
];

/// One scenario, on a kind of server, with its ledger on a branch or in a file.
type Case = (usize, Profile, bool);

/// `HEARBACK_SCENARIO=outage` runs the scenarios that are named so.
#[tokio::test]
async fn whatever_happens_a_toot_is_there_once_on_every_server() {
    let only = std::env::var("HEARBACK_SCENARIO").unwrap_or_default();
    let named = (0..ALL.len()).filter(|number| ALL[*number].0.contains(&only));
    let on_all = |number: usize| {
        Profile::ALL.into_iter().flat_map(move |profile| [(number, profile, false), (number, profile, true)])
    };
    let failed = failing(named.flat_map(on_all).collect(), AT_ONCE).await;
    // A machine that is too busy for S fails some: they are tried again where there is room.
    failed.values().for_each(|why| eprintln!("tried again: {why}"));
    let failed = failing(failed.into_keys().collect(), 2).await;
    let failed: Vec<String> = failed.into_values().collect();
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

/// Those that fail, and why.
async fn failing(cases: Vec<Case>, at_once: usize) -> BTreeMap<Case, String> {
    let room = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    let mut tried = BTreeMap::new();
    for (number, profile, git) in cases {
        let room = room.clone();
        let task = running.spawn(async move {
            let _room = room.acquire_owned().await.unwrap();
            let world = if git { World::git().await } else { World::local().await };
            ALL[number].1(world.on(profile)).await;
        });
        tried.insert(task.id(), (number, profile, git));
    }
    let mut failed = BTreeMap::new();
    while let Some(ended) = running.join_next_with_id().await {
        if let Err(error) = ended {
            let case @ (number, profile, git) = tried[&error.id()];
            let panic = error.into_panic();
            let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            let ledger = if git { "git" } else { "local" };
            failed.insert(case, format!("{} on {profile:?}, {ledger}: {said}", ALL[number].0));
        }
    }
    failed
}

/// A run. Another world's process that is just being started holds this one's lock for a moment, too.
async fn post(world: &World) -> Report {
    loop {
        let report = world.post().await;
        if report.stopped != Some(Stop::Busy) {
            return report;
        }
        tokio::time::sleep(S / 20).await;
    }
}

/// A run that has to be fine.
async fn fine(world: &World) -> Report {
    let report = post(world).await;
    assert!(report.is_fine(), "{}", said(&report, world));
    report
}

/// What is there now: toots that are out, and toots that wait.
fn there(world: &World, out: usize, waiting: usize) {
    assert_eq!((world.server.count(), world.server.waiting()), (out, waiting), "{:?}", world.server.texts());
}

/// The same toot, seen by these only.
fn seen_by(mut world: World, visibility: &str) -> World {
    world.run.toots[0].visibility = visibility.to_owned();
    world
}

async fn fault_then_once(world: &World, fault: Fault) {
    world.server.set().faults.push_back(fault);
    let _ = post(world).await;
    fine(world).await;
    there(world, 1, 0);
    let wanted = world.run.toots[0].visibility.clone();
    assert_eq!(world.server.visibilities(), [wanted]);
}

async fn twice(world: World) {
    fine(&world).await;
    fine(&world).await;
    there(&world, 1, 0);
}

async fn answer_dropped(world: World) {
    fault_then_once(&world, Fault::DropStored).await;
}

async fn answer_500(world: World) {
    fault_then_once(&world, Fault::ErrorStored).await;
}

async fn never_stored(world: World) {
    fault_then_once(&world, Fault::DropUnstored).await;
}

async fn killed_after_sending(world: World) {
    world.server.set().faults.push_back(Fault::HoldStored);
    world.killed_after_send().await;
    fine(&world).await;
    there(&world, 1, 0);
}

async fn private_answer_dropped(world: World) {
    fault_then_once(&seen_by(world, "private"), Fault::DropStored).await;
}

async fn private_killed_after_sending(world: World) {
    killed_after_sending(seen_by(world, "private")).await;
}

async fn unlisted_answer_500(world: World) {
    fault_then_once(&seen_by(world, "unlisted"), Fault::ErrorStored).await;
}

/// An answer to a toot that only we can read goes to its author only.
async fn direct_reply_answer_dropped(mut world: World) {
    let asked = world.server.asked_by_as("ada", "direct", "What became of the wells?");
    world.run.toots[0].reply_to = Some(asked);
    world.server.set().faults.push_back(Fault::DropStored);
    let _ = post(&world).await;
    fine(&world).await;
    assert_eq!(world.server.visibilities(), ["direct", "direct"]);
}

async fn with_another(mut world: World, action: &str, text: &str) -> World {
    let page = world.run.toots[0].page.clone();
    let (action, text) = (action.to_owned(), text.replace("PAGE", &page));
    let toot = Toot { action, text, ..world.run.toots[0].clone() };
    world.run.toots.push(toot);
    world.server.set().faults.extend([Fault::Fine, Fault::DropStored]);
    world
}

async fn part_answer_dropped(world: World) {
    let world = with_another(seen_by(world, "private"), "part:2", "The second one is dry in May.").await;
    let _ = post(&world).await;
    fine(&world).await;
    there(&world, 2, 0);
    assert_eq!(world.server.visibilities(), ["private", "private"]);
}

async fn correction_answer_dropped(world: World) {
    let world = with_another(seen_by(world, "private"), "correction:c1", "There are three. PAGE").await;
    let _ = post(&world).await;
    fine(&world).await;
    there(&world, 2, 0);
    assert_eq!(world.server.visibilities(), ["private", "private"]);
}

fn spaced(world: World) -> World {
    let mut world = world.with_neighbour();
    world.run.gap_minutes = 30;
    world
}

fn schedules(world: &World) -> bool {
    world.server.set().queue != Queue::None
}

async fn scheduled_waits_its_turn(world: World) {
    let mut world = spaced(world);
    for _ in 0..2 {
        fine(&world).await;
        there(&world, 1, usize::from(schedules(&world)));
    }
    world.advance(31);
    for _ in 0..2 {
        fine(&world).await;
        there(&world, 2, 0);
    }
}

async fn scheduled_answer_dropped(world: World) {
    let mut world = spaced(world);
    world.server.set().faults.extend([Fault::Fine, Fault::DropStored]);
    let _ = post(&world).await;
    fine(&world).await;
    there(&world, 1, usize::from(schedules(&world)));
    world.advance(31);
    fine(&world).await;
    fine(&world).await;
    there(&world, 2, 0);
}

/// The server posts it twenty minutes after its time.
async fn scheduled_late(world: World) {
    let mut world = spaced(world);
    if world.server.set().queue != Queue::Listed {
        return;
    }
    world.server.set().queue_late = SignedDuration::from_mins(20);
    world.server.set().faults.extend([Fault::Fine, Fault::DropStored]);
    let _ = post(&world).await;
    for (minutes, out) in [(31, 1), (10, 1), (15, 2)] {
        world.advance(minutes);
        let _ = post(&world).await;
        there(&world, out, 2 - out);
    }
    fine(&world).await;
    there(&world, 2, 0);
}

async fn scheduled_is_taken_back(world: World) {
    let mut world = spaced(world);
    fine(&world).await;
    if schedules(&world) {
        assert!(world.run.retract("wells", "").await.is_fine());
        there(&world, 1, 0);
        world.advance(31);
        fine(&world).await;
        there(&world, 1, 0);
    }
}

fn reworded(world: &mut World) {
    world.run.toots[0].revision = "sha256:ef".to_owned();
    world.run.toots[0].text = format!("Three wells, not two. {}", world.run.toots[0].page);
    world.server.set().pages.insert("/wells/".to_owned(), "sha256:ef".to_owned());
}

async fn edited_and_taken_back(mut world: World) {
    fine(&world).await;
    reworded(&mut world);
    let report = world.run.edit().await;
    assert!(matches!(outcome(&report), Outcome::Edited(_)), "{}", said(&report, &world));
    fine(&world).await;
    assert_eq!(world.server.texts(), [world.run.toots[0].text.clone()]);
    assert!(world.run.retract("wells", "").await.is_fine());
    fine(&world).await;
    there(&world, 0, 0);
}

async fn edit_keeps_few_readers(world: World) {
    let mut world = seen_by(world, "private");
    fine(&world).await;
    reworded(&mut world);
    let report = world.run.edit().await;
    let publishes = world.server.set().publishes_edits;
    assert_eq!(matches!(outcome(&report), Outcome::NotEdited(_)), publishes, "{}", said(&report, &world));
    assert_eq!(world.server.visibilities(), ["private"]);
    fine(&world).await;
    there(&world, 1, 0);
}

/// The server does not list it yet, and says that it does not know it.
async fn retract_lag(world: World) {
    world.server.set().lag = S / 2;
    fine(&world).await;
    assert!(world.run.retract("wells", "").await.is_fine());
    tokio::time::sleep(S / 2).await;
    there(&world, 0, 0);
    fine(&world).await;
    there(&world, 0, 0);
}

/// The story has another `id` and the same page.
async fn id_changed(mut world: World) {
    fine(&world).await;
    let url = world.server.last()["url"].as_str().unwrap().to_owned();
    world.run.toots[0].story = "wells-2".to_owned();
    let report = post(&world).await;
    assert!(matches!(outcome(&report), Outcome::Ask(_)), "{}", said(&report, &world));
    there(&world, 1, 0);
    assert!(matches!(outcome(&world.run.adopt("wells-2", &url).await), Outcome::Adopted(_)));
    fine(&world).await;
    there(&world, 1, 0);
}

/// The server was set up anew: the recorded id is another toot's of ours now.
async fn ids_used_again(mut world: World) {
    fine(&world).await;
    world.server.set().replace_newest("Something else of ours");
    let report = post(&world).await;
    assert!(!report.is_fine(), "its toot is gone: {}", said(&report, &world));
    reworded(&mut world);
    assert!(!world.run.edit().await.is_fine());
    let _ = world.run.retract("wells", "").await;
    assert_eq!(world.server.texts(), ["Something else of ours"]);
}

async fn answered_with_another_toot(world: World) {
    world.server.by_hand("Something else of ours", None);
    world.server.set().faults.push_back(Fault::OtherToot);
    let _ = post(&world).await;
    fine(&world).await;
    there(&world, 2, 0);
}

async fn below_three_hundred_others(world: World) {
    world.server.by_hand(&world.run.toots[0].text, None);
    for number in 0..300 {
        world.server.by_hand(&format!("Toot {number}"), None);
    }
    let report = post(&world).await;
    let is_asked = matches!(outcome(&report), Outcome::Ask(_));
    assert_eq!(is_asked, world.server.set().keeps.is_some(), "{}", said(&report, &world));
    there(&world, 301, 0);
}

async fn limited_account(world: World) {
    world.server.set().narrows = true;
    assert!(matches!(outcome(&fine(&world).await), Outcome::Narrowed(_, is) if is == "unlisted"));
    fine(&world).await;
    there(&world, 1, 0);
}

/// However long a server is away, the story is not given up.
async fn outage(world: World) {
    for _ in 0..3 {
        world.server.set().faults.extend([Fault::Html(503), Fault::Html(503)]);
        assert!(!post(&world).await.is_fine());
    }
    world.server.set().faults.clear();
    fine(&world).await;
    there(&world, 1, 0);
}

async fn refused_for_its_words(mut world: World) {
    for _ in 0..5 {
        world.server.set().faults.push_back(Fault::Html(422));
        assert!(!post(&world).await.is_fine());
    }
    let posts = world.server.set().keys_seen.len();
    assert_eq!(posts, 3, "nobody sends the same words for ever");
    world.server.set().faults.clear();
    world.run.toots[0].text = format!("Other words. {}", world.run.toots[0].page);
    fine(&world).await;
    there(&world, 1, 0);
}

/// Two sites of one account have stories of one id.
async fn two_sites(world: World) {
    fine(&world).await;
    let mut other = world.run.clone();
    other.git = false;
    other.root = world.folder.path().join("other");
    std::fs::create_dir(&other.root).unwrap();
    other.toots[0].page = format!("{}/site/other/", world.server.base);
    other.toots[0].text = format!("We listened. {}", other.toots[0].page);
    world.server.set().pages.insert("/other/".to_owned(), "sha256:ab".to_owned());
    for _ in 0..2 {
        let (report, _) = other.post().await;
        assert!(report.is_fine(), "{}", said(&report, &world));
        there(&world, 2, 0);
    }
    assert!(other.retract("wells", "").await.is_fine());
    assert_eq!(world.server.texts(), [world.run.toots[0].text.clone()]);
    fine(&world).await;
}

/// The server's clock is put forward between two runs, and its list lags.
async fn clock_steps(world: World) {
    {
        let mut server = world.server.set();
        (server.slow, server.lag) = (S / 4, S / 2);
    }
    let mut child = world.run.start();
    until(|| world.server.set().log.iter().any(|line| line == "POST /api/v1/statuses")).await;
    child.kill().await.unwrap();
    world.server.advance(SignedDuration::from_hours(1));
    fine(&world).await;
    there(&world, 1, 0);
}

/// The account moved: the same site, ledger and name on another server of this kind.
async fn moved(world: &World) -> World {
    let server = Server::start().await;
    let old = world.server.set();
    server.set().pages = old.pages.clone();
    drop(old);
    let folder = tempfile::tempdir().unwrap();
    let run = Run { server: server.base.clone(), ..world.run.clone() };
    World { folder, server, run, profile: world.profile }.on(world.profile)
}

/// What was announced there is announced. Nothing is asked, edited or deleted here, until somebody wants it again.
async fn account_moved(world: World) {
    fine(&world).await;
    let mut here = moved(&world).await;
    here.run.watched = vec!["wells".to_owned()];
    for _ in 0..2 {
        let report = fine(&here).await;
        assert!(matches!(outcome(&report), Outcome::There(_)), "{}", said(&report, &world));
    }
    here.server.by_hand("Something else of ours", None);
    reworded(&mut here);
    world.server.set().pages.clone_from(&here.server.set().pages);
    assert!(matches!(outcome(&here.run.edit().await), Outcome::NotEdited(_)));
    assert!(matches!(outcome(&here.run.retract("wells", "").await), Outcome::NotRetracted(_)));
    assert_eq!(here.server.texts(), ["Something else of ours"]);
    here.run.again = true;
    fine(&here).await;
    here.run.again = false;
    fine(&here).await;
    there(&here, 2, 0);
    there(&world, 1, 0);
}

/// Nobody can look on the old server any more, so a person is asked; a toot that is there can be said to be ours.
async fn account_moved_while_open(world: World) {
    world.server.set().faults.push_back(Fault::HoldStored);
    world.killed_after_send().await;
    let mut here = moved(&world).await;
    for _ in 0..2 {
        let report = post(&here).await;
        assert!(matches!(outcome(&report), Outcome::Ask(_)), "{}", said(&report, &world));
        there(&here, 0, 0);
    }
    here.run.again = true;
    fine(&here).await;
    there(&here, 1, 0);
}

/// The second part is unclear, and by the next run it is what it was, whatever else the thread would be by then.
async fn unclear_part_goes_on_as_it_was_cut(world: World) {
    let world = with_another(world, "part:2", "The second one is dry in May.").await;
    world.server.set().faults = [Fault::Fine, Fault::Html(503), Fault::DropStored].into();
    let _ = post(&world).await;
    fine(&world).await;
    fine(&world).await;
    there(&world, 2, 0);
}

/// What follows is out and not recorded, and an edit gives the toot before it another id.
async fn what_follows_is_known_after_an_edit(world: World) {
    for action in ["part:2", "correction:c1"] {
        let text = if action == "part:2" { "The second one is dry." } else { "There are three. PAGE" };
        let mut world = with_another(again(&world).await, action, text).await;
        world.server.set().faults = [Fault::Fine, Fault::HoldStored].into();
        let mut child = world.run.start();
        until(|| world.server.count() == 2).await;
        child.kill().await.unwrap();
        let follows = world.run.toots.pop().unwrap();
        reworded(&mut world);
        let _ = world.run.edit().await;
        world.run.toots.push(follows);
        for _ in 0..2 {
            fine(&world).await;
            there(&world, 2, 0);
        }
    }
}

/// A new world of the same kind.
async fn again(world: &World) -> World {
    let new = if world.run.git { World::git().await } else { World::local().await };
    new.on(world.profile)
}
