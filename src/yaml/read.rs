//! YAML becomes fields, within caps that a hostile text cannot exceed, and with the place of what cannot be read.

use crate::yaml::document::Document;
use crate::yaml::fault::{self, Fault};
use crate::yaml::value::{self, Data, Field, Group, Style, Value};
use granit_parser::{Event, Options, Parser, Placement, ScalarStyle, Span, StructureStyle, Tag};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The longest text that is read, in bytes.
pub(crate) const LONGEST: usize = 64 * 1024;
/// How many brackets or dashes may be open.
const DEEPEST: usize = 32;
/// How many aliases may stand in a text that has anchors: a few dozen can stand for a billion values.
const MOST_ALIASES: usize = 64;
/// How many values all aliases of a text may stand for.
const MOST_COPIES: usize = 10_000;

/// Reads the fields of a text; an empty text has none.
pub(crate) fn fields(text: &str) -> Result<Document<'_>, Fault> {
    bounded(text, LONGEST)?;
    Reader::new(text).read()
}

/// Reads the fields of a file that programs write and that grows: it may be as long as any text.
pub(crate) fn list(text: &str) -> Result<Document<'_>, Fault> {
    bounded(text, usize::MAX)?;
    Reader::new(text).read()
}

/// Refuses what would cost the parser more than it is worth.
fn bounded(text: &str, longest: usize) -> Result<(), Fault> {
    let refused = |message: String, at: usize| {
        let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        Err(Fault {
            message,
            range: at..end,
            hint: Some("keep the fields short and flat; long text belongs below the second `---`".into()),
        })
    };
    if text.len() > longest {
        return refused(
            format!("{} KB of YAML are more than the {} KB that are read", text.len() / 1024, longest / 1024),
            0,
        );
    }
    let bytes = text.as_bytes();
    // Hardly a text has so many brackets, dashes or stars in all, which is seen many bytes at once.
    let brackets = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    let indicators = bytes.iter().filter(|byte| matches!(byte, b'-' | b'?' | b':')).count();
    let stars = bytes.iter().filter(|byte| matches!(byte, b'*')).count();
    if brackets <= DEEPEST && indicators <= 4 * DEEPEST && stars <= MOST_ALIASES {
        return Ok(());
    }
    let (mut depth, mut dashes, mut anchors, mut aliases) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        let next_is_name = bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphanumeric());
        let starts = at == 0 || matches!(bytes[at - 1], b' ' | b'\n' | b'[' | b'{' | b',');
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'-' | b'?' | b':' if bytes.get(at + 1) == Some(&b' ') => dashes += 1,
            b'\n' => dashes = 0,
            b'&' if starts && next_is_name => anchors += 1,
            b'*' if starts && next_is_name => aliases += 1,
            _ => {}
        }
        if depth > DEEPEST || dashes > 4 * DEEPEST {
            return refused(format!("more than {DEEPEST} levels are nested here"), at);
        }
        if anchors > 0 && aliases > MOST_ALIASES {
            return refused(format!("more than {MOST_ALIASES} aliases"), at);
        }
    }
    Ok(())
}

/// A list or a group that is not closed yet.
struct Open<'t> {
    anchor: usize,
    tagged: bool,
    start: usize,
    style: Style,
    /// Where the last of it ended.
    end: usize,
    inside: Inside<'t>,
}

/// What is in it so far.
enum Inside<'t> {
    List(Vec<Value<'t>>),
    /// The fields, and the name of the next one.
    Group(Vec<Field<'t>>, Option<(Cow<'t, str>, Range<usize>)>),
}

