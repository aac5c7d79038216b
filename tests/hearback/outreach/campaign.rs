//! A campaign: faults, kills, servers, readers, schedules, threads, replies and edits, thrown together at random. Each trial
//! ends with runs that nothing disturbs; then every toot is there once, or a person is asked, and nobody sees more than was
//! meant. One command:
//!
//! ```sh
//! HEARBACK_TRIALS=3000 HEARBACK_SEED=1 cargo test --test hearback -- outreach::campaign --ignored --nocapture
//! ```
//!
//! `HEARBACK_TRIAL=17` repeats the seventeenth trial of a seed alone.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use hearback::model::vocabulary::Visibility;
use hearback::outreach::{Outcome, Report, Stop};
use jiff::SignedDuration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::profile::Profile;
use super::server::{Fault, TOKEN};
use super::world::{S, Toot, World, said};

/// How many trials run at a time: more would make each too slow for S.
const AT_ONCE: usize = 16;

#[tokio::test]
#[ignore = "thousands of trials take half an hour"]
async fn campaign() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (seed, trials) = (number("HEARBACK_SEED").unwrap_or(1), number("HEARBACK_TRIALS").unwrap_or(100));
    let chosen = number("HEARBACK_TRIAL").map_or(0..trials, |one| one..one + 1);
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for trial in chosen {
        let room = room.clone();
        running.spawn(async move {
            let _room = room.acquire_owned().await.unwrap();
            (trial, Box::pin(Trial::new(seed, trial).run()).await)
        });
    }
    let mut endings: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    while let Some(ended) = running.join_next().await {
        let (trial, (ending, story)) = ended.unwrap();
        *endings.entry(ending).or_default() += 1;
        if !matches!(ending, "once" | "asked") {
            wrong.push(format!("trial {trial}: {ending}\n{story}"));
        }
    }
    {
        println!("seed {seed}: {endings:?}");
    }
    assert!(wrong.is_empty(), "seed {seed}: {endings:?}\n{}", wrong.join("\n"));
}

/// Numbers that look random, the same for one seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }
}

/// One trial, and what happened in it.
struct Trial {
    dice: Dice,
    told: String,
    /// Who can read the toot that is answered.
    answered: Option<&'static str>,
}

impl Trial {
    fn new(seed: u64, trial: u64) -> Trial {
        Trial {
            dice: Dice(seed.wrapping_mul(1_000_003).wrapping_add(trial)),
            told: String::new(),
            answered: None,
        }
    }

    fn tell(&mut self, what: &str) {
        let _ = writeln!(self.told, "  {what}");
    }

    async fn run(mut self) -> (&'static str, String) {
        let mut world = self.world().await;
        for _ in 0..=self.dice.roll(3) {
            self.disturb(&mut world).await;
        }
        {
            let mut server = world.server.set();
            server.faults.clear();
            server.list_status = None;
        }
        let mut last = Report::default();
        for _ in 0..4 {
            last = patient(&world).await;
            self.tell(&said(&last, &world));
            world.advance(45);
        }
        let ending = self.judge(&world, &last);
        (ending, self.told)
    }

    async fn world(&mut self) -> World {
        let git = self.dice.roll(2) == 0;
        let profile = self.dice.pick(&Profile::ALL);
        let visibility = self.dice.pick(&["public", "public", "unlisted", "private"]);
        let mut world = if git { World::git().await } else { World::local().await }.on(profile);
        world.run.toots[0].visibility = visibility.to_owned();
        let shape = self.dice.pick(&["plain", "spaced", "thread", "correction", "reply"]);
        let first = world.run.toots[0].clone();
        let page = &first.page;
        match shape {
            "spaced" => {
                world = world.with_neighbour();
                world.run.gap_minutes = 30;
            }
            "thread" => {
                for number in [2, 3] {
                    let (action, text) = (format!("part:{number}"), format!("And well number {number}."));
                    world.run.toots.push(Toot { action, text, ..first.clone() });
                }
            }
            "correction" => {
                let text = format!("There were three. {page}");
                world.run.toots.push(Toot { action: "correction:c1".to_owned(), text, ..first.clone() });
            }
            "reply" => {
                let readers = self.dice.pick(&["public", "unlisted", "direct"]);
                world.run.toots[0].reply_to =
                    Some(world.server.asked_by_as("ada", readers, "And the wells?"));
            }
            _ => {}
        }
        {
            let mut server = world.server.set();
            server.lag = self.dice.pick(&[0, 0, 2]) * S / 4;
            server.slow = self.dice.pick(&[0, 0, 1]) * S / 4;
            server.queue_late = SignedDuration::from_mins(self.dice.pick(&[0, 0, 20]));
        }
        self.tell(&format!("{profile:?}, git: {git}, {visibility}, {shape}"));
        world
    }

