//! AVIF and HEIC (ISO/IEC 23008-12, ISO/IEC 14496-12 §8.11): pictures as items of a container. Items that are no pictures
//! are blanked where they stand, so that nothing moves.

use super::boxes::{self, Boxed};
use super::part::{BROKEN, Refusal, be16, be32};
use std::ops::Range;

/// Boxes that a picture needs at the top of the file.
const SHOWN: [&[u8; 4]; 4] = [b"ftyp", b"meta", b"mdat", b"moov"];
/// Items that are notes: EXIF, XMP and other documents.
const NOTED: [&[u8; 4]; 3] = [b"Exif", b"mime", b"uri "];
/// Items that are a picture, or say how others make one.
const PICTURES: [&[u8; 4]; 11] =
    [b"av01", b"hvc1", b"avc1", b"vvc1", b"evc1", b"lhv1", b"j2k1", b"grid", b"iden", b"iovl", b"tmap"];
/// Boxes of a moving picture that hold no frames.
const NOTES: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];
/// An EXIF item that says nothing: the offset of its head, the head, no fields.
const EMPTY_EXIF: &[u8] = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0";

/// Whether the names of kinds that follow `ftyp` are those of a picture.
pub(super) fn is_brand_of_picture(brands: &[u8]) -> bool {
    const KNOWN: [&[u8; 4]; 10] =
        [b"avif", b"avis", b"mif1", b"mif2", b"msf1", b"heic", b"heix", b"hevc", b"hevx", b"heim"];
    brands.get(..4).is_some_and(|brand| KNOWN.iter().any(|known| *known == brand))
}

/// Whether the picture is an AVIF, by the kinds that its head names.
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    let head = boxes::read(bytes, 0..bytes.len()).ok().and_then(|top| top.into_iter().next());
    head.is_some_and(|head| {
        bytes[head.content].chunks_exact(4).any(|brand| brand == b"avif" || brand == b"avis")
    })
}

/// The picture without notes.
///
/// # Errors
/// When its boxes or items do not fit into it.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut out = bytes.to_vec();
    for top in boxes::read(bytes, 0..bytes.len())? {
        match &top.name {
            b"meta" => {
                let meta = Meta::read(bytes, &top)?;
                for item in meta.items.iter().filter(|item| !PICTURES.contains(&&item.kind)) {
                    if !NOTED.contains(&&item.kind) {
                        return Err("it holds a part of an unknown kind");
                    }
                    blank_item(&mut out, &meta, item)?;
                }
            }
            b"moov" => blank_notes(bytes, &top, &mut out)?,
            name if SHOWN.contains(&name) => {}
            _ => free(&mut out, &top),
        }
    }
    Ok(out)
}

/// Blanks what a moving picture says beside its frames.
fn blank_notes(bytes: &[u8], above: &Boxed, out: &mut [u8]) -> Result<(), Refusal> {
    for inner in boxes::read(bytes, above.content.clone())? {
        if NOTES.contains(&&inner.name) {
            free(out, &inner);
        } else if &inner.name == b"trak" {
            blank_notes(bytes, &inner, out)?;
        }
    }
    Ok(())
}

/// Makes a box one that readers pass over (ISO/IEC 14496-12 §8.1.2), with nothing in it.
fn free(out: &mut [u8], one: &Boxed) {
    out[one.whole.start + 4..one.whole.start + 8].copy_from_slice(b"free");
    out[one.content.clone()].fill(0);
}

/// Fills the place of an item with nothing: an EXIF that is empty, else spaces, which are no XMP.
fn blank_item(out: &mut [u8], meta: &Meta, item: &Item) -> Result<(), Refusal> {
    let is_exif = &item.kind == b"Exif";
    for place in item.places.iter().map(|place| meta.place(item, place.clone())) {
        // An empty place means the whole file (§8.11.3.1), which no note is.
        let place = place.and_then(|place| out.get_mut(place)).filter(|place| !place.is_empty());
        let place = place.ok_or(BROKEN)?;
        place.fill(if is_exif { 0 } else { b' ' });
        if let Some(start) = place.get_mut(..EMPTY_EXIF.len()).filter(|_| is_exif) {
            start.copy_from_slice(EMPTY_EXIF);
        }
    }
    Ok(())
}

/// What the container says about its items.
struct Meta {
    items: Vec<Item>,
    /// Where small items lie in the box itself.
    own: Option<Range<usize>>,
}

struct Item {
    id: u32,
    kind: [u8; 4],
    /// Whether its places count from `Meta::own`.
    is_own: bool,
    places: Vec<Range<usize>>,
}

impl Meta {
    fn read(bytes: &[u8], meta: &Boxed) -> Result<Self, Refusal> {
        let inside = boxes::read(bytes, meta.content.start + 4..meta.content.end)?;
        let named = |name: &[u8; 4]| inside.iter().find(|one| one.name == *name);
        let mut items = match named(b"iinf") {
            Some(one) => infos(bytes, one)?,
            None => Vec::new(),
        };
        if let Some(one) = named(b"iloc") {
            places(&mut Reader { bytes: &bytes[..one.content.end], at: one.content.start }, &mut items)
                .ok_or(BROKEN)?;
        }
        Ok(Self { items, own: named(b"idat").map(|one| one.content.clone()) })
    }

