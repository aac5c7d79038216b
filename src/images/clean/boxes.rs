//! The boxes of MP4, AVIF, HEIC and JPEG XL (ISO/IEC 14496-12 §4.2): a length, a name, a content that may be boxes.

use super::part::{BROKEN, Refusal, be32};
use std::ops::Range;

/// One box, by where it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Boxed {
    /// Its name.
    pub(super) name: [u8; 4],
    /// From its length to its end.
    pub(super) whole: Range<usize>,
    /// What is in it.
    pub(super) content: Range<usize>,
}

/// The boxes that follow each other in a part of a file.
///
/// # Errors
/// When one is longer than that part.
pub(super) fn read(bytes: &[u8], within: Range<usize>) -> Result<Vec<Boxed>, Refusal> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let next = one(bytes, at, within.end).ok_or(BROKEN)?;
        at = next.whole.end;
        found.push(next);
    }
    Ok(found)
}

fn one(bytes: &[u8], at: usize, end: usize) -> Option<Boxed> {
    let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
    let (head, length) = match be32(bytes, at)? {
        // To the end of the file.
        0 => (8, end.checked_sub(at)?),
        // Longer than four bytes can say.
        1 => {
            let long = u64::from_be_bytes(bytes.get(at + 8..at + 16)?.try_into().ok()?);
            (16, usize::try_from(long).ok()?)
        }
        short => (8, usize::try_from(short).ok()?),
    };
    let last =
        at.checked_add(length).filter(|last| length >= head && *last <= end && *last <= bytes.len())?;
    Some(Boxed { name, whole: at..last, content: at + head..last })
}
