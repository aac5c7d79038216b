//! What a Mastodon server takes for a link or a mention in a text, found the way the server finds it.
//!
//! The server matches with the expressions of twitter-text and its own changes to them. Here they are walked by
//! hand: one pass, no backtracking, so that no text is slow. Where the rules look odd (a link swallows the dash after
//! it), they are the server's.

use std::ops::Range;
use std::sync::LazyLock;

/// The longest link that counts as one.
const MAX_URL: usize = 4_096;
/// No host name is longer; what is longer is no domain, and not looked at further.
const MAX_DOMAIN: usize = 253;
const PROTOCOLS: [&str; 9] =
    ["https://", "http://", "dat://", "dweb://", "ipfs://", "ipns://", "ssb://", "gopher://", "gemini://"];
/// No label of a domain is longer (RFC 1035, 2.3.4), so no top-level domain is.
const LONGEST_TLD: usize = 63;
/// The top-level domains, in the order of their bytes.
static TLDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut tlds: Vec<&str> =
        include_str!("tlds.txt").lines().filter(|line| !line.starts_with('#')).collect();
    tlds.sort_unstable();
    tlds
});

/// A part of a text that does not count as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    /// The bytes that it takes.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A link with its protocol.
    Url,
    /// A mention, with how many of its bytes are shown: `@user` of `@user@domain`.
    Mention(usize),
}

/// The links and mentions of a text in order, none overlapping another.
pub(crate) fn entities(text: &str) -> Vec<Entity> {
    let mut found = urls(text);
    found.extend(mentions(text));
    found.sort_by_key(|entity| entity.range.start);
    let mut end = 0;
    found.retain(|entity| {
        let keep = entity.range.start >= end;
        if keep {
            end = entity.range.end;
        }
        keep
    });
    found
}

fn urls(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut end = 0;
    let mut before = None;
    for (start, c) in text.char_indices() {
        let free = start > end || start == 0 || before == Some('\n');
        if start >= end && free && before.is_none_or(may_precede) {
            let protocol = protocol(&text[start..]);
            let with = protocol.and_then(|length| Some((length, link(text, start + length)?)));
            let (length, stop) = with.unwrap_or((0, link(text, start).unwrap_or(start)));
            if stop > start {
                end = stop;
                // Without a protocol the server passes over it: it is no link, but takes its place.
                if length > 0 && text[start..stop].chars().count() <= MAX_URL {
                    found.push(Entity { range: start..stop, kind: Kind::Url });
                }
            }
        }
        before = Some(c);
    }
    found
}

fn may_precede(c: char) -> bool {
    !c.is_ascii_alphanumeric()
        && !matches!(c, '@' | '＠' | '$' | '#' | '＃' | '\u{FFFE}' | '\u{FEFF}' | '\u{FFFF}')
}

fn protocol(text: &str) -> Option<usize> {
    let same = |p: &&&str| text.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p));
    PROTOCOLS.iter().find(same).map(|p| p.len())
}

/// Where a link ends whose domain begins at `start`.
fn link(text: &str, start: usize) -> Option<usize> {
    let mut end = domain(text, start)?;
    if let Some(port) = text[end..].strip_prefix(':') {
        let digits = port.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            end += 1 + digits;
        }
    }
    if text[start..end].eq_ignore_ascii_case("t.co") && text[end..].starts_with('/') {
        let key = text[end + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if key > 0 {
            return Some(end + 1 + key);
        }
    }
    if text[end..].starts_with('/') {
        end = path(text, end + 1);
    }
    Some(if text[end..].starts_with('?') { query(text, end) } else { end })
}

/// Where a domain ends that begins at `start`: labels, and a top-level domain that exists, as far right as there is one.
fn domain(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let mut best = None;
    let mut at = 0;
    while at <= MAX_DOMAIN {
        let label = label(&rest[at..]);
        if label.is_empty() || label.starts_with(['-', '_']) || label.ends_with(['-', '_']) {
            break;
        }
        at += label.len();
        if !rest[at..].starts_with('.') {
            break;
        }
        at += 1;
        if !label.contains('_')
            && let Some(length) = top_level(&rest[at..])
        {
            best = Some(start + at + length);
        }
    }
    best
}

fn label(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|&(at, c)| at > MAX_DOMAIN || !(c == '-' || c == '_' || in_domain(c)))
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn in_domain(c: char) -> bool {
    !(c.is_ascii_punctuation()
        || c.is_ascii_control()
        || c.is_whitespace()
        || matches!(c, '\u{180E}' | '\u{FFFE}' | '\u{FEFF}' | '\u{FFFF}')
        || directional(c))
}

