//! Findings as GitHub Actions annotations (workflow commands, `::error file=…::`). GitHub shows ten of a kind a step, so
//! the errors come first.

use super::quoted::Quoted;
use std::fmt::Write;

pub(super) fn text(findings: &[Quoted<'_>]) -> String {
    let mut sorted: Vec<&Quoted<'_>> = findings.iter().collect();
    sorted.sort_by_key(|quoted| quoted.finding.severity);
    let mut out = String::new();
    for quoted in sorted {
        let finding = quoted.finding;
        let mut properties = format!("file={}", property(&finding.place.file));
        if let Some(at) = &quoted.at {
            let _ = write!(properties, ",line={},col={},endLine={}", at.line, at.column, at.end_line);
        }
        let _ = write!(properties, ",title={}", property(finding.rule));
        let hint = finding.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
        let message = data(&format!("{}{hint}", finding.message));
        let _ = writeln!(out, "::{} {properties}::{message}", finding.severity.word());
    }
    out
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
