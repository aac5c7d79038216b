//! A colour profile inside a WebP: libwebp's simple encoder leaves it out, and without it the colours of most phones' photos
//! are shown too pale.
//!
//! The container is RIFF (RFC 9649 §2.7): a header, the chunk `VP8X` that says what follows, the profile, the picture.

use image::DynamicImage;

const HAS_PROFILE: u8 = 0b10_0000;
const HAS_ALPHA: u8 = 0b01_0000;

/// The same WebP with a colour profile; as it was where there is none, or where it does not look as expected.
pub(super) fn embed(webp: &[u8], profile: Option<&[u8]>, picture: &DynamicImage) -> Vec<u8> {
    profile.and_then(|profile| extended(webp, profile, picture)).unwrap_or_else(|| webp.to_vec())
}

fn extended(webp: &[u8], profile: &[u8], picture: &DynamicImage) -> Option<Vec<u8>> {
    let chunks = webp.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    // An encoder that wrote alpha has written the chunk already: 8 bytes of head, 10 of content.
    let (flags, pictures) = match chunks.strip_prefix(b"VP8X") {
        Some(rest) => (*rest.get(4)?, rest.get(14..)?),
        None => (if picture.color().has_alpha() { HAS_ALPHA } else { 0 }, chunks),
    };
    let mut said = vec![flags | HAS_PROFILE, 0, 0, 0];
    for side in [picture.width(), picture.height()] {
        said.extend_from_slice(&side.checked_sub(1)?.to_le_bytes()[..3]);
    }
    let mut body = b"WEBP".to_vec();
    chunk(&mut body, b"VP8X", &said)?;
    chunk(&mut body, b"ICCP", profile)?;
    body.extend_from_slice(pictures);
    let mut out = Vec::with_capacity(body.len() + 8);
    chunk(&mut out, b"RIFF", &body)?;
    Some(out)
}

/// A name, a length, the content, and a byte more where the length is odd.
fn chunk(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) -> Option<()> {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(content.len()).ok()?.to_le_bytes());
    out.extend_from_slice(content);
    out.extend(std::iter::repeat_n(0, content.len() % 2));
    Some(())
}