fn directional(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// How many bytes of the text's start are a top-level domain.
fn top_level(text: &str) -> Option<usize> {
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if ascii > 0 {
        let run = &text[..ascii];
        if run.eq_ignore_ascii_case("xn") && text[ascii..].starts_with("--") {
            let code = text[ascii + 2..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            return (code > 0).then_some(ascii + 2 + code);
        }
        let known = || TLDS.binary_search(&run.to_ascii_lowercase().as_str()).is_ok();
        return (ascii <= LONGEST_TLD && ends_domain(&text[ascii..]) && known()).then_some(ascii);
    }
    let first = &text[..text.chars().next()?.len_utf8()];
    let here = |tld: &&&str| text.starts_with(**tld) && ends_domain(&text[tld.len()..]);
    let from = TLDS.partition_point(|tld| *tld < first);
    TLDS[from..].iter().take_while(|tld| tld.starts_with(first)).filter(here).map(|tld| tld.len()).max()
}

fn ends_domain(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
}

/// Where a path ends: after the last character that may end one, or after a balanced parenthesis.
fn path(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut at = start;
    while let Some(c) = text[at..].chars().next() {
        if c == '(' {
            let Some(length) = parenthesis(&text[at..]) else { break };
            let plain = text[at..at + length].chars().all(in_old_path);
            at += length;
            if plain {
                end = at;
            }
        } else if in_path(c) {
            at += c.len_utf8();
            if ends_path(c) {
                end = at;
            }
        } else {
            break;
        }
    }
    end
}

fn in_path(c: char) -> bool {
    !(c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '?'))
}

fn ends_path(c: char) -> bool {
    !matches!(
        c,
        '!' | '*'
            | '"'
            | '\''
            | '「'
            | '」'
            | ';'
            | ':'
            | '='
            | ','
            | '.'
            | '$'
            | '%'
            | '['
            | ']'
            | '~'
            | '&'
            | '|'
            | '@'
    )
}

/// The characters that a parenthesis at the very end may have: twitter-text's, which the server did not widen there.
fn in_old_path(c: char) -> bool {
    c.is_ascii() || matches!(c, 'À'..='ɏ' | 'Ѐ'..='ԯ' | 'Ḁ'..='ỿ' | '‐'..='―')
}

/// The length of a balanced parenthesis at the text's start, with at most one more inside it.
fn parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut inside = 0;
    let mut pairs = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' if depth == 0 => depth = 1,
            '(' if depth == 1 && pairs == 0 => (depth, inside) = (2, 0),
            ')' if depth == 2 && inside > 0 => (depth, pairs) = (1, 1),
            ')' if depth == 1 && (inside > 0 || pairs > 0) => return Some(at + 1),
            c if in_path(c) => inside += 1,
            _ => return None,
        }
    }
    None
}

fn query(text: &str, start: usize) -> usize {
    let mut end = start;
    for (at, c) in text[start + 1..].char_indices() {
        let inside = c.is_ascii_alphanumeric() || "!?*'();:&=+$/%#[]-_.,~|@^".contains(c) || beyond_ascii(c);
        if !inside {
            break;
        }
        if c.is_ascii_alphanumeric() || "_&=#/-".contains(c) || beyond_ascii(c) {
            end = start + 1 + at + c.len_utf8();
        }
    }
    end
}

/// RFC 3987 §2.2 `ucschar` and `iprivate`.
fn beyond_ascii(c: char) -> bool {
    let code = u32::from(c);
    code >= 0xA0
        && !(0xFDD0..0xFDF0).contains(&code)
        && !(0xFFF0..0x1_0000).contains(&code)
        && !(0xE_0000..0xE_1000).contains(&code)
        && code & 0xFFFE != 0xFFFE
}

fn mentions(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut end = 0;
    for (start, _) in text.match_indices('@') {
        let before = text[..start].chars().next_back();
        if start < end || before.is_some_and(|c| word(c) || c == '=' || c == '/') {
            continue;
        }
        let Some(user) = user(&text[start + 1..]) else { continue };
        let shown = 1 + user;
        let whole = shown + host(&text[start + shown..]);
        end = start + whole;
        let after = &text[end..];
        let host = whole.saturating_sub(shown + 1);
        let broken =
            after.starts_with(['@', '＠']) || after.starts_with("://") || after.starts_with(accented);
        if !broken && host <= MAX_DOMAIN {
            found.push(Entity { range: start..end, kind: Kind::Mention(shown) });
        }
    }
    found
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn accented(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | '\u{300}'..='\u{36F}' | 'Ḁ'..='ỿ')
}

/// The length of a user name at the text's start: letters, digits, `_`, and inside also `.` and `-`.
fn user(text: &str) -> Option<usize> {
    let run = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b)).count();
    let name = text[..run].trim_end_matches(['.', '-']);
    (!name.is_empty() && !name.starts_with(['.', '-'])).then_some(name.len())
}

/// The length of `@domain` at the text's start; nothing where there is none.
fn host(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('@') else { return 0 };
    let run = rest.find(|c| !(word(c) || c == '.' || c == '-')).unwrap_or(rest.len());
    let host = rest[..run].trim_end_matches(['.', '-']);
    if host.chars().nth(1).is_some() { 1 + host.len() } else { 0 }
}
