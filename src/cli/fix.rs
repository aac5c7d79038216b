//! `check --fix`: writes what is mechanical into the authors' files.

use crate::model::diagnostic::{Diagnostic, Insertion};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// Mends every finding that can be mended, and returns the files that were changed, sorted.
///
/// # Errors
/// When a file cannot be read or written; what was mended before stays mended.
pub(super) fn fix(root: &Path, diagnostics: &[Diagnostic]) -> Result<Vec<String>> {
    let mut changed = Vec::new();
    let fixed = diagnostics.iter().filter_map(|finding| Some((finding.rule, finding.fix.as_ref()?)));
    let mut lines: Vec<(&str, &Insertion)> =
        fixed.flat_map(|(rule, fix)| fix.lines.iter().rev().map(move |line| (rule, line))).collect();
    // Two findings may write one field: a guid that was published counts before one that is made up now.
    lines.sort_by_key(|(rule, _)| *rule != crate::check::GUID_CHANGED.name);
    let mut written: BTreeSet<(&str, &str)> = BTreeSet::new();
    // Each goes below the opening line, so that the last of a file comes to stand first.
    for (_, Insertion { file, line }) in lines {
        let field = line.split(':').next().unwrap_or(line);
        if !written.insert((file, field)) {
            continue;
        }
        let path = root.join(file);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let Some(mended) = insert(&text, line) else { continue };
        crate::write::replace(&path, mended.as_bytes())?;
        changed.push(file.clone());
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
