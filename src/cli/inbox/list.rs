//! What waits, oldest first, each with its age against the service standard.

use super::super::arguments::{Format, Inbox, PlanFormat};
use super::super::console::Console;
use super::super::ending::Ending;
use super::super::{clock, report};
use super::heard::heard;
use crate::assemble::{between, due};
use crate::config::Config;
use crate::html;
use crate::model::diagnostic::Diagnostic;
use crate::model::heard::Heard;
use crate::model::inbox::{Notes, Waiting, waiting};
use crate::model::moderation::{Moderation, Standing};
use crate::model::reply::{Door, Opaque};
use crate::model::source::Source;
use crate::pipeline::{self, Request};
use crate::store::heard::Replies;
use crate::{parse, read};
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// One line of the inbox.
#[derive(Serialize)]
struct Line {
    /// Where it was said, or the name of what was noted.
    at: String,
    /// How it reached us.
    channel: &'static str,
    /// What was said: others' words where they are public, ours where it was noted.
    said: String,
    /// The content warning over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
    /// How many messages of the same person follow.
    more: usize,
    /// Whether we answered this person before.
    again: bool,
    /// What was said above it.
    earlier: Vec<String>,
    /// The day it came.
    received: Date,
    /// Its age in working days.
    working_days: u32,
    /// The day by which an answer is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Date>,
    /// Whether that day has passed.
    overdue: bool,
    /// Who is to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    /// Words beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// Whether its page may show it: `shown`, `waiting`, or why not.
    page: &'static str,
}

/// Prints what waits.
pub(super) fn run(root: &Path, inbox: &Inbox, console: &Console) -> Result<Ending> {
    let now = clock::now(inbox.now.as_deref(), root)?;
    let request = Request { root: root.to_owned(), base_url: None, drafts: false, future: false, now };
    let gathered = match pipeline::gather(&request) {
        Ok(gathered) => gathered,
        Err(findings) => return Ok(wrong(root, &findings, console)),
    };
    let (moderation, mut findings) = optional(root, "moderation.yaml", parse::moderation);
    let (notes, more) = optional(root, "inbox.yaml", parse::inbox);
    findings.extend(more);
    if !findings.is_empty() {
        return Ok(wrong(root, &findings, console));
    }
    let config = gathered.config();
    let today = now.to_zoned_datetime(config.timezone.clone()).date();
    let assembled = pipeline::assemble(&request, &gathered, None);
    let site = assembled.press.site();
    let voices = site.stories.iter().flat_map(|story| story.voices());
    let sources: BTreeSet<&str> = voices.flat_map(|voice| &voice.sources).map(String::as_str).collect();
    let lines = lines(root, &sources, &moderation, &notes, config, today);
    let state = Replies::of(root).state();
    console.data(&match inbox.format {
        PlanFormat::Human => human(&lines, &state),
        PlanFormat::Json => json(&lines, &state),
        PlanFormat::Markdown => markdown(&lines, &state),
    });
    let is_late = inbox.overdue && lines.iter().any(|line| line.overdue);
    Ok(if is_late { Ending::Content } else { Ending::Fine })
}

fn wrong(root: &Path, findings: &[Diagnostic], console: &Console) -> Ending {
    console.say_text(&report::findings(root, findings, Format::Human, console.colour(), false));
    Ending::Content
}

/// Reads a file that may be missing.
fn optional<T: Default>(
    root: &Path,
    path: &str,
    parse: fn(&Source) -> (T, Vec<Diagnostic>),
) -> (T, Vec<Diagnostic>) {
    if !root.join(path).exists() {
        return (T::default(), Vec::new());
    }
    match read::file(root, path) {
        Ok(source) => parse(&source),
        Err(finding) => (T::default(), vec![finding]),
    }
}

fn lines(
    root: &Path,
    sources: &BTreeSet<&str>,
    moderation: &Moderation,
    notes: &Notes,
    config: &Config,
    today: Date,
) -> Vec<Line> {
    let waits = waiting(&heard(root), sources, moderation, notes);
    let mut lines: Vec<Line> = waits.iter().map(|waits| of_reply(waits, notes, config, today)).collect();
    lines.extend(notes.noted.iter().filter(|noted| noted.done.is_none()).map(|noted| {
        let (working_days, due, overdue) = age(noted.received, config, today);
        Line {
            at: noted.id.clone(),
            channel: noted.channel.word(),
            said: noted.said.clone(),
            warning: None,
            more: 0,
            again: false,
            earlier: Vec::new(),
            received: noted.received,
            working_days,
            due,
            overdue,
            team: noted.team.clone(),
            notes: Vec::new(),
            page: "not on a page",
        }
    }));
    // What was heard is in order already; what was noted has a day only.
    lines.sort_by_key(|line| line.received);
    lines
}

