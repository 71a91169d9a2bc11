//! `[relay]` as written -> how letters leave, who they are from, where answers go; the password comes from outside the file.

use std::net::IpAddr;
use std::path::Path;
use std::path::PathBuf;

use crate::config::environment::Environment;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::secret;
use crate::config::settings::resolve;
use crate::config::source::Spot;
use crate::config::table::Table;
use crate::model::mail_address::MailAddress;
use crate::model::secret::Secret;
use crate::model::settings::LetterWay;
use crate::model::settings::RelaySettings;
use crate::model::settings::RelayTls;

/// Who letters are from while there is no relay and they only go to the maildir.
const FROM_NOBODY: &str = "wirewatch@localhost";

/// Names the password of the relay where there is neither systemd nor a file: containers.
const PASSWORD_VARIABLE: &str = "WIREWATCH_RELAY_PASSWORD";

/// What the table means.
pub(super) struct Relay {
    /// `None`: letters go to a maildir.
    pub(super) way: Option<LetterWay>,
    pub(super) from: MailAddress,
    pub(super) reply_to: Option<MailAddress>,
}

/// Reads the table. Without it there is no relay, and letters go to a maildir.
pub(super) fn read(
    root: &mut Table<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> Relay {
    let Some(mut table) = root.take("relay").and_then(|node| node.table(findings)) else {
        return Relay {
            way: None,
            from: from_nobody(),
            reply_to: None,
        };
    };
    let from = from(&mut table, findings);
    let reply_to = table.take("reply_to").and_then(|node| node.read(findings));
    let way = match table.take("program") {
        Some(node) => LetterWay::Program(program(node, &mut table, directory, env, findings)),
        None => LetterWay::Smtp(smtp(&mut table, directory, env, findings)),
    };
    table.finish("[relay]", findings);
    Relay {
        way: Some(way),
        from: from.unwrap_or_else(from_nobody),
        reply_to,
    }
}

/// A program that is fed letters; it knows its own way to a server.
fn program(
    node: Node<'_>,
    table: &mut Table<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> PathBuf {
    for key in [
        "host",
        "port",
        "tls",
        "username",
        "password_credential",
        "password_file",
    ] {
        if let Some(key) = table.take_out(key) {
            let finding = key.spot.error(format!(
                "\"{}\" and \"program\" do not go together: a program has its own way to a server",
                key.text
            ));
            findings.push(finding.help("keep \"program\", or \"host\" and what goes with it"));
        }
    }
    let Some(text) = node.text(findings) else {
        return PathBuf::new();
    };
    let path = resolve(text, directory, env);
    if !Path::new(text).is_absolute() {
        let finding = node
            .spot
            .error(format!("\"{text}\" is not the whole path of a program"));
        findings.push(
            finding.help("write program = \"/usr/sbin/sendmail\": one program, without arguments"),
        );
    } else if !path.is_file() {
        // Whoever checks the files elsewhere need not have it.
        let finding = node
            .spot
            .warning(format!("there is no program {text} on this machine"));
        findings.push(finding.help("letters wait until there is one"));
    }
    path
}

fn smtp(
    table: &mut Table<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> RelaySettings {
    refuse_password(table, findings);
    let host = table.take("host").and_then(|node| host(node, findings));
    let tls_node = table.take("tls");
    let tls = tls_node
        .and_then(|node| tls(node, findings))
        .unwrap_or_default();
    if let (Some(node), RelayTls::None, Some(host)) = (tls_node, tls, &host) {
        only_for_loopback(node, host, findings);
    }
    let port = table
        .take("port")
        .and_then(|node| node.whole(1..=65_535, findings));
    let username = table.take("username").and_then(|node| node.text(findings));
    let password = password(table, directory, env, username.is_some(), findings);
    if !table.has("host") {
        let finding = table.spot.error("[relay] has no \"host\"");
        findings.push(finding.help(
            "write host = \"smtp.example.org\", or remove [relay]: letters then go to a maildir",
        ));
    }
    RelaySettings {
        host: host.unwrap_or_default(),
        port: port
            .and_then(|port| u16::try_from(port).ok())
            .unwrap_or(default_port(tls)),
        tls,
        username: username.map(str::to_owned),
        password,
    }
}

#[expect(
    clippy::expect_used,
    reason = "a constant, read by every test that loads a file"
)]
fn from_nobody() -> MailAddress {
    FROM_NOBODY
        .parse()
        .expect("the sender without a relay is an address")
}

fn default_port(tls: RelayTls) -> u16 {
    match tls {
        RelayTls::Required => 587,
        RelayTls::Implicit => 465,
        RelayTls::None => 25,
    }
}

fn refuse_password(table: &mut Table<'_>, findings: &mut Findings) {
    if let Some(key) = table.take_out("password") {
        let finding = key.spot.error("a password must not stand in this file");
        findings.push(finding.help(format!(
            "put it into a file that only wirewatch may read and write password_file = \"/etc/wirewatch/relay-password\", \
             or hand it over by systemd (LoadCredential=relay-password:…) and write password_credential = \"relay-password\", \
             or set {PASSWORD_VARIABLE} in a container; and change this one, as it has been on disk"
        )));
    }
}

fn host(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?;
    let is_address = text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    if is_address || (!text.is_empty() && !text.contains(':') && url::Host::parse(text).is_ok()) {
        return Some(text.trim_matches(['[', ']']).to_owned());
    }
    let finding = node.spot.error(format!("\"{text}\" is not a host"));
    findings.push(
        finding.help(
            "write the name alone, such as \"smtp.example.org\"; the port has a key of its own",
        ),
    );
    None
}

fn tls(node: Node<'_>, findings: &mut Findings) -> Option<RelayTls> {
    let words = [
        ("required", RelayTls::Required),
        ("implicit", RelayTls::Implicit),
        ("none", RelayTls::None),
    ];
    node.word(&words, findings)
}

fn only_for_loopback(node: Node<'_>, host: &str, findings: &mut Findings) {
    let is_loopback = host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if !is_loopback {
        let finding = node.spot.error(format!(
            "letters to {host} would cross the network for everyone to read"
        ));
        findings.push(finding.help("tls = \"none\" is for a relay on this machine (127.0.0.1); use \"required\" (STARTTLS) or \"implicit\""));
    }
}

fn from(table: &mut Table<'_>, findings: &mut Findings) -> Option<MailAddress> {
    match table.take("from") {
        Some(node) => node.read(findings),
        None => {
            let finding = table
                .spot
                .error("[relay] does not say who the letters are \"from\"");
            findings.push(finding.help("write from = \"wirewatch@example.org\", an address that the relay lets you send from"));
            None
        }
    }
}

fn password(
    table: &mut Table<'_>,
    directory: &Path,
    env: &Environment,
    has_username: bool,
    findings: &mut Findings,
) -> Option<Secret> {
    let credential = table.take("password_credential");
    let file = table.take("password_file");
    let (secret, spot) = match (credential, file) {
        (Some(credential), Some(_)) => {
            let finding = credential.spot.error(
                "the password has two places, \"password_credential\" and \"password_file\"",
            );
            findings.push(finding.help("keep one of them"));
            return None;
        }
        (Some(node), None) => (secret::from_credential(node, env, findings), node.spot),
        (None, Some(node)) => (secret::from_file(node, directory, env, findings), node.spot),
        (None, None) => (
            env.get(PASSWORD_VARIABLE)
                .map(|text| Secret::new(text.trim_end_matches(['\r', '\n']))),
            table.spot,
        ),
    };
    let has_place = credential.is_some() || file.is_some() || secret.is_some();
    require_both(has_username, has_place, spot, findings);
    secret
}

fn require_both(has_username: bool, has_password: bool, spot: Spot<'_>, findings: &mut Findings) {
    if has_username && !has_password {
        let finding = spot.error("there is a \"username\" but no password");
        findings.push(finding.help(format!(
            "write password_file = \"…\" or password_credential = \"…\", or set {PASSWORD_VARIABLE}"
        )));
    } else if has_password && !has_username {
        let finding = spot.error("there is a password but no \"username\"");
        findings.push(finding.help("write username = \"…\" as your relay knows you"));
    }
}
