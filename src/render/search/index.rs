//! The index of a language: every word in order, in files of about the same size, each with the documents that have it.

use super::postings::{Postings, Weight};
use super::words::{of_html, of_text};
use crate::model::route::Edition;
use crate::model::search::{self, Document};
use crate::model::site::Site;
use crate::model::story::{Matter, Story};
use ahash::AHashMap;
use rayon::prelude::*;

/// A word is said often where it is one of so many, and twice at least.
const OFTEN: u32 = 120;

/// The index of a language.
#[derive(Debug, PartialEq)]
pub(in crate::render) struct Index {
    /// What can be found, by its number.
    pub(in crate::render) documents: Vec<Document>,
    /// The first word of each file.
    pub(in crate::render) first: Vec<Box<str>>,
    /// The files: JSON, the documents of each word as `postings` writes them.
    pub(in crate::render) files: Vec<Box<[u8]>>,
    /// A name that changes when a file does, so that no browser puts the files of two days together.
    pub(in crate::render) version: String,
}

impl Index {
    /// Reads everything in a language, on one core. It is what waits inside of work that is spread over all cores: one that
    /// waited for others there would take up what waits for it.
    pub(in crate::render) fn of(site: &Site, edition: &Edition) -> Self {
        let documents = documents(site, edition);
        let words = read(site, edition, 0, &documents).into_sorted();
        Self::written(site, edition, documents, words)
    }

    /// The same, on all cores.
    pub(in crate::render) fn on_all_cores(site: &Site, edition: &Edition) -> Self {
        let documents = documents(site, edition);
        let size = documents.len().div_ceil(rayon::current_num_threads()).max(1);
        let parts = documents.par_chunks(size).enumerate();
        let parts = parts.map(|(at, some)| read(site, edition, at * size, some).into_sorted());
        let words = parts.reduce(Vec::new, merged);
        Self::written(site, edition, documents, words)
    }

    /// Writes the files. Where each ends depends on nothing but the words.
    fn written(site: &Site, edition: &Edition, documents: Vec<Document>, words: Vec<Found>) -> Self {
        let count = search::files(&site.stories, &site.promises, edition).map_or(1, |files| files.words);
        let size = |(word, postings): &Found| word.len() + postings.size() + r#""":"","#.len();
        let all: usize = words.iter().map(size).sum();
        let mut files = vec![Vec::with_capacity(all / count + 64); count];
        let mut first: Vec<Option<Box<str>>> = vec![None; count];
        let mut done = 0;
        for found in &words {
            let file = done * count / all;
            done += size(found);
            let (out, (word, postings)) = (&mut files[file], found);
            out.extend_from_slice(if out.is_empty() { b"{\"" } else { b",\"" });
            out.extend_from_slice(word.as_bytes());
            out.extend_from_slice(b"\":\"");
            postings.write(out);
            out.push(b'"');
            first[file].get_or_insert_with(|| word.clone());
        }
        let mut hash = blake3::Hasher::new();
        for file in &mut files {
            if file.is_empty() {
                file.push(b'{');
            }
            file.push(b'}');
            hash.update(file);
        }
        Self {
            documents,
            first: starts(first),
            files: files.into_iter().map(Vec::into_boxed_slice).collect(),
            version: hash.finalize().to_hex()[..10].to_owned(),
        }
    }
}

/// The first word of each file. A file without words begins where the next one does.
fn starts(first: Vec<Option<Box<str>>>) -> Vec<Box<str>> {
    let mut next: Box<str> = "\u{ffff}".into();
    let mut starts: Vec<Box<str>> = first
        .into_iter()
        .rev()
        .map(|word| {
            next = word.unwrap_or_else(|| next.clone());
            next.clone()
        })
        .collect();
    starts.reverse();
    starts
}

fn documents(site: &Site, edition: &Edition) -> Vec<Document> {
    search::documents(&site.stories, &site.promises, edition)
}

/// A word and its documents.
type Found = (Box<str>, Postings);

