//! Writes code blocks, which can be wider than the page, so that a keyboard has to reach them.

use crate::config::rule;
use crate::model::place::Place;
use crate::parse::writer::Writer;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

impl Writer<'_> {
    /// Opens a code block.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.block("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push(" class=\"language-");
            let language = self.kept(language);
            self.out.text(&language);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    /// Warns about a fence that nothing closes: the rest of the text is code.
    pub(super) fn unclosed_fence(&mut self, range: &Range<usize>) {
        let code = self.file.markdown().get(range.clone()).unwrap_or_default().trim_end();
        let fence = code.trim_start().get(..3).filter(|fence| matches!(*fence, "```" | "~~~"));
        let last = code.rsplit_once('\n').map_or("", |(_, last)| last.trim_start_matches([' ', '\t', '>']));
        if let Some(fence) = fence.filter(|fence| !last.starts_with(fence)) {
            let place =
                Place { file: self.file.path.to_owned(), spot: self.file.spot(range.start..range.start + 3) };
            let found = rule::UNCLOSED_FENCE.at(place, "nothing closes this code block");
            self.found.push(found.hint(format!("put a line `{fence}` behind the code")));
        }
    }
}
