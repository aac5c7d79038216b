//! What is served after many saves is what a fresh start would serve, and a day ends for the server too.

use super::Voice;
use super::watch::Changes;
use super::world::World;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::output::Output;
use crate::pipeline::{self, Request};
use crate::render::Renderer;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A voice with a clock that the test turns.
struct Quiet {
    now: Mutex<Timestamp>,
}

impl Quiet {
    fn at(now: &str) -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(now.parse().unwrap()) })
    }

    fn turn(&self, by: SignedDuration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Voice for Quiet {
    fn ready(&self, _: &str) {}
    fn findings(&self, _: &[Diagnostic], _: &[Diagnostic]) {}
    fn text(&self, finding: &Diagnostic) -> String {
        format!("{}: {}", finding.place.file, finding.message)
    }
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }
    fn warn(&self, _: &str) {}
}

fn request(root: &Path, voice: &Quiet) -> Request {
    Request { root: root.to_owned(), base_url: None, drafts: true, future: false, now: voice.now() }
}

fn open(root: &Path, voice: &Arc<Quiet>) -> World {
    let voice = Arc::clone(voice);
    World::open(request(root, &voice), [127, 0, 0, 1].into(), voice)
}

/// Everything that a site answers, by its address.
fn pages(press: &Renderer) -> BTreeMap<String, String> {
    let answer = |address: &String, route| match press.answer(address, route) {
        Ok(Output::Page(bytes)) => String::from_utf8(bytes).unwrap_or_else(|e| format!("{:?}", e.as_bytes())),
        Ok(other) => format!("{other:?}"),
        Err(finding) => panic!("{address}: {}", finding.message),
    };
    press.site().routes.iter().map(|(address, route)| (address.clone(), answer(address, route))).collect()
}

/// The site as a fresh start has it: its pages where it is sound, and what is wrong.
fn fresh(request: &Request, voice: &Quiet) -> (Option<BTreeMap<String, String>>, BTreeSet<String>) {
    let said = |findings: &[Diagnostic]| {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| voice.text(finding)).collect()
    };
    match pipeline::gather(request) {
        Ok(gathered) => {
            let assembled = pipeline::assemble(request, &gathered, None);
            (assembled.is_sound().then(|| pages(&assembled.press)), said(&assembled.diagnostics))
        }
        Err(findings) => (None, said(&findings)),
    }
}

/// Numbers that look random and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.roll(among.len())]
    }
}

/// A folder that is worked on, and the paths that a watcher would name.
struct Desk {
    root: PathBuf,
    dice: Dice,
    touched: BTreeSet<PathBuf>,
}

const FOLDERS: [&str; 5] = ["impact", "responses", "answers", "impact/wells", "notes"];
const NAMES: [&str; 8] = ["a.md", "b.md", "c.md", "index.md", "index.es.md", "d.md", "a.es.md", "plan.png"];
const YAML: &str = "title: Ferrow\nurl: https://ferrow.example/\ntimezone: Europe/London\n";
/// Two images of some pixels, which differ.
const IMAGES: [&[u8]; 2] =
    [include_bytes!("../../tests/data/pixel-dark.png"), include_bytes!("../../tests/data/pixel-light.png")];

impl Desk {
    fn path(&mut self) -> PathBuf {
        let folder = *self.dice.pick(&FOLDERS);
        self.root.join("content").join(folder).join(self.dice.pick(&NAMES))
    }

