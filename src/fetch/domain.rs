//! Which hosts are one neighbour: those below one registered domain, by the public suffix list that is compiled in.
//! `feeds.example.co.uk` and `www.example.co.uk` are one machine park; two blogs of a blog host are two. Pure.

use std::net::Ipv4Addr;

/// The registered domain of a host as it stands in a URL; an address, a single label and a bare public suffix are their
/// own.
pub(super) fn of(host: &str) -> String {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    if name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok() {
        return name;
    }
    match psl::domain_str(&name) {
        Some(domain) => domain.to_owned(),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_below_one_registered_domain_are_one_neighbour() {
        for (host, domain) in [
            ("feeds.bbci.co.uk", "bbci.co.uk"),
            ("WWW.example.org.", "example.org"),
            ("example.org", "example.org"),
            ("a.b.c.example.com.au", "example.com.au"),
            ("one.blogspot.com", "one.blogspot.com"),
            ("deep.one.github.io", "one.github.io"),
            ("x.y.xn--55qx5d.cn", "y.xn--55qx5d.cn"),
            ("a.nobody-knows-this", "a.nobody-knows-this"),
            ("b.a.nobody-knows-this", "a.nobody-knows-this"),
        ] {
            assert_eq!(of(host), domain, "{host}");
        }
    }

    #[test]
    fn what_has_no_registered_domain_is_its_own() {
        for host in [
            "127.0.0.1",
            "[2a00:1450:4001::1]",
            "localhost",
            "co.uk",
            "github.io",
        ] {
            assert_eq!(of(host), host);
        }
    }
}
