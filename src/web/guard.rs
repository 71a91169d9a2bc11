//! Who may ask, and what an answer lets a browser do.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::model::settings::WebSettings;

/// Host names, without ports, that requests may be addressed to.
#[derive(Debug)]
pub(super) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    pub(super) fn of(settings: &WebSettings) -> Self {
        let mut hosts: Vec<_> = ["localhost", "127.0.0.1", "[::1]"]
            .map(str::to_owned)
            .into();
        hosts.extend(
            settings
                .listen
                .map(|address| name_of(&address.to_string()).to_owned()),
        );
        hosts.extend(settings.hosts.iter().map(|host| host.to_ascii_lowercase()));
        hosts.extend(
            settings
                .public_url
                .as_ref()
                .and_then(|url| url.host_str())
                .map(str::to_owned),
        );
        Self(hosts)
    }

    fn allow(&self, host: &str) -> bool {
        let name = name_of(host).to_ascii_lowercase();
        self.0.contains(&name)
    }
}

/// The host of `host:port`, brackets of IPv6 kept.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|b| b.is_ascii_digit())
                && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

/// Refuses strangers' hosts; tells browsers to run nothing and load nothing but our own styles.
pub(super) async fn check(
    State(hosts): State<Arc<AllowedHosts>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let mut response = if host.is_some_and(|host| hosts.allow(host)) {
        next.run(request).await
    } else {
        let words =
            "this page answers to its own name only; add yours to [web] hosts in wirewatch.toml\n";
        (StatusCode::MISDIRECTED_REQUEST, words).into_response()
    };
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
