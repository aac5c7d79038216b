//! A finding with the line and column where it stands, read from the file as it is now.

use crate::model::diagnostic::Diagnostic;
use crate::model::place::Spot;
use crate::parse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Files beyond this size are named but not quoted, in bytes.
const QUOTED_AT_MOST: u64 = 8 << 20;

/// A finding and its place in numbers, counted from 1; columns count characters.
pub(super) struct Quoted<'a> {
    pub(super) finding: &'a Diagnostic,
    pub(super) at: Option<At>,
}

/// A place in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    pub(super) span: Range<usize>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// The files that findings speak of, each read once.
pub(super) struct Files {
    root: PathBuf,
    texts: BTreeMap<String, Option<String>>,
}

impl Files {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), texts: BTreeMap::new() }
    }

    /// The text of a file, if it can be shown.
    pub(super) fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file)?.as_deref()
    }

    /// Finds out where a finding stands.
    pub(super) fn quote<'a>(&mut self, finding: &'a Diagnostic) -> Quoted<'a> {
        let root = &self.root;
        let text = self.texts.entry(finding.place.file.clone()).or_insert_with_key(|file| read(root, file));
        let at = match &finding.place.spot {
            Spot::Whole => None,
            spot => text.as_deref().and_then(|text| {
                let span = parse::locate(text.as_bytes(), spot)?;
                Some(at(text, span))
            }),
        };
        Quoted { finding, at }
    }
}

fn read(root: &Path, file: &str) -> Option<String> {
    let path = root.join(file);
    let small = std::fs::metadata(&path).ok().filter(|m| m.is_file() && m.len() <= QUOTED_AT_MOST).is_some();
    // Invalid bytes become three-byte marks, which would move every offset behind them: such a file is not quoted.
    small.then(|| std::fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok())).flatten()
}

fn at(text: &str, span: Range<usize>) -> At {
    let floor = |offset: usize| {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let span = floor(span.start)..floor(span.end.max(span.start));
    let (line, column) = line_and_column(text, span.start);
    let (end_line, end_column) = line_and_column(text, span.end);
    At { span, line, column, end_line, end_column }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[start..].trim_start_matches('\u{feff}').chars().count() + 1)
}
