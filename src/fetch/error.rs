//! Why a fetch gave nothing, in a word for tables and in a sentence for the people of a newsroom.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::fetch::sentence;
use crate::model::host_rest::HostRest;

/// A longer address is cut where people read it.
const LONGEST_SHOWN: usize = 200;

/// A fetch that gave nothing: which address, and why.
#[derive(Debug)]
pub struct FetchError {
    /// The asked address, without credentials, query or fragment: those may hold secrets. `None`: it is about us.
    address: Option<String>,
    fault: Fault,
    /// What the host asked for on this occasion, to be written down.
    rest: Option<Box<HostRest>>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The address itself cannot be asked: too long, not http, no host, a header that is none.
    Address(String),
    /// The name has no address, or nobody answers for it.
    Dns(String),
    /// Nobody took the connection.
    Connect(String),
    /// TCP and TLS did not stand in time.
    ConnectTimeout(Duration),
    /// The whole answer was not there in time.
    Timeout(Duration),
    /// The line could not be made private.
    Tls(String),
    /// The address lies in a network that feeds have no business in.
    Blocked {
        /// The host as asked.
        host: String,
        /// What it stood for, where that is known.
        address: Option<IpAddr>,
        /// What kind of network that is.
        network: &'static str,
    },
    /// A redirect that is not followed.
    Redirect(String),
    /// What came is not HTTP as it should be.
    Protocol(String),
    /// The server said no.
    Status {
        /// The HTTP status code.
        status: u16,
        /// How long it asked us to stay away.
        retry_after: Option<Duration>,
    },
    /// The host asked for rest earlier, and the rest is not over: it was not asked.
    Resting {
        /// When it is over.
        until: Timestamp,
        /// The same from now.
        left: Duration,
    },
    /// The process ends, and the request had not begun.
    Stopping,
    /// The decoded body is longer than we read.
    TooLarge(usize),
    /// The body's content coding is unknown or broken.
    Decode(String),
    /// The connection ended before the body did.
    Incomplete,
    /// A good answer without a body.
    Empty,
    /// The proxy cannot be used.
    Proxy(String),
    /// Our own HTTP client could not be built.
    Setup(String),
}

impl FetchError {
    /// An error about `url`.
    pub(super) fn new(url: &Url, fault: Fault) -> Self {
        Self {
            address: Some(redacted(url)),
            fault,
            rest: None,
        }
    }

    /// The same, and the host asked for rest.
    pub(super) fn with_rest(self, rest: Option<HostRest>) -> Self {
        Self {
            rest: rest.map(Box::new),
            ..self
        }
    }

    /// An error before any address was asked.
    pub(super) fn without_address(fault: Fault) -> Self {
        Self {
            address: None,
            fault,
            rest: None,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Short and stable: `dns`, `connect`, `timeout`, `tls`, `blocked`, `redirect`, `protocol`, `http-404`,
    /// `rate-limited`, `stopping`, `too-large`, `decode`, `incomplete`, `empty`, `proxy`, `address`, `setup`.
    #[must_use]
    pub fn kind(&self) -> String {
        match &self.fault {
            Fault::Address(_) => "address",
            Fault::Dns(_) => "dns",
            Fault::Connect(_) => "connect",
            Fault::ConnectTimeout(_) | Fault::Timeout(_) => "timeout",
            Fault::Tls(_) => "tls",
            Fault::Blocked { .. } => "blocked",
            Fault::Redirect(_) => "redirect",
            Fault::Protocol(_) => "protocol",
            Fault::Status { status: 429, .. } | Fault::Resting { .. } => "rate-limited",
            Fault::Status { status, .. } => return format!("http-{status}"),
            Fault::Stopping => "stopping",
            Fault::TooLarge(_) => "too-large",
            Fault::Decode(_) => "decode",
            Fault::Incomplete => "incomplete",
            Fault::Empty => "empty",
            Fault::Proxy(_) => "proxy",
            Fault::Setup(_) => "setup",
        }
        .to_owned()
    }

    /// How long the server asked us to stay away.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.fault {
            Fault::Status { retry_after, .. } => retry_after,
            Fault::Resting { left, .. } => Some(left),
            _ => None,
        }
    }

    /// The host asked for rest just now: nobody asks it until then, whichever process and for whichever feed.
    #[must_use]
    pub fn rest(&self) -> Option<&HostRest> {
        self.rest.as_deref()
    }

    /// Nothing was asked, as the host asked for rest earlier: when that is over.
    #[must_use]
    pub fn resting_until(&self) -> Option<Timestamp> {
        match self.fault {
            Fault::Resting { until, .. } => Some(until),
            _ => None,
        }
    }

    /// Nothing was asked, as the process ends: nothing is known of the feed that was not known before.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.fault == Fault::Stopping
    }

    /// Nobody was reached who could have answered: the server is not there, or our own line is down.
    #[must_use]
    pub fn is_unreached(&self) -> bool {
        matches!(
            self.fault,
            Fault::Dns(_) | Fault::Connect(_) | Fault::ConnectTimeout(_) | Fault::Proxy(_)
        )
    }

    /// The server said that there is no such feed any more and never will be.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self.fault, Fault::Status { status: 410, .. })
    }

    /// One plain sentence: what happened and what to do, or that nothing needs doing.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence::of(&self.fault)
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Some(address) => write!(f, "{address}: {}", self.sentence()),
            None => f.write_str(&self.sentence()),
        }
    }
}

impl std::error::Error for FetchError {}

/// Scheme, host and path: enough to know the feed by, nothing that could be a secret.
#[must_use]
pub fn redacted(url: &Url) -> String {
    let mut shown = url.clone();
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_fragment(None);
    shown.set_query(None);
    let query = url.query().map_or("", |_| "?…");
    let address: String = shown.as_str().chars().take(LONGEST_SHOWN).collect();
    let cut = if address.len() < shown.as_str().len() {
        "…"
    } else {
        query
    };
    format!("{address}{cut}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_address_without_anything_that_could_be_a_secret() {
        let url = Url::parse("https://me:pw@a.example/feed?key=secret#x").unwrap();
        let error = FetchError::new(&url, Fault::Empty);

        assert!(
            error
                .to_string()
                .starts_with("https://a.example/feed?…: the server")
        );
        assert!(!format!("{error:?}").contains("secret"));
        assert!(!format!("{error:?}").contains("pw"));
    }
}
