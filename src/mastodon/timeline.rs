//! A list of toots, newest first, read page by page as far back as somebody asks, and kept: a run asks for it once for
//! each toot that it posts.

use std::collections::BTreeSet;

use jiff::Timestamp;
use url::Url;

use crate::mastodon::account::Page;
use crate::mastodon::call::{ApiError, Server};
use crate::mastodon::entity::Status;
use crate::web::client::Method;

/// The most pages that are read: at 40 toots a page more than a year of an active account, within a server's limits.
const PAGES: usize = 200;
/// How many toots are asked for at a time: the most that Mastodon gives.
const PAGE: usize = 40;
/// A page with so many toots that brings nothing new means that the server gives the same one for ever.
const FULL: usize = 20;

/// Why a list is not known as far back as it should be.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ListError {
    /// The server did not give a page.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// It gives the same page again.
    #[error("the server gives the same page again")]
    SamePage,
    /// It goes on longer than anybody reads.
    #[error("they go on after {PAGES} pages")]
    Endless,
    /// The server keeps no more than these.
    #[error("the server shows the newest {0} only")]
    Cut(usize),
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Next {
    /// Nothing is read yet.
    First,
    /// Where the server says.
    Page(Url),
    /// It does not say, as some do not though there is more.
    After(String),
    /// There is none.
    End,
}

/// A list as far as it was read.
#[derive(Clone, Debug)]
pub struct Timeline {
    path: String,
    statuses: Vec<Status>,
    next: Next,
    /// The newest toot of the page that was read last: what is newer is there.
    reached: Option<Timestamp>,
    /// Whether that page had nothing on it.
    blank: bool,
}

impl Timeline {
    /// What an account posted, replies and boosts included.
    pub fn of_account(id: &str) -> Timeline {
        Timeline::at(format!("/api/v1/accounts/{id}/statuses"))
    }

    /// What those posted whom we follow, and we ourselves: there are our own private toots, too, where the account's list
    /// leaves them out.
    pub fn home() -> Timeline {
        Timeline::at("/api/v1/timelines/home".to_owned())
    }

    fn at(path: String) -> Timeline {
        Timeline { path, statuses: Vec::new(), next: Next::First, reached: None, blank: false }
    }

    /// What was read, newest first.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// Whether it was read to its end.
    pub fn is_whole(&self) -> bool {
        self.next == Next::End
    }

    /// Reads the newest page again. What is older is kept where the two meet; else it is read anew when it is asked for.
    pub async fn refresh(&mut self, server: &Server, step: impl Fn()) -> Result<(), ApiError> {
        step();
        let page = self.first_page(server).await?;
        let fresh: BTreeSet<&str> = page.items.iter().map(|status| status.uri.as_str()).collect();
        let meets = self.statuses.iter().any(|status| fresh.contains(status.uri.as_str()));
        if !meets || self.next == Next::First {
            self.reached = None;
            self.blank = false;
            self.statuses = Vec::new();
            self.take(page);
            return Ok(());
        }
        // What is newer than the page's end and not on it was deleted, or has another address now.
        let oldest = page.items.last().map_or(Timestamp::MIN, |last| last.created_at);
        let kept = |status: &Status| !fresh.contains(status.uri.as_str()) && status.created_at <= oldest;
        let older: Vec<Status> = self.statuses.iter().filter(|status| kept(status)).cloned().collect();
        self.statuses = page.items;
        self.statuses.extend(older);
        Ok(())
    }

    /// Reads on until everything since `since` is there. Fails where that cannot be known. `cut_at` is how many toots the
    /// server keeps in such a list, where it keeps only so many.
    pub async fn read_back(
        &mut self,
        server: &Server,
        since: Timestamp,
        cut_at: Option<usize>,
        step: impl Fn(),
    ) -> Result<(), ListError> {
        if self.next == Next::First {
            self.refresh(server, &step).await?;
        }
        for _ in 0..PAGES {
            if self.reached.is_some_and(|newest| newest < since) {
                return Ok(());
            }
            if self.next == Next::End {
                let cut = cut_at.filter(|most| self.statuses.len() >= *most);
                return cut.map_or(Ok(()), |most| Err(ListError::Cut(most)));
            }
            step();
            self.read_page(server).await?;
        }
        Err(ListError::Endless)
    }

    /// Reads one more page, where there is one.
    pub async fn read_page(&mut self, server: &Server) -> Result<(), ListError> {
        let page = match &self.next {
            Next::First => self.first_page(server).await?,
            Next::Page(url) => server.next(url).await?,
            Next::After(id) => {
                let limit = PAGE.to_string();
                let query = [("limit", limit.as_str()), ("max_id", id.as_str())];
                server.page(server.session.request(Method::Get, &self.path, &query)).await?
            }
            Next::End => return Ok(()),
        };
        let known: BTreeSet<&str> = self.statuses.iter().map(|status| status.id.as_str()).collect();
        let news = page.items.iter().any(|status| !known.contains(status.id.as_str()));
        if !news && page.items.len() >= FULL {
            return Err(ListError::SamePage);
        }
        self.take(page);
        Ok(())
    }

    /// Takes a page in. The end is a page with nothing new on it: some servers name a next page on every one, others never;
    /// after an empty one that names a next one that is asked for once.
    fn take(&mut self, page: Page<Status>) {
        let known: BTreeSet<&str> = self.statuses.iter().map(|status| status.id.as_str()).collect();
        let last = page.items.last().map(|status| status.id.clone());
        let fresh: Vec<Status> =
            page.items.into_iter().filter(|status| !known.contains(status.id.as_str())).collect();
        self.next = match (page.next, last) {
            (Some(next), None) if !self.blank => Next::Page(next),
            (Some(next), Some(_)) if !fresh.is_empty() => Next::Page(next),
            (None, Some(last)) if !fresh.is_empty() => Next::After(last),
            _ => Next::End,
        };
        self.blank = fresh.is_empty();
        self.reached = fresh.iter().map(|status| status.created_at).max().or(self.reached);
        self.statuses.extend(fresh);
    }

    async fn first_page(&self, server: &Server) -> Result<Page<Status>, ApiError> {
        let limit = PAGE.to_string();
        server.page(server.session.request(Method::Get, &self.path, &[("limit", limit.as_str())])).await
    }
}
