//! A rule of `check`: its name, its level, its reason, and what it looks like when it is broken and when it is kept.

use super::diagnostic::{Diagnostic, Severity};
use super::place::Place;

/// A rule that content, configuration or a theme can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name, for ever: `hearback.yaml` sets a level for it.
    pub name: &'static str,
    /// What it counts as where nothing is set.
    pub severity: Severity,
    /// What was found where it is broken, in a few words.
    pub about: &'static str,
    /// Why it is there: one sentence or more, each beginning with a capital.
    pub why: &'static str,
    /// What breaks it, and no other rule.
    pub wrong: Example,
    /// The same as it should be, which breaks none.
    pub right: Example,
}

/// A piece of a small site that is otherwise in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// The text of an impact story.
    Text(&'static str),
    /// Lines in the front matter of an impact story. They come instead of its own `title`, `date`, `id` and `summary`.
    Impact(&'static str),
    /// The same in a response.
    Response(&'static str),
    /// The same in an answer.
    Answer(&'static str),
    /// Lines of `hearback.yaml`. They come instead of its own `title`, `url` and `language`.
    Config(&'static str),
    /// Whole files, by path.
    Files(&'static [(&'static str, &'static str)]),
    /// What no text can show, in words.
    Words(&'static str),
}

impl Rule {
    /// A finding of this rule, with its level and no hint.
    pub fn at(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            rule: self.name,
            message: message.into(),
            place,
            hint: None,
            fix: None,
        }
    }
}

impl Example {
    /// The files of the small site, by path; none where there is nothing to try.
    pub fn files(&self) -> Vec<(String, String)> {
        let one = |path: &str, text: String| vec![(path.to_owned(), text)];
        match self {
            Self::Text(text) => one("content/impact/wells.md", story("", text)),
            Self::Impact(fields) => one("content/impact/wells.md", story(fields, "It works.")),
            Self::Response(fields) => one("content/responses/phones.md", story(fields, "We answer.")),
            Self::Answer(fields) => one("content/answers/opening.md", story(fields, "Every day.")),
            Self::Config(lines) => one("hearback.yaml", config(lines)),
            Self::Files(files) => {
                files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
            }
            Self::Words(_) => Vec::new(),
        }
    }

    /// Where it stands, and what is written there.
    pub fn shown(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Text(text) => vec![("the text of a story", text)],
            Self::Impact(fields) => vec![("the front matter of a story", fields)],
            Self::Response(fields) => vec![("the front matter of a response", fields)],
            Self::Answer(fields) => vec![("the front matter of an answer", fields)],
            Self::Config(lines) => vec![("hearback.yaml", lines)],
            Self::Files(files) => files.to_vec(),
            Self::Words(words) => vec![("", words)],
        }
    }
}

fn story(fields: &str, text: &str) -> String {
    let own = ["id: wells", "title: Two new wells", "date: 2026-03-01", "summary: Two villages have water."];
    format!("---\n{}---\n\n{text}\n", completed(&own, fields))
}

fn config(lines: &str) -> String {
    completed(&["title: Ferrow", "url: https://ferrow.example/", "language: en"], lines)
}

/// Lines with those before them that they do not say themselves.
fn completed(own: &[&str], lines: &str) -> String {
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let said: Vec<String> = lines.lines().map(name).collect();
    let mut all: String =
        own.iter().filter(|line| !said.contains(&name(line))).map(|line| format!("{line}\n")).collect();
    all.push_str(lines);
    if !all.ends_with('\n') {
        all.push('\n');
    }
    all
}
