//! Whatever is in a file or in a server's answer: nothing panics, and nothing takes long. Real files are changed at
//! random; each target is tried a few hundred times with every `cargo test`, the same ones for one seed, and millions of
//! times by one command:
//!
//! ```sh
//! HEARBACK_FUZZ_RUNS=10000000 HEARBACK_SEED=1 cargo test --profile fuzz --test hearback -- fuzz --nocapture
//! ```
//!
//! A failure is printed as the smallest input that proptest finds.

use std::cell::Cell;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hearback::mastodon::entity::{Account, Context, Media, ScheduledStatus, Status};
use hearback::model::limits::Limits;
use hearback::model::reply::Door;
use hearback::model::source::Source;
use hearback::model::toot_address::toot_address;
use hearback::theme::{Theme, ThemeFiles};
use hearback::toot::shorten::shorten;
use hearback::{config, html, images, listen, parse, store, yaml};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::small::small;

/// Reads a text and says nothing of it.
type Reader<'a> = &'a dyn Fn(&str);

/// What of all the runs a target gets: a whole site takes a thousand times as long as a line of YAML.
#[derive(Clone, Copy)]
struct Share(u64);

/// How often each target is tried where nobody says how often.
const FEW: u64 = 200;
/// How long 100 KB may take, with every check of the compiler on.
const LONGEST: Duration = Duration::from_secs(1);

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Gives a target its share of the runs. With the long command it says how many there were and how long the slowest took.
fn fuzz<T: std::fmt::Debug>(
    name: &str,
    Share(parts): Share,
    input: &impl Strategy<Value = T>,
    target: impl Fn(&T),
) {
    let asked = number("HEARBACK_FUZZ_RUNS");
    let runs = asked.map_or(FEW.min(parts), |runs| (runs * parts / ALL).max(1));
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number("HEARBACK_SEED").unwrap_or(1).to_le_bytes());
    let config = Config {
        cases: u32::try_from(runs).unwrap_or(u32::MAX),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        max_shrink_time: 30_000,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let slowest = Cell::new(Duration::ZERO);
    let begun = Instant::now();
    let ended = runner.run(input, |input| {
        let begun = Instant::now();
        target(&input);
        let took = begun.elapsed();
        slowest.set(slowest.get().max(took));
        prop_assert!(asked.is_none() || took < LONGEST, "took {took:?}");
        Ok(())
    });
    if asked.is_some() {
        let (all, one) = (begun.elapsed(), slowest.get());
        let _ = writeln!(io::stderr(), "{name}: {runs} runs in {all:.0?}, the slowest {one:.1?}");
    }
    if let Err(fault) = ended {
        panic!("{name}: {fault}");
    }
}

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Put(Index, String),
    Cut(Index, usize),
    Copy(Index, Index, usize),
    Repeat(Index, usize, usize),
    Byte(Index, u8),
}

/// What files are made of, and what was seen to trouble programs that read them.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "  ",
    "---\n",
    "...\n",
    "```\n",
    "~~~\n",
    "# ",
    "##",
    "> ",
    "- ",
    "1. ",
    "* ",
    "+ ",
    "| a | b |\n|---|---|\n",
    "**",
    "*",
    "_",
    "__",
    "`",
    "``",
    "~~",
    "~",
    "^",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "[a]: /b\n",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<a name=x>",
    "<svg>",
    "<table>",
    "<td>",
    "<template>",
    "<math>",
    "<style>",
    "<script>",
    "<details>",
    "<plaintext>",
    "<select>",
    "<![CDATA[",
    "]]>",
    "<?",
    "<!",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&copy",
    "\\",
    "\\[",
    "$",
    "$$",
    ":::",
    ": ",
    ":x",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{< x >}}",
    "{% if x %}",
    "{% for a in b %}",
    "{% endfor %}",
    "{% endif %}",
    "{{ page.title }}",
    "{{ 1 / 0 }}",
    "{% include \"x\" %}",
    "key: ",
    "? ",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "|\n",
    ">-\n  ",
    "{",
    "}",
    "{a: 1}",
    "[1, 2]",
    "'",
    "\"",
    "\\u0000",
    "%YAML 1.2\n",
    "null",
    "true",
    ".inf",
    "0x1F",
    "1e999",
    "-0",
    "99999999999999999999",
    "2026-02-30",
    "2026-01-01",
    "0000-00-00",
    "2026-01-01T25:00:00+99:00",
    "10 %",
    "1.212,5",
    "title: ",
    "date: ",
    "lang: ar\n",
    "commitments:\n  - ",
    "measures:\n  - ",
    "criticisms:\n  - ",
    "consent: {from: 2026-01-01, for: [name]}",
    "due: ",
    "http://",
    "https://a.example/@b/1",
    "//[",
    "%zz",
    "%00",
    "../",
    "?",
    "#",
    "@a@b.example",
    "mailto:",
    "javascript:",
    "data:text/html,",
    "\"id\":",
    "\"content\":",
    "\":null",
    ",",
    "[]",
    "{}",
    "\"public\"",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200f}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{301}",
    "é",
    "ß",
    "İ",
    "א",
    "م",
    "日",
    "ไ",
    "👩‍👩‍👧",
    "\u{1f3fb}",
    "\u{10ffff}",
];

