//! Films in MP4 and QuickTime: whether they say where they were made. They are not changed, since a film may be larger than
//! the memory of a machine.

use super::part::be32;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// No film has a longer table of contents, in bytes.
const LONGEST: u64 = 256 << 20;
/// Boxes that hold a place: QuickTime's, 3GPP's (3GPP TS 26.244 §8.8), and that of Canon's raw photographs.
const BOXES: [&[u8; 4]; 3] = [b"\xa9xyz", b"loci", b"CMT4"];
/// Words of keys and of tracks that hold one: Apple's, action cameras', drones', XMP.
const WORDS: [&[u8]; 4] = [b"location.ISO6709", b"gpmd", b"camm", b"GPSLatitude"];

/// Whether a film says where it was made. Only its table of contents is read, wherever in the file that stands.
///
/// # Errors
/// When it cannot be read.
pub(in crate::images) fn says_where(film: &mut File) -> io::Result<bool> {
    let length = film.metadata()?.len();
    let mut at = 0;
    while at + 8 <= length {
        film.seek(SeekFrom::Start(at))?;
        let mut head = Vec::with_capacity(16);
        film.by_ref().take(16).read_to_end(&mut head)?;
        let (Some(short), Some(name)) = (be32(&head, 0), head.get(4..8)) else { break };
        let long = head.get(8..16).and_then(|long| long.try_into().ok()).map_or(0, u64::from_be_bytes);
        let whole = match short {
            0 => length - at,
            1 => long,
            short => u64::from(short),
        };
        if matches!(name, b"moov" | b"udta" | b"meta" | b"uuid") {
            let mut content = Vec::new();
            film.seek(SeekFrom::Start(at))?;
            film.by_ref().take(whole.min(LONGEST)).read_to_end(&mut content)?;
            if holds_place(&content) {
                return Ok(true);
            }
        }
        // A box is never shorter than its head; the film is none, and its rest cannot be followed.
        let Some(next) = at.checked_add(whole).filter(|_| whole >= 8) else { break };
        at = next;
    }
    Ok(false)
}

fn holds_place(content: &[u8]) -> bool {
    // The same four bytes may stand in a table of numbers: a box has a length that fits before its name.
    let is_box = |at: usize| {
        let length =
            at.checked_sub(4).and_then(|start| be32(content, start)).map_or(0, |length| length as usize);
        length > 8 && at + length <= content.len() + 4
    };
    BOXES.iter().any(|name| memchr::memmem::find_iter(content, *name).any(is_box))
        || WORDS.iter().any(|word| memchr::memmem::find(content, word).is_some())
}
