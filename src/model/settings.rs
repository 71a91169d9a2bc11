//! Settings: what `wirewatch.toml` means, checked; each room is handed its own part and never the whole.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::model::feed::AllowPrivate;
use crate::model::mail_address::MailAddress;
use crate::model::recipient::WebhookName;
use crate::model::secret::Secret;

/// Everything `wirewatch.toml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the database is.
    pub store: StoreSettings,
    /// `None`: letters go to a maildir beside the database.
    pub relay: Option<LetterWay>,
    /// Who the letters are from.
    pub from: MailAddress,
    /// Where readers' answers go; `None` = where letters come from.
    pub reply_to: Option<MailAddress>,
    /// Where messages go by HTTP, by name.
    pub webhooks: Vec<WebhookSettings>,
    /// The local page.
    pub web: WebSettings,
    /// How to ask for feeds.
    pub fetch: FetchSettings,
    /// For so long after a digest told an article it is looked at once a day whether its page is still there; `None` = never.
    pub check_pages: Option<Duration>,
    /// What to forget, and when.
    pub retention: RetentionSettings,
    /// What to log.
    pub log: LogSettings,
    /// How the watchlist is followed.
    pub watchlist: WatchlistSettings,
}

/// How the watchlist is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchlistSettings {
    /// A change of its files is a reload; otherwise one has to be asked for.
    pub is_watched: bool,
}

/// Where the archive is kept.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// The SQLite file; its folder is the state directory, with lock and maildir.
    pub path: PathBuf,
}

impl StoreSettings {
    /// The folder of the database: lock, maildir and backups live there.
    #[must_use]
    pub fn directory(&self) -> PathBuf {
        self.path.parent().map(PathBuf::from).unwrap_or_default()
    }
}

/// How letters leave the machine.
#[derive(Clone, Debug)]
pub enum LetterWay {
    /// By SMTP.
    Smtp(RelaySettings),
    /// By a program that takes a letter on its standard input, as `sendmail` does.
    Program(PathBuf),
}

/// Where messages go by HTTP.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// As digests name it.
    pub name: WebhookName,
    /// Where it listens; `None`: it stands in a credential that only the service can read.
    pub url: Option<Url>,
    /// What messages are signed with; `None` = they are not.
    pub secret: Option<Secret>,
    /// Sent as `Authorization: Bearer …`.
    pub token: Option<Secret>,
    /// In what form it takes messages.
    pub template: WebhookTemplate,
}

/// In what form a webhook takes messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WebhookTemplate {
    /// Our own JSON, with everything in it.
    #[default]
    Generic,
    /// ntfy's JSON; the topic is the last part of the address.
    Ntfy,
    /// A room of a Matrix server.
    Matrix,
    /// Slack's incoming webhook.
    Slack,
    /// Mattermost's incoming webhook.
    Mattermost,
}

/// Our SMTP server.
#[derive(Clone, Debug)]
pub struct RelaySettings {
    /// Host name or address.
    pub host: String,
    /// 587 by default; 465 with implicit TLS.
    pub port: u16,
    /// How the line is kept private.
    pub tls: RelayTls,
    /// Together with `password`, or neither.
    pub username: Option<String>,
    /// From a credential, a file or the environment; never from the TOML file.
    pub password: Option<Secret>,
}

/// How the line to the relay is kept private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RelayTls {
    /// STARTTLS, and nothing is said without it.
    #[default]
    Required,
    /// TLS from the first byte.
    Implicit,
    /// Plain; allowed for loopback relays only.
    None,
}

/// The local page.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// `None` = off.
    pub listen: Option<SocketAddr>,
    /// How readers reach the page, for links in letters.
    pub public_url: Option<Url>,
    /// Further Host headers to answer to.
    pub hosts: Vec<String>,
}

/// How to ask for feeds.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Requests in flight in all.
    pub concurrency: usize,
    /// Requests in flight to one host.
    pub per_host: usize,
    /// TCP and TLS must stand by then.
    pub connect_timeout: Duration,
    /// The whole answer must be there by then.
    pub timeout: Duration,
    /// Decoded bytes; a longer body is refused.
    pub max_body_bytes: usize,
    /// Names us and says where to complain.
    pub user_agent: String,
    /// For every feed that names none of its own.
    pub proxy: Option<Url>,
    /// Private addresses that may be asked all the same.
    pub allow_private: AllowPrivate,
}

impl FetchSettings {
    /// Can the owner of a feed see whom to ask about us?
    #[must_use]
    pub fn names_a_contact(&self) -> bool {
        let agent = &self.user_agent;
        agent.contains('@') || agent.contains("://")
    }
}

/// What to forget, and when.
#[derive(Clone, Debug)]
pub struct RetentionSettings {
    /// Articles that match nothing are dropped after this.
    pub unmatched: Duration,
    /// Everything else is dropped after this; `None` = kept.
    pub matched: Option<Duration>,
    /// Lines of the stream are dropped after this.
    pub events: Duration,
    /// Letters are kept word for word for so long; `None` = for ever.
    pub letters: Option<Duration>,
    /// When the archive holds more, the oldest articles go sooner; `None` = no limit.
    pub max_bytes: Option<u64>,
}

/// What to log.
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// tracing filter directives, `info` by default.
    pub filter: String,
    /// Human lines or JSON lines.
    pub format: LogFormat,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people and the journal.
    #[default]
    Text,
    /// For machines.
    Json,
}
