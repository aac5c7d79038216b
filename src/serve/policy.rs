//! What a page's Content-Security-Policy has to allow so that the script of `serve` runs on it: that one script and what it
//! asks this server, and nothing besides, so that what the published page forbids is forbidden beside the writer as well.

/// How a script shows that it is ours. It keeps out what a theme brings, which does not know it; what strangers could
/// bring is kept out of the page itself.
pub(super) const NONCE: &str = "hearback-serve";

/// The address below which our script asks.
const OURS: &str = "/.hearback/";

/// Ends what stands before the page's own rules. An empty rule says nothing, and no author writes one there.
const END: &str = "; ; ";

/// A policy that lets our script in (CSP 3, §6.8): a rule that is there gets one source more, one that is not there is
/// put before, with what `default-src` says. `host` is how the browser calls this server.
pub(super) fn opened(policy: &str, host: &str) -> String {
    let (script, asks) = (nonce(), asked(host));
    let mut own = policy.to_owned();
    let mut before = Vec::new();
    for (names, source) in [(&["script-src-elem", "script-src"][..], &script), (&["connect-src"][..], &asks)]
    {
        if let Some(end) = names.iter().find_map(|name| end_of_name(&own, name)) {
            let sources = own[end..].split(';').next().unwrap_or_default();
            if !sources.split_whitespace().any(|said| said == source) {
                own.insert_str(end, &format!(" {source}"));
            }
        } else if let Some(end) = end_of_name(policy, "default-src") {
            let sources = policy[end..].split(';').next().unwrap_or_default();
            let kept = sources.split_whitespace().filter(|source| !source.eq_ignore_ascii_case("'none'"));
            let name = names[names.len() - 1];
            let rule: Vec<&str> = [name, source.as_str()].into_iter().chain(kept).collect();
            before.push(rule.join(" "));
        }
    }
    if before.is_empty() { own } else { format!("{}{END}{own}", before.join("; ")) }
}

/// The policy as it is published: what `opened` put in is taken out.
pub(super) fn closed(policy: &str) -> String {
    let own = policy.split_once(END).map_or(policy, |(_, own)| own);
    let own = own.replace(&format!(" {}", nonce()), "");
    let ours = own.split([' ', ';']).find(|source| source.starts_with("http://") && source.ends_with(OURS));
    match ours {
        Some(source) => own.replace(&format!(" {source}"), ""),
        None => own,
    }
}

fn nonce() -> String {
    format!("'nonce-{NONCE}'")
}

/// What our script asks, as narrow as a policy can say it; the whole of this server where it has a name that a policy has
/// no words for, such as `[::1]`.
fn asked(host: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    let is_sayable = !host.is_empty() && host.bytes().all(is_plain) && host.matches(':').count() < 2;
    if is_sayable { format!("http://{host}{OURS}") } else { "'self'".to_owned() }
}

/// Where the name of a rule ends, the first of that name, which is the one that counts.
fn end_of_name(policy: &str, name: &str) -> Option<usize> {
    let mut start = 0;
    for rule in policy.split(';') {
        let text = rule.trim_start();
        let first = text.split_whitespace().next().unwrap_or_default();
        if first.eq_ignore_ascii_case(name) {
            return Some(start + (rule.len() - text.len()) + first.len());
        }
        start += rule.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{closed, opened};

    const HOST: &str = "localhost:1313";

    #[test]
    fn what_the_published_page_forbids_stays_forbidden_but_for_our_own_script() {
        for (own, served) in [
            (
                "default-src 'none'; img-src 'self'",
                "script-src 'nonce-hearback-serve'; connect-src http://localhost:1313/.hearback/; ; default-src 'none'; img-src 'self'",
            ),
            (
                "default-src 'self'",
                "script-src 'nonce-hearback-serve' 'self'; connect-src http://localhost:1313/.hearback/ 'self'; ; default-src 'self'",
            ),
            (
                "img-src 'self'; SCRIPT-SRC 'self'; default-src 'none'",
                "connect-src http://localhost:1313/.hearback/; ; img-src 'self'; SCRIPT-SRC 'nonce-hearback-serve' 'self'; default-src 'none'",
            ),
            (
                "default-src 'none'; script-src 'none'; connect-src https://api.example",
                "default-src 'none'; script-src 'nonce-hearback-serve' 'none'; connect-src http://localhost:1313/.hearback/ https://api.example",
            ),
            (
                "script-src 'self'; script-src-elem 'none'",
                "script-src 'self'; script-src-elem 'nonce-hearback-serve' 'none'",
            ),
            // What says nothing about scripts forbids none.
            ("img-src 'self'", "img-src 'self'"),
            ("", ""),
        ] {
            assert_eq!(opened(own, HOST), served, "{own}");
            assert_eq!(closed(served), own, "{served}");
        }
    }

    #[test]
    fn no_name_of_this_server_says_something_else_in_a_policy() {
        for host in ["", "[::1]:1313", "a\"><script>.localhost", "x;default-src *.localhost", "a b.localhost"]
        {
            let served = opened("default-src 'none'", host);
            assert_eq!(
                served, "script-src 'nonce-hearback-serve'; connect-src 'self'; ; default-src 'none'",
                "{host}"
            );
        }
    }
}
