//! The fetcher against a loopback server that can misbehave byte by byte.

mod bodies;
mod connections;
mod names;
mod origin;
mod redirects;
mod refusals;
mod tls;

use std::time::Duration;

use super::*;
use crate::model::access::Access;
use crate::model::feed::AllowPrivate;
use crate::model::feed::Validators;
use origin::Origin;
use origin::Reply;

const FEED: &str = "<rss version=\"2.0\"><channel><title>Desk</title></channel></rss>";

/// Short, so that a test of a deadline is over soon; long enough for two busy cores.
const DEADLINE: Duration = Duration::from_millis(600);

fn settings() -> FetchSettings {
    FetchSettings {
        concurrency: 8,
        per_host: 4,
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(10),
        max_body_bytes: 1 << 20,
        user_agent: "wirewatch/test (+https://watch.example/)".to_owned(),
        proxy: None,
        allow_private: AllowPrivate(vec!["127.0.0.1".parse().unwrap()]),
    }
}

fn impatient() -> FetchSettings {
    FetchSettings {
        timeout: DEADLINE,
        ..settings()
    }
}

fn clock() -> Clock {
    Clock::stopped_at("2026-11-23T12:00:00Z".parse().unwrap())
}

fn fetcher(settings: &FetchSettings) -> Fetcher {
    Fetcher::with_clock(settings, clock()).unwrap()
}

fn request(url: &str) -> FeedRequest {
    FeedRequest {
        feed: "desk".parse().unwrap(),
        url: url.parse().unwrap(),
        validators: Validators::default(),
        headers: Vec::new(),
        access: Access::default(),
        via: None,
    }
}

async fn fetched(url: &str) -> Result<Fetched, FetchError> {
    fetcher(&settings()).fetch(&request(url)).await
}

async fn payload(url: &str) -> Payload {
    match fetched(url).await.unwrap() {
        Fetched::Payload(payload) => *payload,
        Fetched::NotModified(_) => panic!("not modified"),
    }
}

/// What a fetch of this one raw answer fails with.
async fn kind_of(raw: impl Into<Vec<u8>>) -> String {
    let raw = raw.into();
    let origin = Origin::serving(move |_| Reply::bytes(raw.clone())).await;
    match fetched(&origin.url("/feed")).await {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            assert!(error.to_string().contains("/feed: "), "{error}");
            error.kind()
        }
    }
}
