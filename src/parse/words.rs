//! The few words and marks that a text itself needs, by its language. Everything else that a page says comes from the theme.

use crate::model::lang::Lang;
use pulldown_cmark::BlockQuoteKind;

/// The words and marks of one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// Titles of alerts: note, tip, important, warning, caution.
    alerts: [&'static str; 5],
    /// The name of the list of footnotes.
    pub(crate) footnotes: &'static str,
    /// What the arrow behind a footnote does.
    pub(crate) back: &'static str,
    /// The name of a table that can be scrolled.
    pub(crate) table: &'static str,
    /// Double and single quotation marks: opening and closing.
    quotes: [&'static str; 4],
}

const ENGLISH: Words = Words {
    alerts: ["Note", "Tip", "Important", "Warning", "Caution"],
    footnotes: "Footnotes",
    back: "Back to the text",
    table: "Table",
    quotes: ["“", "”", "‘", "’"],
};
const SPANISH: Words = Words {
    alerts: ["Nota", "Consejo", "Importante", "Aviso", "Precaución"],
    footnotes: "Notas",
    back: "Volver al texto",
    table: "Tabla",
    quotes: ["«", "»", "“", "”"],
};
const ARABIC: Words = Words {
    alerts: ["ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"],
    footnotes: "الحواشي",
    back: "العودة إلى النص",
    table: "جدول",
    quotes: ["«", "»", "”", "“"],
};
const GERMAN: Words = Words {
    alerts: ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"],
    footnotes: "Fußnoten",
    back: "Zurück zum Text",
    table: "Tabelle",
    quotes: ["„", "“", "‚", "‘"],
};
const FRENCH: Words = Words {
    alerts: ["Remarque", "Conseil", "Important", "Avertissement", "Attention"],
    footnotes: "Notes",
    back: "Retour au texte",
    table: "Tableau",
    quotes: ["«\u{202f}", "\u{202f}»", "“", "”"],
};

impl Words {
    /// The words of a language; English where it is none of these.
    pub(crate) fn of(lang: &Lang) -> &'static Self {
        match lang.primary().as_str() {
            "es" => &SPANISH,
            "ar" => &ARABIC,
            "de" => &GERMAN,
            "fr" => &FRENCH,
            _ => &ENGLISH,
        }
    }

    /// The class and the title of an alert.
    pub(crate) fn alert(&self, kind: BlockQuoteKind) -> (&'static str, &'static str) {
        match kind {
            BlockQuoteKind::Note => ("note", self.alerts[0]),
            BlockQuoteKind::Tip => ("tip", self.alerts[1]),
            BlockQuoteKind::Important => ("important", self.alerts[2]),
            BlockQuoteKind::Warning => ("warning", self.alerts[3]),
            BlockQuoteKind::Caution => ("caution", self.alerts[4]),
        }
    }

    /// This language's mark for an English one. `open` counts single marks that are open, to tell a closing mark from an
    /// apostrophe.
    pub(crate) fn quote(&self, english: &str, open: &mut usize) -> Option<&'static str> {
        match english {
            "“" => Some(self.quotes[0]),
            "”" => Some(self.quotes[1]),
            "‘" => {
                *open += 1;
                Some(self.quotes[2])
            }
            "’" if *open > 0 => {
                *open -= 1;
                Some(self.quotes[3])
            }
            _ => None,
        }
    }
}
