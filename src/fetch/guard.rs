//! Which addresses may be asked. A feed's address, a redirect and a name's records are all written by strangers, and
//! none of them may make us knock at the operator's own machines. Pure; knows no names and no sockets.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use url::Host;
use url::Url;

use crate::model::feed::AllowPrivate;

/// Judges addresses.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    allowed: Vec<IpAddr>,
}

/// What kind of network a refused address lies in, in words for a sentence.
pub(super) type Network = &'static str;

/// Never allowed, so never offered as something to allow.
pub(super) const METADATA: Network = "a cloud provider's metadata service";
const THIS_MACHINE: Network = "this machine itself";

/// Where clouds hand out credentials to whoever asks: refused even when listed as allowed.
const METADATA_V4: [Ipv4Addr; 5] = [
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 170, 2),
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(168, 63, 129, 16),
    Ipv4Addr::new(192, 0, 0, 192),
];
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

/// IPv4 networks without a public server in them: network, prefix length, what it is.
const CLOSED_V4: [(Ipv4Addr, u32, Network); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "no address at all"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "a private network"),
    (
        Ipv4Addr::new(100, 64, 0, 0),
        10,
        "a provider's inner network",
    ),
    (Ipv4Addr::new(127, 0, 0, 0), 8, THIS_MACHINE),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "the local link"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "a private network"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "a reserved network"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "a documentation network"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a reserved network"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "a private network"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "a benchmarking network"),
    (
        Ipv4Addr::new(198, 51, 100, 0),
        24,
        "a documentation network",
    ),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "a documentation network"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "a multicast group"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "a reserved network"),
];

/// IPv6 networks without a public server in them: the leading bits, how many of them count, what it is.
const CLOSED_V6: [(Ipv6Addr, u32, Network); 11] = [
    (Ipv6Addr::UNSPECIFIED, 128, "no address at all"),
    (Ipv6Addr::LOCALHOST, 128, THIS_MACHINE),
    (v6(0x64, 0xff9b, 1), 48, "a translation network"),
    (v6(0x100, 0, 0), 64, "a network that discards"),
    // 2001::/32 is Teredo, an IPv4 address in disguise; nobody serves feeds from the rest of 2001::/23 either.
    (v6(0x2001, 0, 0), 23, "a tunnel or reserved network"),
    (v6(0x2001, 0xdb8, 0), 32, "a documentation network"),
    (v6(0x3fff, 0, 0), 20, "a documentation network"),
    (v6(0xfc00, 0, 0), 7, "a private network"),
    (v6(0xfe80, 0, 0), 10, "the local link"),
    (v6(0xfec0, 0, 0), 10, "a private network"),
    (v6(0xff00, 0, 0), 8, "a multicast group"),
];

const fn v6(a: u16, b: u16, c: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)
}

impl Guard {
    /// A guard that lets the listed private addresses pass.
    pub(super) fn new(allowed: &AllowPrivate) -> Self {
        Self {
            allowed: allowed.0.iter().copied().map(unwrapped).collect(),
        }
    }

    /// May this address be connected to; if not, what network it lies in.
    pub(super) fn judge(&self, address: IpAddr) -> Result<(), Network> {
        let address = unwrapped(address);
        if is_metadata(address) {
            return Err(METADATA);
        }
        match closed_network(address) {
            Some(network) if !self.allowed.contains(&address) => Err(network),
            _ => Ok(()),
        }
    }

    /// Judges an address written into a URL: the resolver is never asked for those.
    pub(super) fn judge_literal(&self, url: &Url) -> Result<(), (IpAddr, Network)> {
        match literal(url) {
            Some(address) => self.judge(address).map_err(|network| (address, network)),
            None => Ok(()),
        }
    }

    /// Judges a name that a proxy will resolve, so that all there is to judge is the name.
    pub(super) fn judge_far_name(&self, url: &Url) -> Result<(), Network> {
        let Some(Host::Domain(name)) = url.host() else {
            return Ok(());
        };
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if name == "metadata.google.internal" || name == "instance-data" {
            return Err(METADATA);
        }
        let is_this_machine = name == "localhost" || name.ends_with(".localhost");
        if is_this_machine && !self.allowed.iter().any(IpAddr::is_loopback) {
            return Err(THIS_MACHINE);
        }
        Ok(())
    }