    fn put(&mut self, path: &Path, bytes: &[u8]) {
        let mut folder = path.parent().unwrap().to_owned();
        while !folder.exists() {
            self.touched.insert(folder.clone());
            folder = folder.parent().unwrap().to_owned();
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self.touched.insert(path.to_owned());
    }

    /// A story, mostly sound, with ties to others: tags, links, an image, an alias, sometimes a mistake.
    fn story(&mut self) -> String {
        let dice = &mut self.dice;
        let id = dice.roll(2000);
        let (title, day, month) = (dice.roll(90), dice.roll(28) + 1, dice.roll(12) + 1);
        let mut matter = format!(
            "id: story-{id}\ntitle: Title {title}\ndate: 2026-{month:02}-{day:02}\nsummary: Short {title}.\n"
        );
        let more = [
            "tags: [queue, light]\n",
            "tags: [light]\n",
            "draft: true\n",
            "lang: es\n",
            "image: {src: plan.png, alt: A plan}\n",
        ];
        let mistakes = ["aliases: [/old/]\n", "date: 2026-02-30\n", "unknown: true\n", "tags: [\n"];
        for line in more {
            if dice.roll(5) == 0 {
                matter += line;
            }
        }
        if dice.roll(25) == 0 {
            matter += *dice.pick(&mistakes);
        }
        let links = [
            "[b](b.md)",
            "[c](/impact/c/)",
            "![A plan](plan.png)",
            "[wells](../impact/wells/index.md)",
            "Text.",
        ];
        let text: Vec<&str> = (0..3).map(|_| *dice.pick(&links)).collect();
        format!("---\n{matter}---\n\n{}\n", text.join("\n\n"))
    }

    /// One thing that somebody does to the folder.
    fn work(&mut self) {
        let path = self.path();
        match self.dice.roll(20) {
            0..10 => self.write(&path),
            10..12 => self.remove(&path),
            12..14 => self.rename_file(&path),
            14 => self.remove_folder(),
            15 => self.rename_folder(),
            16 => self.configure(),
            17 => self.restyle(),
            18 => self.put(&self.root.join("static/terms.txt"), &[b'x'; 3]),
            // What an editor leaves, or tries.
            _ => {
                self.put(&path.with_extension("md~"), b"older");
                let probe = path.with_file_name("4913");
                self.put(&probe, b"");
                fs::remove_file(probe).unwrap();
            }
        }
    }

    fn write(&mut self, path: &Path) {
        if path.is_dir() {
            return;
        }
        if path.extension().is_some_and(|ending| ending == "png") {
            let image = *self.dice.pick(&IMAGES);
            return self.put(path, image);
        }
        let text = self.story();
        if self.dice.roll(2) == 0 {
            return self.put(path, text.as_bytes());
        }
        // As vim and VS Code do it: beside, then over it.
        let beside = path.with_extension("tmp");
        self.put(&beside, text.as_bytes());
        fs::rename(&beside, path).unwrap();
        self.touched.insert(path.to_owned());
    }

    fn remove(&mut self, path: &Path) {
        if fs::remove_file(path).is_ok() {
            self.touched.insert(path.to_owned());
        }
    }

    fn rename_file(&mut self, from: &Path) {
        let to = self.path();
        if from.is_file() && !to.exists() && from.extension() == to.extension() {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(from, &to).unwrap();
            self.touched.extend([from.to_owned(), to.parent().unwrap().to_owned(), to]);
        }
    }

    fn remove_folder(&mut self) {
        let folder = self.root.join("content").join(*self.dice.pick(&FOLDERS));
        // Sometimes a folder has a story's name.
        let _ = fs::remove_dir_all(&folder);
        self.touched.insert(folder);
    }

    fn rename_folder(&mut self) {
        let names: Vec<PathBuf> =
            FOLDERS.iter().chain(&["odd.md"]).map(|name| self.root.join("content").join(name)).collect();
        let (from, to) = (self.dice.pick(&names).clone(), self.dice.pick(&names).clone());
        if from.is_dir() && !to.exists() && to.parent().is_some_and(Path::is_dir) && !to.starts_with(&from) {
            fs::rename(&from, &to).unwrap();
            self.touched.extend([from, to]);
        }
    }

    fn configure(&mut self) {
        let more = [
            "",
            "paginate: 3\n",
            "feeds: {items: 4}\n",
            "accent: \"#8a4b14\"\n",
            "totals: totals.csv\n",
            "nonsense: [\n",
            "langauge: en\n",
        ];
        let yaml = format!(
            "title: Ferrow\nurl: https://ferrow.example/\ntimezone: Europe/London\n{}",
            self.dice.pick(&more)
        );
        self.put(&self.root.join("hearback.yaml"), yaml.as_bytes());
    }

    /// Somebody looks at what is wrong and takes it out.
    fn mend(&mut self, wrong: &BTreeSet<String>) {
        for finding in wrong {
            let file = finding.split(": ").next().unwrap();
            if file.starts_with("content/") || file.starts_with("themes/") {
                self.remove(&self.root.join(file));
            } else {
                self.put(&self.root.join("hearback.yaml"), YAML.as_bytes());
            }
        }
    }

    fn restyle(&mut self) {
        let files = [
            ("static/more.css", "p { color: red }"),
            ("templates/404.html", "{{ nothing.here }}"),
            ("templates/404.html", "<p>gone</p>"),
        ];
        let (name, text) = *self.dice.pick(&files);
        self.put(&self.root.join("themes/default").join(name), text.as_bytes());
        if self.dice.roll(2) == 0 {
            self.remove(&self.root.join("themes/default/templates/404.html"));
        }
    }
}

/// What is wrong is what a fresh start finds, and where nothing is, what is served is what it has too. Returns what is wrong.
fn assert_fresh(world: &World, request: &Request, voice: &Quiet, step: usize) -> BTreeSet<String> {
    let (sound, wrong) = fresh(request, voice);
    let shown: BTreeSet<String> = world
        .findings()
        .into_iter()
        .filter(|shown| shown.severity == "error")
        .map(|shown| shown.text)
        .collect();
    assert_eq!(shown, wrong, "step {step}");
    if let Some(sound) = sound {
        let snapshot = world.snapshot().unwrap();
        let served = pages(snapshot.press());
        let differs = |address: &&String| served.get(*address) != sound.get(*address);
        let odd: Vec<&String> = served.keys().chain(sound.keys()).filter(differs).collect();
        assert!(odd.is_empty(), "step {step}: {odd:?}");
    }
    wrong
}

#[test]
fn a_thousand_saves_end_in_the_site_that_a_fresh_start_has() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let voice = Quiet::at("2026-09-01T12:00:00Z");
    let mut desk = Desk { root: root.clone(), dice: Dice(7), touched: BTreeSet::new() };
    fs::write(root.join("hearback.yaml"), YAML).unwrap();
    let (world, request) = (open(&root, &voice), request(&root, &voice));
    let (mut done, mut sound) = (0, 0);
    while done < 1000 {
        // A save is answered alone or in a burst.
        let burst = 1 + desk.dice.roll(3);
        (0..burst).for_each(|_| desk.work());
        done += burst;
        world.renew(&Changes::Paths(std::mem::take(&mut desk.touched)));
        if desk.dice.roll(6) == 0 {
            let wrong = assert_fresh(&world, &request, &voice, done);
            sound += usize::from(wrong.is_empty());
            desk.mend(&wrong);
        }
    }
    world.renew(&Changes::Paths(std::mem::take(&mut desk.touched)));
    assert_fresh(&world, &request, &voice, done);
    assert!(sound > 20, "only {sound} sites were sound");
}

