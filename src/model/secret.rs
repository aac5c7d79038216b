//! A token that cannot be printed by accident: the one value whose leak costs an organisation its account.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A secret of the account (an access token, a client secret). Its memory is wiped when it is dropped, and
/// neither `Debug` nor `Display` shows it: whoever needs it says so with [`Token::expose`].
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// Takes the secret in; white space around it (a pasted line's end) is not part of it.
    pub fn new(secret: &str) -> Token {
        Token(SecretString::from(secret.trim().to_owned()))
    }

    /// The secret itself: for a request's header or its own file, nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl From<String> for Token {
    fn from(secret: String) -> Token {
        Token::new(&secret)
    }
}

impl<'de> serde::Deserialize<'de> for Token {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Token, D::Error> {
        String::deserialize(deserializer).map(Token::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::new("s3cret\n");
        assert_eq!(format!("{token:?}"), "Token(hidden)");
        assert_eq!(token.expose(), "s3cret");
    }
}
