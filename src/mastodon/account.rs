//! Who we are, what we posted, and what happened to us.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use url::Url;

use crate::mastodon::call::{ApiError, Server, date, read};
use crate::mastodon::entity::{Account, Notification, Status};
use crate::mastodon::page::link;
use crate::web::client::{Method, Request};

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

    /// The newest toots of an account, replies and boosts included; older pages by [`Server::next`].
    pub async fn account_statuses(&self, account: &str) -> Result<Page<Status>, ApiError> {
        let path = format!("/api/v1/accounts/{account}/statuses");
        self.page(self.session.request(Method::Get, &path, &[("limit", "40")])).await
    }

    /// What happened to us, newest first: the mentions since the notification with id `since`, or all.
    pub async fn mentions(&self, since: Option<&str>) -> Result<Page<Notification>, ApiError> {
        let mut query = vec![("types[]", "mention"), ("limit", "80")];
        query.extend(since.map(|id| ("since_id", id)));
        self.page(self.session.request(Method::Get, "/api/v1/notifications", &query)).await
    }

    /// A further page of a list, which must be on the same server.
    pub async fn next<T: DeserializeOwned>(&self, page: &Url) -> Result<Page<T>, ApiError> {
        self.page(self.session.request_to(Method::Get, page.clone())?).await
    }

    async fn page<T: DeserializeOwned>(&self, request: Request) -> Result<Page<T>, ApiError> {
        let from = request.url.clone();
        let answer = self.ask(request).await?;
        let next = link(&answer, &from, "next").filter(|next| *next != from);
        Ok(Page { items: read(from.path(), answer)?, next })
    }
}
