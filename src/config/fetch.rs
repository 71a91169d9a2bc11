//! `[fetch]` as written -> FetchSettings; and what "private" means for addresses in both files.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::time::Duration;

use url::Host;
use url::Url;

use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::table::Table;
use crate::model::feed::AllowPrivate;
use crate::model::mail_address::MailAddress;
use crate::model::settings::FetchSettings;

const DAY: Duration = Duration::from_secs(86_400);

const MIB: u64 = 1024 * 1024;

/// Servers of strangers are asked politely, as browsers do at most; a rig on this machine may be asked hard.
const MOST_PER_HOST: u32 = 6;
const MOST_PER_PRIVATE_HOST: u32 = 64;

/// Reads the table; and for how long pages of told articles are looked at.
pub(super) fn read(
    root: &mut Table<'_>,
    findings: &mut Findings,
) -> (FetchSettings, Option<Duration>) {
    let mut table = root.table("fetch", findings);
    let allow_private = table
        .take("allow_private")
        .map(|node| allow_private(node, findings))
        .unwrap_or_default();
    let defaults = defaults();
    let second = Duration::from_secs(1);
    let settings = FetchSettings {
        concurrency: take_whole(
            &mut table,
            "concurrency",
            256,
            defaults.concurrency,
            findings,
        ),
        per_host: per_host(&mut table, &allow_private, findings).unwrap_or(defaults.per_host),
        connect_timeout: table
            .take("connect_timeout")
            .and_then(|node| node.duration(second..=second * 120, findings))
            .unwrap_or(defaults.connect_timeout),
        timeout: table
            .take("timeout")
            .and_then(|node| node.duration(second..=second * 600, findings))
            .unwrap_or(defaults.timeout),
        max_body_bytes: table
            .take("max_body")
            .and_then(|node| node.size(64 * 1024..=256 * MIB, findings))
            .and_then(|bytes| usize::try_from(bytes).ok())
            .unwrap_or(defaults.max_body_bytes),
        user_agent: user_agent(&mut table, findings).unwrap_or(defaults.user_agent),
        proxy: table.take("proxy").and_then(|node| proxy(node, findings)),
        allow_private,
    };
    let check_pages = table.take("check_pages").and_then(|node| {
        let is_off = node.as_text() == Some("off");
        (!is_off).then(|| node.duration(DAY..=DAY * 90, findings))?
    });
    table.finish("[fetch]", findings);
    (settings, check_pages)
}

/// What holds where the file says nothing.
fn defaults() -> FetchSettings {
    FetchSettings {
        concurrency: 32,
        per_host: 1,
        connect_timeout: Duration::from_secs(10),
        timeout: Duration::from_secs(30),
        max_body_bytes: 10 * 1024 * 1024,
        user_agent: concat!("wirewatch/", env!("CARGO_PKG_VERSION")).to_owned(),
        proxy: None,
        allow_private: AllowPrivate::default(),
    }
}

/// The program's name, or the one the owner gives us, and where feed owners can complain.
fn user_agent(table: &mut Table<'_>, findings: &mut Findings) -> Option<String> {
    let name = table
        .take("user_agent")
        .and_then(|node| header_text(node, findings));
    let contact = table
        .take("contact")
        .and_then(|node| contact(node, findings));
    match contact {
        Some(contact) => {
            let name = name.unwrap_or_else(|| defaults().user_agent);
            Some(format!("{name} (+{contact})"))
        }
        None => name,
    }
}

/// A mail address, or the address of a page.
fn contact(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = header_text(node, findings)?;
    let is_page = Url::parse(&text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.password().is_none());
    if is_page {
        return Some(text);
    }
    if text.parse::<MailAddress>().is_ok() {
        return Some(format!("mailto:{text}"));
    }
    let finding = node
        .spot
        .error(format!("\"{text}\" is neither a mail address nor a page"));
    findings.push(finding.help(
        "write whom the owner of a feed can ask about us: \"desk@example.org\" or \"https://example.org/about\"",
    ));
    None
}

