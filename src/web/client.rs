//! One request and its answer. Nothing is retried and no redirect is followed here: whoever asks knows what a second
//! request may cost.

use std::time::Duration;

use url::{Host, Url};

use crate::model::secret::Token;
use crate::web::reach;

/// Some servers refuse a request that does not say who it is.
const USER_AGENT: &str = concat!("hearback/", env!("CARGO_PKG_VERSION"));
/// The longest that one request may take where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The longest until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);
/// The most bytes of an answer that are read.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Ask whether it is there, without reading it.
    Head,
    /// Make.
    Post,
    /// Replace.
    Put,
    /// Take away.
    Delete,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing.
    None,
    /// JSON.
    Json(serde_json::Value),
    /// A form, `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
    /// A file with fields beside it, `multipart/form-data`.
    File {
        /// The file's name, as the server is told.
        name: String,
        /// Its media type: `image/jpeg`.
        mime: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// The other fields.
        fields: Vec<(String, String)>,
    },
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is asked for.
    pub method: Method,
    /// Where.
    pub url: Url,
    /// Headers beside the client's own.
    pub headers: Vec<(&'static str, String)>,
    /// The token, sent as `Authorization: Bearer`. Only a [`Session`](super::session::Session) sets it.
    pub(super) token: Option<Token>,
    /// What it carries.
    pub content: Content,
    /// The longest that it may take, reading the answer included.
    pub timeout: Duration,
    /// The most bytes of the answer that are read; the rest is left.
    pub max_answer: usize,
    /// Whether an answer that is longer is cut instead of refused.
    pub cut: bool,
}

impl Request {
    /// A request without anything special.
    pub fn new(method: Method, url: Url) -> Request {
        Request {
            method,
            url,
            headers: Vec::new(),
            token: None,
            content: Content::None,
            timeout: TIMEOUT,
            max_answer: MAX_ANSWER,
            cut: false,
        }
    }
}

/// The fields of a form that open something (RFC 6749, RFC 7636, RFC 7009).
const SECRET_FIELDS: [&str; 4] = ["client_secret", "code", "code_verifier", "token"];

impl Request {
    /// What it carries that nobody else may read.
    fn secrets(&self) -> Vec<String> {
        let mut secrets: Vec<String> = self.token.iter().map(|token| token.expose().to_owned()).collect();
        if let Content::Form(fields) = &self.content {
            let secret = fields.iter().filter(|(name, _)| SECRET_FIELDS.contains(&name.as_str()));
            secrets.extend(secret.map(|(_, value)| value.clone()));
        }
        secrets.retain(|secret| secret.len() >= 6);
        secrets
    }
}

/// Puts `[token]` in the place of a secret, wherever it stands in a body.
fn hide(body: &mut Vec<u8>, secret: &[u8]) {
    let Some(mut at) = body.windows(secret.len()).position(|part| part == secret) else { return };
    let mut clean = Vec::with_capacity(body.len());
    let mut rest: &[u8] = body;
    loop {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(b"[token]");
        rest = &rest[at + secret.len()..];
        match rest.windows(secret.len()).position(|part| part == secret) {
            Some(next) => at = next,
            None => break,
        }
    }
    clean.extend_from_slice(rest);
    *body = clean;
}

/// What came back, whatever it says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers with text values; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of that name; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Not https, and not a server on this machine.
    #[error("`{0}` is not https, and only a server on this machine may do without")]
    Insecure(String),
    /// A page is asked for whose host is no public one.
    #[error("`{0}` is not a public host")]
    Private(String),
    /// No connection was made: the request was not sent.
    #[error("no connection to `{host}`: {why}")]
    Unreachable {
        /// The host, with its port where that is unusual.
        host: String,
        /// What the system says.
        why: String,
    },
    /// The request may have been received; how it ended is not known.
    #[error("no answer from `{host}`: {why}")]
    Broken {
        /// The host.
        host: String,
        /// What happened.
        why: String,
    },
    /// The answer is longer than it may be.
    #[error("the answer of `{0}` is too long")]
    TooLong(String),
    /// The request cannot be made at all.
    #[error("the request to `{host}` cannot be made: {why}")]
    Unsendable {
        /// The host.
        host: String,
        /// Why not.
        why: String,
    },
}

/// Whom a client asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Whoever can be asked in secret: https, or this machine.
    Secure,
    /// Everybody on the public net.
    Public { loopback: bool },
}

/// The way out.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    /// Without a proxy: what is plain for this machine is plain for whoever carries it.
    direct: reqwest::Client,
    reach: Reach,
}

