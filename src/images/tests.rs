//! What readers get of an author's image, and what they do not.

use super::{Darkroom, ImageFailure, probe};
use crate::model::asset::{Format, Probe, Recipe};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Rgb, RgbImage};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A word that stands where a camera writes its place.
const PLACE: &[u8] = b"51N 4W";

/// EXIF (TIFF, little endian): orientation 6 (turn right), and a word about the place.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    exif.extend_from_slice(&[0x0e, 0x01, 2, 0, 7, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend_from_slice(&[0, 0, 0, 0]);
    exif.extend_from_slice(PLACE);
    exif.push(0);
    exif
}

/// The smallest thing that says it is a profile of RGB colours.
fn profile() -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    profile
}

/// A photograph as a camera writes it: lying, red on the left and blue on the right.
fn photograph(root: &Path) -> Probe {
    let pixels =
        RgbImage::from_fn(800, 600, |x, _| if x < 400 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) });
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif()).unwrap();
    encoder.set_icc_profile(profile()).unwrap();
    DynamicImage::ImageRgb8(pixels).write_with_encoder(encoder).unwrap();
    assert!(has(&bytes, PLACE));
    fs::write(root.join("photo.png"), bytes).unwrap();
    probe(&root.join("photo.png")).unwrap()
}

fn variant(root: &Path, recipe: &Recipe) -> Result<Vec<u8>, ImageFailure> {
    Darkroom::new(root).variant(recipe)
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

fn recipe(probe: &Probe, width: u32, height: u32, format: Format) -> Recipe {
    Recipe { source: "photo.png".into(), hash: probe.hash.clone(), width, height, format }
}

#[test]
fn a_variant_stands_upright_and_keeps_its_colours_and_no_place() {
    let root = tempfile::tempdir().unwrap();
    let looked = photograph(root.path());
    assert_eq!((looked.width, looked.height, looked.format), (600, 800, Format::Jpeg));
    for format in [Format::Jpeg, Format::Png, Format::WebP] {
        let bytes = variant(root.path(), &recipe(&looked, 300, 400, format)).unwrap();
        assert!(!has(&bytes, PLACE) && !has(&bytes, b"Exif"), "{format:?}");
        let mut decoder =
            ImageReader::new(Cursor::new(&bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
        assert_eq!(decoder.dimensions(), (300, 400));
        assert_eq!(decoder.icc_profile().unwrap(), Some(profile()), "{format:?}");
        let seen = DynamicImage::from_decoder(decoder).unwrap().to_rgb8();
        let (top, bottom) = (seen.get_pixel(150, 50), seen.get_pixel(150, 350));
        assert!(
            top[0] > 150 && top[2] < 60 && bottom[2] > 150 && bottom[0] < 60,
            "{format:?} {top:?} {bottom:?}"
        );
    }
}

#[test]
fn a_lost_or_unwritable_cache_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let looked = photograph(root.path());
    let recipe = recipe(&looked, 120, 160, Format::WebP);
    let first = variant(root.path(), &recipe).unwrap();
    assert_eq!(variant(root.path(), &recipe).unwrap(), first);
    fs::remove_dir_all(root.path().join(".hearback")).unwrap();
    fs::write(root.path().join(".hearback"), "in the way").unwrap();
    assert_eq!(variant(root.path(), &recipe).unwrap(), first);
}

#[test]
fn transparency_is_kept() {
    let root = tempfile::tempdir().unwrap();
    DynamicImage::new_rgba8(40, 30).save(root.path().join("photo.png")).unwrap();
    let looked = probe(&root.path().join("photo.png")).unwrap();
    for format in [Format::Png, Format::WebP] {
        let bytes = variant(root.path(), &recipe(&looked, 20, 15, format)).unwrap();
        let seen = image::load_from_memory(&bytes).unwrap().to_rgba8();
        assert_eq!(seen.get_pixel(3, 3)[3], 0, "{format:?}");
    }
}

#[test]
fn an_image_that_claims_to_be_huge_is_none() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("photo.png");
    // A PNG of one pixel, whose header says 60,000 × 60,000; its checksum is right.
    DynamicImage::new_rgb8(1, 1).save(&path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    fs::write(&path, bytes).unwrap();
    assert_eq!(probe(&path), None);
    let claimed =
        Probe { width: 60_000, height: 60_000, format: Format::Png, moves: false, hash: "0".into() };
    assert!(variant(root.path(), &recipe(&claimed, 480, 480, Format::Png)).is_err());
}

#[test]
fn what_is_no_image_is_none() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("photo.png");
    for bytes in
        [&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"hello <svg"]
    {
        fs::write(&path, bytes).unwrap();
        assert_eq!(probe(&path), None, "{bytes:?}");
    }
    fs::write(&path, "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    assert_eq!(probe(&path).map(|looked| looked.format), Some(Format::Svg));
    assert_eq!(probe(root.path()), None);
}

/// CRC-32 as PNG has it (W3C PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
