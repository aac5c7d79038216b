//! Files beside the stories: what is copied, and what is known about images before they are encoded.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::collections::BTreeMap;

/// What the walk found besides stories, by path from the site's root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assets {
    /// Files below `content/` that are no stories, and files below `static/`.
    pub files: BTreeMap<String, Asset>,
}

impl Assets {
    /// The file with this path as it is on disk. macOS, git and archives change the Unicode form of names: two that are the
    /// same in NFC (UAX #15) are one.
    pub fn find(&self, path: &str) -> Option<(&str, &Asset)> {
        let exact = self.files.get_key_value(path);
        let same = || {
            let nfc = ComposingNormalizerBorrowed::new_nfc();
            let wanted = nfc.normalize(path);
            let others = self.files.iter().filter(|(name, _)| !name.is_ascii());
            others.into_iter().find(|(name, _)| nfc.normalize(name) == wanted)
        };
        let found = exact.or_else(|| if path.is_ascii() { None } else { same() });
        found.map(|(name, asset)| (name.as_str(), asset))
    }
}

/// A file as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its length in bytes.
    pub len: u64,
    /// What is known about it where it is an image that a story or a page of the theme shows; `None` before it was probed
    /// and for other files.
    pub image: Option<Probe>,
}

/// What an image is, without its pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Width in pixels, after the EXIF orientation; 0 where a drawing does not say it.
    pub width: u32,
    /// Height in pixels, after the EXIF orientation; 0 where a drawing does not say it.
    pub height: u32,
    /// The format of the file.
    pub format: Format,
    /// Whether it is an animation.
    pub moves: bool,
    /// Hash of the file's bytes, hexadecimal.
    pub hash: String,
}

impl Probe {
    /// Whether it is shown as its author made it and has no variants: a drawing fits every size, an animation would stand
    /// still, and an AVIF is not decoded here.
    pub fn is_shown_as_it_is(&self) -> bool {
        self.moves || !self.has_still()
    }

    /// Whether a still picture can be made of it, as a card and a toot need one.
    pub fn has_still(&self) -> bool {
        !matches!(self.format, Format::Svg | Format::Avif)
    }
}

/// The formats that are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF, which is only written where it moves.
    Gif,
    /// AVIF: not decoded, its size read from its head.
    Avif,
    /// SVG: not decoded, its size as far as it says one.
    Svg,
}

impl Format {
    /// The ending of a file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
            Self::Svg => "svg",
        }
    }
}

/// How to make one variant of an image.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// The image's file, from the site's root.
    pub source: String,
    /// The hash of its bytes.
    pub hash: String,
    /// Width of the result in pixels.
    pub width: u32,
    /// Height of the result in pixels.
    pub height: u32,
    /// Format of the result.
    pub format: Format,
}
