//! PNG and its moving sort (W3C PNG §5, §11): chunks up to `IEND`.

use super::part::{BROKEN, Refusal, be32, orientation_only};

/// What every PNG begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that a picture can be shown without, but not as it was meant: colours, transparency, size of a dot, frames.
const SHOWN: [&[u8; 4]; 16] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST",
    b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];
/// A chunk's length, name and checksum, in bytes.
const AROUND: usize = 12;

/// The picture with its colours and frames, and which side is up.
///
/// # Errors
/// When it does not reach `IEND`.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(BROKEN)?;
    loop {
        let length = be32(rest, 0).and_then(|length| usize::try_from(length).ok()?.checked_add(AROUND));
        let (chunk, after) = length.and_then(|length| rest.split_at_checked(length)).ok_or(BROKEN)?;
        let (name, content) = (&chunk[4..8], &chunk[8..chunk.len() - 4]);
        rest = after;
        match name {
            b"eXIf" => {
                if let Some(exif) = orientation_only(content) {
                    push(&mut out, *b"eXIf", &exif);
                }
            }
            // A capital says that no picture can be shown without it (§5.4).
            _ if name[0].is_ascii_uppercase() || SHOWN.iter().any(|known| *known == name) => {
                out.extend_from_slice(chunk);
            }
            _ => {}
        }
        if name == b"IEND" {
            return Ok(out);
        }
    }
}

fn push(out: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    // In range: the EXIF that comes here is some thirty bytes long.
    out.extend_from_slice(&(content.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend_from_slice(&name);
    out.extend_from_slice(content);
    let sum = checksum(&out[start..]);
    out.extend_from_slice(&sum.to_be_bytes());
}

/// CRC-32 (annex D), bit by bit: only ever of a few bytes.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
