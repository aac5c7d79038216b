//! A part that many pages have.

use crate::model::diagnostic::Diagnostic;
use std::sync::OnceLock;
use tera::Value;

/// HTML that is the same wherever it stands: printed when it is first wanted, and kept as long as its site.
#[derive(Debug, Default)]
pub(super) struct Part(OnceLock<Value>);

impl Part {
    /// The HTML, as a value that is printed as it is.
    ///
    /// # Errors
    /// When its template fails; the next who wants it tries again.
    pub(super) fn html(
        &self,
        print: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Value, Diagnostic> {
        if let Some(printed) = self.0.get() {
            return Ok(printed.clone());
        }
        let html = print()?;
        // The engine writes texts only.
        let html = Value::safe_string(std::str::from_utf8(&html).unwrap_or_default().trim());
        Ok(self.0.get_or_init(|| html).clone())
    }
}
