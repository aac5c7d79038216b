//! Findings as people and machines read them. The author's file is read again here to quote the line.

mod github;
mod gitlab;
mod grouped;
mod human;
mod json;
mod number;
mod quoted;
mod sarif;

use crate::cli::arguments::Format;
use crate::model::diagnostic::{Diagnostic, Severity};
pub(super) use number::{number, number_of};
use quoted::Quoted;
use std::path::Path;

/// All findings as one text in the format that was asked for, ending in a line break unless it is empty. What people read
/// keeps short what is said over and over, unless it is to be `whole`.
pub(super) fn findings(
    root: &Path,
    diagnostics: &[Diagnostic],
    format: Format,
    colour: bool,
    whole: bool,
) -> String {
    let mut files = quoted::Files::new(root);
    let mut quoted: Vec<Quoted<'_>> = diagnostics.iter().map(|d| files.quote(d)).collect();
    // As one reads the file from its top.
    quoted.sort_by_key(|quoted| {
        (&quoted.finding.place.file, quoted.at.as_ref().map(|at| (at.line, at.column)))
    });
    match format {
        Format::Human => human::text(&quoted, &files, colour, whole),
        Format::Json => json::text(&quoted),
        Format::Github => github::text(&quoted),
        Format::Sarif => sarif::text(&quoted),
        Format::Gitlab => gitlab::text(&quoted),
    }
}

/// How many there are: `2 errors and 1 warning in 2 files`.
pub(super) fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let mut files: Vec<&str> = diagnostics.iter().map(|d| d.place.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let what = match (errors, warnings) {
        (0, warnings) => number(warnings, "warning"),
        (errors, 0) => number(errors, "error"),
        (errors, warnings) => format!("{} and {}", number(errors, "error"), number(warnings, "warning")),
    };
    format!("{what} in {}", number(files.len(), "file"))
}
