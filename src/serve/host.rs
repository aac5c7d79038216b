//! Who may ask: the `Host` header of every request, checked against DNS rebinding.
//!
//! A page on the net can make a browser resolve its own name to this machine and read what is served here. It cannot choose
//! the `Host` header, which then carries its name.

use std::net::IpAddr;

/// Whether a `Host` header names this machine or the address that was asked for with `--bind`.
pub(super) fn is_ours(header: &str, bound: IpAddr) -> bool {
    let name = without_port(header).to_ascii_lowercase();
    let name = name.strip_suffix('.').unwrap_or(&name);
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        // A numeric address cannot be rebound. Bound to every address, the server answers to each of its own.
        Ok(address) => address.is_loopback() || address == bound || bound.is_unspecified(),
        Err(_) => false,
    }
}

fn without_port(header: &str) -> &str {
    match header.rfind(':') {
        Some(colon) if !header[colon..].contains(']') && !header[..colon].contains(':') => &header[..colon],
        Some(colon) if header[..colon].ends_with(']') => &header[..colon],
        _ => header,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;
    use std::net::IpAddr;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        let loopback: IpAddr = [127, 0, 0, 1].into();
        for ours in [
            "localhost",
            "localhost:1313",
            "LOCALHOST:80",
            "127.0.0.1:1313",
            "[::1]:1313",
            "[::1]",
            "docs.localhost",
        ] {
            assert!(is_ours(ours, loopback), "{ours}");
        }
        for foreign in [
            "evil.example",
            "evil.example:1313",
            "127.0.0.1.evil.example",
            "192.168.1.5:1313",
            "",
            "localhost.evil",
        ] {
            assert!(!is_ours(foreign, loopback), "{foreign}");
        }
        assert!(is_ours("192.168.1.5:1313", [192, 168, 1, 5].into()));
        assert!(is_ours("192.168.1.5:1313", [0, 0, 0, 0].into()));
    }
}
