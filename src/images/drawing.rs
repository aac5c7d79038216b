//! SVG: what can be known of a drawing without drawing it.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

/// Whether the bytes begin like an SVG document: an `<svg` within the first kilobyte of a text.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let text = String::from_utf8_lossy(head);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// Width and height in pixels of a browser (CSS Values 3 §6.2): as the root says, what is missing by the shape of its
/// `viewBox`. `None` where neither says enough.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let root = root(bytes)?;
    let (width, height) = (attribute(&root, "width"), attribute(&root, "height"));
    let (width, height) = (width.as_deref().and_then(pixels), height.as_deref().and_then(pixels));
    let shape = attribute(&root, "viewBox").and_then(|text| shape(&text));
    let (width, height) = match (width, height, shape) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, shape) => shape?,
        _ => return None,
    };
    // In range: between 0.5 and 65,535, rounded.
    let whole = |side: f64| (0.5..=65_535.0).contains(&side).then(|| side.round() as u32);
    Some((whole(width)?, whole(height)?))
}

/// Whether a drawing holds a script: an element, a handler, or a link that is one.
pub(super) fn has_script(bytes: &[u8]) -> bool {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                if start.local_name().as_ref().eq_ignore_ascii_case(b"script") || has_handler(&start) {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn has_handler(start: &BytesStart<'_>) -> bool {
    start.attributes().with_checks(false).flatten().any(|attribute| {
        let name = attribute.key.local_name();
        let name = name.as_ref();
        let value = text(&attribute);
        let is_script =
            value.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
        (name.len() > 2 && name[..2].eq_ignore_ascii_case(b"on")) || (name == b"href" && is_script)
    })
}

fn root(bytes: &[u8]) -> Option<BytesStart<'static>> {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return (start.local_name().as_ref() == b"svg").then(|| start.into_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        start.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == name.as_bytes())?;
    Some(text(&found))
}

fn text(attribute: &Attribute<'_>) -> String {
    let written = String::from_utf8_lossy(&attribute.value);
    unescape(&written).map_or_else(|_| written.clone().into_owned(), |text| text.into_owned())
}

/// A length in pixels; `None` for a share of something, and for what is none.
fn pixels(written: &str) -> Option<f64> {
    let written = written.trim();
    let unit = written.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    let number: f64 = written.get(..written.len() - unit.len())?.parse().ok()?;
    let scale = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    Some(number * scale).filter(|pixels| *pixels > 0.0)
}

/// The last two of the four numbers of a `viewBox` (SVG 2 §8.6).
fn shape(written: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> =
        written.split([' ', ',', '\t', '\n', '\r']).filter_map(|number| number.parse().ok()).collect();
    let [_, _, width, height] = numbers.try_into().ok()?;
    (width > 0.0 && height > 0.0).then_some((width, height))
}
