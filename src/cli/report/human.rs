//! Findings for people: file, line, caret, hint.

use super::quoted::{Files, Quoted};
use crate::model::diagnostic::Severity;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// How wide a terminal is where nobody made it wider, in columns: longer lines of a file are cut around the caret.
const WIDTH: usize = 80;
/// What stands before a hint, in columns.
const MARGIN: usize = 15;

pub(super) fn text(findings: &[Quoted<'_>], files: &Files, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut out = String::new();
    for quoted in findings {
        out.push_str(&one(quoted, files, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(quoted: &Quoted<'_>, files: &Files, renderer: &Renderer) -> String {
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
