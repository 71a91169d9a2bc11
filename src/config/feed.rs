//! `[feed.NAME]` as written -> Feed.

use std::path::Path;
use std::time::Duration;

use url::Url;

use crate::config::access;
use crate::config::environment::Environment;
use crate::config::fetch;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::secret;
use crate::config::table::Key;
use crate::config::table::Table;
use crate::config::watchlist;
use crate::model::feed::AllowPrivate;
use crate::model::feed::Feed;
use crate::model::settings::WebhookSettings;
use crate::model::watchlist::SHORTEST_INTERVAL;

/// An address longer than this is refused by many servers.
const LONGEST_URL: usize = 4096;

/// How often a feed on a host of our own may be asked.
const SHORTEST_PRIVATE_INTERVAL: Duration = Duration::from_secs(5);

const DAY: Duration = Duration::from_secs(86_400);

/// Headers that only we can set right.
const OUR_HEADERS: [&str; 10] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "upgrade",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "proxy-authorization",
];

/// What the machine's own file and its environment say about feeds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Machine<'m> {
    /// `None` where only a watchlist is looked at.
    pub(super) allow_private: Option<&'m AllowPrivate>,
    /// Where messages can go by HTTP; `None` where only a watchlist is looked at.
    pub(super) webhooks: Option<&'m [WebhookSettings]>,
    /// For credentials in headers.
    pub(super) env: &'m Environment,
    /// Where relative paths start.
    pub(super) directory: &'m Path,
}

/// Reads one feed. `None` when its name or address is not one.
pub(super) fn read<'a>(
    key: Key<'a>,
    node: Node<'a>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<Feed> {
    if node.as_text().is_some() {
        let finding = node.spot.error(format!(
            "the feed \"{}\" wants a table, not its address alone",
            key.text
        ));
        findings.push(finding.help(format!("write {} = {{ url = \"https://…\" }}", key.text)));
        return None;
    }
    let mut table = node.table(findings)?;
    let name = watchlist::name(key, findings);
    let url = required_url(key, &mut table, machine, findings);
    let every = table
        .take("every")
        .and_then(|node| every(node, url.as_ref(), machine, findings));
    let language = table.take("language").and_then(|node| node.read(findings));
    let label = table.take("label").and_then(|node| label(node, findings));
    let via = table
        .take("via")
        .and_then(|node| fetch::proxy(node, findings));
    let headers = table
        .take("headers")
        .map(|node| headers(node, machine, findings))
        .unwrap_or_default();
    let access = access::read(&mut table, url.as_ref(), machine, findings);
    if access.auth.is_some()
        && let Some(header) = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
    {
        let finding = table.spot.error(format!(
            "the feed \"{}\" has two logins, \"auth\" and the header \"{}\"",
            key.text, header.0
        ));
        findings.push(finding.help("keep one of them"));
    }
    let full_text = take_flag(&mut table, "full_text", findings);
    let expect = table
        .take("expect")
        .and_then(|node| node.duration(SHORTEST_INTERVAL..=DAY * 3650, findings));
    let encoding = table
        .take("encoding")
        .and_then(|node| encoding(node, findings));
    let backfill = table
        .take("backfill")
        .and_then(|node| node.duration(Duration::ZERO..=DAY * 3650, findings));
    let is_paused = take_flag(&mut table, "paused", findings);
    table.finish(&format!("[feed.{}]", key.text), findings);
    Some(Feed {
        name: name?,
        url: url?,
        every,
        language,
        label,
        via,
        headers,
        access,
        full_text,
        expect,
        encoding,
        backfill: backfill.unwrap_or_default(),
        is_paused,
    })
}

fn take_flag(table: &mut Table<'_>, key: &'static str, findings: &mut Findings) -> bool {
    table
        .take(key)
        .and_then(|node| node.flag(findings))
        .unwrap_or(false)
}

fn required_url(
    key: Key<'_>,
    table: &mut Table<'_>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<Url> {
    let Some(node) = table.take("url") else {
        let finding = table
            .spot
            .error(format!("the feed \"{}\" has no \"url\"", key.text));
        findings.push(
            finding.help("write url = \"https://…\", the address of its RSS, Atom or JSON feed"),
        );
        return None;
    };
    url(node, machine, findings)
}

