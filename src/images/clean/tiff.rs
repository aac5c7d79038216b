//! TIFF 6.0 (§2): directories of fields. What is left out is blanked where it stands, so that nothing moves.

use super::part::{BROKEN, Refusal};

/// Fields about the author, the camera and the place: name of the document, description, maker, model, names of pages, program,
/// date, artist, computer, XMP, copyright, IPTC, Photoshop, EXIF, GPS, exchange, Windows' own words, Photoshop's layers.
const NOTES: [u16; 22] = [
    269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, 34665, 34853, 37724, 40091, 40092,
    40093, 40094, 40095, 40965,
];
/// Fields without which the picture cannot be shown as it was meant: all of TIFF 6.0 that are no notes, JPEG inside TIFF
/// (Adobe's technical note 2), the colour profile. Whatever has others is a raw photograph, a map or a microscope's.
const SHOWN: [std::ops::RangeInclusive<u16>; 9] =
    [254..=268, 273..=284, 286..=304, 317..=347, 351..=351, 512..=521, 529..=532, 559..=559, 34675..=34675];
/// Fields that lead to another directory: EXIF, GPS, and how cameras exchange files.
const DIRECTORIES: [u16; 3] = [34665, 34853, 40965];
/// The field that leads to smaller pictures of the same.
const SMALLER: u16 = 330;
/// A file has as many directories as pages; more than that is a circle or an attack.
const MOST: usize = 10_000;

/// The picture without notes.
///
/// # Errors
/// When a directory leads out of the file, or the file is of the sort for more than 4 GB.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let little = bytes.starts_with(b"II");
    let mut file = File { bytes: bytes.to_vec(), little };
    if file.short(2) != Some(42) {
        return Err("it is a BigTIFF, which cannot be looked into");
    }
    let mut waiting = vec![file.long(4).ok_or(BROKEN)?];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(at) = waiting.pop() {
        if at == 0 || !seen.insert(at) {
            continue;
        }
        if seen.len() > MOST {
            return Err(BROKEN);
        }
        waiting.extend(file.directory(at)?);
    }
    Ok(file.bytes)
}

struct File {
    bytes: Vec<u8>,
    little: bool,
}

/// One field: its tag, and where its value stands.
struct Field {
    tag: u16,
    at: usize,
    value: std::ops::Range<usize>,
}

impl File {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    }

    fn fields(&self, directory: usize) -> Option<Vec<Field>> {
        let count = usize::from(self.short(directory)?);
        (0..count).map(|ix| self.field(directory + 2 + 12 * ix)).collect()
    }

    fn field(&self, at: usize) -> Option<Field> {
        let size = match self.short(at + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let length = self.long(at + 4)?.checked_mul(size)?;
        let start = if length <= 4 { at + 8 } else { self.long(at + 8)? };
        let value = start..start.checked_add(length)?;
        (value.end <= self.bytes.len() && at + 12 <= self.bytes.len()).then_some(Field {
            tag: self.short(at)?,
            at,
            value,
        })
    }

    /// Blanks the notes of a directory, closes the gaps, and returns the directories that follow.
    fn directory(&mut self, at: usize) -> Result<Vec<usize>, Refusal> {
        let fields = self.fields(at).ok_or(BROKEN)?;
        let end = at + 2 + 12 * fields.len();
        let next = self.long(end).ok_or(BROKEN)?;
        let mut following = vec![next];
        let mut kept = Vec::new();
        for field in &fields {
            if NOTES.contains(&field.tag) || DIRECTORIES.contains(&field.tag) {
                if DIRECTORIES.contains(&field.tag) {
                    self.long(field.at + 8).and_then(|inner| self.blank(inner)).ok_or(BROKEN)?;
                }
                self.bytes[field.value.clone()].fill(0);
                continue;
            }
            if !SHOWN.iter().any(|known| known.contains(&field.tag)) {
                return Err("it is a raw photograph or a map");
            }
            if field.tag == SMALLER {
                let smaller = field.value.clone().step_by(4).filter_map(|at| self.long(at));
                following.extend(smaller.collect::<Vec<_>>());
            }
            kept.extend_from_slice(&self.bytes[field.at..field.at + 12]);
        }
        let number = u16::try_from(kept.len() / 12).map_err(|_| BROKEN)?;
        let number = if self.little { number.to_le_bytes() } else { number.to_be_bytes() };
        self.bytes[at..at + 2].copy_from_slice(&number);
        let link = self.bytes.get(end..end + 4).ok_or(BROKEN)?.to_vec();
        self.bytes[at + 2..end + 4].fill(0);
        self.bytes[at + 2..at + 2 + kept.len()].copy_from_slice(&kept);
        self.bytes[at + 2 + kept.len()..at + 6 + kept.len()].copy_from_slice(&link);
        Ok(following)
    }

    /// Blanks a whole directory with all that it says, and the directories of notes inside it.
    fn blank(&mut self, at: usize) -> Option<()> {
        for field in self.fields(at)? {
            let inner = self.long(field.at + 8)?;
            if DIRECTORIES.contains(&field.tag) && inner != at {
                for field in self.fields(inner)? {
                    self.bytes[field.value].fill(0);
                }
            }
            self.bytes[field.value].fill(0);
        }
        let count = usize::from(self.short(at)?);
        self.bytes[at + 2..at + 2 + 12 * count].fill(0);
        self.bytes[at..at + 2].fill(0);
        Some(())
    }
}
