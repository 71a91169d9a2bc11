//! What the archive costs at 100,000 articles: admission, the questions of every minute, search, opening.
//!
//! `cargo bench --bench store` prints a line a figure. Figures of one machine are compared with figures of the same machine.

use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use wirewatch::model::article::Article;
use wirewatch::model::article::ContentHash;
use wirewatch::model::article::Identity;
use wirewatch::model::delivery::DeliveryStatus;
use wirewatch::model::delivery::Envelope;
use wirewatch::model::delivery::Next;
use wirewatch::model::delivery::Outcome;
use wirewatch::model::event::EventKind;
use wirewatch::model::event::NewEvent;
use wirewatch::model::feed::Feed;
use wirewatch::model::ids::DigestName;
use wirewatch::model::ids::TopicName;
use wirewatch::model::ids::WatchlistVersion;
use wirewatch::model::matching::Evidence;
use wirewatch::model::matching::Field;
use wirewatch::model::matching::Match;
use wirewatch::model::settings::StoreSettings;
use wirewatch::model::watchlist::DigestDefinition;
use wirewatch::model::watchlist::Schedule;
use wirewatch::model::watchlist::SubjectMode;
use wirewatch::model::watchlist::WhenEmpty;
use wirewatch::store::Issue;
use wirewatch::store::IssuedStory;
use wirewatch::store::OutboxLetter;
use wirewatch::store::SearchQuery;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;

const ARTICLES: i64 = 100_000;
const IN_ONE_WRITE: i64 = 25;
const WORDS: &str = "council sanctions Minsk bank export минск задержали журналиста суд приговор the of \
    and in on government border Poland Vilnius energy minister said company court";

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let store = Store::open(&settings).expect("a new archive");
    store.write(prepare).await.expect("feeds and digests");

    admit_all(&store).await;
    questions(&store, "with 10,000 untold").await;
    tell_all(&store).await;
    write(&store, "admit 10 more", |tx| {
        for number in ARTICLES..ARTICLES + 10 {
            admit(tx, number)?;
        }
        Ok(())
    })
    .await;
    questions(&store, "with all told but the last").await;
    outbox(&store).await;
    searches(&store).await;
    small_commits(&store).await;
    reopen(store, &settings);
}

fn prepare(tx: &mut Tx) -> Result<(), StoreError> {
    let feeds: Vec<Feed> = (0..200).map(feed).collect();
    tx.sync_feeds(&feeds, at(0))?;
    tx.sync_digests(&[definition()], at(0))
}

async fn admit_all(store: &Store) {
    let begun = Instant::now();
    let mut writes = tokio::task::JoinSet::new();
    for first in (0..ARTICLES).step_by(usize::try_from(IN_ONE_WRITE).expect("small")) {
        let store = store.clone();
        writes.spawn(async move {
            store
                .write(move |tx| {
                    (first..first + IN_ONE_WRITE).try_for_each(|number| admit(tx, number))
                })
                .await
        });
    }
    while let Some(write) = writes.join_next().await {
        write.expect("the task ends").expect("admitted");
    }
    let took = begun.elapsed();
    println!(
        "admit {ARTICLES} articles, {IN_ONE_WRITE} a write: {took:.2?}, {:.0} a second",
        ARTICLES as f64 / took.as_secs_f64()
    );
}

async fn questions(store: &Store, when: &str) {
    for _ in 0..2 {
        let line = store
            .read(|view| {
                let mut line = String::new();
                let mut time = |what: &str, f: &dyn Fn() -> Result<usize, StoreError>| {
                    let begun = Instant::now();
                    let found = f()?;
                    line += &format!("  {what}: {found} in {:.2?}\n", begun.elapsed());
                    Ok::<(), StoreError>(())
                };
                let topics = [topic()];
                let until = at(ARTICLES * 2);
                time("candidates", &|| {
                    Ok(view.candidates(&morning(), &topics, until, 100_000)?.len())
                })?;
                time("waiting", &|| {
                    Ok(view.waiting(&morning(), &topics)?.try_into().unwrap_or(0))
                })?;
                time("coverage of a day", &|| {
                    let read = view.coverage(at(ARTICLES - 1_440), until, &topics)?.read;
                    Ok(read.try_into().unwrap_or(0))
                })?;
                time("daily stories", &|| {
                    let daily =
                        view.daily_stories(&topic(), at(ARTICLES), &jiff::tz::TimeZone::UTC)?;
                    Ok(daily.iter().sum::<u32>() as usize)
                })?;
                time("feed health", &|| Ok(view.feed_health()?.len()))?;
                time("due feeds", &|| Ok(view.due_feeds(at(1), 64)?.len()))?;
                time("known", &|| {
                    let identity = Identity::Guid("guid-55555".to_owned());
                    Ok(view
                        .known(&feed(55_555 % 200).name, &identity)?
                        .iter()
                        .count())
                })?;
                Ok(line)
            })
            .await
            .expect("answers");
        print!("questions {when}:\n{line}");
    }
}

