//! The two laws of the house: which room may import which, and in which room each outside library lives.
//!
//! The source is read as text: comments and strings are blanked, then every path that starts at the crate or at a library
//! is looked at, in `use` trees and in plain expressions alike.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the source should fail at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms a room may import, besides `model` and itself. A room that is not named here may not exist.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &[]),
    ("web", &[]),
    ("store", &[]),
    ("images", &[]),
    ("write", &[]),
    ("git", &[]),
    ("read", &["config"]),
    ("parse", &["config"]),
    ("theme", &["config"]),
    ("assemble", &["config"]),
    ("scaffold", &["config"]),
    ("render", &["config", "theme"]),
    ("toot", &["config", "theme"]),
    ("check", &["config", "toot"]),
    ("mastodon", &["web"]),
    ("outreach", &["config", "toot", "images", "store", "web", "mastodon", "git"]),
    ("listen", &["config", "store", "mastodon"]),
    (
        "pipeline",
        &["config", "read", "parse", "theme", "assemble", "check", "render", "images", "write", "store"],
    ),
    ("serve", &["config", "pipeline", "toot", "render", "images", "store"]),
    (
        "cli",
        &[
            "config", "web", "store", "images", "write", "git", "read", "parse", "theme", "assemble",
            "scaffold", "render", "toot", "check", "mastodon", "outreach", "listen", "pipeline", "serve",
        ],
    ),
];

/// In which rooms an outside library may be named. A library that is not here may be named anywhere.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("walkdir", &["read"]),
    ("pulldown_cmark", &["parse"]),
    ("ammonia", &["parse"]),
    ("serde_yaml", &["config", "parse", "theme"]),
    ("tera", &["theme", "render"]),
    ("include_dir", &["theme"]),
    ("rss", &["render"]),
    ("atom_syndication", &["render"]),
    ("quick_xml", &["render"]),
    ("icalendar", &["render"]),
    ("csv", &["render", "parse"]),
    ("reqwest", &["web"]),
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
    ("tokio", &["web", "mastodon", "git", "outreach", "listen", "serve", "cli"]),
];

/// What a pure room may not touch: files, the clock, the network, the environment, the terminal.
const PURE: &[&str] =
    &["model", "config", "parse", "theme", "assemble", "check", "render", "toot", "scaffold"];
const EFFECTS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "ZonedDateTime::now",
    "println!",
    "eprintln!",
];

