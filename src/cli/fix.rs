//! `check --fix`: writes what is mechanical into the authors' files.

use crate::model::diagnostic::Diagnostic;
use anyhow::{Context, Result};
use std::path::Path;

/// Mends every finding that can be mended, and returns the files that were changed, sorted.
///
/// # Errors
/// When a file cannot be read or written; what was mended before stays mended.
pub(super) fn fix(root: &Path, diagnostics: &[Diagnostic]) -> Result<Vec<String>> {
    let mut changed = Vec::new();
    for finding in diagnostics {
        let Some(fix) = &finding.fix else { continue };
        let path = root.join(&finding.place.file);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let Some(mended) = insert(&text, &fix.front_matter_line) else { continue };
        crate::write::replace(&path, mended.as_bytes())?;
        changed.push(finding.place.file.clone());
    }
    changed.sort();
    changed.dedup();
    Ok(changed)
}

/// The text with a line added after the opening `---`, with the line break that the file uses.
fn insert(text: &str, line: &str) -> Option<String> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let opening = text[start..].find('\n')? + start + 1;
    text[start..opening].trim_end().eq("---").then_some(())?;
    let ending = if text[..opening].ends_with("\r\n") { "\r\n" } else { "\n" };
    Some(format!("{}{line}{ending}{}", &text[..opening], &text[opening..]))
}

#[cfg(test)]
mod tests {
    use super::insert;

    #[test]
    fn a_line_goes_below_the_opening_with_the_files_own_line_break() {
        assert_eq!(insert("---\ntitle: A\n---\n", "id: a").as_deref(), Some("---\nid: a\ntitle: A\n---\n"));
        assert_eq!(
            insert("---\r\ntitle: A\r\n---\r\n", "id: a").as_deref(),
            Some("---\r\nid: a\r\ntitle: A\r\n---\r\n")
        );
        assert_eq!(insert("no front matter\n", "id: a"), None);
    }
}