/// Words in the order in which JavaScript compares them.
fn in_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() || other.is_ascii() {
        return one.cmp(other);
    }
    one.encode_utf16().cmp(other.encode_utf16())
}

/// Two lists of words as one; the documents of the second are later.
fn merged(one: Vec<Found>, other: Vec<Found>) -> Vec<Found> {
    if one.is_empty() {
        return other;
    }
    let mut out: Vec<Found> = Vec::with_capacity(one.len().max(other.len()));
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let next = match (one.peek(), other.peek()) {
            (None, None) => return out,
            (Some(_), None) => one.next(),
            (None, Some(_)) => other.next(),
            (Some((a, _)), Some((b, _))) => match in_order(a, b) {
                std::cmp::Ordering::Less => one.next(),
                std::cmp::Ordering::Greater => other.next(),
                std::cmp::Ordering::Equal => {
                    let later = other.next();
                    let mut both = one.next();
                    if let (Some((_, postings)), Some((_, later))) = (&mut both, &later) {
                        postings.append(later);
                    }
                    both
                }
            },
        };
        out.extend(next);
    }
}

/// The words of some documents that follow each other; the first of them has the number `start`.
fn read(site: &Site, edition: &Edition, start: usize, documents: &[Document]) -> Reader {
    let mut reader = Reader::default();
    for (at, document) in documents.iter().enumerate() {
        // A site of four thousand million stories is none.
        reader.number = u32::try_from(start + at).unwrap_or(u32::MAX);
        match document {
            Document::Story(ix) => reader.story(&site.stories[*ix]),
            Document::Promise(ix) => reader.promise(site, *ix, edition),
        }
        reader.close();
    }
    reader
}

/// Reads documents, one after the other.
#[derive(Default)]
struct Reader {
    words: AHashMap<Box<str>, u32>,
    tallies: Vec<Tally>,
    /// The words of the document that is being read.
    met: Vec<u32>,
    /// How many words its text has.
    length: u32,
    number: u32,
}

/// What is known about a word.
struct Tally {
    postings: Option<Postings>,
    /// How often the text that is being read has it; 0 where it stands elsewhere only.
    times: u32,
    /// The most that it says there about the document.
    weight: Option<Weight>,
}

impl Reader {
    /// A story in its own words. What is withdrawn can be found, too, and says so.
    fn story(&mut self, story: &Story) {
        self.text(&story.title, Weight::Title);
        let about = story.summary.iter().chain(&story.tags).chain(&story.place);
        let about = about.chain(story.voices().iter().map(|voice| &voice.said));
        about.for_each(|text| self.text(text, Weight::About));
        of_html(&story.body.html, &mut |word, heading| {
            self.word(word, if heading { Weight::About } else { Weight::Once });
        });
        let reasons = story.voices().iter().filter_map(|voice| voice.reasons.as_ref());
        reasons.for_each(|text| self.text(text, Weight::Once));
        let pictures = story.body.images.iter().map(|image| &image.alt);
        let promised = story.commitments.iter().map(|commitment| &commitment.what);
        let beside = pictures.chain(promised).chain(&story.authors);
        beside.chain(beside_the_text(&story.matter)).for_each(|text| self.text(text, Weight::Once));
        self.word(&kind_word(story.kind().word()), Weight::Once);
    }

    /// A commitment in the words in which the language has it.
    fn promise(&mut self, site: &Site, ix: usize, edition: &Edition) {
        self.word(&kind_word(super::COMMITMENT), Weight::Once);
        let promise = &site.promises[ix];
        let (story, index, _) = promise.said_in(edition);
        let Some(commitment) = site.stories[story].commitments.get(index) else { return };
        self.text(&commitment.what, Weight::Title);
        let about = commitment.due_said.iter().chain(&commitment.done_when).chain(&commitment.lead);
        about.for_each(|text| self.text(text, Weight::About));
        let news = promise.timeline.iter().filter_map(|told| told.entry.note.as_ref());
        news.for_each(|text| self.text(text, Weight::Once));
    }

