//! Files that cannot be read, or not as they were meant.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// A line of the ledger that cannot be read.
pub(crate) const LEDGER: Rule = Rule {
    name: "ledger",
    severity: Severity::Warning,
    about: "a line of the ledger that cannot be read",
    why: "The ledger says what was posted. A torn last line is survived; any other is worth a look at its history.",
    wrong: Example::Files(&[(
        "ledger.jsonl",
        r#"{"record": "po
"#,
    )]),
    right: Example::Files(&[("ledger.jsonl", "")]),
};

/// A file of `content/` that is not read as a story.
pub(crate) const NOT_A_STORY: Rule = Rule {
    name: "not-a-story",
    severity: Severity::Warning,
    about: "a file of `content/` that is not read as a story",
    why: "Stories end in `.md`. Any other file of `content/` is published only where a story links to it.",
    wrong: Example::Files(&[("content/impact/wells.markdown", "Two wells.\n")]),
    right: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: A story\ndate: 2026-03-01\nsummary: What happened.\n---\n\nText.\n",
    )]),
};

/// A template or word list of the theme cannot be used.
pub(crate) const THEME: Rule = Rule {
    name: "theme",
    severity: Severity::Error,
    about: "a template or word list of the theme cannot be used",
    why: "Every template is tried before anything is written, so that no page breaks later.",
    wrong: Example::Config("theme: own\n"),
    right: Example::Config("theme: default\n"),
};

/// A file or folder cannot be read.
pub(crate) const UNREADABLE: Rule = Rule {
    name: "unreadable",
    severity: Severity::Error,
    about: "a file or folder cannot be read",
    why: "What cannot be read would be missing from the site without a word.",
    wrong: Example::Words("A symbolic link in `content/` that leads out of the site's folder."),
    right: Example::Words("A copy of that file."),
};
