//! JPEG (ITU-T T.81 annex B): segments up to the end of the picture. What cameras put behind that end (a second picture, a
//! film) is no part of it.

use super::part::{BROKEN, Refusal, be16, orientation_only};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const COMMENT: u8 = 0xfe;

/// The picture with its colours, and which side is up.
///
/// # Errors
/// When it does not reach its end.
pub(in crate::images) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut turned = None;
    let mut rest = bytes.strip_prefix(&[0xff, START]).ok_or(BROKEN)?;
    loop {
        let marker;
        (marker, rest) = next(rest).ok_or(BROKEN)?;
        match marker {
            END => break,
            // Markers that stand alone: restarts, and one that means nothing.
            0x01 | 0xd0..=0xd7 => kept.extend_from_slice(&[0xff, marker]),
            _ => {
                let length = usize::from(be16(rest, 0).ok_or(BROKEN)?);
                let (segment, after) = rest.split_at_checked(length.max(2)).ok_or(BROKEN)?;
                let content = &segment[2..];
                rest = after;
                if let Some(exif) = content.strip_prefix(b"Exif\0\0").filter(|_| marker == 0xe1) {
                    turned = turned.or_else(|| orientation_only(exif));
                }
                if shows(marker, content) {
                    kept.extend_from_slice(&[0xff, marker]);
                    kept.extend_from_slice(segment);
                }
                if marker == SCAN {
                    let end = scan_end(rest).ok_or(BROKEN)?;
                    kept.extend_from_slice(&rest[..end]);
                    rest = &rest[end..];
                }
            }
        }
    }
    let mut out = vec![0xff, START];
    if let Some(exif) = turned {
        // In range: some thirty bytes.
        out.extend_from_slice(&[0xff, 0xe1, 0, (exif.len() + 8) as u8]);
        out.extend_from_slice(b"Exif\0\0");
        out.extend_from_slice(&exif);
    }
    out.append(&mut kept);
    out.extend_from_slice(&[0xff, END]);
    Ok(out)
}

/// The next marker, behind as many fill bytes as there are (§B.1.1.2).
fn next(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let filled = bytes.iter().take_while(|byte| **byte == 0xff).count();
    let marker = *bytes.get(filled).filter(|marker| filled > 0 && **marker != 0)?;
    Some((marker, &bytes[filled + 1..]))
}

/// Whether a segment is needed to show the picture: tables, frames, the density, the colour profile, and what Adobe's encoders
/// say about the colours.
fn shows(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1..=0xef | COMMENT => false,
        _ => true,
    }
}

/// Where the data of a scan ends: at the next marker that is no restart.
fn scan_end(bytes: &[u8]) -> Option<usize> {
    let marks = memchr::memchr_iter(0xff, bytes);
    marks.into_iter().find(|at| bytes.get(at + 1).is_some_and(|next| !matches!(next, 0 | 0xd0..=0xd7 | 0xff)))
}