    fn text(&mut self, text: &str, weight: Weight) {
        of_text(text, &mut |word| self.word(word, weight));
    }

    fn word(&mut self, word: &str, weight: Weight) {
        let ix = match self.words.get(word) {
            Some(ix) => *ix,
            None => {
                // There are fewer words than letters, and fewer letters than that.
                let ix = u32::try_from(self.tallies.len()).unwrap_or(u32::MAX);
                self.words.insert(word.into(), ix);
                self.tallies.push(Tally { postings: None, times: 0, weight: None });
                ix
            }
        };
        let Some(tally) = self.tallies.get_mut(ix as usize) else { return };
        if tally.weight.is_none() {
            self.met.push(ix);
        }
        if weight == Weight::Once {
            tally.times += 1;
            self.length += 1;
        }
        tally.weight = tally.weight.max(Some(weight));
    }

    /// Notes what the document has.
    fn close(&mut self) {
        for ix in self.met.drain(..) {
            let Some(tally) = self.tallies.get_mut(ix as usize) else { continue };
            let is_often = tally.times > 1 && tally.times * OFTEN >= self.length;
            let weight = tally.weight.take().unwrap_or(Weight::Once);
            let weight = if is_often { weight.max(Weight::Often) } else { weight };
            match &mut tally.postings {
                Some(postings) => postings.add(self.number, weight),
                none => *none = Some(Postings::new(self.number, weight)),
            }
            tally.times = 0;
        }
        self.length = 0;
    }

    /// The words in order.
    fn into_sorted(self) -> Vec<Found> {
        let mut tallies = self.tallies;
        let mut take = |ix: u32| tallies.get_mut(ix as usize)?.postings.take();
        let mut words: Vec<Found> =
            self.words.into_iter().filter_map(|(word, ix)| Some((word, take(ix)?))).collect();
        words.sort_unstable_by(|(one, _), (other, _)| in_order(one, other));
        words
    }
}

/// What stands on a story's page beside its text, in our own words.
fn beside_the_text(matter: &Matter) -> Vec<&String> {
    match matter {
        Matter::Impact(impact) => {
            let measured = impact.measures.iter().map(|measure| &measure.indicator);
            let partners = impact.partners.iter().map(|partner| &partner.name);
            measured.chain(partners).chain(&impact.our_part).chain(&impact.limitations).collect()
        }
        Matter::Response(response) => response.remedy.iter().chain(&response.reference).collect(),
        Matter::Answer(answer) => answer.reasons.iter().collect(),
        Matter::Page => Vec::new(),
    }
}

/// The word of all documents of a kind, which no text has.
fn kind_word(kind: &str) -> String {
    format!("={kind}")
}

#[cfg(test)]
mod tests {
    use super::{Index, in_order, starts};
    use crate::render::tests::site;

    #[test]
    fn a_small_site_has_its_words_in_one_file() {
        let index = Index::of(&site(), &None);
        let file = String::from_utf8(index.files[0].to_vec()).unwrap();
        insta::assert_snapshot!(file.replace(',', ",\n"));
        assert_eq!((index.files.len(), &*index.first[0], index.version.len()), (1, "=answer", 10));
    }

    #[test]
    fn one_core_and_all_cores_write_the_same() {
        let site = site();
        assert_eq!(Index::of(&site, &None), Index::on_all_cores(&site, &None));
    }

    #[test]
    fn a_file_without_words_begins_where_the_next_one_does() {
        let first = vec![None, Some("a".into()), None, Some("c".into()), None];
        assert_eq!(starts(first).join(" "), "a a c c \u{ffff}");
    }

    #[test]
    fn words_stand_in_the_order_of_the_script_that_looks_for_them() {
        let mut words = ["\u{20000}", "\u{fa0e}", "é", "z", "a"];
        words.sort_by(|one, other| in_order(one, other));
        assert_eq!(words, ["a", "z", "é", "\u{20000}", "\u{fa0e}"]);
    }
}
