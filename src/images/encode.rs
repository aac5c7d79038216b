//! From an author's image to one variant of it.

use super::web_profile;
use crate::model::asset::{Format, Recipe};
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};
use std::io::Cursor;
use std::path::Path;
use thiserror::Error;

/// Quality of JPEG and WebP: where an eye on a screen stops seeing the difference.
const QUALITY: u8 = 82;
/// The most memory that one image may take when it is unpacked, in bytes: a small file can claim to be huge.
pub(super) const UNPACKED: u64 = 512 << 20;

/// An image that could not be turned into a variant.
#[derive(Debug, Error)]
#[error("cannot use the image `{path}`: {why}")]
pub struct ImageFailure {
    /// Its path from the site's root.
    pub path: String,
    /// What went wrong.
    pub why: String,
}

/// Decodes, turns, resizes and encodes.
///
/// # Errors
/// When the file cannot be read or decoded, or would take more than 512 MiB of memory.
pub(super) fn encode(root: &Path, recipe: &Recipe) -> Result<Vec<u8>, ImageFailure> {
    let failed = |why: String| ImageFailure { path: recipe.source.clone(), why };
    let bytes = std::fs::read(root.join(&recipe.source)).map_err(|cause| failed(cause.to_string()))?;
    let (picture, profile) = decode(&bytes).map_err(|cause| failed(cause.to_string()))?;
    let picture = resize(picture, recipe.width, recipe.height).map_err(failed)?;
    match recipe.format {
        Format::WebP => {
            let (width, height) = (picture.width(), picture.height());
            let encoder = match &picture {
                DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels, width, height),
                DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, width, height),
                _ => return Err(failed("its pixels are of no kind that WebP takes".to_owned())),
            };
            let memory = encoder
                .encode_simple(false, f32::from(QUALITY))
                .map_err(|cause| failed(format!("{cause:?}")))?;
            Ok(web_profile::embed(&memory, profile.as_deref(), &picture))
        }
        Format::Jpeg => {
            let mut out = Vec::new();
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            keep_profile(&mut encoder, profile);
            // JPEG knows no transparency and no 16 bits.
            DynamicImage::ImageRgb8(picture.to_rgb8())
                .write_with_encoder(encoder)
                .map_err(|cause| failed(cause.to_string()))?;
            Ok(out)
        }
        Format::Png | Format::Gif => {
            let mut out = Vec::new();
            let mut encoder = PngEncoder::new(&mut out);
            keep_profile(&mut encoder, profile);
            picture.write_with_encoder(encoder).map_err(|cause| failed(cause.to_string()))?;
            Ok(out)
        }
        Format::Svg => Err(failed("a drawing has no variants".to_owned())),
    }
}

/// The pixels the right way up, and the colour profile they are meant in.
fn decode(bytes: &[u8]) -> image::ImageResult<(DynamicImage, Option<Vec<u8>>)> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNPACKED);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // Nobody else asks whether the picture itself fits: a few KB can claim to be gigabytes.
    limits.reserve(decoder.total_bytes())?;
    // Grey and CMYK become RGB below, where their profiles would be wrong (ICC.1 §7.2.6: the colour space of the data).
    let profile = decoder.icc_profile()?.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok((picture, profile))
}

fn resize(picture: DynamicImage, width: u32, height: u32) -> Result<DynamicImage, String> {
    // Eight bits a channel and one of two layouts: what every encoder here takes.
    let (alpha, from_size) = (picture.color().has_alpha(), (picture.width(), picture.height()));
    let (kind, pixels) = if alpha {
        (PixelType::U8x4, picture.into_rgba8().into_raw())
    } else {
        (PixelType::U8x3, picture.into_rgb8().into_raw())
    };
    let pixels = if from_size == (width, height) {
        pixels
    } else {
        let from =
            Image::from_vec_u8(from_size.0, from_size.1, pixels, kind).map_err(|cause| cause.to_string())?;
        let mut to = Image::new(width, height, kind);
        Resizer::new().resize(&from, &mut to, &ResizeOptions::new()).map_err(|cause| cause.to_string())?;
        to.into_vec()
    };
    let made = if alpha {
        image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
    } else {
        image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
    };
    made.ok_or_else(|| "it could not be resized".to_owned())
}

/// Hands the colour profile on. An encoder that cannot take one shows colours as sRGB, which is what most images are.
fn keep_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
}
