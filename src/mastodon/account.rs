//! Who we are, what we posted, and what happened to us.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use url::Url;

use crate::mastodon::call::{ApiError, Server, date, read};
use crate::mastodon::entity::{Account, Notification, ScheduledStatus};
use crate::mastodon::page::link;
use crate::web::client::{Method, Request};

/// The most pages of waiting toots that are read.
const WAITING_PAGES: usize = 50;

/// One page of a list, and how to get the next.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// What is on it, newest first.
    pub items: Vec<T>,
    /// The next, older page; none at the end.
    pub next: Option<Url>,
}

impl Server {
    /// The account that the token opens, and the server's clock.
    pub async fn verify_credentials(&self) -> Result<(Account, Option<Timestamp>), ApiError> {
        let path = "/api/v1/accounts/verify_credentials";
        let answer = self.ask(self.session.request(Method::Get, path, &[])).await?;
        let now = date(&answer);
        Ok((read(path, answer)?, now))
    }

    /// What happened to us, newest first: the mentions since the notification with id `since`, or all.
    pub async fn mentions(&self, since: Option<&str>) -> Result<Page<Notification>, ApiError> {
        let mut query = vec![("types[]", "mention"), ("limit", "80")];
        query.extend(since.map(|id| ("since_id", id)));
        self.page(self.session.request(Method::Get, "/api/v1/notifications", &query)).await
    }

    /// Everything that waits to be posted, all pages; `None` where the server has no such list.
    pub async fn waiting(&self) -> Result<Option<Vec<ScheduledStatus>>, ApiError> {
        let request = self.session.request(Method::Get, "/api/v1/scheduled_statuses", &[("limit", "40")]);
        let mut page: Page<ScheduledStatus> = match self.page(request).await {
            Ok(page) => page,
            Err(error) if matches!(error.status(), Some(404 | 410)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut all = page.items;
        // At most 300 wait on Mastodon: whoever goes on for longer gives the same page for ever.
        for _ in 0..WAITING_PAGES {
            let Some(next) = page.next.take() else { break };
            page = self.next(&next).await?;
            let news = page.items.iter().any(|waiting| all.iter().all(|known| known.id != waiting.id));
            if !news {
                break;
            }
            all.append(&mut page.items);
        }
        Ok(Some(all))
    }

    /// A further page of a list, which must be on the same server.
    pub async fn next<T: DeserializeOwned>(&self, page: &Url) -> Result<Page<T>, ApiError> {
        self.page(self.session.request_to(Method::Get, page.clone())?).await
    }

    pub(super) async fn page<T: DeserializeOwned>(&self, request: Request) -> Result<Page<T>, ApiError> {
        let from = request.url.clone();
        let answer = self.ask(request).await?;
        let next = link(&answer, &from, "next").filter(|next| *next != from);
        Ok(Page { items: read(from.path(), answer)?, next })
    }
}
