//! Both safe lists: what an author may write as raw HTML, and what is kept of other people's.

use crate::model::safe_html::SafeHtml;

/// Cleans a reply's HTML.
pub fn clean_reply(html: &str) -> SafeHtml {
    SafeHtml::trusted(ammonia::clean(html))
}