/// A piece of a text.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,12}",
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        6 => (at(), piece()).prop_map(|(at, piece)| Change::Put(at, piece)),
        3 => (at(), 1..40usize).prop_map(|(at, len)| Change::Cut(at, len)),
        2 => (at(), at(), 1..80usize).prop_map(|(from, to, len)| Change::Copy(from, to, len)),
        1 => (at(), 1..20usize, 2..40usize).prop_map(|(at, len, times)| Change::Repeat(at, len, times)),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        let at = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
        match self {
            Self::Put(index, piece) => {
                let at = at(index, bytes);
                drop(bytes.splice(at..at, piece.bytes()));
            }
            Self::Cut(index, len) => {
                let at = at(index, bytes);
                drop(bytes.drain(at..(at + len).min(bytes.len())));
            }
            Self::Copy(from, to, len) => {
                let (from, to) = (at(from, bytes), at(to, bytes));
                let part = bytes[from..(from + len).min(bytes.len())].to_vec();
                drop(bytes.splice(to..to, part));
            }
            Self::Repeat(index, len, times) => {
                let at = at(index, bytes);
                let part = bytes[at..(at + len).min(bytes.len())].repeat(*times);
                drop(bytes.splice(at..at, part));
            }
            Self::Byte(index, byte) if !bytes.is_empty() => {
                let at = index.index(bytes.len());
                bytes[at] = *byte;
            }
            Self::Byte(..) => {}
        }
    }
}

/// One of these files with a few changes, or something that is made of pieces alone.
fn like(files: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changed = (select(files), prop::collection::vec(change(), 0..8)).prop_map(|(mut bytes, changes)| {
        for change in &changes {
            change.make(&mut bytes);
        }
        bytes
    });
    let pieced = prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![3 => changed, 1 => pieced]
}

/// The same as text.
fn like_text(files: Vec<Vec<u8>>) -> impl Strategy<Value = String> {
    like(files).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Every file below a folder of the project with one of these endings, up to 4 KB of each: small files are fast to try.
fn files(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, endings, found);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|end| ending == *end)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut found);
    found.sort();
    let cut = |path: &PathBuf| {
        let mut bytes = fs::read(path).unwrap();
        bytes.truncate(4096);
        bytes
    };
    found.iter().map(cut).collect()
}

fn source(path: &str, bytes: &[u8]) -> Source {
    Source { path: path.to_owned(), bytes: bytes.to_vec() }
}

/// The parts of all targets: what the shares are parts of.
const ALL: u64 = 10_000;

#[test]
fn front_matter_and_markdown() {
    let config = small().configuration();
    let mut stories = files("tests/data", &["md"]);
    stories.extend(files("content", &["md"]));
    fuzz("stories", Share(1_800), &like(stories), |bytes| {
        for path in
            ["content/impact/a.md", "content/responses/a.ar.md", "content/answers/2026-01-01-a/index.md"]
        {
            drop(parse::story(&source(path, bytes), &config));
        }
    });
}

#[test]
fn a_text_of_markdown() {
    let config = small().configuration();
    let bodies = files("content", &["md"]).into_iter().map(|bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.splitn(3, "---\n").last().unwrap_or_default().as_bytes().to_vec()
    });
    fuzz("markdown", Share(2_000), &like_text(bodies.collect()), |text| {
        let whole = format!("---\ntitle: A\ndate: 2026-01-01\n---\n{text}");
        drop(parse::story(&source("content/impact/a.md", whole.as_bytes()), &config));
    });
}

#[test]
fn html_of_strangers() {
    let texts =
        ["<p>One <b>bold</b> <a href=\"https://a.example/\">link</a></p>", "<h1>A</h1><img src=x alt=''>"];
    let texts = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    fuzz("html", Share(2_000), &like_text(texts), |text| {
        let clean = parse::safe_list::clean_reply(text);
        let again = parse::safe_list::clean_reply(clean.as_str());
        assert_eq!(clean.as_str(), again.as_str(), "what is clean stays as it is");
        drop((html::links(text), html::text(text), html::tokens(text)));
    });
}

#[test]
fn the_configuration_and_the_lists() {
    let mut texts = files("tests/data", &["yaml"]);
    texts.extend(files("docs", &["yaml"]));
    texts.push(fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("hearback.yaml")).unwrap());
    texts.push(
        b"decisions:\n  - {reply: r-0123456789abcdef, on: 2026-01-01, do: hide, reason: spam}\n".to_vec(),
    );
    fuzz("yaml", Share(1_500), &like(texts), |bytes| {
        drop(config::parse(&source("hearback.yaml", bytes)));
        drop(parse::moderation(&source("moderation.yaml", bytes)));
        drop(parse::inbox(&source("inbox.yaml", bytes)));
        drop(parse::totals(&source("content/totals.yaml", bytes)));
        let text = String::from_utf8_lossy(bytes);
        drop(yaml::edit::set(&text, "title", &"x".into()));
        drop(yaml::edit::remove(&text, "decisions[0].on"));
    });
}

