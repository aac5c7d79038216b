//! Quotation marks as a language writes them (CLDR, "delimiters").

use crate::model::lang::Lang;

/// The marks of a language: double opening and closing, single opening and closing.
pub(super) struct Quotes {
    marks: [&'static str; 4],
}

impl Quotes {
    /// The marks of a language; those of English where none are known.
    pub(super) fn of(lang: &Lang) -> Self {
        let marks = match lang.primary().as_str() {
            "de" | "cs" | "sk" | "sl" | "is" => ["„", "“", "‚", "‘"],
            "fr" => ["«\u{202f}", "\u{202f}»", "“", "”"],
            "es" | "it" | "pt" | "ca" | "gl" | "el" => ["«", "»", "“", "”"],
            "ru" | "uk" | "be" => ["«", "»", "„", "“"],
            "pl" | "ro" | "hu" | "hr" => ["„", "”", "‚", "’"],
            "sv" | "fi" => ["”", "”", "’", "’"],
            "ar" | "fa" => ["”", "“", "’", "‘"],
            _ => ["“", "”", "‘", "’"],
        };
        Self { marks }
    }

    /// The mark for one that was made from a plain `"` or `'`; `None` for any other text.
    pub(super) fn mark(&self, made: &str, written: &str) -> Option<&'static str> {
        let [open, close, single_open, single_close] = self.marks;
        match (written, made) {
            ("\"", "“") => Some(open),
            ("\"", "”") => Some(close),
            ("'", "‘") => Some(single_open),
            // Most single closing marks are apostrophes: only where a language's closing mark is one is it replaced.
            ("'", "’") if single_close != "‘" && single_close != "”" => Some(single_close),
            _ => None,
        }
    }
}
