//! The writer of YAML changes the field that is named, in all front matter that there is, and nothing else.

use hearback::yaml::edit::{remove, set};
use serde_json::{Value as Json, json};
use std::path::PathBuf;

/// What a text says to another reader of YAML.
fn said(text: &str) -> Option<Json> {
    serde_json::to_value(serde_yaml::from_str::<serde_yaml::Value>(text).ok()?).ok().filter(Json::is_object)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("it fits") % sides
    }
}

/// The paths of everything in a value.
fn paths(value: &Json, path: &str, all: &mut Vec<String>) {
    match value {
        Json::Object(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| !name.contains(['.', '[', ']'])) {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                all.push(path.clone());
                paths(value, &path, all);
            }
        }
        Json::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                let path = format!("{path}[{at}]");
                all.push(path.clone());
                paths(value, &path, all);
            }
        }
        _ => {}
    }
}

fn some_value(dice: &mut Dice) -> Json {
    const TEXTS: [&str; 22] = [
        "plain",
        "",
        "no",
        "12",
        "2026-03-05",
        "a: b",
        "# c",
        "it's \"so\"",
        "- x",
        "a, b]",
        "two\nlines",
        "end\n",
        "  led",
        "tab\there",
        "\u{2028}",
        "é — ü",
        "null",
        "x #y",
        "three\n\n  lines\n",
        "@a",
        "https://a.example/?b#c",
        "---",
    ];
    match dice.roll(8) {
        0 => json!(dice.roll(1000)),
        1 => json!(dice.roll(2) == 0),
        2 => json!([TEXTS[dice.roll(TEXTS.len())], 7]),
        3 => json!({ "k": TEXTS[dice.roll(TEXTS.len())], "l: m": [] }),
        4 => json!(-1.5),
        _ => json!(TEXTS[dice.roll(TEXTS.len())]),
    }
}

/// One random edit, judged by another reader of YAML.
fn edit_once(text: &str, dice: &mut Dice) -> String {
    let read = |text: &str| said(text).expect(text);
    let before = read(text);
    let mut all = Vec::new();
    paths(&before, "", &mut all);
    if all.is_empty() {
        return set(text, "a", &json!(1)).expect("a field");
    }
    let path = all[dice.roll(all.len())].clone();
    let pointer =
        |path: &str| format!("/{}", path.replace("].", "/").replace(['.', '['], "/").replace(']', ""));
    if dice.roll(4) == 0 {
        let after =
            remove(text, &path).unwrap_or_else(|error| panic!("remove {path} ({error}) from\n{text}"));
        let mut wanted = before.clone();
        let (parent, last) =
            pointer(&path).rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a slash");
        match wanted.pointer_mut(&parent).expect("a parent") {
            Json::Object(fields) => drop(fields.remove(&last).expect("a field")),
            Json::Array(items) => drop(items.remove(last.parse().expect("an index"))),
            other => panic!("{other}"),
        }
        assert_eq!(read(&after), wanted, "remove {path} from\n{text}");
        return after;
    }
    let value = some_value(dice);
    let is_group = before.pointer(&pointer(&path)).is_some_and(Json::is_object);
    let path = if is_group && dice.roll(2) == 0 { format!("{path}.added") } else { path };
    let path = if dice.roll(6) == 0 { "added".to_owned() } else { path };
    let after =
        set(text, &path, &value).unwrap_or_else(|error| panic!("set {path} to {value} ({error}) in\n{text}"));
    let found = read(&after);
    assert_eq!(found.pointer(&pointer(&path)), Some(&value), "{path} in\n{after}");
    let mut rest = found;
    let mut wanted = before;
    for side in [&mut rest, &mut wanted] {
        let (parent, last) =
            pointer(&path).rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a slash");
        match side.pointer_mut(&parent).expect("a parent") {
            Json::Object(fields) => drop(fields.remove(&last)),
            Json::Array(items) => items[last.parse::<usize>().expect("an index")] = Json::Null,
            other => panic!("{other}"),
        }
    }
    assert_eq!(rest, wanted, "set {path} to {value} in\n{text}");
    let lines = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
    assert!(!value.is_string() || lines(&after) + 3 >= lines(text), "comments");
    after
}

/// All front matter of the demonstration and of the tests that both readers can read.
fn corpus() -> Vec<String> {
    let mut found = vec![WRITTEN_ODDLY.to_owned(), WRITTEN_ODDLY.replace('\n', "\r\n")];
    let mut folders: Vec<PathBuf> = vec!["content".into(), "tests/data".into()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let parts = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
            let yaml = parts.map(|(yaml, _)| format!("{yaml}\n"));
            found.extend(yaml.filter(|yaml| said(yaml).is_some() && set(yaml, "added", &json!(1)).is_ok()));
        }
    }
    found
}

const WRITTEN_ODDLY: &str = "# above\ntitle: >\n  folded\n  text\nx: [z]\nempty:\nnested:\n    deep:\n        deeper: 'x'\n    list:\n    - 1\n    -\n      two: 2\n    - \"three\" # t\n'quoted key': v\nb:\n  - c: |+\n      d\n\n    e: {f: [g, {h: i}], j: }\n  - - k\n    - l\n";

#[test]
fn ten_thousand_edits_change_what_they_name_and_read_back_as_it() {
    let corpus = corpus();
    assert!(corpus.len() > 50, "{}", corpus.len());
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for round in 0..10_000 {
        edit_once(&corpus[round % corpus.len()], &mut dice);
    }
}
