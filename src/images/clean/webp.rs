//! WebP (RFC 9649 §2): chunks in a RIFF.

use super::part::{BROKEN, Refusal, orientation_only};

/// Chunks that make the picture; each frame of an animation holds chunks of its own, behind sixteen bytes (§2.7.1.1).
const SHOWN: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ICCP", b"VP8X"];
/// The bits of `VP8X` that say that EXIF and XMP follow.
const HAS_EXIF: u8 = 0b1000;
const HAS_XMP: u8 = 0b0100;

/// What JPEG has before an EXIF.
const JPEG_HEAD: &[u8] = b"Exif\0\0";

/// The picture with its colours and frames, and which side is up.
///
/// # Errors
/// When it is shorter than it says.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let length = le32(bytes, 4).ok_or(BROKEN)?;
    let content = bytes.get(8..).and_then(|rest| rest.get(..length)).ok_or(BROKEN)?;
    let chunks = content.strip_prefix(b"WEBP").ok_or(BROKEN)?;
    let mut turned = None;
    let mut body = b"WEBP".to_vec();
    shown(chunks, &mut body, &mut |exif| {
        // Some encoders put JPEG's head before it, and not every reader looks behind that: what is shown must not change.
        let (head, exif) = exif.split_at(if exif.starts_with(JPEG_HEAD) { JPEG_HEAD.len() } else { 0 });
        turned = orientation_only(exif).map(|small| [head, &small].concat());
    })?;
    // An encoder writes `VP8X` first, or not at all; without it there is no place for EXIF.
    if body.get(4..8) == Some(b"VP8X") && body.len() > 12 {
        body[12] &= !(HAS_EXIF | HAS_XMP);
        if let Some(exif) = turned {
            body[12] |= HAS_EXIF;
            push(&mut body, b"EXIF", &exif)?;
        }
    }
    let mut out = Vec::with_capacity(body.len() + 8);
    push(&mut out, b"RIFF", &body)?;
    Ok(out)
}

/// Takes over the chunks that make the picture, and tells of an EXIF.
fn shown(mut rest: &[u8], out: &mut Vec<u8>, exif: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
    while !rest.is_empty() {
        let length = le32(rest, 4).ok_or(BROKEN)?;
        let name: &[u8; 4] = rest[..4].try_into().map_err(|_| BROKEN)?;
        let content = rest[8..].get(..length).ok_or(BROKEN)?;
        // The last chunk of a careless encoder lacks the byte that makes its length even.
        rest = rest.get(8 + length + length % 2..).unwrap_or_default();
        match name {
            b"EXIF" => exif(content),
            b"ANMF" => {
                let (head, frame) = content.split_at_checked(16).ok_or(BROKEN)?;
                let mut kept = head.to_vec();
                shown(frame, &mut kept, &mut |_| {})?;
                push(out, name, &kept)?;
            }
            _ if SHOWN.contains(&name) => push(out, name, content)?,
            _ => {}
        }
    }
    Ok(())
}

fn push(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) -> Result<(), Refusal> {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(content.len()).map_err(|_| BROKEN)?.to_le_bytes());
    out.extend_from_slice(content);
    out.extend(std::iter::repeat_n(0, content.len() % 2));
    Ok(())
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    usize::try_from(number).ok()
}
