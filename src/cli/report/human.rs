//! Findings for people: file, line, caret, hint.

use super::grouped::{self, Group, Rest};
use super::number::number;
use super::quoted::{Files, Quoted};
use crate::model::diagnostic::Severity;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// How wide a terminal is where nobody made it wider, in columns: longer lines of a file are cut around the caret.
const WIDTH: usize = 80;
/// What stands before a hint, in columns.
const MARGIN: usize = 15;

/// How many lines of a file are named where one cause stands on many.
const LINES: usize = 10;

/// All findings; `whole` keeps nothing short.
pub(super) fn text(findings: &[Quoted<'_>], files: &Files, colour: bool, whole: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let (full, rest) = grouped::grouped(findings, whole);
    let mut out = String::new();
    for group in full {
        out.push_str(&one(&group, files, &renderer));
        out.push_str("\n\n");
    }
    for (rule, rest) in rest {
        out.push_str(&short(rule, &rest));
        out.push('\n');
    }
    out
}

/// What a rule found besides what was told in full: a line each, and how many are left.
fn short(rule: &str, rest: &Rest<'_, '_>) -> String {
    let told: usize = rest.short.iter().map(|group| group.count).sum();
    let mut out = format!("{} of `{rule}`:\n", number(told + rest.untold, "more finding"));
    for group in &rest.short {
        let finding = group.first.finding;
        let line = group.first.at.as_ref().map(|at| format!(":{}", at.line)).unwrap_or_default();
        let more = if group.count > 1 { format!(" ({} times)", group.count) } else { String::new() };
        out.push_str(&format!("  {}{line}: {}{more}\n", finding.place.file, finding.message));
    }
    if rest.untold > 0 {
        out.push_str(&format!("  and {}: `hearback check --only {rule}` shows each\n", rest.untold));
    }
    out
}

/// On which other lines the same was found.
fn others(group: &Group<'_, '_>) -> String {
    let more = number(group.count - 1, "more time");
    let shown: Vec<String> = group.lines.iter().take(LINES).map(ToString::to_string).collect();
    let left = group.lines.len().saturating_sub(LINES);
    match (shown.as_slice(), left) {
        ([], _) => format!("{more} there"),
        ([line], 0) => format!("{more}, on line {line}"),
        (_, 0) => format!("{more}, on lines {}", shown.join(", ")),
        (_, left) => format!("{more}, on lines {} and {left} others", shown.join(", ")),
    }
}

fn one(told: &Group<'_, '_>, files: &Files, renderer: &Renderer) -> String {
    let quoted: &Quoted<'_> = told.first;
    let finding = quoted.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(finding.message.as_str())
        .id(finding.rule)
        .elements(std::iter::empty::<Origin<'_>>());
    group = match (&quoted.at, files.text(&finding.place.file)) {
        (Some(at), Some(text)) => {
            // One line is enough to recognise the place; a span over many lines would print a whole story.
            let line_end = text[at.span.start..].find(['\n', '\r']).map_or(text.len(), |i| at.span.start + i);
            let end = at.span.end.min(line_end).max(at.span.start);
            group.element(
                Snippet::source(text)
                    .path(finding.place.file.as_str())
                    .annotation(AnnotationKind::Primary.span(at.span.start..end)),
            )
        }
        _ => group.element(Origin::path(finding.place.file.as_str())),
    };
    if told.count > 1 {
        group = group.element(Level::NOTE.message(wrapped(&others(told))));
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Level::HELP.message(wrapped(hint)));
    }
    renderer.render(&[group])
}

/// A hint in lines that fit beside their margin, broken at spaces.
fn wrapped(hint: &str) -> String {
    let mut out = String::with_capacity(hint.len());
    let mut column = 0;
    for word in hint.split(' ') {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH - MARGIN {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}
