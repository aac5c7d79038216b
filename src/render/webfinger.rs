//! WebFinger (RFC 7033): who looks for the site's host in the fediverse finds its account.

use crate::config::Config;
use serde_json::json;

/// The answer for every resource of this site, a static file: the account's own description, so that a server that asks
/// about `@anything@our.host` learns where it really is. Without an account it says who the site is.
pub(super) fn write(config: &Config) -> Vec<u8> {
    let profile_page = "http://webfinger.net/rel/profile-page";
    let answer = match &config.mastodon {
        Some(account) => {
            let (user, host) = (&account.user, &account.host);
            json!({
                "subject": format!("acct:{user}@{host}"),
                "aliases": [format!("https://{host}/@{user}"), format!("https://{host}/users/{user}")],
                "links": [
                    { "rel": profile_page, "type": "text/html", "href": format!("https://{host}/@{user}") },
                    { "rel": "self", "type": "application/activity+json", "href": format!("https://{host}/users/{user}") },
                    {
                        "rel": "http://ostatus.org/schema/1.0/subscribe",
                        "template": format!("https://{host}/authorize_interaction?uri={{uri}}"),
                    },
                ],
            })
        }
        None => json!({
            "subject": config.url.as_str(),
            "links": [{ "rel": profile_page, "type": "text/html", "href": config.url.as_str() }],
        }),
    };
    answer.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::config;

    #[test]
    fn the_account_is_found_at_its_server() {
        insta::assert_snapshot!(String::from_utf8(write(&config())).expect("UTF-8"), @r#"{"aliases":["https://social.example/@wells","https://social.example/users/wells"],"links":[{"href":"https://social.example/@wells","rel":"http://webfinger.net/rel/profile-page","type":"text/html"},{"href":"https://social.example/users/wells","rel":"self","type":"application/activity+json"},{"rel":"http://ostatus.org/schema/1.0/subscribe","template":"https://social.example/authorize_interaction?uri={uri}"}],"subject":"acct:wells@social.example"}"#);
    }

    #[test]
    fn without_an_account_the_site_is_described() {
        let config = Config { mastodon: None, ..config() };
        insta::assert_snapshot!(String::from_utf8(write(&config)).expect("UTF-8"), @r#"{"links":[{"href":"https://wells.example/news/","rel":"http://webfinger.net/rel/profile-page","type":"text/html"}],"subject":"https://wells.example/news/"}"#);
    }
}
