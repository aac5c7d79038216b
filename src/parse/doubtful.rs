//! What an author may have meant otherwise than the parser took it: watched while the text is read, and only told.

use crate::config::rule;
use crate::model::diagnostic::Diagnostic;
use crate::model::place::Place;
use crate::parse::file::File;
use crate::parse::lookalike;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

/// The longest piece that a message shows, in characters.
const SHOWN: usize = 60;

/// Watches the events of one text.
pub(crate) struct Doubtful<'a> {
    file: &'a File<'a>,
    /// The paragraph that is open.
    paragraph: Option<Range<usize>>,
    /// What the parser took for text in it.
    texts: Vec<Range<usize>>,
    /// Whether a code block is open.
    in_code: bool,
    /// Whether the block before was HTML.
    after_html: bool,
    /// Where the last template code ended: one that holds another is told once.
    told: usize,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
}

/// Template code that ends farther away than so many bytes is none.
const LONGEST_CODE: usize = 1000;

impl<'a> Doubtful<'a> {
    /// Nothing seen yet.
    pub(crate) fn new(file: &'a File<'a>) -> Self {
        Self {
            file,
            paragraph: None,
            texts: Vec::new(),
            in_code: false,
            after_html: false,
            told: 0,
            found: Vec::new(),
        }
    }

    /// Looks at one event and its place in the Markdown.
    pub(crate) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                self.texts.clear();
                self.paragraph = Some(range.clone());
                self.after_html = false;
            }
            Event::End(TagEnd::Paragraph) => {
                if let Some(paragraph) = self.paragraph.take() {
                    for found in lookalike::look(self.file.markdown(), &paragraph, &self.texts) {
                        let finding = rule::NOT_MARKDOWN.at(self.place(found.range), found.message);
                        self.found.push(finding.hint(found.hint));
                    }
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if matches!(kind, CodeBlockKind::Indented) && self.after_html {
                    self.html_as_code(range);
                }
                self.after_html = false;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::End(TagEnd::HtmlBlock) => self.after_html = true,
            Event::Start(Tag::HtmlBlock) => {}
            Event::Start(_) => self.after_html = false,
            Event::Text(_) if !self.in_code => {
                if self.paragraph.is_some() {
                    self.texts.push(range.clone());
                }
                self.template_code(range);
            }
            _ => {}
        }
    }

    /// Code that begins with a tag, right below HTML that an empty line ended.
    fn html_as_code(&mut self, range: &Range<usize>) {
        let code = &self.file.markdown()[range.clone()];
        let blank = code.len() - code.trim_start().len();
        let first = code.trim_start().lines().next().unwrap_or_default();
        if first.starts_with('<') {
            let start = range.start + blank;
            let message = format!("an empty line ended the HTML above: `{}` is shown as code", cut(first));
            let place = self.place(start..start + first.len());
            let hint = "take out the empty line, or the spaces in front of the lines below it";
            self.found.push(rule::HTML_AS_CODE.at(place, message).hint(hint));
        }
    }

    /// `{{< ref "wells.md" >}}`, `{% include x %}`, `{{ site.title }}`: left by an import, and run by nobody.
    fn template_code(&mut self, range: &Range<usize>) {
        let markdown = self.file.markdown();
        let mut from = range.start.max(self.told);
        while let Some(at) = markdown.get(from..range.end).and_then(|rest| rest.find('{')) {
            let start = from + at;
            from = start + 1;
            let near = markdown.floor_char_boundary(start + LONGEST_CODE);
            let line = markdown[start..near].lines().next().unwrap_or_default();
            let end = match line.as_bytes().get(1) {
                Some(b'{') => line.find("}}"),
                Some(b'%') => line.find("%}"),
                _ => None,
            };
            let Some(end) = end.filter(|end| *end > 2) else { continue };
            let code = &line[..end + 2];
            let message =
                format!("`{}` is code of another program's templates, and is shown as it is", cut(code));
            let place = self.place(start..start + code.len());
            let hint =
                "write what it stood for in Markdown, or put it into backticks if readers are to see it";
            self.found.push(rule::TEMPLATE_CODE.at(place, message).hint(hint));
            self.told = start + code.len();
            from = self.told;
        }
    }

    fn place(&self, range: Range<usize>) -> Place {
        Place { file: self.file.path.to_owned(), spot: self.file.spot(range) }
    }
}

/// The beginning of a piece, where it is long.
fn cut(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN - 1).collect();
    format!("{start}…")
}
