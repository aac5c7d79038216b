//! Uploading a picture, and waiting until the server is done with it.

use std::time::Duration;

use crate::mastodon::call::{ApiError, Server, read};
use crate::mastodon::entity::Media;
use crate::web::client::{Content, Method};

/// How often a server that works on a picture is asked, a little less often each time: two minutes in all.
const WAITS: [u64; 12] = [1, 1, 2, 2, 4, 5, 10, 15, 20, 20, 20, 20];

/// A picture to upload.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name, as the server is told.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its alt text, which is required.
    pub alt: String,
}

impl Server {
    /// Uploads a picture and waits until a toot may have it. Its id serves one toot, within a day.
    pub async fn upload(&self, upload: Upload) -> Result<Media, ApiError> {
        let mut request = self.session.request(Method::Post, "/api/v2/media", &[]);
        request.timeout = Duration::from_secs(120);
        request.content = Content::File {
            name: upload.name,
            mime: upload.mime,
            bytes: upload.bytes,
            fields: vec![("description".to_owned(), upload.alt)],
        };
        let answer = self.ask(request).await?;
        let ready = answer.status == 200;
        let media: Media = read("POST /api/v2/media", answer)?;
        if ready { Ok(media) } else { self.processed(&media.id).await }
    }

    /// 202 on the upload and 206 here mean that the server still works on it.
    async fn processed(&self, id: &str) -> Result<Media, ApiError> {
        let path = format!("/api/v1/media/{id}");
        for wait in WAITS {
            tokio::time::sleep(Duration::from_secs(wait)).await;
            let answer = self.ask(self.session.request(Method::Get, &path, &[])).await?;
            if answer.status == 200 {
                return read(&path, answer);
            }
        }
        let why = "the server did not finish with the picture in two minutes".to_owned();
        Err(ApiError::Unreadable { what: format!("GET {path}"), why })
    }
}
