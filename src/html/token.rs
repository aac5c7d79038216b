//! HTML is read into tags, text and comments, each with its place. The reading is html5ever's, which reads as a browser
//! does; it tells no places, so it is fed in pieces at whose ends tags begin and end.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    self, BufferQueue, TagKind, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;
use std::ops::Range;

/// A piece of HTML. All pieces together are the whole of it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// What a piece of HTML is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A tag that opens an element.
    Start(Tag),
    /// A tag that closes an element, by its name in small letters.
    End(String),
    /// Text, its character references read.
    Text(String),
    /// A comment, a doctype, or what is read as one: `<!-- … -->`, `<!DOCTYPE html>`, `<?php … >`, `<![CDATA[ … >`.
    Comment,
    /// A comment that nothing closes: it goes to the end.
    OpenComment,
    /// A tag that nothing closes: it goes to the end, and a browser drops it.
    OpenTag,
}

/// A tag that opens an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The element's name in small letters.
    pub name: String,
    /// Its attributes: names in small letters, values with their character references read. Of two with one name the
    /// first counts.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, empty where it has none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Reads HTML as it stands in a page's body (HTML Living Standard §13.2.5).
pub fn tokens(html: &str) -> Vec<Token> {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let reader = Tokenizer::new(Sink::default(), options);
    let input = BufferQueue::default();
    let feed = |piece: &str| {
        input.push_back(StrTendril::from(piece));
        let _ = reader.feed(&input);
        reader.sink.read.take()
    };
    let mut found = Found::default();
    let mut at = 0;
    while at < html.len() {
        // A tag begins with `<`; it does not where that first ends something else, as in `<<b>`.
        let end = if html[at..].starts_with('<') {
            let before = feed("<");
            if !before.is_empty() || found.open.is_none() {
                found.take(before, at);
                found.open = Some(at);
            }
            at + 1
        } else {
            at
        };
        at = html[end..].find(['<', '>']).map_or(html.len(), |n| {
            // A `>` ends a tag, so it is the last of its piece; a `<` is the first of the next.
            end + n + usize::from(html.as_bytes().get(end + n) == Some(&b'>'))
        });
        found.take(feed(&html[end..at]), at);
    }
    reader.end();
    found.end(reader.sink.read.take(), html.len())
}

/// What was read so far.
#[derive(Default)]
struct Found {
    tokens: Vec<Token>,
    /// Text of which more may come.
    text: String,
    /// Where the tokens end.
    done: usize,
    /// Where something begins that may be a tag.
    open: Option<usize>,
}

impl Found {
    /// Takes what was read up to a place; whatever is no text ends there.
    fn take(&mut self, read: Vec<Read>, end: usize) {
        for read in read {
            let start = self.open.take();
            match read {
                Read::Text(text) => self.text.push_str(&text),
                Read::Other(kind) => self.push(kind, start.unwrap_or(self.done)..end),
            }
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        self.end_text(range.start);
        self.done = range.end;
        self.tokens.push(Token { kind, range });
    }

    fn end_text(&mut self, end: usize) {
        let text = std::mem::take(&mut self.text);
        if self.done < end {
            self.tokens.push(Token { kind: Kind::Text(text), range: self.done..end });
        }
    }

    /// Takes what was read when there was no more.
    fn end(mut self, read: Vec<Read>, end: usize) -> Vec<Token> {
        let open = self.open.filter(|_| !read.iter().any(|read| matches!(read, Read::Text(_))));
        for read in read {
            if let Read::Text(text) = read {
                self.text.push_str(&text);
            } else if let Some(open) = open {
                self.push(Kind::OpenComment, open..end);
            }
        }
        match open.filter(|_| self.done < end) {
            Some(open) => self.push(Kind::OpenTag, open..end),
            None => self.end_text(end),
        }
        self.tokens
    }
}

/// What the reader told.
enum Read {
    Text(StrTendril),
    Other(Kind),
}

/// Takes what the reader tells.
#[derive(Default)]
struct Sink {
    read: RefCell<Vec<Read>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: tokenizer::Token, _line: u64) -> TokenSinkResult<()> {
        let (read, next) = match token {
            tokenizer::TagToken(tag) => {
                let name = tag.name.to_string();
                match tag.kind {
                    TagKind::EndTag => (Read::Other(Kind::End(name)), TokenSinkResult::Continue),
                    TagKind::StartTag => {
                        let next = inside(&name);
                        let attributes = tag
                            .attrs
                            .into_iter()
                            .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                            .collect();
                        (Read::Other(Kind::Start(Tag { name, attributes })), next)
                    }
                }
            }
            tokenizer::CharacterTokens(text) => (Read::Text(text), TokenSinkResult::Continue),
            // A browser drops it, but it was text.
            tokenizer::NullCharacterToken => (Read::Text(StrTendril::new()), TokenSinkResult::Continue),
            tokenizer::CommentToken(_) | tokenizer::DoctypeToken(_) => {
                (Read::Other(Kind::Comment), TokenSinkResult::Continue)
            }
            tokenizer::EOFToken | tokenizer::ParseError(_) => return TokenSinkResult::Continue,
        };
        self.read.borrow_mut().push(read);
        next
    }
}

