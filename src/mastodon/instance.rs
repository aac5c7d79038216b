//! What a server is and allows: version 2 of its instance document, or version 1 where there is no other.

use serde::Deserialize;

use crate::mastodon::call::{ApiError, Server};
use crate::model::limits::Limits;
use crate::model::ways::Ways;

/// The instance document, both versions.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Instance {
    #[serde(default)]
    version: String,
    #[serde(default)]
    configuration: Configuration,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Configuration {
    #[serde(default)]
    statuses: Statuses,
    #[serde(default)]
    media_attachments: Attachments,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Statuses {
    max_characters: Option<usize>,
    max_media_attachments: Option<usize>,
    characters_reserved_per_url: Option<usize>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Attachments {
    description_limit: Option<usize>,
}

impl Instance {
    pub(super) fn limits(&self) -> Limits {
        let Configuration { statuses, media_attachments } = &self.configuration;
        let (default, ways) = (Limits::default(), Ways::of(&self.version));
        Limits {
            max_characters: statuses.max_characters.unwrap_or(default.max_characters),
            url_characters: statuses.characters_reserved_per_url.unwrap_or(default.url_characters),
            as_written: ways.counts_as_written,
            marks_up: ways.marks_up,
            refuses_mentions: ways.refuses_mentions,
            max_media: statuses.max_media_attachments.unwrap_or(default.max_media),
            alt_text: media_attachments.description_limit.unwrap_or(default.alt_text),
        }
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }
}

impl Server {
    /// The server's limits, and the version that it says it is.
    pub async fn limits(&self) -> Result<(Limits, String), ApiError> {
        let instance: Instance = match self.get("/api/v2/instance", &[]).await {
            Err(error) if error.status() == Some(404) => self.get("/api/v1/instance", &[]).await?,
            other => other?,
        };
        Ok((instance.limits(), instance.version().to_owned()))
    }
}
