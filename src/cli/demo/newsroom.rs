//! The demo's newsroom: seven feeds over real HTTP on loopback, some of them broken on purpose. All of it is invented.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::web::newsroom::Document;
use crate::web::newsroom::Documents;

/// A feed: path, file, label shown beside the outlet, language; in the order of the watchlist.
const FEEDS: [(&str, &str, &str, &str); 7] = [
    (
        "courier",
        include_str!("newsroom/courier.xml"),
        "independent",
        "en",
    ),
    (
        "vestnik",
        include_str!("newsroom/vestnik.xml"),
        "exile media",
        "ru",
    ),
    (
        "holas",
        include_str!("newsroom/holas.xml"),
        "exile media",
        "be",
    ),
    (
        "dziennik",
        include_str!("newsroom/dziennik.xml"),
        "local press",
        "pl",
    ),
    ("wire", include_str!("newsroom/wire.xml"), "agency", "en"),
    (
        "ragged",
        include_str!("newsroom/ragged.xml"),
        "trade press",
        "en",
    ),
    (
        "metropolitan",
        include_str!("newsroom/login.html"),
        "newspaper",
        "en",
    ),
];

/// Headline and text of what comes in while the demo is kept, a line each.
const FRESH: &str = include_str!("newsroom/fresh.txt");

/// Between two new articles.
const PACE: Duration = Duration::from_secs(7);

/// What the newsroom has published so far.
#[derive(Clone)]
pub(super) struct Newsroom {
    documents: Documents,
    address: SocketAddr,
}

impl Newsroom {
    /// With today's paper: its dates count back from `now`.
    pub(super) fn open(address: SocketAddr, now: Timestamp) -> Self {
        let newsroom = Self {
            documents: Documents::default(),
            address,
        };
        for (name, text, _, _) in FEEDS {
            newsroom.publish(name, fill(text, address, now));
        }
        newsroom
    }

    pub(super) async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.documents.serve(listener).await
    }

    /// Writes a new article every few seconds, round and round, into the agency's and the courier's feeds.
    pub(super) async fn keep_writing(&self) {
        let mut stories = FRESH
            .lines()
            .filter_map(|line| line.split_once('|'))
            .cycle()
            .enumerate();
        let mut ticks = tokio::time::interval(PACE);
        ticks.tick().await;
        loop {
            ticks.tick().await;
            let Some((number, (title, text))) = stories.next() else {
                return;
            };
            let (name, paper, _, _) = FEEDS[if number % 2 == 0 { 0 } else { 4 }];
            let item = format!(
                "<item><title>{title}</title><link>{{site}}/{name}/live-{number}</link><guid isPermaLink=\"false\">live-{number}</guid>\
                 <pubDate>{{rfc2822:0}}</pubDate><description>{text}</description></item>\n</channel>"
            );
            self.publish(
                name,
                fill(
                    &paper.replace("</channel>", &item),
                    self.address,
                    Clock::System.now(),
                ),
            );
        }
    }

    fn publish(&self, name: &str, body: String) {
        let is_page = body.trim_start().starts_with("<!doctype");
        let content_type = if is_page {
            "text/html; charset=utf-8"
        } else {
            "application/xml"
        };
        self.documents.put(
            &format!("/{name}/feed"),
            Document {
                content_type,
                body: body.into_bytes(),
            },
        );
    }
}

/// Puts the newsroom's address and times into a paper: `{rfc2822:35}` is thirty-five minutes ago.
fn fill(text: &str, address: SocketAddr, now: Timestamp) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (word, tail) = after.split_once('}').unwrap_or((after, ""));
        match word.split_once(':') {
            Some((form, minutes)) => {
                let ago = SignedDuration::from_mins(minutes.parse().unwrap_or_default());
                let at = now.checked_sub(ago).unwrap_or(now);
                let form = if form == "rfc3339" {
                    "%Y-%m-%dT%H:%M:%SZ"
                } else {
                    "%a, %d %b %Y %H:%M:%S GMT"
                };
                filled.push_str(&at.strftime(form).to_string());
            }
            None => filled.push_str(&format!("http://{address}")),
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The part of the watchlist that the demo writes itself: feeds and a digest; the topics are the shipped ones.
pub(super) fn watchlist(address: SocketAddr, is_live: bool) -> String {
    let every = if is_live { "every    = \"5s\"\n" } else { "" };
    let mut text =
        "# Written by `wirewatch demo`: its own newsroom on loopback.\nschema = 1\n".to_owned();
    for (name, _, label, language) in FEEDS {
        text.push_str(&format!(
            "\n[feed.{name}]\nurl      = \"http://{address}/{name}/feed\"\nlabel    = \"{label}\"\nlanguage = \"{language}\"\n\
             backfill = \"24h\"   # mail the first fetch too\n{every}"
        ));
    }
    text.push_str(&format!(
        "\n[feed.gone]\nurl      = \"http://{address}/gone/feed\"\nlabel    = \"answers 404\"\n{every}\n\
         [digest.demo]\ncron   = \"* * * * *\"\ntz     = \"UTC\"\n\
         topics = [\"belarus\", \"sanctions\", \"russian-intervention\"]\nto     = [\"you@example.org\"]\nwhen_empty = \"skip\"\n"
    ));
    text
}
