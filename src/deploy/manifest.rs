//! What is out, as we know it: a text that lies beside the site at `.hearback/deployed`. Readers may see it; it says nothing
//! that the site does not.
//!
//! A first line with the format and the run that wrote it, then one file a line: what it is, and its path. `-` in the place
//! of a hash means that it may or may not be there, `~` that it is there and nobody knows with which content: a run was cut
//! off after it had said what it would do.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Its place, below the site's.
pub(super) const PLACE: &str = ".hearback/deployed";
/// How it begins.
const HEAD: &str = "hearback deployed 1";

/// What is known about a file that is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is there, and this is it.
    Is([u8; 16]),
    /// It is there with any content.
    Changing,
    /// It may be there with any content, or not at all.
    Doubtful,
}

/// What is out, and who wrote that down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Deployed {
    /// Every file of ours, by its path.
    pub(super) files: BTreeMap<String, Mark>,
    /// The run that wrote it, and the how manieth text of it this is: no two texts are the same.
    pub(super) by: String,
}

impl Deployed {
    /// Reads the text; `None` where it is none of ours, or of a later format.
    pub(super) fn parse(text: &str) -> Option<Deployed> {
        let mut lines = text.lines();
        let by = lines.next()?.strip_prefix(HEAD)?.trim().to_owned();
        let files = lines.map(line).collect::<Option<_>>()?;
        Some(Deployed { files, by })
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 96);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{HEAD} {}", self.by);
        for (path, mark) in &self.files {
            let _ = match mark {
                Mark::Is(hash) => writeln!(text, "{:032x} {path}", u128::from_be_bytes(*hash)),
                Mark::Changing => writeln!(text, "~ {path}"),
                Mark::Doubtful => writeln!(text, "- {path}"),
            };
        }
        text
    }
}

fn line(line: &str) -> Option<(String, Mark)> {
    let (mark, path) = line.split_once(' ')?;
    let mark = match mark {
        "~" => Mark::Changing,
        "-" => Mark::Doubtful,
        hash => Mark::Is(u128::from_str_radix(hash, 16).ok()?.to_be_bytes()),
    };
    // Files that it names are removed: whatever somebody wrote into it must not reach out of the site.
    let stays_inside = !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    stays_inside.then(|| (path.to_owned(), mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let marks = [("a b/ß.html", Mark::Is([7; 16])), ("c", Mark::Changing), ("d", Mark::Doubtful)];
        let files = marks.map(|(path, mark)| (path.to_owned(), mark)).into();
        let deployed = Deployed { files, by: "run.1".to_owned() };
        assert_eq!(Deployed::parse(&deployed.text()), Some(deployed));
    }

    #[test]
    fn what_is_no_manifest_or_names_a_file_elsewhere_is_not_read() {
        for text in [
            "",
            "<html>",
            "hearback deployed 1 x\n- ../y\n",
            "hearback deployed 1 x\n- /y\n",
            "hearback deployed 1 x\nq y\n",
        ] {
            assert_eq!(Deployed::parse(text), None, "{text}");
        }
    }
}
