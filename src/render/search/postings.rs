//! Which documents have a word, and how much it says about each: written as text, a few bits a document.

/// The digits of a number: five bits each, and one that says that more follow.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Where a word stands in a document, by what it says about it: a text that has it once, one that has it often, a summary,
/// heading or question, the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Once in the text.
    Once,
    /// Often, for the length of the text.
    Often,
    /// In a sentence that says what it is about.
    About,
    /// In its title.
    Title,
}

/// The documents of a word in rising order, each but the first already written.
#[derive(Debug, Clone)]
pub(super) struct Postings {
    first: (u32, Weight),
    last: u32,
    rest: Vec<u8>,
}

impl Postings {
    /// Those of a word that was met for the first time.
    pub(super) fn new(document: u32, weight: Weight) -> Self {
        Self { first: (document, weight), last: document, rest: Vec::new() }
    }

    /// Adds a later document.
    pub(super) fn add(&mut self, document: u32, weight: Weight) {
        push(&mut self.rest, document - self.last, weight);
        self.last = document;
    }

    /// Adds those of later documents.
    pub(super) fn append(&mut self, later: &Self) {
        self.add(later.first.0, later.first.1);
        self.rest.extend_from_slice(&later.rest);
        self.last = later.last;
    }

    /// About how many bytes they take.
    pub(super) fn size(&self) -> usize {
        self.rest.len() + 1
    }

    /// All of them as text: for each its distance from the one before, four times over, and its weight.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        push(out, self.first.0 + 1, self.first.1);
        out.extend_from_slice(&self.rest);
    }
}

fn push(out: &mut Vec<u8>, distance: u32, weight: Weight) {
    let mut number = distance << 2 | weight as u32;
    loop {
        let (low, more) = ((number & 31) as usize, number > 31);
        out.push(DIGITS[low | usize::from(more) << 5]);
        number >>= 5;
        if !more {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, Postings, Weight};

    /// Reads as `search.js` does.
    fn read(text: &[u8]) -> Vec<(i64, i64)> {
        let (mut found, mut document, mut number, mut shift) = (Vec::new(), -1, 0, 0);
        for digit in text {
            let digit = DIGITS.iter().position(|other| other == digit).unwrap() as i64;
            number |= (digit & 31) << shift;
            shift += 5;
            if digit < 32 {
                document += number >> 2;
                found.push((document, number & 3));
                (number, shift) = (0, 0);
            }
        }
        found
    }

    #[test]
    fn what_is_written_is_read_again_in_one_piece_or_in_two() {
        let all = [(0, Weight::Title), (1, Weight::Once), (9, Weight::About), (4_000_000, Weight::Often)];
        let of = |some: &[(u32, Weight)]| {
            let mut postings = Postings::new(some[0].0, some[0].1);
            some[1..].iter().for_each(|(document, weight)| postings.add(*document, *weight));
            postings
        };
        let written = |postings: &Postings| {
            let mut out = Vec::new();
            postings.write(&mut out);
            out
        };
        let whole = written(&of(&all));
        assert_eq!(read(&whole), [(0, 3), (1, 0), (9, 2), (4_000_000, 1)]);
        let mut first = of(&all[..2]);
        first.append(&of(&all[2..]));
        assert_eq!(written(&first), whole);
    }
}
