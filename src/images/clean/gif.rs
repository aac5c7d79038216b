//! GIF (GIF89a §§17–27): blocks up to the trailer.

use super::part::{BROKEN, Refusal};

const PICTURE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3b;
/// The extension that says how long a frame stays.
const CONTROL: u8 = 0xf9;
/// The extension of a program, which begins with the program's name.
const APPLICATION: u8 = 0xff;
/// Programs whose extensions are shown: how often the animation is repeated, and its colours.
const SHOWN: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// The picture with its colours and frames.
///
/// # Errors
/// When it does not reach its trailer.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(bytes.len());
    walk(bytes, |block| {
        if shows(block) {
            out.extend_from_slice(block);
        }
    })?;
    Ok(out)
}

/// How many frames there are, up to where it can be read.
pub(in crate::images) fn frames(bytes: &[u8]) -> usize {
    let mut frames = 0;
    let _ = walk(bytes, |block| frames += usize::from(block.first() == Some(&PICTURE)));
    frames
}

fn shows(block: &[u8]) -> bool {
    match (block.first(), block.get(1)) {
        (Some(&EXTENSION), Some(&APPLICATION)) => {
            block.get(3..14).is_some_and(|name| SHOWN.iter().any(|known| *known == name))
        }
        (Some(&EXTENSION), label) => label == Some(&CONTROL),
        _ => true,
    }
}

/// Tells of every block: the head with its colours first, the trailer last.
fn walk<'b>(bytes: &'b [u8], mut tell: impl FnMut(&'b [u8])) -> Result<(), Refusal> {
    let packed = *bytes.get(10).ok_or(BROKEN)?;
    let (head, mut rest) = bytes.split_at_checked(13 + colours(packed)).ok_or(BROKEN)?;
    tell(head);
    loop {
        let length = match *rest.first().ok_or(BROKEN)? {
            TRAILER => {
                tell(&rest[..1]);
                return Ok(());
            }
            EXTENSION => blocks_end(rest, 2)?,
            // A picture's head, its own colours, and the size of its first code.
            PICTURE => blocks_end(rest, 11 + colours(*rest.get(9).ok_or(BROKEN)?))?,
            _ => return Err(BROKEN),
        };
        tell(&rest[..length]);
        rest = &rest[length..];
    }
}

/// The length of a table of colours in bytes, from the byte that says whether there is one.
fn colours(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Where a row of blocks ends that each begin with their length: behind the one that is empty.
fn blocks_end(bytes: &[u8], start: usize) -> Result<usize, Refusal> {
    let mut at = start;
    loop {
        let length = usize::from(*bytes.get(at).ok_or(BROKEN)?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}
