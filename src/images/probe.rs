//! What an image is, from its first bytes.

use super::memory::UNPACKED;
use super::{clean, drawing};
use crate::model::asset::{Format, Probe};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};
use std::io::Cursor;
use std::path::Path;

/// Images beyond this size are not looked at, in bytes.
const LARGEST: u64 = 64 << 20;
/// The longest side that a JPEG can have, in pixels (ITU-T T.81 §B.2.2).
const LONGEST: u32 = 65_535;

/// Looks at an image: its format by its content and never by its name, its size after the EXIF orientation, whether it moves,
/// and the hash of its bytes. `None` where it cannot be read, is none of the formats of `Format`, or is too large to be
/// unpacked.
pub fn probe(path: &Path) -> Option<Probe> {
    let small = std::fs::metadata(path).ok().filter(|about| about.len() <= LARGEST)?;
    let bytes = if small.is_file() { std::fs::read(path).ok()? } else { return None };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    if drawing::is_svg(&bytes) {
        let (width, height) = drawing::size(&bytes).unwrap_or_default();
        return Some(Probe { width, height, format: Format::Svg, moves: false, hash });
    }
    if clean::is_avif(&bytes) {
        let (width, height) = clean::heif_size(&bytes)?;
        return Some(Probe { width, height, format: Format::Avif, moves: false, hash });
    }
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
    let (format, moves) = match reader.format()? {
        ImageFormat::Jpeg => (Format::Jpeg, false),
        ImageFormat::Png => (Format::Png, is_moving_png(&bytes)),
        ImageFormat::WebP => (Format::WebP, is_moving_webp(&bytes)),
        ImageFormat::Gif => (Format::Gif, clean::gif_frames(&bytes) > 1),
        _ => return None,
    };
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let (width, height) = match decoder.orientation().unwrap_or(Orientation::NoTransforms) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    };
    let fits = (1..=LONGEST).contains(&width) && (1..=LONGEST).contains(&height);
    (fits && decoder.total_bytes() <= UNPACKED).then_some(Probe { width, height, format, moves, hash })
}

fn is_moving_png(bytes: &[u8]) -> bool {
    PngDecoder::new(Cursor::new(bytes)).and_then(|decoder| decoder.is_apng()).unwrap_or(false)
}

fn is_moving_webp(bytes: &[u8]) -> bool {
    WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.has_animation())
}
