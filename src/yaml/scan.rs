//! The way through a YAML text that finds where each field stands: line by line, by indentation, and through flow style by
//! its brackets.

use crate::yaml::node::Node;
use std::ops::Range;

/// A list or a mapping in block style that is still open.
struct Open {
    column: usize,
    path: String,
    /// The next index of a list; `None` for a mapping.
    next: Option<usize>,
}

/// A scanner on its way through a text.
pub(super) struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    open: Vec<Open>,
    /// The path of the field whose value may stand nested on the next lines.
    pending: String,
    nodes: Vec<Node>,
}

/// How deep this scanner follows flow style; the parser's own cap is lower.
const DEEPEST: usize = 200;

impl<'t> Scan<'t> {
    /// Every field and item of a text.
    pub(super) fn of(text: &'t str) -> Vec<Node> {
        let (bytes, open, pending, nodes) = (text.as_bytes(), Vec::new(), String::new(), Vec::new());
        let mut scan = Scan { text, bytes, at: 0, open, pending, nodes };
        while scan.at < text.len() {
            scan.line();
        }
        scan.nodes
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn spaces(&mut self) {
        while self.peek() == Some(b' ') || self.peek() == Some(b'\t') {
            self.at += 1;
        }
    }

    fn end_of_line(&self, from: usize) -> usize {
        self.bytes[from..].iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |n| from + n)
    }

    fn next_line(&mut self) {
        self.at = (self.end_of_line(self.at) + 1).min(self.bytes.len());
    }

    /// One line, with the lines that belong to its value.
    fn line(&mut self) {
        let start = self.at;
        self.spaces();
        match self.peek() {
            None => return,
            Some(b'\n' | b'\r' | b'#') => return self.next_line(),
            Some(_) => {}
        }
        if self.text[start..].starts_with("---") || self.text[start..].starts_with("...") {
            return self.next_line();
        }
        let column = self.at - start;
        let dash = self.is_dash();
        while self
            .open
            .last()
            .is_some_and(|top| top.column > column || (top.column == column && top.next.is_some() != dash))
        {
            self.open.pop();
        }
        self.content(start);
        if self.at == start || self.bytes[self.at - 1] != b'\n' {
            self.next_line();
        }
    }

    fn is_dash(&self) -> bool {
        self.peek() == Some(b'-')
            && matches!(self.bytes.get(self.at + 1), None | Some(b' ' | b'\n' | b'\r' | b'\t'))
    }

    /// The dashes, the key and the value of a line that starts at `start`.
    fn content(&mut self, start: usize) {
        let mut item: Option<usize> = None; // the column of the last dash
        while self.is_dash() {
            let column = self.at - start;
            let path = self.enter(column, true);
            item = Some(column);
            self.nodes.push(Node {
                path: path.clone(),
                key: self.at..self.at + 1,
                value: self.at..self.at,
                plain: false,
                comment: None,
            });
            self.pending = path;
            self.at += 1;
            self.spaces();
            if matches!(self.peek(), None | Some(b'\n' | b'\r' | b'#')) {
                return;
            }
        }
        let column = self.at - start;
        match self.key() {
            Some((key, name)) => {
                let base = self.enter(column, false);
                let path = if base.is_empty() { name } else { format!("{base}.{name}") };
                self.pending.clone_from(&path);
                let at = self.at;
                self.nodes.push(Node { path, key, value: at..at, plain: false, comment: None });
                self.value(column);
            }
            None => {
                if let Some(dash) = item {
                    self.value(dash);
                }
            }
        }
    }

    /// The list or mapping in block style that a line at this column belongs to; the path of the item, or of the mapping.
    fn enter(&mut self, column: usize, list: bool) -> String {
        let fits = self.open.last().is_some_and(|top| top.column == column && top.next.is_some() == list);
        if !fits {
            let path = if self.open.is_empty() && !list { String::new() } else { self.pending.clone() };
            self.open.push(Open { column, path, next: list.then_some(0) });
        }
        match self.open.last_mut() {
            Some(Open { path, next: Some(next), .. }) => {
                *next += 1;
                format!("{path}[{}]", *next - 1)
            }
            Some(Open { path, .. }) => path.clone(),
            None => String::new(),
        }
    }

    /// Reads `key:`, and stands behind it; stands still where there is none.
    fn key(&mut self) -> Option<(Range<usize>, String)> {
        let start = self.at;
        let stop = self.end_of_line(start);
        if let Some(quote @ (b'"' | b'\'')) = self.peek() {
            let end = (start + 1..stop).find(|i| self.bytes[*i] == quote)? + 1;
            let colon = (end..stop).find(|i| self.bytes[*i] != b' ')?;
            (self.bytes[colon] == b':').then_some(())?;
            self.at = colon + 1;
            return Some((start..end, self.text[start + 1..end - 1].to_owned()));
        }
        let colon = (start..stop).find(|i| {
            self.bytes[*i] == b':'
                && matches!(self.bytes.get(*i + 1), None | Some(b' ' | b'\n' | b'\r' | b'\t'))
        })?;
        let comment =
            self.text[start..colon].contains(" #") || matches!(self.bytes[start], b'[' | b'{' | b'|' | b'>');
        if comment {
            return None;
        }
        let key = self.text[start..colon].trim_end();
        self.at = colon + 1;
        Some((start..start + key.len(), key.to_owned()))
    }

