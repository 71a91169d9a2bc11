//! Secrets: read from a systemd credential or a file, never from the TOML, never into an error text.

use std::path::Path;

use crate::config::environment::Environment;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::settings::resolve;
use crate::config::source;
use crate::model::secret::Secret;

/// Longer than any password or token; a longer file is the wrong file.
const LARGEST: u64 = 4096;

/// The systemd credential of that name.
pub(super) fn from_credential(
    node: Node<'_>,
    env: &Environment,
    findings: &mut Findings,
) -> Option<Secret> {
    let name = node.text(findings)?;
    if name.is_empty() || name.contains('/') || name.starts_with('.') {
        let finding = node
            .spot
            .error(format!("\"{name}\" is not the name of a credential"));
        findings.push(
            finding.help("write the name that stands before the colon in LoadCredential=NAME:PATH"),
        );
        return None;
    }
    let Some(directory) = env.credentials_directory() else {
        // Whoever runs `check` by hand is not handed the service's secrets; that is no fault of the files.
        let finding = node.spot.warning(format!("the credential \"{name}\" cannot be read here: only the service started by systemd is handed it"));
        findings.push(finding.help(format!(
            "the unit needs LoadCredential={name}:/path/of/the/file"
        )));
        return None;
    };
    read(&directory.join(name), node, findings)
}

/// A file with nothing but the secret in it.
pub(super) fn from_file(
    node: Node<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> Option<Secret> {
    let path = resolve(node.text(findings)?, directory, env);
    let secret = read(&path, node, findings)?;
    warn_if_readable_by_others(&path, node, findings);
    Some(secret)
}

fn read(path: &Path, node: Node<'_>, findings: &mut Findings) -> Option<Secret> {
    let shown = path.display().to_string();
    let bytes = match source::read_bytes(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(fault) => {
            let fault = fault.told(&shown);
            findings.push(
                node.spot
                    .error(format!("{shown}: {}", fault.message))
                    .maybe_help(fault.help),
            );
            return None;
        }
    };
    let text = String::from_utf8(bytes).unwrap_or_else(|_| "\0".to_owned());
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        findings.push(node.spot.error(format!("{shown} is empty")));
        return None;
    }
    if text.chars().any(char::is_control) {
        let finding = node
            .spot
            .error(format!("{shown} holds more than one line, or is not text"));
        findings.push(finding.help("the file must hold the secret alone, on one line"));
        return None;
    }
    Some(Secret::new(text))
}

#[cfg(unix)]
fn warn_if_readable_by_others(path: &Path, node: Node<'_>, findings: &mut Findings) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path)
        .map(|facts| facts.permissions().mode())
        .unwrap_or_default();
    if mode & 0o077 != 0 {
        let finding = node.spot.warning(format!(
            "{} can be read by other users (mode {:03o})",
            path.display(),
            mode & 0o777
        ));
        findings.push(finding.help(format!("chmod 600 {}", path.display())));
    }
}

#[cfg(not(unix))]
fn warn_if_readable_by_others(_: &Path, _: Node<'_>, _: &mut Findings) {}
