//! The few words that a text's own marks need, in the language of the text.

use crate::model::lang::Lang;
use pulldown_cmark::BlockQuoteKind;

/// The words of one language.
pub(super) struct Words {
    note: &'static str,
    tip: &'static str,
    important: &'static str,
    warning: &'static str,
    caution: &'static str,
    /// A task that is done.
    pub(super) done: &'static str,
    /// A task that is not done.
    pub(super) open: &'static str,
    /// A table that can be scrolled.
    pub(super) table: &'static str,
    /// The way back from a footnote.
    pub(super) back: &'static str,
    /// The heading over the footnotes.
    pub(super) footnotes: &'static str,
}

impl Words {
    /// The words of a language; English where there are none.
    pub(super) fn of(lang: &Lang) -> &'static Self {
        match lang.primary().as_str() {
            "es" => &SPANISH,
            "ar" => &ARABIC,
            "de" => &GERMAN,
            "fr" => &FRENCH,
            _ => &ENGLISH,
        }
    }

    /// The title of an alert and the word in its class.
    pub(super) fn alert(&self, kind: BlockQuoteKind) -> (&'static str, &'static str) {
        match kind {
            BlockQuoteKind::Note => (self.note, "note"),
            BlockQuoteKind::Tip => (self.tip, "tip"),
            BlockQuoteKind::Important => (self.important, "important"),
            BlockQuoteKind::Warning => (self.warning, "warning"),
            BlockQuoteKind::Caution => (self.caution, "caution"),
        }
    }
}

const ENGLISH: Words = Words {
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
    done: "done",
    open: "not done yet",
    table: "Table",
    back: "back to the text",
    footnotes: "Footnotes",
};

const SPANISH: Words = Words {
    note: "Nota",
    tip: "Consejo",
    important: "Importante",
    warning: "Advertencia",
    caution: "Precaución",
    done: "hecho",
    open: "pendiente",
    table: "Tabla",
    back: "volver al texto",
    footnotes: "Notas",
};

const ARABIC: Words = Words {
    note: "ملاحظة",
    tip: "نصيحة",
    important: "مهم",
    warning: "تنبيه",
    caution: "تحذير",
    done: "تم",
    open: "لم يتم بعد",
    table: "جدول",
    back: "العودة إلى النص",
    footnotes: "الحواشي",
};

const GERMAN: Words = Words {
    note: "Hinweis",
    tip: "Tipp",
    important: "Wichtig",
    warning: "Warnung",
    caution: "Vorsicht",
    done: "erledigt",
    open: "noch offen",
    table: "Tabelle",
    back: "zurück zum Text",
    footnotes: "Fußnoten",
};

const FRENCH: Words = Words {
    note: "Remarque",
    tip: "Conseil",
    important: "Important",
    warning: "Avertissement",
    caution: "Attention",
    done: "fait",
    open: "à faire",
    table: "Tableau",
    back: "retour au texte",
    footnotes: "Notes",
};
