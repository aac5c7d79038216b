//! The laws of the house: which room may import which, in which room each outside library lives, what a pure room may
//! not touch, and that no files import each other in a circle.
//!
//! The source is parsed, not searched: `source` finds every path that a file names, with its imports resolved and its own
//! tests left out, and `graph` follows them from file to file.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the source should fail at once")]

mod graph;
mod source;

use source::{File, Path, house};
use std::collections::BTreeSet;

/// Which rooms a room may import, besides `model` and itself. A room that is not named here may not exist.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("yaml", &[]),
    ("config", &["yaml"]),
    ("html", &[]),
    ("web", &["html"]),
    ("store", &[]),
    ("images", &[]),
    ("write", &[]),
    ("git", &[]),
    ("deploy", &["config", "git"]),
    ("read", &["config"]),
    ("parse", &["config", "html", "yaml"]),
    ("theme", &["config", "yaml"]),
    ("assemble", &["config"]),
    ("scaffold", &["config", "yaml"]),
    ("render", &["config", "html", "theme"]),
    ("toot", &["config", "theme"]),
    ("check", &["config", "html", "toot"]),
    ("mastodon", &["web"]),
    ("listen", &["config", "html", "store", "mastodon"]),
    ("outreach", &["config", "html", "toot", "images", "store", "web", "mastodon", "git"]),
    (
        "pipeline",
        &["config", "read", "parse", "theme", "assemble", "check", "render", "images", "write", "store"],
    ),
    ("serve", &["config", "html", "pipeline", "toot", "render", "images", "store"]),
    (
        "cli",
        &[
            "yaml", "config", "html", "web", "store", "images", "write", "git", "read", "parse", "theme",
            "assemble", "scaffold", "render", "toot", "check", "mastodon", "outreach", "listen", "pipeline",
            "serve", "deploy",
        ],
    ),
];

