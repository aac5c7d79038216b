//! A client with a credential that is bound to one origin: the token is sent to the account's server and to nobody else.

use url::{Origin, Url};

use crate::model::secret::Token;
use crate::web::client::{Answer, Client, Failure, Method, Request, host};

/// A server, and what opens it to us.
#[derive(Clone, Debug)]
pub struct Session {
    client: Client,
    base: Url,
    token: Option<Token>,
}

/// A request would have carried the token to another host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{server}` points to `{other}`, and its token stays with it")]
pub struct Elsewhere {
    /// The account's server.
    pub server: String,
    /// Where the request would have gone.
    pub other: String,
}

impl Session {
    /// Binds a token to the origin of `base`; without one the requests are anonymous.
    pub fn new(client: Client, base: &Url, token: Option<Token>) -> Session {
        let mut base = base.clone();
        base.set_path("/");
        base.set_query(None);
        base.set_fragment(None);
        Session { client, base, token }
    }

    /// The server's address, without a path.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The origin that the token is bound to.
    pub fn origin(&self) -> Origin {
        self.base.origin()
    }

    /// A request to a path of the server: `/api/v1/statuses`, with its query.
    pub fn request(&self, method: Method, path: &str, query: &[(&str, &str)]) -> Request {
        let mut url = self.base.clone();
        url.set_path(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.with_token(Request::new(method, url))
    }

    /// A request to an address that the server named, such as the next page of a list. Refused where it leads to
    /// another origin.
    pub fn request_to(&self, method: Method, url: Url) -> Result<Request, Elsewhere> {
        if url.origin() != self.origin() {
            return Err(Elsewhere { server: host(&self.base), other: host(&url) });
        }
        Ok(self.with_token(Request::new(method, url)))
    }

    fn with_token(&self, mut request: Request) -> Request {
        request.token = self.token.clone();
        request
    }

    /// Sends a request that this session made. A token never leaves for another origin, whatever became of the
    /// request's address meanwhile.
    pub async fn send(&self, mut request: Request) -> Result<Answer, Failure> {
        if request.url.origin() != self.origin() {
            request.token = None;
        }
        self.client.send(request).await
    }
}
