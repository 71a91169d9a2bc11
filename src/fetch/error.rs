//! Why a fetch gave nothing, in a word for tables and in a sentence for the people of a newsroom.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use url::Url;

/// A longer address is cut where people read it.
const LONGEST_SHOWN: usize = 200;

/// A fetch that gave nothing: which address, and why.
#[derive(Debug)]
pub struct FetchError {
    /// The asked address, without credentials, query or fragment: those may hold secrets. `None`: it is about us.
    address: Option<String>,
    fault: Fault,
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
    Resting(Duration),
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
        }
    }

    /// An error before any address was asked.
    pub(super) fn without_address(fault: Fault) -> Self {
        Self {
            address: None,
            fault,
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Short and stable: `dns`, `connect`, `timeout`, `tls`, `blocked`, `redirect`, `protocol`, `http-404`,
    /// `rate-limited`, `too-large`, `decode`, `incomplete`, `empty`, `proxy`, `address`, `setup`.
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
            Fault::Status { status: 429, .. } | Fault::Resting(_) => "rate-limited",
            Fault::Status { status, .. } => return format!("http-{status}"),
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
            Fault::Resting(left) => Some(left),
            _ => None,
        }
    }

    /// The server said that there is no such feed any more and never will be.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self.fault, Fault::Status { status: 410, .. })
    }

    /// One plain sentence: what happened and what to do, or that nothing needs doing.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.fault {
            Fault::Address(why) => format!("the feed cannot be asked: {why}; correct its table in the watchlist"),
            Fault::Dns(why) => format!(
                "the server's name is not known ({why}); if it persists, look whether the site has moved or this \
                 machine's DNS is down"
            ),
            Fault::Connect(why) => {
                format!("the server cannot be reached because {why}; it is tried again later")
            }
            Fault::ConnectTimeout(limit) => format!(
                "the server took no connection within {}; it is tried again later",
                in_words(*limit)
            ),
            Fault::Timeout(limit) => format!(
                "the server did not finish its answer within {}; it is tried again later",
                in_words(*limit)
            ),
            Fault::Tls(why) => {
                format!("the server {why}; the feed is read again when its owner has put that right")
            }
            Fault::Blocked { host, address, network } => blocked(host, *address, network),
            Fault::Redirect(why) => format!(
                "the server {why}; look in a browser where the feed is now and correct its address"
            ),
            Fault::Protocol(why) => format!(
                "the server's answer is not proper HTTP ({why}); look whether the address is still that of a feed"
            ),
            Fault::Status { status, retry_after } => status_sentence(*status, *retry_after),
            Fault::Resting(left) => format!(
                "the server asked for fewer requests; its feeds are asked again in {}",
                in_words(*left)
            ),
            Fault::TooLarge(limit) => format!(
                "the feed is longer than {} and was not read; raise [fetch] max_body if it is meant to be",
                size_in_words(*limit)
            ),
            Fault::Decode(why) => format!(
                "the server's compressed answer is broken ({why}); it is tried again later"
            ),
            Fault::Incomplete => "the connection ended before the feed did; nothing of it was taken and it is \
                                  tried again later"
                .to_owned(),
            Fault::Empty => "the server answered with nothing at all; look in a browser whether the feed has moved"
                .to_owned(),
            Fault::Proxy(why) => format!(
                "there is no way through the proxy ({why}); look whether it runs and its address is right"
            ),
            Fault::Setup(why) => format!(
                "the HTTP client cannot be made ({why}); look whether this machine has its CA certificates"
            ),
        }
    }
}

fn blocked(host: &str, address: Option<IpAddr>, network: &str) -> String {
    let written = host.trim_matches(['[', ']']);
    let place = match address {
        Some(address) if address.to_string() != written => {
            format!("{host} is {address}, {network}")
        }
        _ => format!("{host} is {network}"),
    };
    format!(
        "{place}, where feeds are not asked for; list the address under [fetch] allow_private if that is meant"
    )
}

fn status_sentence(status: u16, retry_after: Option<Duration>) -> String {
    let again = retry_after.map_or_else(
        || "it is tried again later".to_owned(),
        |wait| format!("it asks us to come back in {}", in_words(wait)),
    );
    match status {
        401 => "the server wants a login (401); set the feed's headers or choose its public address".to_owned(),
        402 | 403 => format!(
            "the server refuses us ({status}); it may block programs or this country: try another User-Agent under \
             the feed's headers or a proxy with via"
        ),
        404 => "there is no feed at this address (404); look on the site where it is now".to_owned(),
        410 => "the server says that the feed is gone for good (410); it is not asked any more: remove it or correct \
                its address"
            .to_owned(),
        429 => format!("the server asks for fewer requests (429); {again}"),
        451 => "the server may not show the feed for legal reasons (451); a proxy with via may help".to_owned(),
        500..=599 => format!("the server is in trouble ({status}); {again}"),
        _ => format!("the server answered {status} instead of a feed; look in a browser what it says"),
    }
}

/// The largest unit that leaves no more than a small remainder.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil() as u64;
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds.div_ceil(60), "minute"),
        7_200..=172_799 => (seconds.div_ceil(3_600), "hour"),
        _ => (seconds.div_ceil(86_400), "day"),
    };
    match count {
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    }
}

fn size_in_words(bytes: usize) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} bytes"),
        10_000..=1_048_575 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes >> 20),
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
fn redacted(url: &Url) -> String {
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

    #[test]
    fn times_are_told_in_units_people_use() {
        let told = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!(told(1), "1 second");
        assert_eq!(told(30), "30 seconds");
        assert_eq!(told(600), "10 minutes");
        assert_eq!(told(86_400), "24 hours");
        assert_eq!(told(30 * 86_400), "30 days");
        assert_eq!(in_words(Duration::from_millis(300)), "1 second");
    }
}