    /// Reads the value of the last node, whose key stands at a column.
    fn value(&mut self, column: usize) {
        self.spaces();
        while matches!(self.peek(), Some(b'&' | b'!')) {
            while self.peek().is_some_and(|b| !b.is_ascii_whitespace()) {
                self.at += 1;
            }
            self.spaces();
        }
        match self.peek() {
            None | Some(b'\n' | b'\r') => {}
            Some(b'#') => self.comment(),
            Some(b'|' | b'>') => self.block(column),
            Some(b'"' | b'\'') => {
                let start = self.at;
                self.quoted();
                self.set_value(start..self.at, false);
            }
            Some(b'[' | b'{') => {
                let start = self.at;
                let (node, path) = (self.nodes.len().saturating_sub(1), self.pending.clone());
                self.flow(&path, 0);
                if let Some(node) = self.nodes.get_mut(node) {
                    node.value = start..self.at;
                }
            }
            Some(_) => self.plain(column),
        }
    }

    fn set_value(&mut self, range: Range<usize>, plain: bool) {
        if let Some(node) = self.nodes.last_mut() {
            (node.value, node.plain) = (range, plain);
        }
    }

    /// The rest of the line is a comment.
    fn comment(&mut self) {
        let end = self.end_of_line(self.at);
        if let Some(node) = self.nodes.last_mut() {
            node.comment = Some(self.at..self.at + self.text[self.at..end].trim_end().len());
        }
        self.at = end;
    }

    /// Where the indented lines after this one end: those deeper than a column, and empty ones between them.
    fn deeper_lines(&self, column: usize) -> (usize, usize) {
        let mut end = self.end_of_line(self.at);
        let (mut last, mut content) = (end, end);
        while end < self.bytes.len() {
            let start = end + 1;
            end = self.end_of_line(start.min(self.bytes.len()));
            let line = &self.text[start.min(end)..end];
            let indent = line.len() - line.trim_start_matches(' ').len();
            if line.trim().is_empty() {
                continue;
            }
            if indent <= column {
                break;
            }
            (last, content) = (end, start + line.trim_end().len());
        }
        (last, content)
    }

    fn block(&mut self, column: usize) {
        let start = self.at;
        let (last, content) = self.deeper_lines(column);
        let whole = &self.text[start..content.max(start)];
        // What is pointed at is the text, not the `>-` above it.
        let text = whole.find('\n').map_or("", |end| whole[end..].trim_start());
        let range = if text.is_empty() {
            start..start + whole.len()
        } else {
            start + whole.len() - text.len()..start + whole.len()
        };
        self.set_value(range, false);
        self.at = last;
    }

    /// A plain scalar with its further lines. A comment ends it.
    fn plain(&mut self, column: usize) {
        let start = self.at;
        let (last, content) = self.deeper_lines(column);
        let text = &self.text[start..content.max(start)];
        match text.find(" #").into_iter().chain(text.find("\t#")).min() {
            Some(cut) => {
                self.set_value(start..start + text[..cut].trim_end().len(), true);
                self.at = start + cut + 1;
                self.comment();
                self.at = last;
            }
            None => {
                self.set_value(start..start + text.trim_end().len(), true);
                self.at = last;
            }
        }
    }

    /// A quoted scalar, over lines.
    fn quoted(&mut self) {
        let quote = self.peek();
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'\\' && quote == Some(b'"') {
                self.at = (self.at + 1).min(self.bytes.len());
            } else if Some(byte) == quote {
                if quote == Some(b'\'') && self.peek() == quote {
                    self.at += 1;
                } else {
                    break;
                }
            }
        }
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// A list or mapping in flow style, over lines.
    fn flow(&mut self, path: &str, depth: usize) {
        let list = self.peek() == Some(b'[');
        self.at += 1;
        let mut index = 0;
        loop {
            self.blank();
            match self.peek() {
                None => return,
                Some(b']' | b'}') => {
                    self.at += 1;
                    return;
                }
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let before = self.at;
            let key = self.flow_key();
            let name = match &key {
                Some((_, name)) if !list => format!("{path}.{name}"),
                _ => format!("{path}[{index}]"),
            };
            index += 1;
            let at = self.at;
            let key = key.map_or(at..at, |(key, _)| key);
            let node = self.nodes.len();
            self.nodes.push(Node { path: name.clone(), key, value: at..at, plain: false, comment: None });
            self.blank();
            let start = self.at;
            match self.peek() {
                Some(b'[' | b'{') if depth < DEEPEST => self.flow(&name, depth + 1),
                Some(b'"' | b'\'') => self.quoted(),
                _ => self.flow_plain(),
            }
            if let Some(node) = self.nodes.get_mut(node) {
                node.value = start..start + self.text[start..self.at].trim_end().len();
            }
            if self.at == before {
                self.at += 1;
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
            }
        }
    }

    /// White space, line breaks and comments in flow style.
    fn blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'#' => self.at = self.end_of_line(self.at),
                _ => return,
            }
        }
    }

    fn flow_key(&mut self) -> Option<(Range<usize>, String)> {
        let start = self.at;
        let mut end = start;
        if matches!(self.peek(), Some(b'"' | b'\'')) {
            self.quoted();
            end = self.at;
            self.at = start;
        } else {
            while self.bytes.get(end).is_some_and(|b| !matches!(b, b',' | b'[' | b']' | b'{' | b'}' | b'\n'))
                && !(self.bytes[end] == b':'
                    && matches!(self.bytes.get(end + 1), None | Some(b' ' | b'\n' | b',' | b'}')))
            {
                end += 1;
            }
        }
        (self.bytes.get(end) == Some(&b':')).then_some(())?;
        self.at = end + 1;
        let name = self.text[start..end].trim().trim_matches(['"', '\'']);
        Some((start..end, name.to_owned()))
    }

    fn flow_plain(&mut self) {
        while self.peek().is_some_and(|b| !matches!(b, b',' | b']' | b'}')) {
            let comment =
                self.peek() == Some(b'#') && self.at > 0 && self.bytes[self.at - 1].is_ascii_whitespace();
            if comment {
                return;
            }
            self.at += 1;
        }
    }
}
