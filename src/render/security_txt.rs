//! `security.txt` (RFC 9116): where somebody who found a hole in the site tells it.

use crate::config::Config;
use crate::model::address;
use crate::model::site::Site;
use jiff::ToSpan;

/// The file; empty where the site names nobody.
pub(super) fn write(site: &Site, config: &Config) -> Vec<u8> {
    let Some(security) = &config.security else { return Vec::new() };
    let mut out = String::new();
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name}: {value}\n"));
    security.contacts.iter().for_each(|contact| line("Contact", contact));
    line("Expires", &expires(site));
    security.policy.iter().for_each(|policy| line("Policy", policy));
    line("Preferred-Languages", &languages(site, config));
    line("Canonical", &config.absolute(address::SECURITY_TXT));
    out.into_bytes()
}

/// The first day of the eleventh month from now: less than a year away, as §2.5.5 advises, and the same for a month, so that
/// a build on the next day writes nothing.
fn expires(site: &Site) -> String {
    let day = site.today.first_of_month().saturating_add(11.months());
    format!("{day}T00:00:00Z")
}

fn languages(site: &Site, config: &Config) -> String {
    let spoken = site.editions.iter().map(|edition| edition.as_ref().unwrap_or(&config.language).as_str());
    let mut spoken: Vec<&str> = spoken.collect();
    if spoken.is_empty() {
        spoken.push(config.language.as_str());
    }
    spoken.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Security};
    use crate::render::tests::{config, site};

    #[test]
    fn it_says_whom_to_write_to_and_until_when_that_holds() {
        let security = Security {
            contacts: vec!["mailto:safe@wells.example".to_owned()],
            policy: Some("https://wells.example/safe/".to_owned()),
        };
        let config = Config { security: Some(security), ..config() };
        insta::assert_snapshot!(String::from_utf8(write(&site(), &config)).expect("UTF-8"), @r"
        Contact: mailto:safe@wells.example
        Expires: 2027-09-01T00:00:00Z
        Policy: https://wells.example/safe/
        Preferred-Languages: en, es
        Canonical: https://wells.example/news/.well-known/security.txt
        ");
    }
}
