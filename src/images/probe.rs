//! What an image is, from its first bytes.

use super::encode::UNPACKED;
use crate::model::asset::{Format, Probe};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader};
use std::io::Cursor;
use std::path::Path;

/// Images beyond this size are not looked at, in bytes.
const LARGEST: u64 = 64 << 20;
/// The longest side that a JPEG can have, in pixels (ITU-T T.81 §B.2.2).
const LONGEST: u32 = 65_535;

/// Looks at an image: its format by its content and never by its name, its size after the EXIF orientation, and the hash of
/// its bytes. `None` where it cannot be read, is none of the formats of `Format`, or is too large to be unpacked.
pub fn probe(path: &Path) -> Option<Probe> {
    let small = std::fs::metadata(path).ok().filter(|about| about.len() <= LARGEST)?;
    let bytes = if small.is_file() { std::fs::read(path).ok()? } else { return None };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    if is_svg(&bytes) {
        return Some(Probe { width: 0, height: 0, format: Format::Svg, hash });
    }
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
    let format = match reader.format()? {
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::Png => Format::Png,
        ImageFormat::WebP => Format::WebP,
        ImageFormat::Gif => Format::Gif,
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
    (fits && decoder.total_bytes() <= UNPACKED).then_some(Probe { width, height, format, hash })
}

/// Whether the bytes begin like an SVG document: an `<svg` within the first kilobyte of a text.
fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let text = String::from_utf8_lossy(head);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}
