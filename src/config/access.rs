//! `auth` and `ca_file` of a feed as written -> Access. The password and the certificates come from outside the file.

use url::Url;

use crate::config::environment::Environment;
use crate::config::feed::Machine;
use crate::config::fetch;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::secret;
use crate::config::settings::resolve;
use crate::config::source;
use crate::config::table::Table;
use crate::model::access::Access;
use crate::model::access::Authority;
use crate::model::access::BasicAuth;
use crate::model::secret::Secret;

/// The whole bundle of a system is a quarter of this.
const LARGEST_BUNDLE: u64 = 1024 * 1024;

/// Reads both keys; `url` is where the password would go.
pub(super) fn read(
    table: &mut Table<'_>,
    url: Option<&Url>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Access {
    let auth = table.take("auth").and_then(|node| {
        warn_if_in_the_clear(node, url, findings);
        auth(node, machine, findings)
    });
    let authority = table
        .take("ca_file")
        .and_then(|node| authority(node, machine, findings));
    Access { auth, authority }
}

fn warn_if_in_the_clear(node: Node<'_>, url: Option<&Url>, findings: &mut Findings) {
    if url.is_some_and(|url| url.scheme() == "http" && !fetch::is_private(url)) {
        let finding = node
            .spot
            .warning("the password goes over the network for everyone to read");
        findings.push(finding.help("write the feed's url with https:// if its server has that"));
    }
}

fn auth(node: Node<'_>, machine: Machine<'_>, findings: &mut Findings) -> Option<BasicAuth> {
    let mut table = node.table(findings)?;
    if let Some(key) = table.take_out("password") {
        let finding = key.spot.error("a password must not stand in this file");
        findings.push(finding.help(
            "put it into a file that only wirewatch may read and write password_file = \"…\", or hand it over by systemd \
             (LoadCredential=NAME:…) and write password_credential = \"NAME\"; and change this one, as it has been on disk",
        ));
        return None;
    }
    let name_node = table.take("username");
    let username = name_node.and_then(|node| username(node, findings));
    let credential = table.take("password_credential");
    let file = table.take("password_file");
    table.finish("auth", findings);
    if name_node.is_none() {
        let finding = node.spot.error("\"auth\" has no \"username\"");
        findings.push(finding.help("write auth = { username = \"…\", password_file = \"…\" }"));
    }
    let password = match (credential, file) {
        (Some(credential), Some(_)) => {
            let finding = credential.spot.error(
                "the password has two places, \"password_credential\" and \"password_file\"",
            );
            findings.push(finding.help("keep one of them"));
            None
        }
        (Some(node), None) => secret::from_credential(node, machine.env, findings),
        (None, Some(node)) => from_file(node, machine, findings),
        (None, None) => {
            let finding = node
                .spot
                .error("\"auth\" does not say where the password is");
            findings.push(
                finding.help("write password_file = \"…\" or password_credential = \"…\" in it"),
            );
            None
        }
    };
    Some(BasicAuth {
        username: username?,
        password: password?,
    })
}

fn from_file(node: Node<'_>, machine: Machine<'_>, findings: &mut Findings) -> Option<Secret> {
    secret::from_file(node, machine.directory, machine.env, findings)
}

fn username(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?;
    let is_sound = !text.is_empty() && !text.contains(':') && !text.chars().any(char::is_control);
    if is_sound {
        return Some(text.to_owned());
    }
    findings.push(
        node.spot
            .error("a user name is one line without a colon")
            .help("write it as the feed's server knows you"),
    );
    None
}

fn authority(node: Node<'_>, machine: Machine<'_>, findings: &mut Findings) -> Option<Authority> {
    let Machine { directory, env, .. } = machine;
    let pem = read_bundle(node, directory, env, findings)?;
    if pem.contains("PRIVATE KEY-----") {
        let finding = node.spot.error("this file holds a private key");
        findings.push(finding.help("\"ca_file\" wants the authority's certificates alone"));
        return None;
    }
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        let finding = node.spot.error("this file holds no certificate in PEM");
        findings.push(
            finding.help("it should have a line \"-----BEGIN CERTIFICATE-----\"; convert others with \"openssl x509 -inform der\""),
        );
        return None;
    }
    Some(Authority(pem.into()))
}

fn read_bundle(
    node: Node<'_>,
    directory: &std::path::Path,
    env: &Environment,
    findings: &mut Findings,
) -> Option<String> {
    let path = resolve(node.text(findings)?, directory, env);
    let shown = path.display().to_string();
    match source::read_bytes(&path, LARGEST_BUNDLE) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(fault) => {
            let fault = fault.told(&shown);
            findings.push(
                node.spot
                    .error(format!("{shown}: {}", fault.message))
                    .maybe_help(fault.help),
            );
            None
        }
    }
}
