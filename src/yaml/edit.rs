//! The writer: one field of a YAML text changes and every other byte stays, comments and line breaks
//! included. Whatever it
//! writes is read again before it is handed out, so that a text is changed as it was meant to be or not at all.

use crate::yaml::document::Document;
use crate::yaml::json::json_group;
use crate::yaml::path::{Step, apply, steps, within};
use crate::yaml::read;
use crate::yaml::scalar::{Around, word, written};
use crate::yaml::value::{Data, Group, Style, Value};
use serde_json::Value as Json;
use std::ops::Range;

/// Why a text stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untouched {
    /// It cannot be read.
    #[error("the YAML cannot be read")]
    Unreadable,
    /// There is no such field, or nothing that could hold it.
    #[error("there is no such field")]
    Nowhere,
    /// The field is written in a way that this writer does not change: with an anchor or a tag.
    #[error("the field is written in a way that cannot be changed here")]
    Unusual,
}

/// The text with a field set, which is added where it is missing. `path` is written as findings write it: `toot.skip`,
/// `measures[0].level`; what is on the way to it is made too, but no items of lists.
///
/// # Errors
/// When the text stays as it is.
pub fn set(text: &str, path: &str, value: &Json) -> Result<String, Untouched> {
    change(text, path, Some(value))
}

/// The text without a field or an item, and without the comment on its line.
///
/// # Errors
/// When the text stays as it is.
pub fn remove(text: &str, path: &str) -> Result<String, Untouched> {
    change(text, path, None)
}

fn change(text: &str, path: &str, value: Option<&Json>) -> Result<String, Untouched> {
    let document = read::list(text).map_err(|_| Untouched::Unreadable)?;
    let steps = steps(path).ok_or(Untouched::Nowhere)?;
    let mut wanted = json_group(&document.fields);
    apply(&mut wanted, &steps, value).ok_or(Untouched::Nowhere)?;
    let mut splices = Edit { text, document: &document }.splices(&steps, value)?;
    splices.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (range, new) in splices {
        out.push_str(text.get(at..range.start).ok_or(Untouched::Unusual)?);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    let found = read::list(&out).map_err(|_| Untouched::Unusual)?;
    if json_group(&found.fields) == wanted { Ok(out) } else { Err(Untouched::Unusual) }
}

/// A range that is replaced, and what takes its place.
type Splice = (Range<usize>, String);

/// A change of a text.
struct Edit<'a> {
    text: &'a str,
    document: &'a Document<'a>,
}

/// Where a value stands, or would.
#[derive(Clone, Copy)]
struct Slot<'a> {
    value: &'a Value<'a>,
    /// The end of the name with its `:`, or of the dash; the value's own start in brackets.
    behind: usize,
    /// The column in which the name or the dash begins.
    column: usize,
}

