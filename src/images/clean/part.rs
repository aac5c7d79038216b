//! What the readers of all kinds need: numbers, refusals, and the one note that is kept.

use image::metadata::Orientation;

/// Why a picture cannot be made clean.
pub(in crate::images) type Refusal = &'static str;

/// The picture ends before it is whole, or its parts do not follow each other as they should.
pub(super) const BROKEN: Refusal = "it is cut off or damaged";

/// The smallest EXIF that says which side is up, and nothing else (TIFF 6.0 §2, EXIF 2.32 §4.6.4); `None` where the picture
/// stands upright without being told, or the EXIF cannot be read.
pub(super) fn orientation_only(exif: &[u8]) -> Option<Vec<u8>> {
    let turned = Orientation::from_exif_chunk(exif)?;
    if turned == Orientation::NoTransforms {
        return None;
    }
    let mut small = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    small.extend_from_slice(&[turned.to_exif(), 0, 0, 0, 0, 0, 0]);
    Some(small)
}

/// A number of four bytes, big-endian.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A number of two bytes, big-endian.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}
