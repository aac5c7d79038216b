//! The bytes that a spot means, for whoever quotes them.

use crate::config::outline::Outline;
use crate::config::text::Text;
use crate::model::place::Spot;
use crate::parse::front_matter::{self, Parts};
use std::ops::Range;

/// The bytes of a file that a spot means: for a field its value, else its key, else the nearest field around it. `None` for
/// the file as a whole, and where nothing fits.
pub fn locate(bytes: &[u8], spot: &Spot) -> Option<Range<usize>> {
    match spot {
        Spot::Whole => None,
        Spot::Bytes(start, end) => {
            let end = (*end).min(bytes.len());
            Some((*start).min(end)..end)
        }
        Spot::Field(path) => {
            let text = Text::of(bytes)?;
            let yaml = match front_matter::split(&text.text) {
                Parts::Both { yaml, .. } => yaml,
                Parts::NoFrontMatter | Parts::Unclosed => 0..text.text.len(),
            };
            let outline = Outline::of(&text.text[yaml.clone()]);
            let range = outline.nearest(path)?.range();
            Some(text.to_disk(range.start + yaml.start..range.end + yaml.start))
        }
    }
}