fn take_whole(
    table: &mut Table<'_>,
    key: &'static str,
    most: u32,
    default: usize,
    findings: &mut Findings,
) -> usize {
    let given = table
        .take(key)
        .and_then(|node| node.whole(1..=most, findings));
    given
        .and_then(|number| usize::try_from(number).ok())
        .unwrap_or(default)
}

fn per_host(
    table: &mut Table<'_>,
    allow_private: &AllowPrivate,
    findings: &mut Findings,
) -> Option<usize> {
    let node = table.take("per_host")?;
    let number = node.whole(1..=MOST_PER_PRIVATE_HOST, findings)?;
    if number > MOST_PER_HOST && allow_private.0.is_empty() {
        let finding = node.spot.error(format!(
            "{number} requests at once to one host is more than strangers put up with"
        ));
        findings.push(finding.help(format!(
            "write {MOST_PER_HOST} or less; more is for hosts named in allow_private"
        )));
        return None;
    }
    usize::try_from(number).ok()
}

fn allow_private(node: Node<'_>, findings: &mut Findings) -> AllowPrivate {
    let mut allowed = Vec::new();
    for (item, text) in node.texts(findings) {
        if text == "localhost" {
            allowed.extend([
                IpAddr::V4(Ipv4Addr::LOCALHOST),
                IpAddr::V6(Ipv6Addr::LOCALHOST),
            ]);
            continue;
        }
        match text.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) if is_link_local(address) => {
                findings.push(item.spot.error(format!("{address} is link-local and never asked: clouds hand out their machine's secrets there")));
            }
            Ok(address) => allowed.push(address),
            Err(_) => {
                let finding = item.spot.error(format!("\"{text}\" is not an address"));
                findings.push(finding.help(
                    "write single addresses such as \"127.0.0.1\" or \"::1\"; ranges are not taken",
                ));
            }
        }
    }
    AllowPrivate(allowed)
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_unicast_link_local()
                || address == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
        }
    }
}

/// Does an address in the watchlist name a machine that `allow_private` lists? Names are only known to be ours when they are `localhost`.
pub(super) fn is_allowed_private(url: &Url, allowed: &AllowPrivate) -> bool {
    let lists = |address: IpAddr| allowed.0.contains(&address);
    match url.host() {
        Some(Host::Ipv4(address)) => lists(address.into()),
        Some(Host::Ipv6(address)) => lists(address.into()),
        Some(Host::Domain(name)) => is_localhost(name) && allowed.0.iter().any(IpAddr::is_loopback),
        None => false,
    }
}

/// Does an address in the watchlist name a machine that is not on the open internet?
pub(super) fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => {
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_unspecified()
        }
        Some(Host::Ipv6(address)) => {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified()
        }
        Some(Host::Domain(name)) => is_localhost(name),
        None => false,
    }
}

fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// `http://`, `socks5://` or `socks5h://`, without a password.
pub(super) fn proxy(node: Node<'_>, findings: &mut Findings) -> Option<Url> {
    let text = node.text(findings)?;
    let parsed = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") && url.has_host()
    });
    let Some(url) = parsed else {
        let finding = node
            .spot
            .error(format!("\"{}\" is not the address of a proxy", node.key));
        findings.push(finding.help("write it like \"socks5h://127.0.0.1:9050\" (names are looked up by the proxy) or \"http://127.0.0.1:3128\""));
        return None;
    };
    if url.password().is_some() {
        let finding = node.spot.error("a password must not stand in this file");
        findings.push(finding.help("run a proxy on this machine that knows the password, or one that knows you by your address"));
        return None;
    }
    Some(url)
}

/// A value that can stand in a header: visible ASCII and spaces, one line.
pub(super) fn header_text(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?;
    let is_sound = !text.is_empty()
        && text.len() <= 1024
        && text.trim() == text
        && text.chars().all(|c| matches!(c, ' '..='~'));
    if is_sound {
        return Some(text.to_owned());
    }
    let finding = node
        .spot
        .error(format!("\"{}\" cannot be sent in a header", node.key));
    findings.push(
        finding.help(
            "use ASCII letters, digits, punctuation and inner spaces, on one line, up to 1024",
        ),
    );
    None
}