impl Client {
    /// Makes it ready. Fails where the system's certificates or proxy settings cannot be used.
    pub fn new() -> Result<Client, Failure> {
        Client::with(Reach::Secure)
    }

    /// A client for pages of anybody: plain `http` too, never a token, and no private network. `loopback` lets it ask
    /// this machine, which only a test wants.
    pub fn for_pages(loopback: bool) -> Result<Client, Failure> {
        Client::with(Reach::Public { loopback })
    }

    fn with(reach: Reach) -> Result<Client, Failure> {
        let http = Client::way(reach, false)?;
        let direct = if reach == Reach::Secure { Client::way(reach, true)? } else { http.clone() };
        Ok(Client { http, direct, reach })
    }

    fn way(reach: Reach, is_direct: bool) -> Result<reqwest::Client, Failure> {
        let mut building = reqwest::Client::builder();
        if is_direct {
            building = building.no_proxy();
        }
        if let Reach::Public { loopback } = reach {
            building = building.dns_resolver(reach::Resolver { loopback });
        }
        building
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(CONNECT)
            // A connection kept open may be closed just when a toot is sent on it, and nobody knows whether it came.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|error| Failure::Unsendable { host: "any host".to_owned(), why: causes(&error) })
    }

    /// Sends a request once and reads the answer.
    pub async fn send(&self, mut request: Request) -> Result<Answer, Failure> {
        match self.reach {
            Reach::Secure if !is_safe(&request.url) => return Err(Failure::Insecure(host(&request.url))),
            Reach::Public { loopback } if !reach::is_allowed(&request.url, loopback) => {
                return Err(Failure::Private(host(&request.url)));
            }
            Reach::Public { .. } => request.token = None,
            Reach::Secure => {}
        }
        let secrets = request.secrets();
        let http = if request.url.scheme() == "http" { &self.direct } else { &self.http };
        let (host, max, cut) = (host(&request.url), request.max_answer, request.cut);
        let built = self.build(request).map_err(|why| Failure::Unsendable { host: host.clone(), why })?;
        let mut response = http.execute(built).await.map_err(|error| failure(&host, &error))?;
        let headers = response
            .headers()
            .iter()
            // A `WWW-Authenticate` can hold bytes that are no text; such a header is not there for us.
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| broken(&host, &error))? {
            body.extend_from_slice(&chunk);
            if body.len() > max {
                if !cut {
                    return Err(Failure::TooLong(host));
                }
                body.truncate(max);
                break;
            }
        }
        // What a server says about a refusal is shown to people, and some repeat what they were sent.
        if !(200..300).contains(&status) {
            secrets.iter().for_each(|secret| hide(&mut body, secret.as_bytes()));
        }
        Ok(Answer { status, headers, body })
    }

    fn build(&self, request: Request) -> Result<reqwest::Request, String> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut building = self.http.request(method, request.url).timeout(request.timeout);
        for (name, value) in request.headers {
            building = building.header(name, value);
        }
        if let Some(token) = &request.token {
            building = building.bearer_auth(token.expose());
        }
        building = match request.content {
            Content::None => building,
            Content::Json(value) => building.json(&value),
            Content::Form(fields) => building.form(&fields),
            Content::File { name, mime, bytes, fields } => {
                let part = reqwest::multipart::Part::bytes(bytes).file_name(name).mime_str(&mime);
                let form =
                    reqwest::multipart::Form::new().part("file", part.map_err(|error| causes(&error))?);
                building
                    .multipart(fields.into_iter().fold(form, |form, (name, value)| form.text(name, value)))
            }
        };
        building.build().map_err(|error| causes(&error))
    }
}

/// Whether what is sent there stays secret: https, or a server on this machine.
pub fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

/// Whether the host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The host as a person names it; never the user or password of an address.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or("nowhere");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn failure(host: &str, error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        Failure::Unreachable { host: host.to_owned(), why: causes(error) }
    } else {
        broken(host, error)
    }
}

fn broken(host: &str, error: &reqwest::Error) -> Failure {
    let why = if error.is_timeout() { "it took too long".to_owned() } else { causes(error) };
    Failure::Broken { host: host.to_owned(), why }
}

/// The innermost cause: the outer ones repeat the address, which may carry what nobody should read.
fn causes(error: &reqwest::Error) -> String {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause.and_then(std::error::Error::source) {
        cause = Some(inner);
    }
    cause.map_or_else(|| "it failed".to_owned(), ToString::to_string)
}
