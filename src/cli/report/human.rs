//! Findings for people: file, line, caret, hint.

use super::quoted::{Files, Quoted};
use crate::model::diagnostic::Severity;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// Lines longer than this are cut around the caret by the renderer, in columns.
const WIDTH: usize = 100;

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
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}
