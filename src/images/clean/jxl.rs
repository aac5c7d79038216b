//! JPEG XL in its container (ISO/IEC 18181-2 §9): only the boxes of the picture are kept.

use super::boxes;
use super::part::Refusal;

/// What the container begins with.
pub(super) const SIGNATURE: &[u8] = b"\0\0\0\x0cJXL \r\n\x87\n";
const SHOWN: [&[u8; 4]; 5] = [b"JXL ", b"ftyp", b"jxll", b"jxlc", b"jxlp"];

/// The picture alone; which side is up stands in it.
///
/// # Errors
/// When its boxes do not fit into it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let all = boxes::read(bytes, 0..bytes.len())?;
    let shown = all.into_iter().filter(|one| SHOWN.contains(&&one.name));
    Ok(shown.flat_map(|one| bytes[one.whole].to_vec()).collect())
}
