//! `wirewatch.toml` as written -> Settings: `[store]`, `[web]`, `[retention]` and `[log]` here, the rest by its own file.

use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::config::environment::Environment;
use crate::config::fetch;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::parse::parse;
use crate::config::relay;
use crate::config::source::Source;
use crate::config::table::Table;
use crate::config::webhook;
use crate::model::settings::LogFormat;
use crate::model::settings::LogSettings;
use crate::model::settings::RetentionSettings;
use crate::model::settings::Settings;
use crate::model::settings::StoreSettings;
use crate::model::settings::WatchlistSettings;
use crate::model::settings::WebSettings;

/// Where the page listens unless told otherwise.
const DEFAULT_LISTEN: &str = "127.0.0.1:8911";

/// How long an article that matches nothing is kept: long enough to try a new topic on.
const KEEP_UNMATCHED: Duration = Duration::from_secs(30 * 86_400);

/// How long what happened can be read again.
const KEEP_EVENTS: Duration = Duration::from_secs(90 * 86_400);

/// How long a letter can be shown or sent again as it was.
const KEEP_LETTERS: Duration = Duration::from_secs(90 * 86_400);

/// Stories and copies are found among the articles of the last days: those must be there.
const WEEK: Duration = Duration::from_secs(7 * 86_400);
/// Below this the schema and its indexes alone would take a good part.
const SMALLEST_ARCHIVE: u64 = 16 << 20;

const CENTURY: Duration = Duration::from_secs(36_500 * 86_400);

