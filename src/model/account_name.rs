//! Whose account it is, told from its address: servers write one account's address in several ways.

use url::Url;

/// An account by its server and its user, as far as two addresses of one account agree on them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountName {
    host: String,
    user: String,
}

impl AccountName {
    /// The account of a user on a host, which has a port where it is not the scheme's own.
    pub fn new(user: &str, host: &str) -> AccountName {
        AccountName { host: host.to_lowercase(), user: user.trim_start_matches('@').to_lowercase() }
    }

    /// The account at an address: `https://social.example/@org`, `https://social.example/users/org`. `None` where it is
    /// no address of an account.
    pub fn at(address: &str) -> Option<AccountName> {
        let url = Url::parse(address.trim()).ok()?;
        let user = url.path_segments()?.rfind(|part| !part.is_empty())?;
        Some(AccountName::new(user, &host(&url)?))
    }

    /// Whether an address is on the account's server.
    pub fn is_on_server_of(&self, address: &str) -> bool {
        Url::parse(address.trim()).ok().and_then(|url| host(&url)).is_some_and(|host| host == self.host)
    }
}

fn host(url: &Url) -> Option<String> {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}{port}", url.host_str()?.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_is_the_same_under_each_of_its_addresses() {
        let org = Some(AccountName::new("org", "s.example"));
        for address in ["https://s.example/@org", "http://S.example/users/Org", "https://s.example/org/"] {
            assert_eq!(AccountName::at(address), org, "{address}");
        }
        for other in ["https://t.example/@org", "https://s.example/@press", "https://s.example:8443/@org"] {
            assert_ne!(AccountName::at(other), org, "{other}");
        }
        assert_eq!(AccountName::at("https://s.example/"), None);
    }
}