impl<'a> Edit<'a> {
    fn splices(&self, steps: &[Step<'_>], value: Option<&Json>) -> Result<Vec<Splice>, Untouched> {
        let root = &self.document.fields;
        let (first, rest) = steps.split_first().ok_or(Untouched::Nowhere)?;
        let Step::Name(name) = first else { return Err(Untouched::Nowhere) };
        self.in_group(root, Style::Nested, None, name, rest, value)
    }

    fn in_group(
        &self,
        group: &'a Group<'a>,
        style: Style,
        around: Option<Slot<'a>>,
        name: &str,
        rest: &[Step<'_>],
        value: Option<&Json>,
    ) -> Result<Vec<Splice>, Untouched> {
        let Some(at) = group.fields.iter().position(|field| field.name == name) else {
            let value = value.ok_or(Untouched::Nowhere)?;
            let value = within(rest, value).ok_or(Untouched::Nowhere)?;
            return self.insert(group, style, around, name, &value);
        };
        let field = &group.fields[at];
        let slot = Slot {
            value: &field.value,
            behind: self.behind_colon(field.key.end, &field.value),
            column: self.column(field.key.start),
        };
        if !rest.is_empty() {
            return self.below(slot, style, rest, value);
        }
        if let Some(value) = value {
            return self.replace(slot, style == Style::Brackets, value);
        }
        let (key, end) = (field.key.start, field.value.range.end.max(slot.behind));
        if style == Style::Brackets {
            let before = at.checked_sub(1).map(|at| &group.fields[at]);
            let before = before.map(|field| field.value.range.end.max(field.key.end));
            return Ok(vec![without(key..end, before, group.fields.get(at + 1).map(|next| next.key.start))]);
        }
        match around {
            Some(slot) if group.fields.len() == 1 => self.replace(slot, false, &serde_json::json!({})),
            _ => Ok(vec![(self.lines(key, end), String::new())]),
        }
    }

    /// Goes on into a value.
    fn below(
        &self,
        slot: Slot<'a>,
        style: Style,
        rest: &[Step<'_>],
        value: Option<&Json>,
    ) -> Result<Vec<Splice>, Untouched> {
        let Some((step, rest)) = rest.split_first() else { return Err(Untouched::Nowhere) };
        match (step, &slot.value.data) {
            (Step::Name(name), Data::Group(group)) => {
                self.in_group(group, slot.value.style, Some(slot), name, rest, value)
            }
            (Step::Name(name), Data::Null) => {
                let value = value.and_then(|value| within(rest, value)).ok_or(Untouched::Nowhere)?;
                self.replace(slot, style == Style::Brackets, &serde_json::json!({ *name: value }))
            }
            (Step::Item(index), Data::List(items)) => self.in_list(slot, items, *index, rest, value),
            _ => Err(Untouched::Nowhere),
        }
    }

    fn in_list(
        &self,
        list: Slot<'a>,
        items: &'a [Value<'a>],
        index: usize,
        rest: &[Step<'_>],
        value: Option<&Json>,
    ) -> Result<Vec<Splice>, Untouched> {
        let item = items.get(index).ok_or(Untouched::Nowhere)?;
        let style = list.value.style;
        let slot = if style == Style::Brackets {
            Slot { value: item, behind: item.range.start, column: list.column }
        } else {
            let dash = self.dash(item)?;
            Slot { value: item, behind: dash + 1, column: self.column(dash) }
        };
        if !rest.is_empty() {
            return self.below(slot, style, rest, value);
        }
        if let Some(value) = value {
            return self.replace(slot, style == Style::Brackets, value);
        }
        if style == Style::Brackets {
            let before = index.checked_sub(1).map(|at| items[at].range.end);
            let next = items.get(index + 1).map(|next| next.range.start);
            return Ok(vec![without(item.range.clone(), before, next)]);
        }
        if items.len() == 1 {
            return self.replace(list, false, &serde_json::json!([]));
        }
        Ok(vec![(self.lines(slot.behind - 1, item.range.end.max(slot.behind)), String::new())])
    }

    /// Puts a value in the place of one that is there.
    fn replace(&self, slot: Slot<'a>, in_brackets: bool, value: &Json) -> Result<Vec<Splice>, Untouched> {
        let line_break = self.line_break();
        let around =
            if in_brackets { Around::Brackets } else { Around::Line { column: slot.column, line_break } };
        let new = written(value, around);
        let old = &slot.value.range;
        if matches!(slot.value.data, Data::Tagged(_)) {
            return Err(Untouched::Unusual);
        }
        let empty = old.is_empty() && slot.value.style == Style::Plain;
        let spread = matches!(slot.value.style, Style::Nested | Style::Lines);
        if !empty && !spread {
            let between = self.text.get(slot.behind..old.start).ok_or(Untouched::Unusual)?;
            let is_near = between.trim_matches([' ', '\t', '\r', '\n']).is_empty();
            // A text of several lines begins on the line of its name.
            let range = if new.contains('\n') {
                slot.behind + usize::from(!between.is_empty())..old.end
            } else {
                old.clone()
            };
            return if is_near { self.spliced(range, new) } else { Err(Untouched::Unusual) };
        }
        if slot.value.style == Style::Nested && self.text[slot.behind..old.start].trim_matches(' ').is_empty()
        {
            return self.spliced(old.clone(), new);
        }
        // What stood on the lines below goes; a comment on the line of the name stays, behind the value.
        let line_end = self.line_end(slot.behind);
        let line = &self.text[slot.behind..line_end];
        let header = line.trim_start();
        let header = match header.find('#') {
            Some(comment) => header[..comment].trim_end(),
            None => header.trim_end(),
        };
        let usual = match slot.value.style {
            Style::Lines => header.starts_with(['|', '>']),
            Style::Nested => header.is_empty() && old.start >= line_end,
            _ => header.is_empty() || in_brackets,
        };
        if !usual {
            return Err(Untouched::Unusual);
        }
        let start = slot.behind + (line.len() - line.trim_start().len());
        let mut new = new.split('\n');
        let first = new.next().unwrap_or_default().trim_end_matches('\r');
        let more: Vec<&str> = new.collect();
        let more = if more.is_empty() { String::new() } else { format!("{line_break}{}", more.join("\n")) };
        if in_brackets || empty && more.is_empty() {
            // In brackets a name may stand without a `:`.
            let colon = if self.text[..slot.behind].ends_with([':', '-']) { "" } else { ":" };
            return Ok(vec![(slot.behind..slot.behind, format!("{colon} {first}"))]);
        }
        let head = if header.is_empty() { slot.behind..slot.behind } else { start..start + header.len() };
        let space = if header.is_empty() { " " } else { "" };
        // A comment behind the last line that goes is one of what goes.
        let end = if slot.value.style == Style::Nested { self.line_end(old.end) } else { old.end };
        let tail = line_end..end.max(line_end);
        Ok(vec![(head, format!("{space}{first}")), (tail, more)])
    }

    fn spliced(&self, range: Range<usize>, new: String) -> Result<Vec<Splice>, Untouched> {
        if !new.contains('\n') {
            return Ok(vec![(range, new)]);
        }
        // A comment behind the old value goes behind the `|`.
        let line_end = self.line_end(range.end);
        let first = new.find(['\r', '\n']).unwrap_or(new.len());
        Ok(vec![(range, new[..first].to_owned()), (line_end..line_end, new[first..].to_owned())])
    }

    /// Adds a field to a group.
    fn insert(
        &self,
        group: &'a Group<'a>,
        style: Style,
        around: Option<Slot<'a>>,
        name: &str,
        value: &Json,
    ) -> Result<Vec<Splice>, Untouched> {
        let (name, line_break) = (word(name), self.line_break());
        let Some((first, last)) = group.fields.first().zip(group.fields.last()) else {
            return match around {
                Some(slot) => {
                    let at = slot.value.range.end.checked_sub(1).ok_or(Untouched::Unusual)?;
                    Ok(vec![(at..at, format!("{name}: {}", written(value, Around::Brackets)))])
                }
                None => Ok(vec![self.appended(&name, value)]),
            };
        };
        if style == Style::Brackets {
            let end = last.value.range.end.max(last.key.end);
            let is_name_only = last.value.range.is_empty() && self.text[last.key.end..].starts_with(':');
            // A `,` right behind a `:` would be read as a part of the name by some.
            let (end, space) = if is_name_only { (end + 1, " ") } else { (end, "") };
            return Ok(vec![(end..end, format!("{space}, {name}: {}", written(value, Around::Brackets)))]);
        }
        let column = self.column(first.key.start);
        let field = format!("{name}: {}", written(value, Around::Line { column, line_break }));
        let indent = " ".repeat(column);
        if self.ends_with_kept_lines(&last.value) {
            let at = first.key.start;
            return Ok(vec![(at..at, format!("{field}{line_break}{indent}"))]);
        }
        let end = self.line_end(last.value.range.end.max(self.behind_colon(last.key.end, &last.value)));
        Ok(vec![(end..end, format!("{line_break}{indent}{field}"))])
    }

    /// The first field of a text that has none.
    fn appended(&self, name: &str, value: &Json) -> Splice {
        let (end, line_break) = (self.text.len(), self.line_break());
        let before = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { line_break };
        let value = written(value, Around::Line { column: 0, line_break });
        (end..end, format!("{before}{name}: {value}{line_break}"))
    }

    /// Whether the last of a value is text whose empty lines at the end belong to it.
    fn ends_with_kept_lines(&self, value: &Value<'_>) -> bool {
        match &value.data {
            Data::List(items) => items.last().is_some_and(|item| self.ends_with_kept_lines(item)),
            Data::Group(group) => {
                group.fields.last().is_some_and(|field| self.ends_with_kept_lines(&field.value))
            }
            _ => value.style == Style::Lines,
        }
    }

    /// The whole lines of a field or item; where others stand in front on its first line, from its beginning to that of
    /// the next line's content.
    fn lines(&self, start: usize, end: usize) -> Range<usize> {
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let next = (self.line_end(end) + self.line_break().len()).min(self.text.len());
        if self.text[line_start..start].trim().is_empty() {
            return line_start..next;
        }
        start..next + (self.text[next..].len() - self.text[next..].trim_start_matches(' ').len())
    }

    /// The end of a name with its `:`.
    fn behind_colon(&self, key: usize, value: &Value<'_>) -> usize {
        let end = if value.range.is_empty() { self.line_end(key) } else { value.range.start.max(key) };
        let between = self.text.get(key..end).unwrap_or_default();
        let colon = between.trim_start().starts_with(':');
        if colon { key + between.find(':').unwrap_or_default() + 1 } else { key }
    }

    fn dash(&self, item: &Value<'_>) -> Result<usize, Untouched> {
        let before = self.text[..item.range.start].trim_end();
        let before = match item.style {
            // The `|` and what stands behind it.
            Style::Lines => {
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                let announces = |at: &usize| before[line + at + 1..].trim_start().starts_with(['|', '>']);
                let mut dashes = before[line..].match_indices('-').map(|(at, _)| at);
                let at = dashes.find(announces).ok_or(Untouched::Unusual)?;
                &before[..=line + at]
            }
            _ => before,
        };
        before.strip_suffix('-').map(str::len).ok_or(Untouched::Unusual)
    }

    fn column(&self, at: usize) -> usize {
        let line = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        self.text[line..at].chars().count()
    }

    /// The end of a line, without its break.
    fn line_end(&self, from: usize) -> usize {
        let end = self.text[from..].find('\n').map_or(self.text.len(), |at| from + at);
        if self.text[from..end].ends_with('\r') { end - 1 } else { end }
    }

    fn line_break(&self) -> &'static str {
        let first = self.text.find('\n');
        if first.is_some_and(|at| self.text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
    }
}

/// Takes one of several out of brackets, with a comma.
fn without(range: Range<usize>, before: Option<usize>, next: Option<usize>) -> Splice {
    let range = match (before, next) {
        (_, Some(next)) => range.start..next,
        (Some(before), None) => before..range.end,
        (None, None) => range,
    };
    (range, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const STORY: &str = "# a story\ntitle: 'A title' # ours\nsummary: >-   # short\n  one\n  two\n\ntags: [a, b] # all\ntoot: {skip: true}\nmeasures:\n  # the first\n  - indicator: Days\n    value: 6\n  - indicator: Nights\n\n# the end\n";

    fn difference(before: &str, after: &str) -> String {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
        let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let tail = before[same..].iter().rev().zip(after[same..].iter().rev()).take_while(|(a, b)| a == b);
        let tail = tail.count();
        let gone = before[same..before.len() - tail].concat();
        format!("{gone}=> {}", after[same..after.len() - tail].concat())
    }

    #[test]
    fn one_field_changes_and_every_other_byte_stays() {
        for (path, value, wanted) in [
            ("title", json!("B: c"), "title: 'A title' # ours\n=> title: \"B: c\" # ours\n"),
            ("title", json!("one\ntwo"), "title: 'A title' # ours\n=> title: |- # ours\n  one\n  two\n"),
            ("summary", json!("short"), "summary: >-   # short\n  one\n  two\n=> summary: short   # short\n"),
            ("tags", json!(["c", "d, e"]), "tags: [a, b] # all\n=> tags: [c, \"d, e\"] # all\n"),
            ("tags[1]", json!("c"), "tags: [a, b] # all\n=> tags: [a, c] # all\n"),
            ("toot.skip", json!(false), "toot: {skip: true}\n=> toot: {skip: false}\n"),
            ("toot.text", json!("hi"), "toot: {skip: true}\n=> toot: {skip: true, text: hi}\n"),
            ("measures[0].value", json!(7), "    value: 6\n=>     value: 7\n"),
            ("measures[1].value", json!(7), "=>     value: 7\n"),
            ("measures[1].baseline.value", json!("no"), "=>     baseline: {value: no}\n"),
            ("id", json!("a-title"), "=> id: a-title\n"),
        ] {
            let found = set(STORY, path, &value).map(|after| difference(STORY, &after));
            assert_eq!(found.as_deref(), Ok(wanted), "{path}");
        }
        assert_eq!(set(STORY, "title.more", &json!(1)), Err(Untouched::Nowhere));
        assert_eq!(set(STORY, "measures[2].value", &json!(1)), Err(Untouched::Nowhere));
    }

    #[test]
    fn a_field_goes_with_its_lines_and_nothing_else() {
        for (path, wanted) in [
            ("title", "title: 'A title' # ours\n=> "),
            ("summary", "summary: >-   # short\n  one\n  two\n=> "),
            ("tags[0]", "tags: [a, b] # all\n=> tags: [b] # all\n"),
            ("tags[1]", "tags: [a, b] # all\n=> tags: [a] # all\n"),
            ("toot.skip", "toot: {skip: true}\n=> toot: {}\n"),
            ("measures[0].indicator", "  - indicator: Days\n    value: 6\n=>   - value: 6\n"),
            ("measures[1].indicator", "  - indicator: Nights\n=>   - {}\n"),
            ("measures[0]", "  - indicator: Days\n    value: 6\n=> "),
        ] {
            let found = remove(STORY, path).map(|after| difference(STORY, &after));
            assert_eq!(found.as_deref(), Ok(wanted), "{path}");
        }
        assert_eq!(remove(STORY, "nothing"), Err(Untouched::Nowhere));
    }

    #[test]
    fn what_is_shared_or_tagged_is_left_as_it_is() {
        for text in ["a: &x 1\nb: *x\n", "a: !!str 1\n", "a: !mine 1\n"] {
            assert_eq!(set(text, "a", &json!(2)), Err(Untouched::Unusual), "{text}");
        }
        assert_eq!(set("a: [", "a", &json!(2)), Err(Untouched::Unreadable));
    }

    #[test]
    fn line_breaks_stay_those_of_the_file() {
        let text = "a: 1\r\nb: |\r\n  c\r\n  d\r\n";
        assert_eq!(set(text, "a", &json!(2)).as_deref(), Ok("a: 2\r\nb: |\r\n  c\r\n  d\r\n"));
        assert_eq!(set(text, "b", &json!("x")).as_deref(), Ok("a: 1\r\nb: x\r\n"));
        assert_eq!(
            set(text, "a", &json!("x\ny")).as_deref(),
            Ok("a: |-\r\n  x\r\n  y\r\nb: |\r\n  c\r\n  d\r\n")
        );
        assert_eq!(set("# only\r\n", "a", &json!(2)).as_deref(), Ok("# only\r\na: 2\r\n"));
        assert_eq!(set("", "a", &json!("")).as_deref(), Ok("a: \"\"\n"));
    }
}
