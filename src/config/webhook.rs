//! `[webhook.NAME]` as written -> WebhookSettings. What must not be known to others comes from outside the file: the
//! signing secret, the token, and the address itself where whoever knows it may write (Slack, Mattermost).

use std::path::Path;

use url::Url;

use crate::config::environment::Environment;
use crate::config::fetch;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::secret;
use crate::config::source::Spot;
use crate::config::table::Table;
use crate::config::watchlist;
use crate::model::feed::AllowPrivate;
use crate::model::secret::Secret;
use crate::model::settings::WebhookSettings;
use crate::model::settings::WebhookTemplate;

const TEMPLATES: [(&str, WebhookTemplate); 5] = [
    ("generic", WebhookTemplate::Generic),
    ("ntfy", WebhookTemplate::Ntfy),
    ("matrix", WebhookTemplate::Matrix),
    ("slack", WebhookTemplate::Slack),
    ("mattermost", WebhookTemplate::Mattermost),
];

/// Reads every table.
pub(super) fn read(
    root: &mut Table<'_>,
    allow_private: &AllowPrivate,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> Vec<WebhookSettings> {
    let all = root.table("webhook", findings);
    let mut webhooks = Vec::new();
    for (key, node) in all.entries() {
        let name = watchlist::name(*key, findings);
        let Some(mut table) = node.table(findings) else {
            continue;
        };
        for key in ["secret", "token"] {
            refuse(&mut table, key, findings);
        }
        let template = table
            .take("template")
            .and_then(|node| node.word(&TEMPLATES, findings))
            .unwrap_or_default();
        let place = Place { directory, env };
        let secret = place.secret(&mut table, ["secret_credential", "secret_file"], findings);
        let token = place.secret(&mut table, ["token_credential", "token_file"], findings);
        let url = address(&mut table, &place, allow_private, findings);
        if let Some(url) = &url {
            check_form(template, url, table.spot, findings);
        }
        if template == WebhookTemplate::Generic && secret.is_none() && !has_secret(&table) {
            let finding = table
                .spot
                .warning("nothing tells the receiver that messages are wirewatch's");
            findings.push(finding.help(
                "write secret_credential = \"…\" or secret_file = \"…\", and let the receiver check webhook-signature",
            ));
        }
        table.finish(&format!("[webhook.{}]", key.text), findings);
        webhooks.extend(name.map(|name| WebhookSettings {
            name,
            url,
            secret,
            token,
            template,
        }));
    }
    webhooks
}

fn has_secret(table: &Table<'_>) -> bool {
    table.has("secret_credential") || table.has("secret_file")
}

fn refuse(table: &mut Table<'_>, key: &str, findings: &mut Findings) {
    if let Some(key) = table.take_out(key) {
        let name = key.text;
        let finding = key
            .spot
            .error(format!("a {name} must not stand in this file"));
        findings.push(finding.help(format!(
            "put it into a file that only wirewatch may read and write {name}_file = \"…\", or hand it over by systemd \
             (LoadCredential=NAME:…) and write {name}_credential = \"NAME\"; and change this one, as it has been on disk"
        )));
    }
}

/// Where secrets are looked for.
struct Place<'m> {
    directory: &'m Path,
    env: &'m Environment,
}

impl Place<'_> {
    fn secret(
        &self,
        table: &mut Table<'_>,
        [credential, file]: [&'static str; 2],
        findings: &mut Findings,
    ) -> Option<Secret> {
        match (table.take(credential), table.take(file)) {
            (Some(node), Some(_)) => {
                let finding = node
                    .spot
                    .error(format!("both \"{credential}\" and \"{file}\" are given"));
                findings.push(finding.help("keep one of them"));
                None
            }
            (Some(node), None) => secret::from_credential(node, self.env, findings),
            (None, Some(node)) => secret::from_file(node, self.directory, self.env, findings),
            (None, None) => None,
        }
    }
}

fn address(
    table: &mut Table<'_>,
    place: &Place<'_>,
    allow_private: &AllowPrivate,
    findings: &mut Findings,
) -> Option<Url> {
    let open = table.take("url");
    let spot = open.map_or(table.spot, |node| node.spot);
    let has_hidden = table.has("url_credential") || table.has("url_file");
    let hidden = place.secret(table, ["url_credential", "url_file"], findings);
    let text = match (open, has_hidden) {
        (Some(node), true) => {
            let finding = node.spot.error("the address has two places");
            findings.push(finding.help("keep \"url\", or \"url_credential\" or \"url_file\""));
            return None;
        }
        (Some(node), false) => read_text(node, findings)?,
        (None, true) => hidden?.reveal().to_owned(),
        (None, false) => {
            let finding = table.spot.error("this webhook has no \"url\"");
            findings.push(finding.help(
                "write url = \"https://…\"; where whoever knows the address may write, url_credential or url_file",
            ));
            return None;
        }
    };
    checked(&text, spot, open.is_some(), allow_private, findings)
}

fn read_text(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    node.text(findings).map(str::to_owned)
}

/// What a secret address looks like is not said.
fn checked(
    text: &str,
    spot: Spot<'_>,
    is_shown: bool,
    allow_private: &AllowPrivate,
    findings: &mut Findings,
) -> Option<Url> {
    let shown = if is_shown { text } else { "what stands there" };
    let url = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
        _ => {
            let finding = spot.error(format!("\"{shown}\" is not an http or https address"));
            findings.push(
                finding.help("write the whole of it, such as \"https://hooks.example.org/desk\""),
            );
            return None;
        }
    };
    if url.password().is_some() || !url.username().is_empty() {
        let finding = spot.error("a password must not stand in an address");
        findings.push(finding.help("write token_credential = \"…\" or token_file = \"…\""));
    }
    let is_own = fetch::is_private(&url);
    if url.scheme() == "http" && !is_own {
        let finding = spot.error("messages would cross the network for everyone to read");
        findings.push(finding.help("write the address with https://"));
    }
    if is_own && !fetch::is_allowed_private(&url, allow_private) {
        let finding = spot.error("the address is one of your own network, which nothing may be sent to unless you say so");
        findings.push(finding.help("name it under [fetch] allow_private = [\"127.0.0.1\"], or give the address of a public server"));
    }
    Some(url)
}

/// Two templates read parts of the address.
fn check_form(template: WebhookTemplate, url: &Url, spot: Spot<'_>, findings: &mut Findings) {
    let path = url.path().trim_matches('/');
    match template {
        WebhookTemplate::Ntfy if path.is_empty() || path.contains('/') => {
            let finding = spot.error("the address of an ntfy webhook ends in its topic");
            findings.push(finding.help("write url = \"https://ntfy.example.org/TOPIC\""));
        }
        WebhookTemplate::Matrix if !path.ends_with("/send/m.room.message") => {
            let finding = spot.error("the address of a matrix webhook is that of its room");
            findings.push(finding.help(
                "write url = \"https://matrix.example.org/_matrix/client/v3/rooms/!ROOM:example.org/send/m.room.message\", and the \
                 access token of the account that writes there by token_credential or token_file",
            ));
        }
        _ => {}
    }
}