#[test]
fn the_ledger() {
    let lines = [
        r#"{"v":1,"do":"intend","id":"a","key":"k","at":"2026-01-01T00:00:00Z"}"#,
        r#"{"v":1,"do":"posted","id":"a","url":"https://a.example/@b/1","at":"2026-01-01T00:00:00Z"}"#,
    ];
    let mut ledgers: Vec<Vec<u8>> = files("tests/data", &["jsonl", "ledger"]);
    ledgers.push(lines.join("\n").into_bytes());
    fuzz("ledger", Share(1_000), &like(ledgers), |bytes| drop(store::ledger::parse(bytes)));
}

#[test]
fn answers_of_servers() {
    let ears = listen::told::Ears { id: "1".to_owned(), host: "a.example".to_owned(), tells_languages: true };
    fuzz("answers", Share(1_500), &like(files("tests/data/mastodon", &["json"])), |bytes| {
        drop(serde_json::from_slice::<Account>(bytes));
        drop(serde_json::from_slice::<Media>(bytes));
        drop(serde_json::from_slice::<ScheduledStatus>(bytes));
        let context = serde_json::from_slice::<Context>(bytes).map(|context| context.descendants);
        let listed = serde_json::from_slice::<Vec<Status>>(bytes);
        let one = serde_json::from_slice::<Status>(bytes).map(|status| vec![status]);
        for status in [context, listed, one].into_iter().flatten().flatten() {
            drop(listen::told::reply(&status, Door::Reply, None, &std::collections::BTreeMap::new(), &ears));
            drop(status.url.as_deref().and_then(toot_address));
        }
    });
}

#[test]
fn pictures() {
    let mut pictures =
        files("tests/data", &["jpg", "jpeg", "png", "webp", "avif", "gif", "tif", "tiff", "heic"]);
    pictures.extend(files("content", &["jpg", "png", "webp", "avif"]));
    fuzz("pictures", Share(150), &like(pictures), |bytes| drop(images::without_notes(bytes.clone())));
}

#[test]
fn toots_are_cut_to_any_length() {
    let limits = Limits::default();
    let texts = vec!["A summary with https://a.example/b?c, @a@b.example, #tags and 👩‍👩‍👧.".as_bytes().to_vec()];
    fuzz("toots", Share(30), &(like_text(texts), 0..600usize), |(text, room)| {
        drop(shorten(text, *room, &limits));
        drop(toot_address(text));
    });
}

#[test]
fn templates_of_a_theme() {
    let config = small().configuration();
    let templates = files("themes/default/templates", &["html", "xml"]);
    fuzz("templates", Share(10), &like_text(templates), |text| {
        let mut files = ThemeFiles { name: "own".to_owned(), ..ThemeFiles::default() };
        files.take(Path::new("templates/story.html"), text.as_bytes());
        files.take(Path::new("i18n/en.yaml"), text.as_bytes());
        drop(Theme::load(files, &config));
    });
}

#[test]
fn a_whole_site() {
    let stories = files("content", &["md"]);
    fuzz("sites", Share(5), &like_text(stories), |text| {
        let paths = ["content/responses/a.md", "content/impact/a.md"];
        let site = paths.iter().fold(small().everything(), |site, path| site.file(path, text)).press();
        let pages = site.site().routes.iter().filter(|(address, _)| !address.starts_with("/theme/"));
        for (address, route) in pages {
            assert_eq!(site.answer(address, route).err(), None, "{address}");
        }
    });
}

#[test]
fn a_hundred_kilobytes_of_the_same() {
    let config = small().configuration();
    let repeated = (prop::collection::vec(piece(), 1..4), prop::collection::vec(piece(), 0..3));
    let times = if number("HEARBACK_FUZZ_RUNS").is_some() { 100_000 } else { 2_000 };
    let readers: [(&str, Reader<'_>); 5] = [
        ("large stories", &|text| {
            let whole = format!("---\ntitle: A\ndate: 2026-01-01\n---\n{text}");
            drop(parse::story(&source("content/impact/a.md", whole.as_bytes()), &config));
        }),
        ("large replies", &|text| drop(parse::safe_list::clean_reply(text))),
        ("large configurations", &|text| drop(config::parse(&source("hearback.yaml", text.as_bytes())))),
        ("large ledgers", &|text| drop(store::ledger::parse(text.as_bytes()))),
        ("large toots", &|text| drop(shorten(text, 500, &Limits::default()))),
    ];
    for (name, read) in readers {
        fuzz(name, Share(1), &repeated, |(pieces, end)| {
            let (piece, end) = (pieces.concat(), end.concat());
            read(&(piece.repeat(times / piece.len().max(1)) + &end));
        });
    }
}