/// What an element makes of the text inside it: in some no tag begins (HTML Living Standard §13.2.6.4.7).
fn inside(element: &str) -> TokenSinkResult<()> {
    match element {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each piece as it stands in the HTML, with what it is.
    fn read(html: &str) -> Vec<String> {
        tokens(html)
            .into_iter()
            .map(|Token { kind, range }| {
                let what = match kind {
                    Kind::Start(tag) => format!("start {} {:?}", tag.name, tag.attributes),
                    Kind::End(name) => format!("end {name}"),
                    Kind::Text(text) => format!("text {text}"),
                    other => format!("{other:?}"),
                };
                format!("{}: {what}", &html[range])
            })
            .collect()
    }

    #[test]
    fn every_piece_is_read_with_its_place() {
        assert_eq!(
            read("a &amp; <B Class='x>y' hidden=a&quot;b\nhidden>c</b ><!-- <i> > -->d<br/>"),
            [
                "a &amp; : text a & ",
                "<B Class='x>y' hidden=a&quot;b\nhidden>: start b [(\"class\", \"x>y\"), (\"hidden\", \"a\\\"b\")]",
                "c: text c",
                "</b >: end b",
                "<!-- <i> > -->: Comment",
                "d: text d",
                "<br/>: start br []",
            ]
        );
    }

    #[test]
    fn a_sign_that_begins_no_tag_is_text() {
        assert_eq!(
            read("1 < 2 <<b>> </ <3 &lt;i&gt;"),
            ["1 < 2 <: text 1 < 2 <", "<b>: start b []", "> : text > ", "</ <3 &lt;i&gt;: OpenComment",]
        );
        assert_eq!(read("a <"), ["a <: text a <"]);
        assert_eq!(read("a </"), ["a </: text a </"]);
        assert_eq!(read("&am<i>&"), ["&am: text &am", "<i>: start i []", "&: text &"]);
    }

    #[test]
    fn what_nothing_closes_goes_to_the_end() {
        assert_eq!(read("a<b title=\"c>d"), ["a: text a", "<b title=\"c>d: OpenTag"]);
        assert_eq!(read("a<!-- b > <i>"), ["a: text a", "<!-- b > <i>: OpenComment"]);
        assert_eq!(read("<![CDATA[ x\n<b>"), ["<![CDATA[ x\n<b>: Comment"]);
        assert_eq!(read("<?php x"), ["<?php x: OpenComment"]);
    }

    #[test]
    fn a_script_holds_no_tags() {
        assert_eq!(
            read("<script>if (a<b) {}</i></SCRIPT><style><b></style><title>&lt;<b></title><b>"),
            [
                "<script>: start script []",
                "if (a<b) {}</i>: text if (a<b) {}</i>",
                "</SCRIPT>: end script",
                "<style>: start style []",
                "<b>: text <b>",
                "</style>: end style",
                "<title>: start title []",
                "&lt;<b>: text <<b>",
                "</title>: end title",
                "<b>: start b []",
            ]
        );
        assert_eq!(read("<plaintext></plaintext>")[1], "</plaintext>: text </plaintext>");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// Nothing is lost or read twice, and what stands alone is read as it is read among others.
        #[test]
        fn the_pieces_are_the_whole(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<", ">", "/", "!", "--", "-", "a", "b ", "=", "\"", "'", "&", "amp;", "&#", "x41;", "script", "style",
                "</script>", "<p", "<!--", "-->", "<![CDATA[", "]]>", "<?", "\n", "\r", "\0", "é", "title", "\u{feff}", "doctype",
            ]), 0..40)) {
            let html = pieces.concat();
            let mut end = 0;
            for Token { kind, range } in tokens(&html) {
                prop_assert_eq!(range.start, end);
                prop_assert!(html.is_char_boundary(range.end) && range.start < range.end);
                let piece = &html[range.clone()];
                match kind {
                    Kind::Start(tag) => {
                        let name = tag.name.replace('\u{fffd}', "\0");
                        prop_assert!(piece[1..].to_ascii_lowercase().starts_with(&name));
                        let alone = tokens(piece);
                        prop_assert_eq!(&alone[0].kind, &Kind::Start(tag));
                        prop_assert_eq!(alone.len(), 1);
                    }
                    Kind::End(name) => prop_assert_eq!(&tokens(piece)[0].kind, &Kind::End(name)),
                    Kind::Comment => prop_assert_eq!(&tokens(piece)[0].kind, &Kind::Comment),
                    _ => {}
                }
                end = range.end;
            }
            prop_assert_eq!(end, html.len());
        }
    }
}