async fn tell_all(store: &Store) {
    write(store, "issue everything untold", |tx| {
        let found = tx.candidates(&morning(), &[topic()], at(ARTICLES * 2), 1_000_000)?;
        let ids = tx.reserve_delivery_ids(1_000)?;
        let issue = Issue {
            number: tx.next_digest_number()?,
            name: morning(),
            is_alert: false,
            from: at(0),
            until: at(ARTICLES * 2),
            subject: "subject".to_owned(),
            topics: vec![topic()],
            stories: found
                .iter()
                .map(|one| IssuedStory {
                    story: one.story,
                    title: one.title.clone(),
                    link: one.link.clone(),
                    articles: vec![one.article],
                })
                .collect(),
            letters: ids
                .into_iter()
                .map(|id| OutboxLetter {
                    id,
                    envelope: Envelope {
                        from: "wirewatch@example.org".parse().expect("an address"),
                        to: format!("reader-{id}@example.org")
                            .parse()
                            .expect("an address"),
                    },
                    message_id: format!("{id}@example.org"),
                    bytes: vec![b'x'; 60_000],
                })
                .collect(),
        };
        tx.issue(&issue, at(ARTICLES * 2))
    })
    .await;
}

async fn outbox(store: &Store) {
    let begun = Instant::now();
    let mut sent: u32 = 0;
    let now = at(ARTICLES * 2);
    while let Some(task) = store
        .write(move |tx| {
            tx.claim_delivery(
                now,
                Duration::from_secs(720),
                &std::collections::BTreeSet::new(),
            )
        })
        .await
        .expect("claims")
    {
        store
            .write(move |tx| {
                let next = Next::Done(DeliveryStatus::Accepted);
                tx.settle_delivery(task.id, &Outcome::Accepted, &next, now)
            })
            .await
            .expect("settles");
        sent += 1;
    }
    println!(
        "claim and settle {sent} letters one by one: {:.2?} each",
        begun.elapsed() / sent.max(1)
    );
}

async fn searches(store: &Store) {
    for words in ["sanctions", "журналиста минск", "\"bank export\"", "guid"] {
        let begun = Instant::now();
        let query = SearchQuery {
            words: words.to_owned(),
            topic: None,
            feed: None,
            since: None,
            limit: 50,
        };
        let hits = store
            .read(move |view| view.search(&query))
            .await
            .expect("finds");
        println!(
            "search {words:?}: {} in {:.2?}",
            hits.len(),
            begun.elapsed()
        );
    }
}

async fn small_commits(store: &Store) {
    let begun = Instant::now();
    for number in 0..200 {
        store
            .write(move |tx| tx.keep_fact("key", &number.to_string()))
            .await
            .expect("writes");
    }
    println!("a small commit alone: {:.2?}", begun.elapsed() / 200);
}

fn reopen(store: Store, settings: &StoreSettings) {
    drop(store);
    let bytes = std::fs::metadata(&settings.path).map_or(0, |facts| facts.len());
    let begun = Instant::now();
    let store = Store::open(settings).expect("opens again");
    println!(
        "open {} MiB with quick_check: {:.2?}",
        bytes >> 20,
        begun.elapsed()
    );
    drop(store);
}

async fn write(
    store: &Store,
    what: &str,
    f: impl FnOnce(&mut Tx) -> Result<(), StoreError> + Send + 'static,
) {
    let begun = Instant::now();
    store.write(f).await.expect("writes");
    println!("{what}: {:.2?}", begun.elapsed());
}

/// One article in ten matches; each opens a story of its own.
fn admit(tx: &mut Tx, number: i64) -> Result<(), StoreError> {
    let article = article(number);
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

fn article(number: i64) -> Article {
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
        feed: feed(number % 200).name,
        identity: Identity::Guid(format!("guid-{number}")),
        link: format!("https://wire.example/news/{number}").parse().ok(),
        canonical_link: Some(format!("https://wire.example/news/{number}")),
        title: format!("{title} {number}"),
        text: words(120),
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

fn feed(number: i64) -> Feed {
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

fn topic() -> TopicName {
    "sanctions".parse().expect("a name")
}

fn morning() -> DigestName {
    "morning".parse().expect("a name")
}

/// So many minutes after the beginning of 2026.
fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + minutes * 60).expect("within the calendar")
}
