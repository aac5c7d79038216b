//! Toots that are there: reading, editing, deleting, their source, their thread, and those that wait.

use serde_json::json;
use url::Url;

use crate::mastodon::call::{ApiError, Server, read};
use crate::mastodon::entity::{Context, Found, ScheduledStatus, Source, Status};
use crate::web::client::{Content, Method};

/// Everything that an edit sends: what it leaves out the server clears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The text.
    pub text: String,
    /// The content warning; empty for none.
    pub warning: String,
    /// Whether the media are hidden.
    pub sensitive: bool,
    /// The language.
    pub language: Option<String>,
    /// The media that it has and keeps.
    pub media: Vec<String>,
}

impl Server {
    /// A toot; `None` where the server has no such toot.
    pub async fn status(&self, id: &str) -> Result<Option<Status>, ApiError> {
        or_gone(self.get(&format!("/api/v1/statuses/{id}"), &[]).await)
    }

    /// A toot's text as it was typed.
    pub async fn source(&self, id: &str) -> Result<Option<Source>, ApiError> {
        or_gone(self.get(&format!("/api/v1/statuses/{id}/source"), &[]).await)
    }

    /// Replaces a toot. Sending it twice changes nothing.
    pub async fn edit(&self, id: &str, edited: &Edited) -> Result<Status, ApiError> {
        let path = format!("/api/v1/statuses/{id}");
        let mut request = self.session.request(Method::Put, &path, &[]);
        let mut body = json!({
            "status": edited.text,
            "spoiler_text": edited.warning,
            "sensitive": edited.sensitive,
            "media_ids": edited.media,
        });
        if let Some(language) = &edited.language {
            body["language"] = json!(language);
        }
        request.content = Content::Json(body);
        read(&path, self.ask(request).await?)
    }

    /// Deletes a toot; one that is gone is deleted already.
    pub async fn delete(&self, id: &str) -> Result<(), ApiError> {
        let request = self.session.request(Method::Delete, &format!("/api/v1/statuses/{id}"), &[]);
        or_gone(self.ask(request).await).map(|_| ())
    }

    /// The thread around a toot. With a token it holds private replies, too.
    pub async fn context(&self, id: &str) -> Result<Option<Context>, ApiError> {
        or_gone(self.get(&format!("/api/v1/statuses/{id}/context"), &[]).await)
    }

    /// A waiting toot; `None` where it is posted, or was taken away.
    pub async fn scheduled(&self, id: &str) -> Result<Option<ScheduledStatus>, ApiError> {
        or_gone(self.get(&format!("/api/v1/scheduled_statuses/{id}"), &[]).await)
    }

    /// Takes a waiting toot away; one that is gone is gone already.
    pub async fn unschedule(&self, id: &str) -> Result<(), ApiError> {
        let request = self.session.request(Method::Delete, &format!("/api/v1/scheduled_statuses/{id}"), &[]);
        or_gone(self.ask(request).await).map(|_| ())
    }

    /// Our server's copy of a toot anywhere, by its address; `None` where our server cannot get it.
    pub async fn resolve(&self, url: &str) -> Result<Option<Status>, ApiError> {
        let query = [("q", url), ("resolve", "true"), ("type", "statuses"), ("limit", "5")];
        let found: Found = self.get("/api/v2/search", &query).await?;
        let mut statuses = found.statuses;
        if let Some(at) = statuses.iter().position(|status| status.is_at(url)) {
            return Ok(Some(statuses.swap_remove(at)));
        }
        let own = self.own(url).await?;
        // One toot is the answer to an address; several are toots that only name it.
        Ok(own.or_else(|| statuses.pop().filter(|_| statuses.is_empty())))
    }

    /// A toot of this very server, by the id in its address: some servers search for nothing, or not for their own.
    async fn own(&self, url: &str) -> Result<Option<Status>, ApiError> {
        let Ok(address) = Url::parse(url) else { return Ok(None) };
        let id = address.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if address.origin() != self.base().origin() || !is_id {
            return Ok(None);
        }
        Ok(self.status(id).await?.filter(|status| status.is_at(url)))
    }
}

/// What is not there, or is no longer, is an answer and not a failure.
fn or_gone<T>(result: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.status(), Some(404 | 410)) => Ok(None),
        Err(error) => Err(error),
    }
}