    fn place(&self, item: &Item, place: Range<usize>) -> Option<Range<usize>> {
        if !item.is_own {
            return Some(place);
        }
        let own = self.own.as_ref()?;
        let moved = own.start.checked_add(place.start)?..own.start.checked_add(place.end)?;
        (moved.end <= own.end).then_some(moved)
    }
}

/// The kind of each item (§8.11.6).
fn infos(bytes: &[u8], iinf: &Boxed) -> Result<Vec<Item>, Refusal> {
    let start = iinf.content.start;
    let is_short = *bytes.get(start).ok_or(BROKEN)? == 0;
    let entries = boxes::read(bytes, start + if is_short { 6 } else { 8 }..iinf.content.end)?;
    let info = |entry: &Boxed| -> Option<Item> {
        let at = entry.content.start;
        let (id, kind) = match *bytes.get(at)? {
            2 => (u32::from(be16(bytes, at + 4)?), at + 8),
            3 => (be32(bytes, at + 4)?, at + 10),
            _ => return None,
        };
        let kind = bytes.get(kind..kind + 4)?.try_into().ok()?;
        Some(Item { id, kind, is_own: false, places: Vec::new() })
    };
    entries.iter().map(|entry| info(entry).ok_or(BROKEN)).collect()
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    /// A number of so many bytes, big-endian; none is nought.
    fn number(&mut self, length: usize) -> Option<usize> {
        let part = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        part.iter().try_fold(0usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
    }
}

/// Where each item lies (§8.11.3).
fn places(from: &mut Reader<'_>, items: &mut [Item]) -> Option<()> {
    let version = from.number(1)?;
    from.number(3)?;
    let sizes = from.number(2)?;
    let (offset, length, base, index) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15);
    let index = if version == 0 { 0 } else { index };
    let wide = if version < 2 { 2 } else { 4 };
    for _ in 0..from.number(wide)? {
        let id = from.number(wide)?;
        let method = if version == 0 { 0 } else { from.number(2)? & 15 };
        from.number(2)?;
        let base = from.number(base)?;
        let mut found = Vec::new();
        for _ in 0..from.number(2)? {
            from.number(index)?;
            let start = base.checked_add(from.number(offset)?)?;
            found.push(start..start.checked_add(from.number(length)?)?);
        }
        if method > 1 {
            return None;
        }
        if let Some(item) = items.iter_mut().find(|item| usize::try_from(item.id) == Ok(id)) {
            (item.is_own, item.places) = (method == 1, found);
        }
    }
    Some(())
}

/// Width and height of the picture as it is shown, after it was turned; `None` where that cannot be read.
pub(in crate::images) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let top = boxes::read(bytes, 0..bytes.len()).ok()?;
    let meta = top.iter().find(|one| &one.name == b"meta")?;
    let inside = boxes::read(bytes, meta.content.start + 4..meta.content.end).ok()?;
    let named = |name: &[u8; 4]| inside.iter().find(|one| one.name == *name);
    let primary = named(b"pitm")?.content.start;
    let primary = if bytes.get(primary) == Some(&0) {
        be16(bytes, primary + 4)?.into()
    } else {
        be32(bytes, primary + 4)?
    };
    let properties = boxes::read(bytes, named(b"iprp")?.content.clone()).ok()?;
    let listed = properties.iter().find(|one| &one.name == b"ipco")?;
    let listed = boxes::read(bytes, listed.content.clone()).ok()?;
    let mut size = None;
    for which in properties.iter().filter(|one| &one.name == b"ipma") {
        for ix in
            associated(&mut Reader { bytes: &bytes[..which.content.end], at: which.content.start }, primary)?
        {
            let Some(property) = ix.checked_sub(1).and_then(|ix| listed.get(ix)) else { continue };
            let at = property.content.start;
            match &property.name {
                b"ispe" => size = Some((be32(bytes, at + 4)?, be32(bytes, at + 8)?)),
                // A quarter turn, once or three times (ISO/IEC 23008-12 §6.5.10).
                b"irot" if bytes.get(at)? & 1 == 1 => size = size.map(|(width, height)| (height, width)),
                _ => {}
            }
        }
    }
    size
}

/// The numbers of an item's properties, in their order (ISO/IEC 23008-12 §9.3).
fn associated(from: &mut Reader<'_>, item: u32) -> Option<Vec<usize>> {
    let (version, flags) = (from.number(1)?, from.number(3)?);
    let (wide, mask) = if flags & 1 == 1 { (2, 0x7fff) } else { (1, 0x7f) };
    let mut found = Vec::new();
    for _ in 0..from.number(4)? {
        let id = from.number(if version < 1 { 2 } else { 4 })?;
        for _ in 0..from.number(1)? {
            let ix = from.number(wide)? & mask;
            if usize::try_from(item) == Ok(id) {
                found.push(ix);
            }
        }
    }
    Some(found)
}
