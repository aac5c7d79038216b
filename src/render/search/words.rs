//! A text as the words that it is found by. `static/search.js` of the theme cuts what is asked in the same way.

use super::fold::fold;

/// The longest word, in bytes: what is longer is no word that anybody types.
const LONGEST: usize = 64;

/// Elements inside of a word: they begin and end without a gap.
const INSIDE: [&str; 14] =
    ["a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "mark", "span", "strong", "sub", "u"];

/// The words of plain text, each handed over.
pub(super) fn of_text(text: &str, each: &mut impl FnMut(&str)) {
    let mut word = Word::default();
    push(text, &mut word, each);
    word.end(each);
}

/// The words of HTML that this house wrote, each with whether it stands in a heading. It reads no more of HTML than that:
/// every text of a site passes through here.
pub(super) fn of_html(html: &str, each: &mut impl FnMut(&str, bool)) {
    let (mut word, mut heading, mut rest) = (Word::default(), false, html);
    while let Some((text, tag)) = rest.split_once('<') {
        push(text, &mut word, &mut |found| each(found, heading));
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if !INSIDE.contains(&name) {
            word.end(&mut |found| each(found, heading));
        }
        if matches!(name.as_bytes(), [b'h', b'1'..=b'6']) {
            heading = !tag.starts_with('/');
        }
        rest = &tag[end_of_tag(tag)..];
    }
    push(rest, &mut word, &mut |found| each(found, heading));
    word.end(&mut |found| each(found, heading));
}

/// Where a tag ends: behind its first `>` that is in no quotes.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// What was read of a word so far. A word of ASCII letters and digits, as most are, needs no folding.
#[derive(Default)]
struct Word {
    letters: String,
    is_foreign: bool,
}

impl Word {
    fn end(&mut self, each: &mut impl FnMut(&str)) {
        if self.is_foreign {
            of_folded(&fold(&self.letters), each);
        } else if !self.letters.is_empty() {
            hand_over(&self.letters, each);
        }
        self.letters.clear();
        self.is_foreign = false;
    }
}

/// Reads on. A character reference (`&amp;`) stands between words.
fn push(text: &str, word: &mut Word, each: &mut impl FnMut(&str)) {
    let mut skipped_to = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if at < skipped_to => {}
            b'a'..=b'z' | b'0'..=b'9' => word.letters.push(char::from(byte)),
            b'A'..=b'Z' => word.letters.push(char::from(byte.to_ascii_lowercase())),
            0x80.. => {
                let length = text[at..].chars().next().map_or(1, char::len_utf8);
                word.letters.push_str(&text[at..at + length]);
                word.is_foreign = true;
                skipped_to = at + length;
            }
            _ => {
                word.end(each);
                if byte == b'&' {
                    let reference = text[at..].bytes().take(10).position(|other| other == b';');
                    skipped_to = at + reference.map_or(1, |length| length + 1);
                }
            }
        }
    }
}

/// The words of a text that is folded already. Where a script puts no gaps between words, each pair of neighbours is one, and
/// the last letter, so that a single one is found as well.
fn of_folded(text: &str, each: &mut impl FnMut(&str)) {
    let (mut start, mut before) = (0, Class::Gap);
    let mut run = |run: &str, class: Class| match class {
        Class::Gap => {}
        Class::Word => hand_over(without_article(run), each),
        Class::Pairs => {
            for (at, c) in run.char_indices() {
                let next = run[at + c.len_utf8()..].chars().next().map_or(0, char::len_utf8);
                each(&run[at..at + c.len_utf8() + next]);
            }
        }
    };
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        if class != before {
            run(&text[start..at], before);
            (start, before) = (at, class);
        }
    }
    run(&text[start..], before);
}

fn hand_over(word: &str, each: &mut impl FnMut(&str)) {
    if word.len() <= LONGEST {
        each(word);
    }
}

/// An Arabic word without the article and what is written together with it, where three letters stay.
fn without_article(word: &str) -> &str {
    let bare = word.strip_prefix(['و', 'ب', 'ك', 'ف']).unwrap_or(word);
    let rest =
        bare.strip_prefix("ال").or_else(|| word.strip_prefix("ال")).or_else(|| word.strip_prefix("لل"));
    rest.filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

/// What a letter is for the finding of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// It stands between words.
    Gap,
    /// It is part of a word that has gaps around it.
    Word,
    /// Its script has no gaps between words.
    Pairs,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            // Thai, Lao, Myanmar, Khmer, Kana, Han.
            '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{3096}'
            | '\u{309d}'..='\u{309f}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}' => Self::Pairs,
            // The marks of Indic letters are parts of their words.
            '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}' => Self::Word,
            _ if c.is_alphanumeric() => Self::Word,
            _ => Self::Gap,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{of_html, of_text};

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        of_text(text, &mut |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_what_stands_between_gaps() {
        for (text, wanted) in [
            ("The ramp – “later”, isn’t it?", "the ramp later isn t it"),
            ("Écoles d’été, 2,914 outils", "ecoles d ete 2 914 outils"),
            ("العضوية والمكتبة للنساء في", "عضويه مكتبه نساء في"),
            ("東京都の iPhone修理", "東京 京都 都の の iphone 修理 理"),
            ("ラーメン・カレー", "ラー ーメ メン ン カレ レー ー"),
            ("학교에서 हिन्दी।", "학교에서 हिन्दी"),
            ("", ""),
        ] {
            assert_eq!(words(text).join(" "), wanted, "{text}");
        }
        assert_eq!(words(&"x".repeat(65)), Vec::<String>::new());
    }

    #[test]
    fn words_of_html_are_what_a_person_reads() {
        let mut found = Vec::new();
        let html = "<h2 id=\"a>b\">Why <em>now</em>?</h2><p>un<em>believ</em>able &amp; H<sub>2</sub>O<br>R&D<a href='x'>é</a>t\
                    <li>one<li>two <";
        of_html(html, &mut |word, heading| found.push(format!("{word}{}", if heading { "!" } else { "" })));
        assert_eq!(found.join(" "), "why! now! unbelievable h2o r dét one two".replace("dét", "det"));
    }
}
