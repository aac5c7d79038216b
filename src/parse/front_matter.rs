//! A story's file falls into its front matter and its text.

use std::ops::Range;

/// Where the parts of a file are, in bytes of its normalised text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Front matter between two `---` lines (YAML lets `...` end it, too), and the text behind it.
    Both {
        /// The YAML.
        yaml: Range<usize>,
        /// Where the text begins.
        body: usize,
    },
    /// The file does not begin with `---`.
    NoFrontMatter,
    /// The `---` at the end is missing.
    Unclosed,
}

/// Finds the parts.
pub(crate) fn split(text: &str) -> Parts {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Parts::NoFrontMatter;
    };
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Parts::Both { yaml: first.len()..at, body: at + line.len() };
        }
        at += line.len();
    }
    Parts::Unclosed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_falls_into_yaml_and_text() {
        assert_eq!(split("---\na: 1\n---\ntext"), Parts::Both { yaml: 4..9, body: 13 });
        assert_eq!(split("--- \n---"), Parts::Both { yaml: 5..5, body: 8 });
        assert_eq!(split("---\na: 1\n...\ntext"), Parts::Both { yaml: 4..9, body: 13 });
        assert_eq!(split("text\n---\n"), Parts::NoFrontMatter);
        assert_eq!(split(""), Parts::NoFrontMatter);
        assert_eq!(split("---\na: 1\n"), Parts::Unclosed);
    }
}
