//! A picture or a film without what a camera writes down about its author: where, when, with which machine.
//!
//! Every file that is published passes here, whatever its name. Of a picture only the parts are kept that are needed to show
//! it: its pixels, its colours, which side is up, how it moves. So a kind of note that nobody thought of is left out too. A
//! picture whose parts cannot be followed to their end is refused: what cannot be read cannot be known to be clean.

mod boxes;
mod film;
mod gif;
mod heif;
mod jpeg;
mod jxl;
mod part;
mod png;
mod tiff;
mod webp;

pub(super) use film::says_where;
pub(super) use gif::frames as gif_frames;
pub(super) use heif::size as heif_size;
pub(super) use jpeg::clean as whole_jpeg;
pub(super) use part::Refusal;

/// How many bytes of a file tell its kind.
pub(super) const HEAD: usize = 32;

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG (W3C PNG), moving or not.
    Png,
    /// WebP (RFC 9649), moving or not.
    WebP,
    /// GIF (GIF89a).
    Gif,
    /// TIFF 6.0, and what is built on it.
    Tiff,
    /// AVIF, HEIC and other pictures in the container of MP4 (ISO/IEC 23008-12).
    Heif,
    /// JPEG XL in its container (ISO/IEC 18181-2).
    JpegXl,
    /// A film in MP4 or QuickTime (ISO/IEC 14496-12).
    Film,
}

/// The kind of a file by its first `HEAD` bytes; `None` for what is neither a picture nor a film that is known here.
pub(super) fn kind(head: &[u8]) -> Option<Kind> {
    let is = |start: &[u8]| head.starts_with(start);
    if is(b"\xff\xd8\xff") {
        return Some(Kind::Jpeg);
    }
    if is(png::SIGNATURE) {
        return Some(Kind::Png);
    }
    if is(b"GIF87a") || is(b"GIF89a") {
        return Some(Kind::Gif);
    }
    if is(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(Kind::WebP);
    }
    if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|start| is(*start)) {
        return Some(Kind::Tiff);
    }
    if is(jxl::SIGNATURE) {
        return Some(Kind::JpegXl);
    }
    // QuickTime's older files begin without a word about their kind.
    match head.get(4..8)? {
        b"ftyp" if head.get(8..).is_some_and(heif::is_brand_of_picture) => Some(Kind::Heif),
        b"ftyp" | b"moov" | b"wide" | b"mdat" => Some(Kind::Film),
        _ => None,
    }
}

/// Whether a picture is an AVIF, which browsers show; HEIC, its neighbour, is shown by hardly any.
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    kind(bytes.get(..HEAD).unwrap_or(bytes)) == Some(Kind::Heif) && heif::is_avif(bytes)
}

/// A picture of a kind without what does not show; `None` where there is nothing to leave out.
///
/// # Errors
/// When its parts cannot be followed to their end.
pub(super) fn clean(kind: Kind, bytes: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let cleaned = match kind {
        Kind::Jpeg => jpeg::clean(bytes),
        Kind::Png => png::clean(bytes),
        Kind::WebP => webp::clean(bytes),
        Kind::Gif => gif::clean(bytes),
        Kind::Tiff => tiff::clean(bytes),
        Kind::Heif => heif::clean(bytes),
        Kind::JpegXl => jxl::clean(bytes),
        Kind::Film => return Ok(None),
    }?;
    Ok((cleaned != bytes).then_some(cleaned))
}