#[test]
fn a_room_imports_only_what_the_design_allows() {
    let mut broken = Vec::new();
    for (room, file, code) in sources() {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{file}: the room `{room}` is not in the design"));
            continue;
        };
        for other in crate_paths(&code) {
            let known = ROOMS.iter().any(|(name, _)| *name == other);
            let fits = other == room || other == "model" || allowed.contains(&other.as_str());
            if known && !fits {
                broken.push(format!("{file}: `{room}` may not import `{other}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_library_lives_in_its_rooms_only() {
    let mut broken = Vec::new();
    for (room, file, code) in sources() {
        for (library, rooms) in LIBRARIES {
            if names(&code, library) && !rooms.contains(&room.as_str()) {
                broken.push(format!("{file}: `{library}` lives in {}", rooms.join(", ")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_pure_room_touches_no_file_clock_network_or_environment() {
    let mut broken = Vec::new();
    for (room, file, code) in sources() {
        for effect in EFFECTS {
            if PURE.contains(&room.as_str()) && code.contains(effect) {
                broken.push(format!("{file}: `{effect}` in the pure room `{room}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_main_imports_the_command_line() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.contains("hearback::cli::run"));
    for (room, file, code) in sources() {
        let imports = crate_paths(&code).contains("cli");
        assert!(room == "cli" || !imports, "{file} imports `cli`");
    }
}

#[test]
fn only_the_html_makers_make_safe_html() {
    for (room, file, code) in sources() {
        let maker = matches!(room.as_str(), "parse" | "model")
            || file.ends_with("render/chart.rs")
            || file.ends_with("render/body.rs")
            || file.ends_with("render/feed/text.rs");
        assert!(maker || !code.contains("SafeHtml::trusted"), "{file} makes `SafeHtml`");
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file in a room: room, path, code without comments, strings and its own tests.
fn sources() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    let mut out = Vec::new();
    for path in files {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let inside = name.trim_start_matches("src/");
        let room = inside.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = blank(&text);
        // A room's tests may build what they test with the rooms below and above.
        let code = code.split("#[cfg(test)]").next().unwrap().to_owned();
        out.push((room, name, code));
    }
    assert!(!out.is_empty());
    out
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// The first segment of every path below `crate::`, with `use crate::{a, b::c}` opened.
fn crate_paths(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => out.extend(group_heads(group)),
            None => out.extend(word(rest)),
        }
    }
    out
}

/// The heads of a `use` group: of `a, b::{c, d}}` these are `a` and `b`.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let (mut depth, mut fresh) = (0, true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                heads.extend(word(&group[i..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// Whether a library is named at the start of a path: `use tera::…`, `tera::Value`, but not `crate::tera` or `my_tera::`.
fn names(code: &str, library: &str) -> bool {
    let path = format!("{library}::");
    let import = format!("use {library};");
    let starts = code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    });
    starts || code.contains(&import)
}

/// Blanks comments, strings and characters, so that only code is left.
fn blank(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < bytes.len() {
        let next = bytes.get(i + 1).copied();
        match bytes[i] {
            '/' if next == Some('/') => {
                while i < bytes.len() && bytes[i] != '\n' {
                    i += 1;
                }
            }
            '/' if next == Some('*') => {
                while i < bytes.len() && !(bytes[i] == '*' && bytes.get(i + 1) == Some(&'/')) {
                    i += 1;
                }
                i += 2;
            }
            'r' if raw_hashes(&bytes, i).is_some() => {
                let hashes = raw_hashes(&bytes, i).unwrap();
                i += hashes + 2;
                while i < bytes.len() && !ends_raw(&bytes, i, hashes) {
                    i += 1;
                }
                i += hashes + 1;
                out.push(' ');
            }
            '"' => {
                i += 1;
                while i < bytes.len() && bytes[i] != '"' {
                    i += if bytes[i] == '\\' { 2 } else { 1 };
                }
                i += 1;
                out.push(' ');
            }
            '\'' if next == Some('\\') => {
                i += 2;
                while i < bytes.len() && bytes[i] != '\'' {
                    i += 1;
                }
                i += 1;
            }
            '\'' if bytes.get(i + 2) == Some(&'\'') => i += 3,
            c => {
                out.push(c);
                i += 1;
            }
        }
    }
    out
}

/// How many `#` a raw string opens with, where one opens here.
fn raw_hashes(text: &[char], at: usize) -> Option<usize> {
    let joined = at > 0 && (text[at - 1].is_alphanumeric() || text[at - 1] == '_') && text[at - 1] != 'b';
    let hashes = text[at + 1..].iter().take_while(|c| **c == '#').count();
    (!joined && text.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn ends_raw(text: &[char], at: usize, hashes: usize) -> bool {
    text[at] == '"' && text[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
}

#[test]
fn the_reader_of_source_sees_through_groups_strings_and_comments() {
    let code = blank(
        "use crate::{read, parse::{html, x}};\n// crate::cli\nlet s = \"crate::serve\"; r#\"crate::git\"#;",
    );
    let heads: Vec<String> = crate_paths(&code).into_iter().collect();
    assert_eq!(heads, ["parse", "read"]);
    assert!(names("fn f(v: tera::Value)", "tera") && !names("crate::tera::x", "tera"));
    let tables: BTreeMap<_, _> = ROOMS.iter().copied().collect();
    assert_eq!(tables.len(), ROOMS.len());
}