fn of_reply(waits: &Waiting, notes: &Notes, config: &Config, today: Date) -> Line {
    let first = &waits.first;
    let received = first.at.to_zoned_datetime(config.timezone.clone()).date();
    let (working_days, due, overdue) = age(received, config, today);
    let name = Opaque::reply(&first.uri);
    let beside = notes.notes.get(&name).into_iter().flatten();
    Line {
        at: waits.last().url.clone(),
        channel: match first.door {
            Door::Reply => "reply",
            Door::Quote => "quote",
            Door::Mention => "mention",
            Door::Hashtag => "could help",
        },
        said: html::text(&first.html),
        warning: Some(first.warning.clone()).filter(|warning| !warning.is_empty()),
        more: waits.more.len(),
        again: waits.again,
        earlier: waits.earlier.iter().map(|turn| html::text(&turn.html)).collect(),
        received,
        working_days,
        due: due.filter(|_| first.door != Door::Hashtag),
        overdue: overdue && first.door != Door::Hashtag,
        team: notes.teams.get(&name).cloned(),
        notes: beside.map(|(day, text)| format!("{day}: {text}")).collect(),
        page: match waits.standing {
            Standing::Shown => "shown",
            Standing::Waiting => "waiting",
            Standing::Hidden(_) => "hidden",
            Standing::Withheld(_) => "the profile asks not to be shown",
            Standing::Quiet => "quiet: only by name",
        },
    }
}

/// How many working days it is old, when an answer is due, and whether that has passed.
fn age(received: Date, config: &Config, today: Date) -> (u32, Option<Date>, bool) {
    let days = between(received, today, &config.calendar, &[]).unwrap_or(0);
    let within = config.service_standard.and_then(|standard| standard.respond_within);
    let day = within.and_then(|within| due(received, within, &config.calendar));
    (days, day, day.is_some_and(|day| day < today))
}

fn human(lines: &[Line], state: &Heard) -> String {
    let mut out = String::new();
    for line in lines {
        let late = match (line.due, line.overdue) {
            (Some(due), true) => format!(", an answer was due on {due}"),
            (Some(due), false) => format!(", an answer is due by {due}"),
            (None, _) => String::new(),
        };
        let again = if line.again { ", again" } else { "" };
        let age = report::number_of(line.working_days as usize, "working day", "working days");
        out.push_str(&format!("{}{again}, {} ({age}){late}\n", line.channel, line.received));
        out.push_str(&format!("  {}\n", line.at));
        if let Some(warning) = &line.warning {
            out.push_str(&format!("  warning: {}\n", folded(warning, 66)));
        }
        for turn in line.earlier.iter().rev().take(2).rev() {
            out.push_str(&format!("  > {}\n", folded(turn, 74)));
        }
        out.push_str(&format!("  {}\n", folded(&line.said, 300)));
        if line.more > 0 {
            out.push_str(&format!("  and {} more since\n", line.more));
        }
        if let Some(team) = &line.team {
            out.push_str(&format!("  for {team}\n"));
        }
        for note in &line.notes {
            out.push_str(&format!("  note, {note}\n"));
        }
        out.push('\n');
    }
    let overdue = lines.iter().filter(|line| line.overdue).count();
    let count = match (lines.len(), overdue) {
        (0, _) => "nothing waits for an answer".to_owned(),
        (many, 0) => report::number_of(many, "waits for an answer", "wait for an answer"),
        (many, late) => format!(
            "{}, {late} overdue",
            report::number_of(many, "waits for an answer", "wait for an answer")
        ),
    };
    out.push_str(&format!("{count}{}\n", as_of(state)));
    if state.private > 0 {
        out.push_str(&format!(
            "{} private: read them on Mastodon\n",
            report::number_of(state.private as usize, "conversation is", "conversations are")
        ));
    }
    out
}

fn as_of(state: &Heard) -> String {
    match (state.good, state.deaf.is_empty()) {
        (Some(good), true) => format!("; heard until {}", whole(good)),
        (Some(good), false) => {
            format!("; heard until {}, and not all since: {}", whole(good), state.deaf.join("; "))
        }
        (None, _) => "; nothing was heard yet: run `hearback listen`".to_owned(),
    }
}

fn whole(at: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn json(lines: &[Line], state: &Heard) -> String {
    let value = serde_json::json!({
        "waiting": lines,
        "private": state.private,
        "heard_until": state.good,
        "not_heard": state.deaf,
    });
    format!("{value:#}\n")
}

fn markdown(lines: &[Line], state: &Heard) -> String {
    let mut out = String::from("## Waiting for an answer\n\n");
    if lines.is_empty() {
        out.push_str("Nothing.\n");
    } else {
        out.push_str("| Since | Working days | Due | What |\n|---|---|---|---|\n");
    }
    for line in lines {
        let due = line.due.map(|due| due.to_string()).unwrap_or_default();
        let late = if line.overdue { " **overdue**" } else { "" };
        let cell = |text: &str| folded(text, 160).replace('|', "\\|").replace(['<', '`', '*', '_', '['], " ");
        let at = if line.at.starts_with("http") { format!(" <{}>", line.at) } else { String::new() };
        out.push_str(&format!(
            "| {} | {} | {due}{late} | {}{at} |\n",
            line.received,
            line.working_days,
            cell(&line.said)
        ));
    }
    out.push_str(&format!("\n{} private, to be read on Mastodon{}\n", state.private, as_of(state)));
    out
}

/// Words on one line, without what a terminal would obey, cut where they are too long.
fn folded(text: &str, most: usize) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_command(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Control characters, and those that turn the direction of what follows (Unicode Bidirectional Algorithm, UAX #9 §2).
fn is_command(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
}
