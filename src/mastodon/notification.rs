//! What happened to us, page by page in the direction in which nothing is skipped; what the server filters of it; and the
//! toots that quote one of ours, or wait for our consent.

use serde::Deserialize;
use serde_json::Value;

use crate::mastodon::account::Page;
use crate::mastodon::call::{ApiError, Server};
use crate::mastodon::entity::{Notification, Status};
use crate::web::client::Method;

/// How many are asked for at a time: the most that any server gives.
pub const PAGE: usize = 80;
/// How many ids `GET /api/v1/statuses` takes.
pub const IDS: usize = 20;

/// From where a page of notifications goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From<'a> {
    /// The newest.
    Newest,
    /// Those that came right after this one, the oldest of them.
    After(&'a str),
    /// Those that came right before this one, the newest of them.
    Before(&'a str),
}

/// What a server does with notifications of people whom we do not know (Mastodon 4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Policy {
    for_not_following: String,
    for_not_followers: String,
    for_new_accounts: String,
    for_private_mentions: String,
    for_limited_accounts: String,
}

impl Policy {
    /// What is thrown away, in words; those are not even in the list of what was filtered.
    pub fn dropped(&self) -> Vec<&'static str> {
        let all = [
            (&self.for_not_following, "mentions by people whom the account does not follow"),
            (&self.for_not_followers, "mentions by people who do not follow the account"),
            (&self.for_new_accounts, "mentions by new accounts"),
            (&self.for_private_mentions, "private mentions"),
            (&self.for_limited_accounts, "mentions by limited accounts"),
        ];
        all.into_iter().filter(|(what, _)| *what == "drop").map(|(_, words)| words).collect()
    }
}

impl Server {
    /// A page of mentions and quotes, filtered ones too; newest first.
    pub async fn notifications(&self, from: From<'_>) -> Result<Vec<Notification>, ApiError> {
        let limit = PAGE.to_string();
        let mut query = vec![
            ("types[]", "mention"),
            ("types[]", "quote"),
            ("include_filtered", "true"),
            ("limit", limit.as_str()),
        ];
        match from {
            From::Newest => {}
            From::After(id) => query.push(("min_id", id)),
            From::Before(id) => query.push(("max_id", id)),
        }
        // One that cannot be read, of a kind that is not known yet, does not hide the others.
        let page: Page<Value> =
            self.page(self.session.request(Method::Get, "/api/v1/notifications", &query)).await?;
        Ok(page.items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect())
    }

    /// What the server filters; `None` where it has no such policy.
    pub async fn notification_policy(&self) -> Result<Option<Policy>, ApiError> {
        self.get_if_there("/api/v2/notifications/policy", &[]).await
    }

    /// The toots that quote one of ours, newest first; `None` where the server knows no quotes.
    pub async fn quotes(&self, id: &str) -> Result<Option<Vec<Status>>, ApiError> {
        self.get_if_there(&format!("/api/v1/statuses/{id}/quotes"), &[("limit", "40")]).await
    }

    /// Up to [`IDS`] toots at once; what is gone, and what may not be seen, is left out. `None` where the server has no
    /// such list.
    pub async fn statuses(&self, ids: &[&str]) -> Result<Option<Vec<Status>>, ApiError> {
        let query: Vec<(&str, &str)> = ids.iter().map(|id| ("id[]", *id)).collect();
        self.get_if_there("/api/v1/statuses", &query).await
    }

    /// The newest toots of an account, answers among them: those after the one with id `after`.
    pub async fn posted_since(&self, account: &str, after: Option<&str>) -> Result<Vec<Status>, ApiError> {
        let mut query = vec![("limit", "40"), ("exclude_reblogs", "true")];
        query.extend(after.map(|id| ("since_id", id)));
        self.get(&format!("/api/v1/accounts/{account}/statuses"), &query).await
    }

    /// The newest public toots with a hashtag, those after the one with id `after`.
    pub async fn tagged(&self, tag: &str, after: Option<&str>) -> Result<Vec<Status>, ApiError> {
        let mut query = vec![("limit", "40")];
        query.extend(after.map(|id| ("since_id", id)));
        self.get(&format!("/api/v1/timelines/tag/{tag}"), &query).await
    }

    /// Replies that wait until we agree to them (GoToSocial); `None` where the server asks nobody.
    pub async fn interaction_requests(&self) -> Result<Option<Vec<InteractionRequest>>, ApiError> {
        self.get_if_there("/api/v1/interaction_requests", &[("replies", "true"), ("limit", "80")]).await
    }

    /// How many conversations that are not public have something new; `None` where the server does not say.
    pub async fn private_conversations(&self) -> Result<Option<usize>, ApiError> {
        #[derive(Deserialize)]
        struct Conversation {
            #[serde(default)]
            unread: bool,
        }
        let all: Option<Vec<Conversation>> =
            self.get_if_there("/api/v1/conversations", &[("limit", "40")]).await?;
        Ok(all.map(|all| all.iter().filter(|conversation| conversation.unread).count()))
    }

    /// What a server may lack: some answer 404, some 405, 501, or a page for people.
    async fn get_if_there<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Option<T>, ApiError> {
        match self.get(path, query).await {
            Ok(value) => Ok(Some(value)),
            Err(error) if matches!(error.status(), Some(404 | 405 | 410 | 501)) => Ok(None),
            Err(ApiError::Unreadable { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A reply that waits until we agree to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct InteractionRequest {
    /// The toot of ours that it answers.
    #[serde(default)]
    pub status: Option<Status>,
    /// What would be in its thread.
    #[serde(default)]
    pub reply: Option<Status>,
}
