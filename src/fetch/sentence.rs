//! What a fault means to the people of a newsroom: one plain sentence that says what happened and what to do, or that
//! nothing needs doing. Pure.

use std::net::IpAddr;
use std::time::Duration;

use jiff::RoundMode;
use jiff::Timestamp;
use jiff::TimestampRound;
use jiff::Unit;

use crate::fetch::error::Fault;
use crate::fetch::guard;

/// The sentence, without the address: where it is shown, the feed stands beside it.
pub(super) fn of(fault: &Fault) -> String {
    match fault {
        Fault::Address(why) => {
            format!("the feed cannot be asked: {why}; correct its table in the watchlist")
        }
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
        Fault::Blocked {
            host,
            address,
            network,
        } => blocked(host, *address, network),
        Fault::Redirect(why) => format!(
            "the server {why}; look in a browser where the feed is now and correct its address"
        ),
        Fault::Protocol(why) => format!(
            "the server's answer is not proper HTTP ({why}); look whether the address is still that of a feed"
        ),
        Fault::Status {
            status,
            retry_after,
        } => status_sentence(*status, *retry_after),
        Fault::Resting { until, .. } => format!(
            "the host asked for rest until {}; none of its feeds is asked before, and nothing needs doing",
            minute_after(*until)
        ),
        Fault::Stopping => {
            "wirewatch is stopping; the feed is asked after the next start".to_owned()
        }
        Fault::TooLarge(limit) => format!(
            "the feed is longer than {} and was not read; raise [fetch] max_body if it is meant to be",
            size_in_words(*limit)
        ),
        Fault::Decode(why) => {
            format!("the server's compressed answer is broken ({why}); it is tried again later")
        }
        Fault::Incomplete => {
            "the connection ended before the feed did; nothing of it was taken and it is \
                                  tried again later"
                .to_owned()
        }
        Fault::Empty => {
            "the server answered with nothing at all; look in a browser whether the feed has moved"
                .to_owned()
        }
        Fault::Proxy(why) => format!(
            "there is no way through the proxy ({why}); look whether it runs and its address is right"
        ),
        Fault::Setup(why) => format!(
            "the HTTP client cannot be made ({why}); look whether this machine has its CA certificates"
        ),
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
    if network == guard::METADATA {
        return format!("{place}, where feeds are never asked for; correct the feed's address");
    }
    format!(
        "{place}, where feeds are not asked for; list the address under [fetch] allow_private in wirewatch.toml if that is meant"
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

/// The minute by which a moment has come, in UTC.
fn minute_after(moment: Timestamp) -> String {
    let rounding = TimestampRound::new()
        .smallest(Unit::Minute)
        .mode(RoundMode::Ceil);
    let minute = moment.round(rounding).unwrap_or(moment);
    minute.strftime("%Y-%m-%d %H:%M UTC").to_string()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::error::FetchError;

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

    #[test]
    fn every_fault_has_a_sentence_for_a_newsroom() {
        let status = |status, wait: Option<u64>| Fault::Status {
            status,
            retry_after: wait.map(Duration::from_secs),
        };
        let blocked = |host: &str, address: Option<&str>| Fault::Blocked {
            host: host.to_owned(),
            address: address.map(|address| address.parse().unwrap()),
            network: "a private network",
        };
        let half_a_minute = Duration::from_secs(30);
        let faults = [
            Fault::Address("a ftp: address".to_owned()),
            Fault::Dns("Name or service not known".to_owned()),
            Fault::Connect("it refuses connections".to_owned()),
            Fault::ConnectTimeout(half_a_minute),
            Fault::Timeout(half_a_minute),
            Fault::Tls("shows a certificate that expired on 2026-11-20".to_owned()),
            blocked("news.example", Some("10.0.0.1")),
            blocked("10.0.0.1", Some("10.0.0.1")),
            blocked("localhost", None),
            Fault::Redirect("redirects in a circle".to_owned()),
            Fault::Protocol("invalid HTTP version parsed".to_owned()),
            status(401, None),
            status(403, None),
            status(404, None),
            status(410, None),
            status(418, None),
            status(429, Some(7200)),
            status(451, None),
            status(503, None),
            Fault::Resting {
                until: "2026-11-20T10:59:01Z".parse().unwrap(),
                left: Duration::from_secs(300),
            },
            Fault::Stopping,
            Fault::TooLarge(10 << 20),
            Fault::Decode("corrupt deflate stream".to_owned()),
            Fault::Incomplete,
            Fault::Empty,
            Fault::Proxy("Connection refused (os error 111)".to_owned()),
            Fault::Setup("no CA certificates found".to_owned()),
        ];
        let told: Vec<String> = faults
            .into_iter()
            .map(FetchError::without_address)
            .map(|error| format!("{}: {}", error.kind(), error.sentence()))
            .collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