/// In which rooms an outside library may be named. A library that is not here may be named anywhere.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("walkdir", &["read"]),
    ("pulldown_cmark", &["parse"]),
    ("ammonia", &["parse"]),
    ("html5ever", &["html"]),
    ("percent_encoding", &["model"]),
    ("granit_parser", &["yaml"]),
    ("tera", &["theme", "render"]),
    ("include_dir", &["theme"]),
    ("rss", &["render"]),
    ("base64", &["theme"]),
    ("atom_syndication", &["render"]),
    ("quick_xml", &["images", "render"]),
    ("icalendar", &["render"]),
    ("csv", &["render", "parse"]),
    ("reqwest", &["web"]),
    ("object_store", &["deploy"]),
    ("flate2", &["deploy"]),
    ("image", &["images"]),
    ("fast_image_resize", &["images"]),
    ("webp", &["images"]),
    ("axum", &["serve"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("tower_http", &["serve"]),
    ("notify", &["serve"]),
    ("tempfile", &["write", "store", "images", "git"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("indicatif", &["cli"]),
    ("rpassword", &["cli"]),
    ("open", &["cli"]),
    ("tokio", &["web", "mastodon", "git", "deploy", "outreach", "listen", "serve", "cli"]),
];

/// Rooms that touch no file, clock, network, environment or terminal.
const PURE: &[&str] =
    &["model", "yaml", "config", "html", "parse", "theme", "assemble", "check", "render", "toot", "scaffold"];

/// What a pure room may not touch, as the beginning of a path.
const EFFECTS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "jiff::ZonedDateTime::now",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
];

/// Who may ask the environment: the command line hands down what others need. `web` has to know the proxy that its HTTP
/// client finds there by itself.
const ENVIRONMENT: &[&str] = &["cli", "web"];

/// Who may make the only string that a template prints unescaped.
const HTML_MAKERS: &[&str] = &["src/parse/", "src/model/", "src/render/chart.rs", "src/render/body.rs"];

/// Circles between files that stand. A new one is a mistake; what is left of an old one may stay until it is redrawn.
const CIRCLES: &[&[&str]] = &[
    &["src/model/commitment.rs", "src/model/story.rs"],
    &["src/outreach/answer.rs", "src/outreach/post.rs"],
    &["src/outreach/look.rs", "src/outreach/prepare.rs", "src/outreach/run.rs"],
    &[
        "src/parse/link_writer.rs",
        "src/parse/markdown.rs",
        "src/parse/raw_writer.rs",
        "src/parse/table_writer.rs",
        "src/parse/writer.rs",
    ],
    &["src/pipeline/said.rs", "src/pipeline/sources.rs", "src/pipeline.rs"],
    &["src/read/file.rs", "src/read/walk.rs"],
    &[
        "src/render/data/commitments.rs",
        "src/render/data/measures.rs",
        "src/render/data/mod.rs",
        "src/render/data/responses.rs",
    ],
    &[
        "src/render/feed/atom.rs",
        "src/render/feed/json.rs",
        "src/render/feed/mod.rs",
        "src/render/feed/rss.rs",
    ],
    &[
        "src/render/feed/text.rs",
        "src/render/page/home.rs",
        "src/render/page/list.rs",
        "src/render/page.rs",
        "src/render/press.rs",
        "src/render/view/account.rs",
        "src/render/view/card.rs",
        "src/render/view/facts.rs",
        "src/render/view/frame.rs",
        "src/render/view/line.rs",
        "src/render/view/measure.rs",
        "src/render/view/mod.rs",
        "src/render/view/promise.rs",
        "src/render/view/story.rs",
        "src/render/view/voice.rs",
    ],
    &["src/render/specimen/story.rs", "src/render/specimen.rs"],
    &[
        "src/serve/answer.rs",
        "src/serve/inject.rs",
        "src/serve/mod.rs",
        "src/serve/panel.rs",
        "src/serve/world.rs",
    ],
    &["src/toot/decide.rs", "src/toot/plan.rs"],
];

#[test]
fn a_room_imports_only_what_the_design_allows() {
    let mut broken = Vec::new();
    for file in house() {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == file.room) else {
            broken.push(format!("{}: the room `{}` is not in the design", file.name, file.room));
            continue;
        };
        for other in rooms_named(&file) {
            let fits = other == file.room || other == "model" || allowed.contains(&other.as_str());
            if !fits {
                broken.push(format!("{}: `{}` may not import `{other}`", file.name, file.room));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_room_and_library_of_the_laws_is_there() {
    let files = house();
    let rooms: BTreeSet<&str> = files.iter().map(|file| file.room.as_str()).collect();
    let gone: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).filter(|name| !rooms.contains(name)).collect();
    assert!(gone.is_empty(), "no such room: {gone:?}");
    let named = |library: &str| {
        files.iter().any(|file| file.paths.iter().any(|path| path.library() == Some(library)))
    };
    let gone: Vec<&str> = LIBRARIES.iter().map(|(name, _)| *name).filter(|name| !named(name)).collect();
    assert!(gone.is_empty(), "nobody names these libraries: {gone:?}");
}

#[test]
fn a_library_lives_in_its_rooms_only() {
    let mut broken = Vec::new();
    for file in house() {
        for (library, rooms) in LIBRARIES {
            let named = file.paths.iter().any(|path| path.library() == Some(*library));
            if named && !rooms.contains(&file.room.as_str()) {
                broken.push(format!("{}: `{library}` lives in {}", file.name, rooms.join(", ")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_pure_room_touches_no_file_clock_network_or_environment() {
    let pure = house().into_iter().filter(|file| PURE.contains(&file.room.as_str()));
    let broken = touching(pure, EFFECTS);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_the_command_line_asks_the_environment() {
    let others = house().into_iter().filter(|file| !ENVIRONMENT.contains(&file.room.as_str()));
    let broken = touching(others, &["std::env::var", "std::env::var_os", "std::env::vars", "std::env::args"]);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_main_imports_the_command_line() {
    let main = source::main();
    assert!(main.paths.iter().any(|path| path.starts("hearback::cli::run")));
    for file in house() {
        assert!(file.room == "cli" || !rooms_named(&file).contains("cli"), "{} imports `cli`", file.name);
    }
}

#[test]
fn only_the_html_makers_make_safe_html() {
    for file in house() {
        let maker = HTML_MAKERS.iter().any(|start| file.name.starts_with(start));
        let makes = file.paths.iter().any(|path| path.ends(&["SafeHtml", "trusted"]));
        assert!(maker || !makes, "{} makes `SafeHtml`", file.name);
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let stands = |circle: &[String]| {
        CIRCLES.iter().any(|known| circle.iter().all(|file| known.contains(&file.as_str())))
    };
    let new: Vec<String> = graph::circles(&house())
        .iter()
        .filter(|circle| !stands(circle))
        .map(|circle| circle.join(" ↔ "))
        .collect();
    assert!(new.is_empty(), "{} new:\n{}", new.len(), new.join("\n"));
}

/// The rooms that a file names, its own among them.
fn rooms_named(file: &File) -> BTreeSet<String> {
    let inside = file.paths.iter().filter_map(Path::inside);
    inside
        .filter_map(|path| path.first().cloned())
        .filter(|name| ROOMS.iter().any(|(room, _)| room == name))
        .collect()
}

/// Where files name what they may not.
fn touching(files: impl Iterator<Item = File>, forbidden: &[&str]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files {
        for effect in forbidden {
            if file.paths.iter().any(|path| path.starts(effect)) {
                broken.push(format!("{}: `{effect}` in the room `{}`", file.name, file.room));
            }
        }
    }
    broken
}