fn url(node: Node<'_>, machine: Machine<'_>, findings: &mut Findings) -> Option<Url> {
    let text = node.text(findings)?;
    let (fault, advice) = match Url::parse(text.trim()) {
        _ if text.len() > LONGEST_URL => (
            "the address is longer than 4096 characters".to_owned(),
            "most servers refuse it",
        ),
        Err(reason) => (
            format!("this is not an address: {reason}"),
            "write it whole, such as \"https://example.org/rss.xml\"",
        ),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => (
            format!("feeds are asked by https or http, not by {}", url.scheme()),
            "write it whole, such as \"https://example.org/rss.xml\"",
        ),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => (
            "a user name or password must not stand in an address".to_owned(),
            "hand it over by a file or a credential: auth = { username = \"…\", password_file = \"…\" }",
        ),
        Ok(url) => {
            warn_if_blocked(node, &url, machine, findings);
            return Some(url);
        }
    };
    findings.push(node.spot.error(fault).help(advice));
    None
}

fn warn_if_blocked(node: Node<'_>, url: &Url, machine: Machine<'_>, findings: &mut Findings) {
    if let Some(allowed) = machine.allow_private
        && fetch::is_private(url)
        && !fetch::is_allowed_private(url, allowed)
    {
        let host = url.host_str().unwrap_or_default();
        let finding = node.spot.warning(format!(
            "{host} is not on the open internet, so this feed will not be asked"
        ));
        findings.push(finding.help(format!(
            "if it is yours, write allow_private = [\"{host}\"] under [fetch] in wirewatch.toml"
        )));
    }
}

fn every(
    node: Node<'_>,
    url: Option<&Url>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<Duration> {
    let is_ours = url.is_some_and(|url| match machine.allow_private {
        Some(allowed) => fetch::is_allowed_private(url, allowed),
        None => fetch::is_private(url),
    });
    let shortest = if is_ours {
        SHORTEST_PRIVATE_INTERVAL
    } else {
        SHORTEST_INTERVAL
    };
    node.duration(shortest..=DAY * 30, findings)
}

fn label(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?.trim();
    let is_short =
        !text.is_empty() && text.chars().count() <= 40 && !text.chars().any(char::is_control);
    if is_short {
        return Some(text.to_owned());
    }
    findings.push(
        node.spot
            .error("a label is a word or two, up to 40 characters")
            .help("such as \"exile media\""),
    );
    None
}

fn encoding(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?;
    match encoding_rs::Encoding::for_label(text.as_bytes()) {
        Some(encoding) => Some(encoding.name().to_owned()),
        None => {
            let finding = node
                .spot
                .error(format!("\"{text}\" is not an encoding of web pages"));
            findings.push(
                finding
                    .help("for example \"utf-8\", \"windows-1251\", \"iso-8859-2\" or \"koi8-r\""),
            );
            None
        }
    }
}

fn headers(node: Node<'_>, machine: Machine<'_>, findings: &mut Findings) -> Vec<(String, String)> {
    let Some(table) = node.table(findings) else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (key, value) in table.entries() {
        if is_sound_header_name(*key, findings)
            && let Some(text) = header_value(*key, *value, machine, findings)
        {
            headers.push((key.text.to_owned(), text));
        }
    }
    headers
}

fn is_sound_header_name(key: Key<'_>, findings: &mut Findings) -> bool {
    let is_token = !key.text.is_empty()
        && key
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
    if !is_token {
        findings.push(
            key.spot
                .error(format!("\"{}\" is not the name of a header", key.text)),
        );
        return false;
    }
    let is_ours = OUR_HEADERS.contains(&key.text.to_ascii_lowercase().as_str());
    if is_ours {
        findings.push(
            key.spot
                .error(format!(
                    "the header \"{}\" is set by wirewatch itself",
                    key.text
                ))
                .help("remove this line"),
        );
    }
    !is_ours
}

/// A text, or `{ credential = "NAME" }` for what nobody may read in the file.
fn header_value(
    key: Key<'_>,
    value: Node<'_>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<String> {
    if let Some(mut table) = value.as_table() {
        let credential = table.take("credential");
        table.finish("a header", findings);
        let secret = secret::from_credential(credential?, machine.env, findings)?;
        return Some(secret.reveal().to_owned());
    }
    if key.text.eq_ignore_ascii_case("authorization") {
        let finding = key
            .spot
            .error("a password or token must not stand in this file");
        findings.push(finding.help(
            "hand it over by systemd (LoadCredential=NAME:/path, the file holding for example \"Bearer …\") and write Authorization = { credential = \"NAME\" }",
        ));
        return None;
    }
    fetch::header_text(value, findings)
}
