//! Every rule of `check` by its own examples: what is wrong breaks that rule and no other, what is right breaks none.

use crate::site::Site;
use hearback::check::RULES;
use hearback::model::rule::Example;
use std::collections::BTreeSet;
use std::thread;

/// The rules that a small site with these files breaks.
fn broken_by(example: Example) -> BTreeSet<String> {
    let site = Site::new();
    for (path, text) in example.files() {
        site.put(&path, text);
    }
    let said = site.run(&["check", "--format", "json"]).stdout;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}"));
    let rules = said["findings"].as_array().unwrap().iter();
    rules.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_rules_wrong_example_breaks_it_alone_and_its_right_one_breaks_none() {
    let shown: Vec<_> = RULES.iter().filter(|rule| !matches!(rule.wrong, Example::Words(_))).collect();
    let failed: Vec<String> = thread::scope(|scope| {
        let chunks: Vec<_> = shown.chunks(shown.len().div_ceil(4)).collect();
        let tried: Vec<_> = chunks
            .into_iter()
            .map(|rules| {
                scope.spawn(move || {
                    let mut failed = Vec::new();
                    for rule in rules {
                        let (wrong, right) = (broken_by(rule.wrong), broken_by(rule.right));
                        if wrong != BTreeSet::from([rule.name.to_owned()]) || !right.is_empty() {
                            failed.push(format!("{}: wrong {wrong:?}, right {right:?}", rule.name));
                        }
                    }
                    failed
                })
            })
            .collect();
        tried.into_iter().flat_map(|tried| tried.join().unwrap()).collect()
    });
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn rules_are_listed_by_name_each_once_with_its_one_level() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
    let listed = Site::new().run(&["check", "--rules"]).stdout;
    assert_eq!(listed.lines().count(), RULES.len());
    for rule in RULES {
        let line = listed.lines().find(|line| line.split(' ').next() == Some(rule.name)).unwrap();
        assert_eq!(line.split_whitespace().nth(1), Some(rule.severity.word()), "{line}");
        assert!(line.ends_with(rule.about), "{line}");
    }
}

#[test]
fn a_rule_is_explained_with_its_reason_and_its_examples() {
    let site = Site::new();
    let ran = site.run(&["check", "--explain", "dead-anchor"]);
    insta::assert_snapshot!(ran.stdout);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let all = site.run(&["check", "--explain", "all"]).stdout;
    assert_eq!(all.lines().filter(|line| line.starts_with("## `")).count(), RULES.len());
    let unknown = site.run(&["check", "--explain", "dead-ancor"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert_eq!(unknown.stderr, "error: there is no rule `dead-ancor`; did you mean `dead-anchor`?\n");
}

#[test]
fn no_rule_is_named_in_the_source_but_where_it_is_made() {
    let mut named = Vec::new();
    for entry in walk(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = std::fs::read_to_string(&entry).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for rule in RULES.iter().filter(|rule| rule.name.contains('-')) {
            let quoted = format!("\"{}\"", rule.name);
            let made = format!("name: {quoted}");
            let count = text.matches(&quoted).count() - text.matches(&made).count();
            if count > 0 {
                named.push(format!("{} in {}", rule.name, entry.display()));
            }
        }
    }
    assert!(named.is_empty(), "{named:#?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(walk(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}