    /// One run with faults, perhaps killed; and what people do before the next.
    async fn disturb(&mut self, world: &mut World) {
        let all = [
            Fault::Fine,
            Fault::Fine,
            Fault::DropStored,
            Fault::ErrorStored,
            Fault::DropUnstored,
            Fault::Html(503),
            Fault::Html(422),
            Fault::Empty(200),
            Fault::Limited,
            Fault::Ghost,
        ];
        let faults = [self.dice.pick(&all), self.dice.pick(&all), self.dice.pick(&all)];
        world.server.set().faults = faults.into();
        world.server.set().list_status = self.dice.pick(&[None, None, None, Some(503)]);
        self.tell(&format!("{faults:?}"));
        match self.dice.roll(3) {
            0 => {
                let step = u32::try_from(1 + self.dice.roll(40)).unwrap();
                let died = world.run.killed_before(step).await;
                self.tell(&format!("killed before step {step}: {died}"));
            }
            1 => {
                let mut child = world.run.start();
                tokio::time::sleep(S * u32::try_from(self.dice.roll(20)).unwrap() / 20).await;
                let _ = child.kill().await;
                self.tell("killed at some time");
            }
            _ => {
                let report = patient(world).await;
                self.tell(&said(&report, world));
            }
        }
        match self.dice.roll(6) {
            0 => {
                let toot = &mut world.run.toots[0];
                toot.text = format!("In other words: {}", toot.text);
                let report = world.run.edit().await;
                self.tell(&format!("edited: {}", said(&report, world)));
            }
            1 => {
                // What is under way arrives while the time passes.
                tokio::time::sleep(S).await;
                world.advance(31);
                self.tell("half an hour later");
            }
            2 => {
                world.server.set().forget_keys();
                self.tell("the server forgets its keys");
            }
            _ => {}
        }
    }

    fn judge(&mut self, world: &World, last: &Report) -> &'static str {
        let texts = world.server.texts();
        self.tell(&format!("at last: {texts:?} {:?}", world.server.visibilities()));
        // Every toot of the trial has its own last words, whatever an edit put before them.
        let is_it = |toot: &Toot, text: &String| {
            let words = |text: &str| text.trim_start_matches("In other words: ").to_owned();
            words(text) == words(&toot.text)
        };
        let times: Vec<usize> = world
            .run
            .toots
            .iter()
            .map(|toot| texts.iter().filter(|text| is_it(toot, text)).count())
            .collect();
        let asked = last.lines.iter().any(|line| matches!(line.outcome, Outcome::Ask(_)));
        let too_public = |(text, seen): (&String, &String)| {
            let toot = world.run.toots.iter().find(|toot| is_it(toot, text));
            let most = |toot: &Toot| {
                Visibility::from_word(&toot.visibility).max(Visibility::from_word(self.answered?))
            };
            let most = |toot: &Toot| most(toot).or(Visibility::from_word(&toot.visibility));
            toot.is_some_and(|toot| Visibility::from_word(seen) < most(toot))
        };
        if texts.iter().zip(&world.server.visibilities()).any(too_public) {
            return "more public";
        }
        if holds_token(world.folder.path()) || self.told.contains(TOKEN) {
            return "told the token";
        }
        match times.as_slice() {
            times if times.iter().any(|times| *times > 1) => "doubled",
            times if times.iter().all(|times| *times == 1) && last.is_fine() => "once",
            _ if asked => "asked",
            times if times.iter().all(|times| *times == 1) => "stuck",
            _ => "lost",
        }
    }
}

/// A run. Another world's process that is just being started holds this one's lock for a moment, too.
async fn patient(world: &World) -> Report {
    loop {
        let report = world.post().await;
        if report.stopped != Some(Stop::Busy) {
            return report;
        }
        tokio::time::sleep(S / 20).await;
    }
}

fn holds_token(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => holds_token(&path),
        false => String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).contains(TOKEN),
    })
}
