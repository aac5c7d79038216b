//! Logging in: registering the app, sending the person to their server, and trading the code for a token (RFC 6749, with
//! PKCE, RFC 7636).

use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::mastodon::call::{ApiError, Server, read};
use crate::model::secret::Token;
use crate::web::client::{Content, Method};

/// The page that shows the code for pasting, where no browser can come back to this machine.
pub const PASTE: &str = "urn:ietf:wg:oauth:2.0:oob";
/// What opens a server that does not know the fine scopes: Takahē wants all of `read` before it says whose token it is.
pub const BROAD: &str = "read write:statuses write:media";
/// What is enough for everything that hearback does.
const SCOPES: &str = "read:statuses read:notifications read:search write:statuses write:media";

/// What a server says about its authorization (RFC 8414), as far as it decides what we ask for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Metadata {
    #[serde(default)]
    scopes_supported: Vec<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
}

impl Metadata {
    /// The least scopes that are enough: `profile` says who we are, and older servers need more for that.
    pub fn scopes(&self) -> String {
        let identity = if self.scopes_supported.iter().any(|scope| scope == "profile") {
            "profile"
        } else {
            "read:accounts"
        };
        format!("{identity} {SCOPES}")
    }

    /// Whether the server checks a PKCE challenge.
    pub fn has_pkce(&self) -> bool {
        self.code_challenge_methods_supported.iter().any(|method| method == "S256")
    }
}

/// What the server knows our app as.
#[derive(Clone, Debug, Deserialize)]
pub struct App {
    /// Its name.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Token,
}

/// The secret of one login, of which the server first sees only the hash (RFC 7636 §4).
#[derive(Clone, Debug)]
pub struct Verifier(Token);

impl Verifier {
    /// Makes one of 32 random bytes, written in hex: 64 of the characters that are allowed.
    pub fn new(random: [u8; 32]) -> Verifier {
        Verifier(Token::from(random.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
    }

    fn challenge(&self) -> String {
        base64url(&Sha256::digest(self.0.expose().as_bytes()))
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: Token,
}

impl Server {
    /// What the server says about its authorization; nothing from one that is older than that.
    pub async fn metadata(&self) -> Result<Metadata, ApiError> {
        match self.get("/.well-known/oauth-authorization-server", &[]).await {
            Err(ApiError::Refused { status: 401 | 403 | 404 | 410, .. } | ApiError::Unreadable { .. }) => {
                Ok(Metadata::default())
            }
            other => other,
        }
    }

    /// Registers the app for one login. Some servers compare the address that the browser comes back to to the letter, port
    /// and all, so it has to be known before.
    pub async fn register(&self, scopes: &str, redirect: &str) -> Result<App, ApiError> {
        let fields = [("client_name", "hearback"), ("redirect_uris", redirect), ("scopes", scopes)];
        self.send_form("/api/v1/apps", &fields).await
    }

    /// Where the person says yes. `state` comes back with the code, so that nobody else's code is taken.
    pub fn authorize_url(
        &self,
        app: &App,
        scopes: &str,
        redirect: &str,
        verifier: &Verifier,
        state: &str,
    ) -> Url {
        let mut url = self.base().clone();
        url.set_path("/oauth/authorize");
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &app.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", scopes)
            .append_pair("state", state)
            .append_pair("code_challenge", &verifier.challenge())
            .append_pair("code_challenge_method", "S256");
        url
    }

    /// Trades the code for a token.
    pub async fn exchange(
        &self,
        app: &App,
        code: &str,
        redirect: &str,
        verifier: &Verifier,
    ) -> Result<Token, ApiError> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.trim()),
            ("client_id", &app.client_id),
            ("client_secret", app.client_secret.expose()),
            ("redirect_uri", redirect),
            ("code_verifier", verifier.0.expose()),
        ];
        let granted: Granted = self.send_form("/oauth/token", &fields).await?;
        Ok(granted.access_token)
    }

    /// Takes a token back; one that is not valid any more is taken back already.
    pub async fn revoke(&self, app: &App, token: &Token) -> Result<(), ApiError> {
        let fields = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.expose()),
            ("token", token.expose()),
        ];
        self.send_form::<serde_json::Value>("/oauth/revoke", &fields).await.map(|_| ())
    }

    async fn send_form<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<T, ApiError> {
        let mut request = self.session.request(Method::Post, path, &[]);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        request.content = Content::Form(fields.iter().map(owned).collect());
        read(path, self.ask(request).await?)
    }
}

/// RFC 4648 §5, without padding.
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (group >> (18 - 6 * place)) & 63;
            text.push(char::from(LETTERS[index as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_the_one_of_the_standard() {
        let verifier = Verifier(Token::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_older_server_is_asked_for_what_it_knows() {
        assert!(Metadata::default().scopes().starts_with("read:accounts "));
        let new = Metadata { scopes_supported: vec!["profile".to_owned()], ..Metadata::default() };
        assert!(new.scopes().starts_with("profile "));
    }
}
