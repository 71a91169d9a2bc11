//! What the archive costs at 100,000 articles: admission, the questions of every minute, search, opening.
//!
//! `cargo bench --bench store` prints a line a figure. Figures of one machine are compared with figures of the same machine.

mod archive;

use std::time::Duration;
use std::time::Instant;

use wirewatch::model::article::Identity;
use wirewatch::model::delivery::DeliveryStatus;
use wirewatch::model::delivery::Envelope;
use wirewatch::model::delivery::Next;
use wirewatch::model::delivery::Outcome;
use wirewatch::model::settings::StoreSettings;
use wirewatch::store::Issue;
use wirewatch::store::IssuedStory;
use wirewatch::store::OutboxLetter;
use wirewatch::store::SearchQuery;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;

use crate::archive::admit;
use crate::archive::admit_all;
use crate::archive::at;
use crate::archive::feed;
use crate::archive::morning;
use crate::archive::prepare;
use crate::archive::topic;

const ARTICLES: i64 = 100_000;

/// Words of an article.
const WORDS: usize = 120;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let store = Store::open(&settings).expect("a new archive");
    store.write(prepare).await.expect("feeds and digests");

    admit_all(&store, ARTICLES, WORDS).await;
    questions(&store, "with 10,000 untold").await;
    tell_all(&store).await;
    write(&store, "admit 10 more", |tx| {
        for number in ARTICLES..ARTICLES + 10 {
            admit(tx, number, WORDS)?;
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
