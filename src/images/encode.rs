//! From an author's image to one variant of it.

use super::memory::{Memory, Share, UNPACKED};
use super::{clean, web_profile};
use crate::model::asset::{Format, Recipe};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits};
use std::io::Cursor;
use std::path::Path;
use thiserror::Error;

/// Quality of JPEG and WebP: where an eye on a screen stops seeing the difference.
const QUALITY: u8 = 82;

/// An image that could not be turned into a variant.
#[derive(Debug, Clone, Error)]
#[error("cannot use the image `{path}`: {why}")]
pub struct ImageFailure {
    /// Its path from the site's root.
    pub path: String,
    /// What went wrong.
    pub why: String,
}

/// An image unpacked: the right way up, in eight bits a channel and one of the two layouts that every encoder here takes.
#[derive(Debug)]
pub(super) struct Negative<'m> {
    width: u32,
    height: u32,
    has_alpha: bool,
    pixels: Vec<u8>,
    /// The colour profile they are meant in.
    profile: Option<Vec<u8>>,
    _share: Share<'m>,
}

impl<'m> Negative<'m> {
    /// Reads and decodes the image of a recipe.
    ///
    /// # Errors
    /// When the file cannot be read or decoded, or would take more than 512 MiB of memory.
    pub(super) fn open(root: &Path, recipe: &Recipe, memory: &'m Memory) -> Result<Self, ImageFailure> {
        let failed = |why: String| ImageFailure { path: recipe.source.clone(), why };
        let bytes = std::fs::read(root.join(&recipe.source)).map_err(|cause| failed(cause.to_string()))?;
        if clean::kind(&bytes) == Some(clean::Kind::Jpeg) {
            // The decoder shows what is missing as grey.
            clean::whole_jpeg(&bytes).map_err(|why| failed(why.to_owned()))?;
        }
        Self::decode(&bytes, memory).map_err(|cause| failed(cause.to_string()))
    }

    fn decode(bytes: &[u8], memory: &'m Memory) -> image::ImageResult<Self> {
        let mut limits = Limits::default();
        limits.max_alloc = Some(UNPACKED);
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
        reader.limits(limits.clone());
        let mut decoder = reader.into_decoder()?;
        // Nobody else asks whether the picture itself fits: a few KB can claim to be gigabytes.
        limits.reserve(decoder.total_bytes())?;
        // It stands in memory twice while it is turned or its layout changes.
        let share = memory.take(decoder.total_bytes().saturating_mul(2));
        // Grey and CMYK become RGB below, where their profiles would be wrong (ICC.1 §7.2.6: the colour space of the data).
        let profile = decoder.icc_profile()?.filter(|profile| profile.get(16..20) == Some(b"RGB "));
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        let (width, height, has_alpha) = (picture.width(), picture.height(), picture.color().has_alpha());
        let pixels = match has_alpha {
            true => picture.into_rgba8().into_raw(),
            false => picture.into_rgb8().into_raw(),
        };
        Ok(Self { width, height, has_alpha, pixels, profile, _share: share })
    }

    /// Makes a variant: resizes and encodes.
    ///
    /// # Errors
    /// When the encoder refuses.
    pub(super) fn print(&self, recipe: &Recipe) -> Result<Vec<u8>, ImageFailure> {
        let failed = |why: String| ImageFailure { path: recipe.source.clone(), why };
        let picture = self.resize(recipe.width, recipe.height).map_err(failed)?;
        encode(&picture, self.profile.as_deref(), recipe.format).map_err(failed)
    }

    fn resize(&self, width: u32, height: u32) -> Result<DynamicImage, String> {
        let kind = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let pixels = if (self.width, self.height) == (width, height) {
            self.pixels.clone()
        } else {
            let from = ImageRef::new(self.width, self.height, &self.pixels, kind)
                .map_err(|cause| cause.to_string())?;
            let mut to = Image::new(width, height, kind);
            Resizer::new()
                .resize(&from, &mut to, &ResizeOptions::new())
                .map_err(|cause| cause.to_string())?;
            to.into_vec()
        };
        let made = if self.has_alpha {
            image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
        } else {
            image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
        };
        made.ok_or_else(|| "it could not be resized".to_owned())
    }
}

fn encode(picture: &DynamicImage, profile: Option<&[u8]>, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::WebP => {
            let (width, height) = (picture.width(), picture.height());
            let encoder = match picture {
                DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels, width, height),
                DynamicImage::ImageRgba8(pixels) => webp::Encoder::from_rgba(pixels, width, height),
                _ => return Err("its pixels are of no kind that WebP takes".to_owned()),
            };
            let memory =
                encoder.encode_simple(false, f32::from(QUALITY)).map_err(|cause| format!("{cause:?}"))?;
            Ok(web_profile::embed(&memory, profile, picture))
        }
        Format::Jpeg => {
            let mut out = Vec::new();
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            keep_profile(&mut encoder, profile);
            // JPEG knows no transparency and no 16 bits.
            DynamicImage::ImageRgb8(picture.to_rgb8())
                .write_with_encoder(encoder)
                .map_err(|cause| cause.to_string())?;
            Ok(out)
        }
        Format::Png | Format::Gif => {
            let mut out = Vec::new();
            let mut encoder = PngEncoder::new(&mut out);
            keep_profile(&mut encoder, profile);
            picture.write_with_encoder(encoder).map_err(|cause| cause.to_string())?;
            Ok(out)
        }
        Format::Svg | Format::Avif => Err("it has no variants".to_owned()),
    }
}

/// Hands the colour profile on. An encoder that cannot take one shows colours as sRGB, which is what most images are.
fn keep_profile(encoder: &mut impl ImageEncoder, profile: Option<&[u8]>) {
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
}