/// Reads the whole file. Relative paths in it start at `directory`.
pub(super) fn read(
    source: &Source,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> Settings {
    let document = parse(source, findings);
    let mut root = Table::root(source, &document.tree);
    let relay = relay::read(&mut root, directory, env, findings);
    let (fetch, check_pages) = fetch::read(&mut root, findings);
    let settings = Settings {
        store: store(&mut root, directory, env, findings),
        relay: relay.way,
        from: relay.from,
        reply_to: relay.reply_to,
        webhooks: webhook::read(&mut root, &fetch.allow_private, directory, env, findings),
        web: web(&mut root, findings),
        fetch,
        check_pages,
        retention: retention(&mut root, findings),
        log: log(&mut root, findings),
        watchlist: watchlist(&mut root, findings),
    };
    refuse_watchlist_tables(&mut root, findings);
    root.finish("wirewatch.toml", findings);
    settings
}

/// `[topic.x]` in the operator's file is a mix-up of the two files, not a misspelling.
fn refuse_watchlist_tables(root: &mut Table<'_>, findings: &mut Findings) {
    for name in ["packs", "names", "topic", "feed", "digest"] {
        if let Some(key) = root.take_out(name) {
            let finding = key
                .spot
                .error(format!("[{name}] belongs in watchlist.toml"));
            findings.push(finding.help("wirewatch.toml is about the machine, watchlist.toml about what to watch: move it there"));
        }
    }
}

fn store(
    root: &mut Table<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> StoreSettings {
    let mut table = root.table("store", findings);
    let given = table
        .take("path")
        .and_then(|node| database_path(node, directory, env, findings));
    table.finish("[store]", findings);
    StoreSettings {
        path: given.unwrap_or_else(|| env.state_directory(directory).join("wirewatch.db")),
    }
}

fn database_path(
    node: Node<'_>,
    directory: &Path,
    env: &Environment,
    findings: &mut Findings,
) -> Option<PathBuf> {
    let text = node.text(findings)?;
    let path = resolve(text, directory, env);
    if text.is_empty() || text.ends_with('/') || path.is_dir() {
        let finding = node
            .spot
            .error("\"path\" names a folder, not the file of the database");
        let file = path.join("wirewatch.db");
        findings.push(finding.help(format!("write \"{}\"", file.display())));
        return None;
    }
    Some(path)
}

/// `~/…` starts at home, other relative paths at the folder of the configuration.
pub(super) fn resolve(text: &str, directory: &Path, env: &Environment) -> PathBuf {
    match (text.strip_prefix("~/"), env.home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => directory.join(text),
    }
}

fn web(root: &mut Table<'_>, findings: &mut Findings) -> WebSettings {
    let mut table = root.table("web", findings);
    let hosts = table
        .take("hosts")
        .map(|node| host_names(node, findings))
        .unwrap_or_default();
    let listen = match table.take("listen") {
        Some(node) => listen(node, !hosts.is_empty(), findings),
        None => DEFAULT_LISTEN.parse().ok(),
    };
    let public_url = table
        .take("public_url")
        .and_then(|node| public_url(node, findings));
    table.finish("[web]", findings);
    WebSettings {
        listen,
        public_url,
        hosts,
    }
}

fn listen(node: Node<'_>, has_hosts: bool, findings: &mut Findings) -> Option<SocketAddr> {
    let text = node.text(findings)?;
    if text.is_empty() {
        return None;
    }
    let Ok(address) = text
        .replacen("localhost:", "127.0.0.1:", 1)
        .parse::<SocketAddr>()
    else {
        let finding = node
            .spot
            .error(format!("\"{text}\" is not an address with a port"));
        findings.push(finding.help(format!("write \"{DEFAULT_LISTEN}\", or \"\" for no page")));
        return None;
    };
    if !address.ip().is_loopback() {
        let finding = node.spot.error(format!(
            "{} can be reached from other machines, and the page asks for no password",
            address.ip()
        ));
        if has_hosts {
            findings.push(
                finding.warning().help(
                    "make sure that only a proxy which asks for a password can reach this port",
                ),
            );
        } else {
            findings.push(finding.help(
                "listen on 127.0.0.1 and put a proxy that asks for a password before it; in a container, name the hosts to answer to: hosts = [\"watch.example.org\"]",
            ));
        }
    }
    Some(address)
}

fn host_names(node: Node<'_>, findings: &mut Findings) -> Vec<String> {
    let mut hosts = Vec::new();
    for (item, text) in node.texts(findings) {
        if url::Host::parse(text).is_ok() {
            hosts.push(text.to_ascii_lowercase());
        } else {
            let finding = item.spot.error(format!("\"{text}\" is not a host name"));
            findings.push(finding.help(
                "write the name alone, without http:// and port, such as \"watch.example.org\"",
            ));
        }
    }
    hosts
}

fn public_url(node: Node<'_>, findings: &mut Findings) -> Option<Url> {
    let text = node.text(findings)?;
    match Url::parse(text) {
        Ok(mut url) if matches!(url.scheme(), "http" | "https") && url.password().is_none() => {
            // What is joined to it would otherwise take the place of its last part.
            if !url.path().ends_with('/') {
                url.set_path(&format!("{}/", url.path()));
            }
            Some(url)
        }
        _ => {
            let finding = node
                .spot
                .error("\"public_url\" is not an http or https address");
            findings.push(
                finding.help(
                    "write how readers reach the page, such as \"https://watch.example.org/\"",
                ),
            );
            None
        }
    }
}

fn retention(root: &mut Table<'_>, findings: &mut Findings) -> RetentionSettings {
    let mut table = root.table("retention", findings);
    let unmatched = table
        .take("unmatched")
        .and_then(|node| node.duration(WEEK..=CENTURY, findings))
        .unwrap_or(KEEP_UNMATCHED);
    let matched = table.take("matched").and_then(|node| match node.as_text() {
        Some("forever") => None,
        _ => node.duration(WEEK..=CENTURY, findings),
    });
    let events = table
        .take("events")
        .and_then(|node| node.duration(WEEK..=CENTURY, findings))
        .unwrap_or(KEEP_EVENTS);
    let letters = match table.take("letters") {
        Some(node) if node.as_text() == Some("forever") => None,
        Some(node) => node.duration(WEEK..=CENTURY, findings),
        None => Some(KEEP_LETTERS),
    };
    let max_bytes = table
        .take("max_size")
        .and_then(|node| node.size(SMALLEST_ARCHIVE..=u64::MAX, findings));
    table.finish("[retention]", findings);
    RetentionSettings {
        unmatched,
        matched,
        events,
        letters,
        max_bytes,
    }
}

fn watchlist(root: &mut Table<'_>, findings: &mut Findings) -> WatchlistSettings {
    let mut table = root.table("watchlist", findings);
    let is_watched = table.take("watch").and_then(|node| node.flag(findings));
    table.finish("[watchlist]", findings);
    WatchlistSettings {
        is_watched: is_watched.unwrap_or_default(),
    }
}

fn log(root: &mut Table<'_>, findings: &mut Findings) -> LogSettings {
    let mut table = root.table("log", findings);
    let filter = table.take("filter").and_then(|node| filter(node, findings));
    let format = table.take("format").and_then(|node| {
        node.word(
            &[("text", LogFormat::Text), ("json", LogFormat::Json)],
            findings,
        )
    });
    table.finish("[log]", findings);
    LogSettings {
        filter: filter.unwrap_or_else(|| "info".to_owned()),
        format: format.unwrap_or_default(),
    }
}

fn filter(node: Node<'_>, findings: &mut Findings) -> Option<String> {
    let text = node.text(findings)?;
    match tracing_subscriber::EnvFilter::builder().parse(text) {
        Ok(_) if !text.trim().is_empty() => Some(text.to_owned()),
        _ => {
            let finding = node.spot.error(format!("\"{text}\" is not a log filter"));
            findings.push(finding.help("write \"error\", \"warn\", \"info\" or \"debug\", or by room: \"info,wirewatch::fetch=debug\""));
            None
        }
    }
}