/// The way from the parser's events to values.
struct Reader<'t> {
    text: &'t str,
    open: Vec<Open<'t>>,
    root: Option<Value<'t>>,
    anchors: BTreeMap<usize, Value<'t>>,
    copies: usize,
    behind: Vec<Range<usize>>,
    /// The end of the last name or plain value.
    plain_end: Option<usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            copies: 0,
            behind: Vec::new(),
            plain_end: None,
        }
    }

    fn read(mut self) -> Result<Document<'t>, Fault> {
        let mut options = Options::default();
        options.emit_comments = memchr::memmem::find(self.text.as_bytes(), b" #").is_some();
        options.max_buffered_comment_events = usize::MAX;
        options.block_nesting_limit = 4 * DEEPEST;
        let mut documents = 0_usize;
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = next.map_err(|error| fault::of(self.text, &error))?;
            if matches!(event, Event::DocumentStart(..)) {
                documents += 1;
                if documents > 1 {
                    return Err(fault::second_document(range(&span)));
                }
            }
            self.event(event, &span)?;
        }
        match self.root {
            None | Some(Value { data: Data::Null, .. }) => {
                Ok(Document { fields: Group::default(), behind: self.behind })
            }
            Some(Value { data: Data::Group(fields), .. }) => Ok(Document { fields, behind: self.behind }),
            Some(_) => Err(fault::no_fields(self.text)),
        }
    }

    fn event(&mut self, event: Event<'t>, span: &Span) -> Result<(), Fault> {
        let place = range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar((text, style, tag.as_deref()), place, anchor)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.start(place.start, style, anchor, tag.as_deref(), Inside::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, tag) => {
                self.start(place.start, style, anchor, tag.as_deref(), Inside::Group(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place.end),
            Event::Alias(anchor) => self.alias(anchor, place),
            Event::Comment(_, Placement::Right) => {
                let end = self.plain_end.unwrap_or(usize::MAX);
                let between = self.text.get(end..place.start);
                if between.is_some_and(|text| text.trim_start_matches([' ', '\t', ':']).is_empty()) {
                    self.behind.push(place);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        (text, style, tag): (Cow<'t, str>, ScalarStyle, Option<&Tag>),
        place: Range<usize>,
        anchor: usize,
    ) -> Result<(), Fault> {
        // The parser says `~` where nothing is written.
        let text = if place.is_empty() { Cow::Borrowed("") } else { text };
        let (style, place) = match style {
            ScalarStyle::Plain => (Style::Plain, place),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (Style::Quoted, place),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let lines = self.text[place.clone()].trim_end().len();
                (Style::Lines, place.start..place.start + lines)
            }
        };
        let in_brackets = self.open.last().is_some_and(|open| open.style == Style::Brackets);
        if !place.is_empty() {
            self.plain_end = (style == Style::Plain && !in_brackets).then_some(place.end);
        }
        let data = match tag.map(|tag| (tag.core_suffix(), tag)) {
            None if style == Style::Plain => value::plain(text),
            None | Some((Some("str"), _)) => Data::Text(text),
            Some((Some(_), _)) => value::plain(text),
            Some((None, _)) => {
                let inner = Value { data: Data::Text(text), range: place.clone(), style };
                Data::Tagged(Box::new(inner))
            }
        };
        self.add(Value { data, range: place, style }, anchor)
    }

    fn start(
        &mut self,
        start: usize,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        inside: Inside<'t>,
    ) -> Result<(), Fault> {
        let style = if style == StructureStyle::Flow { Style::Brackets } else { Style::Nested };
        let tagged = tag.is_some_and(|tag| tag.core_suffix().is_none());
        self.open.push(Open { anchor, tagged, start, style, end: start, inside });
        Ok(())
    }

    fn end(&mut self, end: usize) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // Nested fields end with the last of them; the parser's end is where the next begins.
        let end = if open.style == Style::Nested { open.end } else { end };
        let data = match open.inside {
            Inside::List(items) => Data::List(items),
            Inside::Group(fields, _) => {
                if let Some(twice) = twice(&fields) {
                    return Err(fault::there_twice(&twice.name, twice.key.clone()));
                }
                Data::Group(Group { fields })
            }
        };
        let (range, style) = (open.start..end, open.style);
        let value = Value { data, range: range.clone(), style };
        let value =
            if open.tagged { Value { data: Data::Tagged(Box::new(value)), range, style } } else { value };
        self.add(value, open.anchor)
    }

    fn alias(&mut self, anchor: usize, place: Range<usize>) -> Result<(), Fault> {
        let Some(value) = self.anchors.get(&anchor) else {
            return Err(fault::unknown_alias(place));
        };
        self.copies += size(value);
        if self.copies > MOST_COPIES {
            let message = format!("the aliases stand for more than {MOST_COPIES} values");
            return Err(Fault { message, range: place, hint: Some("write the values out".into()) });
        }
        let data = value.data.clone();
        self.add(Value { data, range: place, style: Style::Plain }, 0)
    }

    /// Puts a value where it belongs: it is the next name, the value of the name before it, the next item, or everything.
    fn add(&mut self, value: Value<'t>, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            self.copies += size(&value);
            self.anchors.insert(anchor, value.clone());
        }
        let text = self.text;
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.end = open.end.max(value.range.end);
        match &mut open.inside {
            Inside::List(items) => items.push(value),
            Inside::Group(fields, next) => match next.take() {
                Some((name, key)) => fields.push(Field { name, key, value }),
                None => *next = Some((name(text, &value), value.range)),
            },
        }
        Ok(())
    }
}

/// A value as the name of a field.
fn name<'t>(text: &'t str, value: &Value<'t>) -> Cow<'t, str> {
    match &value.data {
        Data::Text(name) => name.clone(),
        _ => Cow::Borrowed(text.get(value.range.clone()).unwrap_or_default()),
    }
}

/// The second field of a name that is there twice.
fn twice<'a, 't>(fields: &'a [Field<'t>]) -> Option<&'a Field<'t>> {
    if fields.len() < 32 {
        return (1..fields.len()).find_map(|at| {
            let field = &fields[at];
            fields[..at].iter().any(|before| before.name == field.name).then_some(field)
        });
    }
    let mut seen = BTreeSet::new();
    fields.iter().find(|field| !seen.insert(&*field.name))
}

/// How many values a value holds, itself included.
fn size(value: &Value<'_>) -> usize {
    match &value.data {
        Data::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Data::Group(group) => 1 + group.fields.iter().map(|field| size(&field.value)).sum::<usize>(),
        Data::Tagged(inner) => 1 + size(inner),
        _ => 1,
    }
}

/// The bytes of a part of the text.
fn range(span: &Span) -> Range<usize> {
    // A text that is read as a whole has them always.
    span.byte_range().unwrap_or_default()
}
