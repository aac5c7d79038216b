//! What is wrong with something that an author wrote, and where.

use crate::model::place::Place;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site would be wrong: nothing is written.
    Error,
    /// The site would be worse than it could be.
    Warning,
}

impl Severity {
    /// The word that people and machines read: `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding. Diagnostics sort by file, then by spot, errors first where two stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters, after the site's own settings.
    pub severity: Severity,
    /// The stable name of the rule: `dead-link`.
    pub rule: &'static str,
    /// What was found: lowercase, no full stop, literals in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do, as an imperative.
    pub hint: Option<String>,
    /// What `check --fix` would insert to mend it, where that is mechanical.
    pub fix: Option<Fix>,
}

/// A mechanical mend: lines to put into front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The lines, in the order in which they come to stand in their files.
    pub lines: Vec<Insertion>,
}

impl Fix {
    /// One line in one file.
    pub fn line(file: &str, line: String) -> Self {
        Self { lines: vec![Insertion { file: file.to_owned(), line }] }
    }
}

/// A line to put into the front matter of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The story's file.
    pub file: String,
    /// The line to add after the opening `---`, without its line break: `id: wells`.
    pub line: String,
}

impl Diagnostic {
    /// With a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The order in which findings are shown.
    pub fn sort_key(&self) -> (&Place, Severity, &'static str, &str) {
        (&self.place, self.severity, self.rule, &self.message)
    }
}