    /// Is this the operator's own server, listed as allowed: one that needs no sparing.
    pub(super) fn is_own(&self, url: &Url) -> bool {
        match url.host() {
            Some(Host::Domain(name)) => {
                name == "localhost" && self.allowed.iter().any(IpAddr::is_loopback)
            }
            _ => literal(url).is_some_and(|address| self.allowed.contains(&unwrapped(address))),
        }
    }
}

fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
    }
}

/// The IPv4 address that an IPv6 spelling leads to in the end: mapped, compatible, translated, 6to4, NAT64.
fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else {
        return address;
    };
    let low = |a: u16, b: u16| {
        let [a, b] = [a.to_be_bytes(), b.to_be_bytes()];
        IpAddr::V4(Ipv4Addr::new(a[0], a[1], b[0], b[1]))
    };
    match six.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => address,
        [0, 0, 0, 0, 0, 0 | 0xffff, a, b]
        | [0, 0, 0, 0, 0xffff, 0, a, b]
        | [0x64, 0xff9b, 0, 0, 0, 0, a, b]
        | [0x2002, a, b, ..] => low(a, b),
        _ => address,
    }
}

fn is_metadata(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => METADATA_V4.contains(&four),
        IpAddr::V6(six) => six == METADATA_V6,
    }
}

fn closed_network(address: IpAddr) -> Option<Network> {
    match address {
        IpAddr::V4(four) => CLOSED_V4
            .iter()
            .find(|(net, bits, _)| (four.to_bits() ^ net.to_bits()) >> (32 - bits) == 0)
            .map(|(_, _, network)| *network),
        IpAddr::V6(six) => CLOSED_V6
            .iter()
            .find(|(net, bits, _)| (six.to_bits() ^ net.to_bits()) >> (128 - bits) == 0)
            .map(|(_, _, network)| *network),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(allowed: &[&str]) -> Guard {
        Guard::new(&AllowPrivate(
            allowed.iter().map(|a| a.parse().unwrap()).collect(),
        ))
    }

    fn is_refused(guard: &Guard, host: &str) -> bool {
        let url = Url::parse(&format!("http://{host}/feed")).unwrap();
        guard.judge_literal(&url).is_err()
    }

    /// H16, H17, H18, H19, H20.
    #[test]
    fn every_spelling_of_a_closed_address_is_refused() {
        let guard = guard(&[]);
        for host in [
            "127.0.0.1",
            "127.255.0.1",
            "0.0.0.0",
            "0",
            "2130706433",
            "017700000001",
            "0x7f.1",
            "127.1",
            "１２７.0.0.1",
            "127.0.0.1.",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "169.254.169.254",
            "169.254.1.1",
            "192.0.0.192",
            "168.63.129.16",
            "224.0.0.1",
            "255.255.255.255",
            "203.0.113.9",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[fc00::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[::ffff:7f00:1]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[::ffff:0:127.0.0.1]",
            "[2002:7f00:1::]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::1]",
            "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
            "[2001:db8::1]",
            "[100::1]",
        ] {
            assert!(is_refused(&guard, host), "{host} passed");
        }
    }

    #[test]
    fn public_addresses_pass_in_every_spelling() {
        let guard = guard(&[]);
        for host in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "198.20.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "[2606:4700::1111]",
            "[2a00:1450:4001::1]",
            "[::ffff:1.1.1.1]",
            "[2002:101:101::]",
            "[64:ff9b::101:101]",
            "[2001:200::1]",
        ] {
            assert!(!is_refused(&guard, host), "{host} was refused");
        }
    }

    /// H18.
    #[test]
    fn a_listed_address_passes_alone_and_a_metadata_service_never() {
        let guard = guard(&["127.0.0.1", "169.254.169.254", "fd00:ec2::254"]);

        assert!(!is_refused(&guard, "127.0.0.1"));
        assert!(!is_refused(&guard, "[::ffff:127.0.0.1]"));
        assert!(is_refused(&guard, "127.0.0.2"));
        assert!(is_refused(&guard, "[::1]"));
        assert!(is_refused(&guard, "169.254.169.254"));
        assert!(is_refused(&guard, "[fd00:ec2::254]"));
    }

    #[test]
    fn names_that_a_proxy_would_resolve_to_itself_are_refused() {
        let refused = |name: &str| {
            let url = Url::parse(&format!("http://{name}/")).unwrap();
            guard(&[]).judge_far_name(&url).is_err()
        };
        assert!(refused("localhost"));
        assert!(refused("LOCALHOST."));
        assert!(refused("a.localhost"));
        assert!(refused("metadata.google.internal"));
        assert!(!refused("example.onion"));
    }
}
