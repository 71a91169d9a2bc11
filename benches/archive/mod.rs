//! What the archive's benches fill it with: articles of many feeds, of which one in ten matches and each opens a story.

use std::time::Duration;

use jiff::Timestamp;
use wirewatch::model::article::Article;
use wirewatch::model::article::ContentHash;
use wirewatch::model::article::Identity;
use wirewatch::model::event::EventKind;
use wirewatch::model::event::NewEvent;
use wirewatch::model::feed::Feed;
use wirewatch::model::ids::DigestName;
use wirewatch::model::ids::TopicName;
use wirewatch::model::ids::WatchlistVersion;
use wirewatch::model::matching::Evidence;
use wirewatch::model::matching::Field;
use wirewatch::model::matching::Match;
use wirewatch::model::watchlist::DigestDefinition;
use wirewatch::model::watchlist::Schedule;
use wirewatch::model::watchlist::SubjectMode;
use wirewatch::model::watchlist::WhenEmpty;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;

/// Feeds that they come from.
pub(crate) const FEEDS: i64 = 200;

const IN_ONE_WRITE: i64 = 25;
const WORDS: &str = "council sanctions Minsk bank export минск задержали журналиста суд приговор the of \
    and in on government border Poland Vilnius energy minister said company court";

/// Feeds and digests.
pub(crate) fn prepare(tx: &mut Tx) -> Result<(), StoreError> {
    let feeds: Vec<Feed> = (0..FEEDS).map(feed).collect();
    tx.sync_feeds(&feeds, at(0))?;
    tx.sync_digests(&[definition()], at(0))
}

/// Admits so many articles of so many words, as the poller does: many feeds at once.
pub(crate) async fn admit_all(store: &Store, articles: i64, words: usize) {
    let begun = std::time::Instant::now();
    let mut writes = tokio::task::JoinSet::new();
    for first in (0..articles).step_by(usize::try_from(IN_ONE_WRITE).expect("small")) {
        while writes.len() >= 1024 {
            admitted(writes.join_next().await);
        }
        let store = store.clone();
        writes.spawn(async move {
            store
                .write(move |tx| {
                    (first..(first + IN_ONE_WRITE).min(articles))
                        .try_for_each(|number| admit(tx, number, words))
                })
                .await
        });
    }
    while let Some(write) = writes.join_next().await {
        admitted(Some(write));
    }
    let took = begun.elapsed();
    println!(
        "admit {articles} articles, {IN_ONE_WRITE} a write: {took:.2?}, {:.0} a second",
        articles as f64 / took.as_secs_f64()
    );
}

fn admitted(write: Option<Result<Result<(), StoreError>, tokio::task::JoinError>>) {
    write
        .expect("there is one")
        .expect("the task ends")
        .expect("admitted");
}

/// One article in ten matches; each opens a story of its own.
pub(crate) fn admit(tx: &mut Tx, number: i64, words: usize) -> Result<(), StoreError> {
    let article = article(number, words);
    if tx.known(&article.feed, &article.identity)?.is_some() {
        return Ok(());
    }
    let id = tx.admit(
        &article,
        false,
        &WatchlistVersion("0123456789ab".to_owned()),
    )?;
    let at = article.first_seen;
    tx.open_story(id, &article.title, at)?;
    tx.tell(
        &NewEvent {
            kind: EventKind::ArticleAdmitted,
            subject: id.to_string(),
            data: serde_json::json!({ "title": article.title, "feed": article.feed.as_str() }),
        },
        at,
    )?;
    if number % 10 == 0 {
        tx.keep_matches(
            id,
            &WatchlistVersion("0123456789ab".to_owned()),
            &[matching()],
            at,
        )?;
    }
    Ok(())
}

fn article(number: i64, length: usize) -> Article {
    let mut seed = u64::try_from(number)
        .unwrap_or(0)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        | 1;
    let mut word = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let nth = usize::try_from(seed % 24).unwrap_or(0);
        WORDS.split_whitespace().nth(nth).unwrap_or_default()
    };
    let mut words = |count: usize| (0..count).map(|_| word()).collect::<Vec<_>>().join(" ");
    let title = words(9);
    Article {
        feed: feed(number % FEEDS).name,
        identity: Identity::Guid(format!("guid-{number}")),
        link: format!("https://wire.example/news/{number}").parse().ok(),
        canonical_link: Some(format!("https://wire.example/news/{number}")),
        title: format!("{title} {number}"),
        text: words(length),
        author: None,
        source: None,
        language: "en".parse().ok(),
        published: Some(at(number)),
        updated: None,
        first_seen: at(number),
        content_hash: ContentHash(format!("{number:064x}")),
    }
}

fn matching() -> Match {
    Match {
        topic: topic(),
        score: 2.0,
        evidence: vec![Evidence {
            term: "sanction".to_owned(),
            form: "sanctions".to_owned(),
            field: Field::Title,
            start: 3,
            end: 12,
            weight: 1.0,
        }],
        learned: None,
    }
}

pub(crate) fn feed(number: i64) -> Feed {
    Feed {
        name: format!("feed-{number}").parse().expect("a name"),
        url: format!("https://feed-{number}.example/rss")
            .parse()
            .expect("an address"),
        every: None,
        language: None,
        label: None,
        via: None,
        headers: Vec::new(),
        access: wirewatch::model::access::Access::default(),
        full_text: false,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    }
}

fn definition() -> DigestDefinition {
    DigestDefinition {
        name: morning(),
        schedule: Schedule::Cron("0 7 * * *".to_owned()),
        tz: jiff::tz::TimeZone::UTC,
        topics: vec![topic()],
        to: Vec::new(),
        when_empty: WhenEmpty::Send,
        max_stories: 40,
        subject: SubjectMode::Full,
        has_alerts: true,
        quiet_hours: None,
    }
}

pub(crate) fn topic() -> TopicName {
    "sanctions".parse().expect("a name")
}

pub(crate) fn morning() -> DigestName {
    "morning".parse().expect("a name")
}

/// So many minutes after the beginning of 2026.
pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + minutes * 60).expect("within the calendar")
}
