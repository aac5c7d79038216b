//! The only string that a template prints unescaped.

/// HTML that is known to hold nothing but what the safe list allows. Only `parse` (from Markdown), `parse::safe_list` (from
/// other people's HTML), `render::body` (the same with its holes filled), `render::feed` (with what the front
/// matter says around it) and `render::chart` make one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Takes the maker's word that the string is safe.
    pub(crate) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
