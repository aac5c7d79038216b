//! The rules that reading YAML can find broken.

use crate::model::diagnostic::Severity;
use crate::model::rule::{Example, Rule};

/// A date or period that is none.
pub(crate) const DATE: Rule = Rule {
    name: "date",
    severity: Severity::Error,
    about: "a date or period that is none",
    why: "Dates order the site, its feeds and its promises: nothing is guessed.",
    wrong: Example::Impact("date: 2026-02-30\n"),
    right: Example::Impact("date: 2026-02-28\n"),
};

/// A required field is missing or empty.
pub(crate) const REQUIRED: Rule = Rule {
    name: "required",
    severity: Severity::Error,
    about: "a required field is missing or empty",
    why: "Without it there is no page to make.",
    wrong: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ndate: 2026-03-01\nsummary: Two villages have water.\n---\n\nIt works.\n",
    )]),
    right: Example::Files(&[(
        "content/impact/wells.md",
        "---\nid: wells\ntitle: Two new wells\ndate: 2026-03-01\nsummary: Two villages have water.\n---\n\nIt works.\n",
    )]),
};

/// A field holds the wrong kind of value.
pub(crate) const TYPE: Rule = Rule {
    name: "type",
    severity: Severity::Error,
    about: "a field holds the wrong kind of value",
    why: "A list where a date belongs is a slip of the pen, and a guess would be published.",
    wrong: Example::Impact("draft: perhaps\n"),
    right: Example::Impact("draft: false\n"),
};

/// A field of a story that nobody reads.
pub(crate) const UNKNOWN_FIELD: Rule = Rule {
    name: "unknown-field",
    severity: Severity::Warning,
    about: "a field of a story that nobody reads",
    why: "A misspelt field is not there: `outcom: upheld` leaves a criticism open. What is for your own templates stands below `extra`.",
    wrong: Example::Impact("sumary: Two villages have water.\n"),
    right: Example::Impact("summary: Two villages have water.\n"),
};

/// A key of `hearback.yaml`, or a column of totals, that nobody reads.
pub(crate) const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Error,
    about: "a key of `hearback.yaml`, or a column of totals, that nobody reads",
    why: "A setting that nobody reads is believed to be set.",
    wrong: Example::Config("timezon: Europe/Dublin\n"),
    right: Example::Config("timezone: Europe/Dublin\n"),
};

/// A word that is not in the vocabulary.
pub(crate) const VOCABULARY: Rule = Rule {
    name: "vocabulary",
    severity: Severity::Error,
    about: "a word that is not in the vocabulary",
    why: "Outcomes and statuses are counted and compared, so they are words of a list.",
    wrong: Example::Response("criticisms: [{said: Nobody answers the phone., outcome: uphelt}]\n"),
    right: Example::Response("criticisms: [{said: Nobody answers the phone., outcome: upheld}]\n"),
};

/// A file is too large, binary or not UTF-8.
pub(crate) const FILE: Rule = Rule {
    name: "file",
    severity: Severity::Error,
    about: "a file is too large, binary or not UTF-8",
    why: "Bytes that are no text would be published as other words than were meant.",
    wrong: Example::Words("A story that an old editor saved as Latin-1, so that `é` is one byte."),
    right: Example::Words("The same story saved as UTF-8."),
};

/// Text that YAML takes for a comment.
pub(crate) const LOST_TO_COMMENT: Rule = Rule {
    name: "lost-to-comment",
    severity: Severity::Warning,
    about: "text that YAML takes for a comment",
    why: "YAML drops what follows a ` #`, hashtags included.",
    wrong: Example::Impact("summary: Two villages have #water.\n"),
    right: Example::Impact("summary: >-\n  Two villages have #water.\n"),
};

/// The YAML cannot be read.
pub(crate) const SYNTAX: Rule = Rule {
    name: "syntax",
    severity: Severity::Error,
    about: "the YAML cannot be read",
    why: "Nothing of a front matter can be told where its form is broken.",
    wrong: Example::Impact("title: Wells: two of them\n"),
    right: Example::Impact(
        r#"title: "Wells: two of them"
"#,
    ),
};
