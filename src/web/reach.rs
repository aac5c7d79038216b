//! Which hosts a page of somebody else may be asked from: a link in a story must not make the program knock at doors
//! that only this machine can see.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Where the system's proxy is named; reqwest resolves its name the same way as a page's.
const PROXIES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Whether an address names a host that may be asked. A name is looked at again when it is resolved.
pub(super) fn is_allowed(url: &Url, loopback: bool) -> bool {
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    match url.host() {
        Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address), loopback),
        Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address), loopback),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let local = name == "localhost" || name.ends_with(".localhost");
            loopback || !local
        }
        None => false,
    }
}

/// Resolves names, and leaves out every address that is not public: what a name means can change between two looks.
/// Behind a proxy it is the proxy that resolves, and the proxy that decides.
pub(super) struct Resolver {
    pub(super) loopback: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let loopback = self.loopback;
        Box::pin(async move {
            let is_proxy = is_proxy(name.as_str());
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<_> =
                found.filter(|address| is_proxy || is_public(address.ip(), loopback)).collect();
            if open.is_empty() {
                return Err("its name leads to no public address".into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}

fn is_proxy(name: &str) -> bool {
    let named = |variable| {
        let written = std::env::var(variable).ok()?;
        let whole = if written.contains("://") { written } else { format!("http://{written}") };
        Url::parse(&whole).ok()?.host_str().map(str::to_owned)
    };
    PROXIES.iter().filter_map(named).any(|proxy| proxy.eq_ignore_ascii_case(name))
}

fn is_public(address: IpAddr, loopback: bool) -> bool {
    match address {
        address if address.is_loopback() => loopback,
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public(IpAddr::V4(inner), loopback),
            None => is_public_v6(address),
        },
    }
}

/// RFC 6890, as far as it is not global.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // Only 2000::/3 is handed out (RFC 4291 §2.4); 2001:db8::/32 is for examples.
    let [first, second, ..] = address.segments();
    first & 0xe000 == 0x2000 && !(first == 0x2001 && second == 0xdb8)
}

/// The IPv4 address that an IPv6 address stands for: mapped, NAT64 (RFC 6052) or 6to4 (RFC 3056).
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let joined = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(joined(high, low)),
        [0x2002, high, low, ..] => Some(joined(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_hosts_are_asked() {
        for (url, allowed) in [
            ("https://org.example/a", true),
            ("http://9.9.9.9/", true),
            ("https://[2620:fe::fe]/", true),
            ("http://localhost:80/", false),
            ("http://a.localhost./", false),
            ("http://127.0.0.1/", false),
            ("http://2130706433/", false),
            ("http://0x7f.1/", false),
            ("http://10.0.0.1/", false),
            ("http://172.20.1.1/", false),
            ("http://192.168.1.1/", false),
            ("http://169.254.169.254/latest/", false),
            ("http://100.64.0.1/", false),
            ("http://0.0.0.0/", false),
            ("http://[::1]/", false),
            ("http://[::]/", false),
            ("http://[fd00::1]/", false),
            ("http://[fe80::1]/", false),
            ("http://[::ffff:10.0.0.1]/", false),
            ("http://[64:ff9b::a00:1]/", false),
            ("http://[2002:a00:1::]/", false),
            ("ftp://org.example/", false),
        ] {
            assert_eq!(is_allowed(&Url::parse(url).expect("a URL"), false), allowed, "{url}");
        }
    }

    #[test]
    fn a_test_may_ask_this_machine_but_no_other_private_one() {
        let allowed = |url| is_allowed(&Url::parse(url).expect("a URL"), true);
        assert!(allowed("http://127.0.0.1:8080/") && allowed("http://[::1]/"));
        assert!(!allowed("http://10.0.0.1/"));
    }
}
