//! Writes tables: a keyboard can reach and scroll each, and its name tells it from others.

use crate::parse::writer::Writer;
use pulldown_cmark::Alignment;

/// The table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Which one of the text it is, from 1.
    number: usize,
    /// How its columns are aligned.
    alignments: Vec<Alignment>,
    /// The column of the cell that is open or comes next.
    column: usize,
    /// Whether the row is its head.
    head: bool,
}

impl Writer<'_> {
    /// Opens a table.
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        let (name, number) = (self.words.table, self.table.number + 1);
        self.table = Table { number, alignments, column: 0, head: true };
        self.block(&format!(
            "<div class=\"table\" role=\"region\" aria-label=\"{name} {number}\" tabindex=\"0\"><table>\n"
        ));
    }

    /// Opens a row.
    pub(super) fn start_row(&mut self, tags: &str, head: bool) {
        (self.table.column, self.table.head) = (0, head);
        self.out.push(tags);
    }

    /// Opens a cell.
    pub(super) fn start_cell(&mut self) {
        self.out.push(if self.table.head { "<th scope=\"col\"" } else { "<td" });
        self.out.push(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    /// Closes a cell.
    pub(super) fn end_cell(&mut self) {
        self.table.column += 1;
        self.close(if self.table.head { "</th>" } else { "</td>" });
    }
}
