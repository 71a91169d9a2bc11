//! What the HTTP client's errors mean to us, found in their chains of causes. The client tells a broken certificate,
//! an unknown name and a refused connection apart only there.

use std::error::Error;
use std::io;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use crate::fetch::error::Fault;
use crate::fetch::resolver::NameFault;
use crate::model::settings::FetchSettings;

/// Why a request got no answer at all.
pub(super) fn of_request(
    error: &reqwest::Error,
    settings: &FetchSettings,
    is_proxied: bool,
) -> Fault {
    if let Some(fault) = of_name(error).or_else(|| of_tls(error)) {
        return fault;
    }
    if error.is_builder() {
        return Fault::Address("not an address that HTTP can carry".to_owned());
    }
    if error.is_timeout() {
        return match error.is_connect() {
            true => Fault::ConnectTimeout(settings.connect_timeout),
            false => Fault::Timeout(settings.timeout),
        };
    }
    match (error.is_connect(), is_proxied) {
        (true, true) => Fault::Proxy(deepest(error)),
        (true, false) => Fault::Connect(refusal(error)),
        (false, _) => Fault::Protocol(deepest(error)),
    }
}

/// Why a body did not come whole.
pub(super) fn of_body(error: &reqwest::Error) -> Fault {
    let is_cut = causes(error).any(|cause| {
        let text = cause.to_string();
        text.contains("closed before message completed") || io_kind(cause).is_some_and(is_cut)
    });
    match is_cut {
        true => Fault::Incomplete,
        false => Fault::Protocol(deepest(error)),
    }
}

fn is_cut(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
    )
}

fn of_name(error: &reqwest::Error) -> Option<Fault> {
    causes(error).find_map(|cause| {
        let fault = match cause.downcast_ref::<NameFault>()? {
            NameFault::Unknown(cause) => Fault::Dns(cause.to_string()),
            NameFault::Blocked {
                host,
                address,
                network,
            } => Fault::Blocked {
                host: host.clone(),
                address: Some(*address),
                network,
            },
        };
        Some(fault)
    })
}

fn of_tls(error: &reqwest::Error) -> Option<Fault> {
    causes(error)
        .find_map(|cause| cause.downcast_ref::<rustls::Error>())
        .map(|tls| Fault::Tls(tls_reason(tls)))
}

/// What is wrong with a private line, after "the server" in a sentence.
fn tls_reason(error: &rustls::Error) -> String {
    use rustls::Error as Tls;
    match error {
        Tls::InvalidCertificate(certificate) => certificate_reason(certificate),
        Tls::AlertReceived(alert) => format!("broke off the TLS handshake ({alert:?})"),
        Tls::PeerIncompatible(_) => {
            "offers only TLS versions or ciphers that are broken".to_owned()
        }
        Tls::InvalidMessage(_) => "does not speak TLS on this port".to_owned(),
        other => format!("failed the TLS handshake ({other})"),
    }
}

fn certificate_reason(error: &CertificateError) -> String {
    use CertificateError as Bad;
    match error {
        Bad::Expired => "shows a certificate that has expired".to_owned(),
        Bad::ExpiredContext { not_after, .. } => {
            format!("shows a certificate that expired on {}", day(*not_after))
        }
        Bad::NotValidYet => "shows a certificate that is not valid yet".to_owned(),
        Bad::NotValidYetContext { not_before, .. } => {
            format!(
                "shows a certificate that is valid only from {}",
                day(*not_before)
            )
        }
        Bad::NotValidForName => "shows a certificate of another name".to_owned(),
        Bad::NotValidForNameContext { presented, .. } => {
            let names: Vec<&str> = presented.iter().take(3).map(String::as_str).collect();
            format!("shows a certificate of another name ({})", names.join(", "))
        }
        Bad::UnknownIssuer => "shows a certificate that no known authority vouches for".to_owned(),
        Bad::Revoked => "shows a certificate that was revoked".to_owned(),
        other => format!("shows a certificate that cannot be trusted ({other})"),
    }
}

fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let moment = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    TimeZone::UTC.to_datetime(moment).date().to_string()
}

/// Why nobody took the connection, after "because" in a sentence.
fn refusal(error: &reqwest::Error) -> String {
    match causes(error).filter_map(io_kind).last() {
        Some(io::ErrorKind::ConnectionRefused) => "it refuses connections".to_owned(),
        Some(io::ErrorKind::ConnectionReset) => "it drops connections".to_owned(),
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
            "there is no way to it from this network".to_owned()
        }
        _ => deepest(error),
    }
}

fn io_kind(cause: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    cause.downcast_ref::<io::Error>().map(io::Error::kind)
}

/// The text at the end of the chain: the outer ones repeat the address, which may hold secrets.
fn deepest(error: &reqwest::Error) -> String {
    causes(error)
        .last()
        .map_or_else(|| "no cause given".to_owned(), ToString::to_string)
}

/// The causes below `error`, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| below(*cause))
}

/// The next cause. An I/O error tells the cause of the error it wraps and skips that one, which is the one we look for.
fn below<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}
