//! Text that looks like Markdown and is none, so that its marks are shown as they were typed.

use std::ops::Range;

/// What was found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lookalike {
    /// Where, in bytes of the Markdown.
    pub(crate) range: Range<usize>,
    /// What it is, in the words of a message.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}

/// Looks at a paragraph: `texts` are the parts of it that the parser took for text.
pub(crate) fn look(markdown: &str, paragraph: &Range<usize>, texts: &[Range<usize>]) -> Vec<Lookalike> {
    let mut found = Vec::new();
    lines(markdown, paragraph, texts, &mut found);
    let bytes = markdown.as_bytes().get(paragraph.clone()).unwrap_or_default();
    if memchr::memchr2(b']', b')', bytes).is_some() {
        links(markdown, paragraph, texts, &mut found);
    }
    found
}

/// Looks at how lines begin: `##Results`, `-one`, `1.one`, `| a | b |`.
fn lines(markdown: &str, paragraph: &Range<usize>, texts: &[Range<usize>], found: &mut Vec<Lookalike>) {
    let mut items: Vec<(Range<usize>, &str)> = Vec::new();
    let mut rows = Vec::new();
    let mut start = paragraph.start;
    for line in markdown[paragraph.clone()].split_inclusive('\n') {
        let own = line.trim_start_matches([' ', '\t', '>']);
        let at = start + line.len() - own.len();
        start += line.len();
        let own = own.trim_end();
        let range = at..at + own.len();
        // Only what the parser took for text.
        let (Some(first), Some(ix)) =
            (own.chars().next(), texts.binary_search_by(|text| order(text, at)).ok())
        else {
            continue;
        };
        let whole = texts.get(ix).map_or(at, |text| text.end).min(range.end);
        match first {
            '#' => {
                let marks = own.len() - own.trim_start_matches('#').len();
                let words = &own[marks..];
                if (2..=6).contains(&marks) && words.starts_with(char::is_alphabetic) {
                    let message = format!("`{}` is no heading", &markdown[at..whole]);
                    let hint = format!("put a space behind `{}`", &own[..marks]);
                    found.push(Lookalike { range, message, hint });
                }
            }
            '-' | '+' | '•' | '·' if own[first.len_utf8()..].starts_with(is_word) || !first.is_ascii() => {
                items.push((range, &own[..first.len_utf8()]));
            }
            c if c.is_ascii_digit() => {
                let digits = own.len() - own.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let rest = &own[digits..];
                if digits < 3 && rest.starts_with(['.', ')']) && rest[1..].starts_with(char::is_alphabetic) {
                    items.push((range, &own[..=digits]));
                }
            }
            '|' if own.len() > 1 && own.ends_with('|') => rows.push(range),
            _ => {}
        }
    }
    // One line alone may be a thought or a temperature.
    if let [(range, mark), _, ..] = items.as_slice() {
        let message = "these lines are no list".to_owned();
        let hint = match mark.is_ascii() {
            true => format!("put a space behind each `{mark}`, and an empty line before the first"),
            false => "begin each with `- `".to_owned(),
        };
        found.push(Lookalike { range: range.clone(), message, hint });
    }
    if let [range, _, ..] = rows.as_slice() {
        let message = "these lines are no table".to_owned();
        let hint = "put a line of dashes behind the first, with as many columns: `|---|---|`".to_owned();
        found.push(Lookalike { range: range.clone(), message, hint });
    }
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '*' | '[' | '"' | '“')
}

fn order(text: &Range<usize>, at: usize) -> std::cmp::Ordering {
    if text.end <= at {
        std::cmp::Ordering::Less
    } else if text.start > at {
        std::cmp::Ordering::Greater
    } else {
        std::cmp::Ordering::Equal
    }
}

/// Looks for brackets that are no link: `[a](b c)`, `[a] (https://b.example)`, `(a)[https://b.example]`.
fn links(markdown: &str, paragraph: &Range<usize>, texts: &[Range<usize>], found: &mut Vec<Lookalike>) {
    // What is no text is blanked; so is what a backslash says is no mark.
    let mut text = vec![0; paragraph.len()];
    for part in texts {
        let own = part.start.max(paragraph.start)..part.end.min(paragraph.end);
        let escaped = own.start > 0 && markdown.as_bytes().get(own.start - 1) == Some(&b'\\');
        for at in own.start + usize::from(escaped)..own.end {
            text[at - paragraph.start] = markdown.as_bytes()[at];
        }
    }
    let mut last_open = [None; 2];
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'[' => last_open[0] = Some(at),
            b'(' => last_open[1] = Some(at),
            close @ (b']' | b')') => {
                let open = last_open[usize::from(close == b')')].take();
                let (opens, closes) = if close == b']' { (b'(', b')') } else { (b'[', b']') };
                let gap = text[at + 1..].iter().take_while(|byte| **byte == b' ').count();
                let start = at + 1 + gap;
                let length = text.get(start + 1..).and_then(|rest| {
                    rest.iter()
                        .take(500)
                        .take_while(|byte| **byte != 0 && **byte != b'\n')
                        .position(|byte| *byte == closes)
                });
                if let (Some(open), Some(length)) = (open, length.filter(|_| text[start] == opens)) {
                    let piece = |range: Range<usize>| {
                        &markdown[paragraph.start + range.start..paragraph.start + range.end]
                    };
                    let (words, address) = (piece(open + 1..at), piece(start + 1..start + 1 + length));
                    let is_image = open > 0 && text[open - 1] == b'!';
                    let range =
                        paragraph.start + open - usize::from(is_image)..paragraph.start + start + 2 + length;
                    found.extend(link(words, address, (close == b']', gap > 0, is_image), range));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// What is wrong with what looks like a link: whether its words stand in `[…]`, whether there is a gap between its parts,
/// and whether it is an image.
fn link(words: &str, address: &str, shape: (bool, bool, bool), range: Range<usize>) -> Option<Lookalike> {
    let (in_order, gap, is_image) = shape;
    let mark = if is_image { "!" } else { "" };
    let what = if is_image { "image" } else { "link" };
    let has_space = address.trim().contains(' ');
    let (message, hint) = match (in_order, gap) {
        (true, false) if has_space && is_address(&address.replace(' ', "")) && !address.contains('"') => (
            format!("this is no {what}: there is a space in its address"),
            format!("write `{mark}[{words}](<{}>)`, or give the file a name without spaces", address.trim()),
        ),
        (true, true) if !has_space && is_address(address) => (
            format!("this is no {what}: there is a space between `]` and `(`"),
            format!("write `{mark}[{words}]({address})`"),
        ),
        (false, false) if !has_space && is_address(address) && address.contains(['/', '.']) => (
            "this is no link: its brackets stand in each other's place".to_owned(),
            format!("write `[{words}]({address})`"),
        ),
        _ => return None,
    };
    Some(Lookalike { range, message, hint })
}

/// Whether somebody means an address by a text.
fn is_address(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ["http://", "https://", "mailto:", "/", "./", "../", "#", "www."]
        .iter()
        .any(|start| text.starts_with(start))
        || is_file
}
