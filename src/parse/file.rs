//! A story's text while it is rendered, and where its bytes lie on disk.

use crate::model::lang::Lang;
use crate::model::place::Spot;
use crate::yaml::text::Text;
use std::ops::Range;

/// A story's text, and what its rendering depends on.
#[derive(Debug)]
pub(crate) struct File<'a> {
    /// The file's path.
    pub(crate) path: &'a str,
    /// The whole file.
    pub(crate) text: &'a Text<'a>,
    /// Where the Markdown begins in it.
    pub(crate) start: usize,
    /// The language of the text.
    pub(crate) lang: &'a Lang,
    /// Tells the footnotes of this story from those of others on the same page.
    pub(crate) slug: &'a str,
    /// The ids on its page that are not its own.
    pub(crate) taken: &'a [&'static str],
}

impl File<'_> {
    /// The Markdown.
    pub(crate) fn markdown(&self) -> &str {
        &self.text.text[self.start..]
    }

    /// Bytes of the Markdown as a spot of the file.
    pub(crate) fn spot(&self, range: Range<usize>) -> Spot {
        let disk = self.text.to_disk(range.start + self.start..range.end + self.start);
        Spot::Bytes(disk.start, disk.end)
    }
}