fn put_story(root: &Path, name: &str, date: &str) {
    fs::create_dir_all(root.join("content/impact")).unwrap();
    let story = format!("---\nid: {name}\ntitle: {name}\ndate: {date}\nsummary: Short.\n---\n\nText.\n");
    fs::write(root.join(format!("content/impact/{name}.md")), story).unwrap();
}

#[test]
fn a_story_appears_when_its_day_begins_in_the_zone_of_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("hearback.yaml"), YAML).unwrap();
    put_story(&root, "today", "2026-09-01");
    put_story(&root, "tomorrow", "2026-09-02");
    put_story(&root, "at-nine", "2026-09-02T09:00:00+01:00");
    // A minute before midnight in London, whose summer is an hour ahead of UTC.
    let voice = Quiet::at("2026-09-01T22:59:00Z");
    let world = open(&root, &voice);
    let shown = || {
        let snapshot = world.snapshot().unwrap();
        ["today", "tomorrow", "at-nine"].map(|name| snapshot.has(&format!("/impact/{name}/")))
    };
    let minute = SignedDuration::from_mins(1);
    for (by, wanted) in [
        (minute / 2, [true, false, false]),
        (minute, [true, true, false]),
        (minute * 60 * 9, [true, true, true]),
    ] {
        let mark = world.mark();
        voice.turn(by);
        world.renew(&Changes::none());
        assert_eq!(shown(), wanted);
        assert_eq!(world.mark() != mark, wanted[1], "a browser is told only when something is new");
        assert!(assert_fresh(&world, &request(&root, &voice), &voice, 0).is_empty());
    }
    let mark = world.mark();
    world.renew(&Changes::none());
    assert!(world.mark() == mark);
}

#[cfg(unix)]
#[test]
fn a_file_with_two_paths_is_new_at_both() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("hearback.yaml"), YAML).unwrap();
    fs::create_dir_all(root.join("content/impact")).unwrap();
    fs::create_dir_all(root.join("content/answers")).unwrap();
    let story =
        |title: &str| format!("---\ntitle: {title}\ndate: 2026-03-01\nsummary: Short.\n---\n\nText.\n");
    fs::write(root.join("content/impact/a.md"), story("Old")).unwrap();
    std::os::unix::fs::symlink("../impact/a.md", root.join("content/answers/a.md")).unwrap();
    let voice = Quiet::at("2026-09-01T12:00:00Z");
    let world = open(&root, &voice);
    fs::write(root.join("content/impact/a.md"), story("New")).unwrap();
    world.renew(&Changes::Paths([root.join("content/impact/a.md")].into()));
    assert!(assert_fresh(&world, &request(&root, &voice), &voice, 0).is_empty());
}
