//! Archive: what a hundred thousand feeds cost the real poller in memory and time, by the real store.

use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;
use wirewatch::model::feed::FeedState;
use wirewatch::model::feed::Hints;
use wirewatch::model::settings::StoreSettings;
use wirewatch::pipeline::rhythm;
use wirewatch::pipeline::rhythm::Body;
use wirewatch::pipeline::rhythm::Census;
use wirewatch::pipeline::rhythm::Curve;
use wirewatch::pipeline::rhythm::HORIZON;
use wirewatch::store::PollResult;
use wirewatch::store::Store;

use crate::replay::feed;

const NOW: &str = "2026-05-04T12:00:00Z";

/// Prints the times and gives the memory in megabytes.
pub(crate) async fn measure(count: u64) -> f64 {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let now: Timestamp = NOW.parse().expect("a time");
    let store = Store::open(&settings).expect("a new archive");
    let feeds: Vec<_> = (0..count).map(feed).collect();
    let begun = Instant::now();
    let mut feeds = sync(&store, feeds, now).await;
    println!(
        "  first start, feeds into the table  {:>8.2} s",
        begun.elapsed().as_secs_f64()
    );

    let begun = Instant::now();
    for some in feeds.chunks(1000) {
        let some = some.to_vec();
        store
            .write(move |tx| {
                for feed in &some {
                    let memory = tx.feed_memory(&feed.name)?.expect("it was synced");
                    let memory =
                        rhythm::remember(memory, &Default::default(), &Body::default(), now);
                    let next_poll = rhythm::after_success(
                        Curve::default(),
                        feed,
                        &memory,
                        Hints::default(),
                        now,
                    );
                    tx.keep_feed_memory(&feed.name, &memory)?;
                    let result = PollResult {
                        at: now,
                        next_poll: Some(next_poll),
                        state: FeedState::Ok,
                        cause: None,
                        is_partial: Some(false),
                    };
                    tx.settle_poll(&feed.name, &result)?;
                }
                Ok(())
            })
            .await
            .expect("settled");
    }
    println!(
        "  settling a poll                    {:>8.1} us",
        micros(begun, count)
    );

    let begun = Instant::now();
    feeds = sync(&store, feeds, now).await;
    println!(
        "  next start, nothing has changed    {:>8.2} s",
        begun.elapsed().as_secs_f64()
    );

    let begun = Instant::now();
    let counted = count_all(&store, now).await;
    assert_eq!(u64::from(counted), feeds.len() as u64);
    println!(
        "  counting all feeds, once an hour   {:>8.2} s",
        begun.elapsed().as_secs_f64()
    );

    let later = now + SignedDuration::from_hours(2);
    let begun = Instant::now();
    let turns = 1000;
    for turn in 0..turns {
        let at = later + SignedDuration::from_millis(turn);
        let due = store
            .read(move |view| {
                view.due_by(at + HORIZON)?;
                view.next_due_after(at)?;
                view.due(at, 256)
            })
            .await
            .expect("due feeds");
        assert_eq!(due.len(), 256);
    }
    println!(
        "  a turn of the poller               {:>8.1} us",
        micros(begun, turns.unsigned_abs())
    );
    let memory = resident_megabytes();
    drop(feeds);
    store.close();
    memory
}

/// As the poller does it for the list's budget.
async fn count_all(store: &Store, now: Timestamp) -> u32 {
    let census = store
        .read(move |view| {
            let mut census = Census::default();
            view.news_seen(|_, seen| census.count(rhythm::rate(&seen, now)))?;
            Ok(census)
        })
        .await
        .expect("counted");
    assert_ne!(census.curve(), Curve::default());
    census.feeds()
}

async fn sync(
    store: &Store,
    feeds: Vec<wirewatch::model::feed::Feed>,
    now: Timestamp,
) -> Vec<wirewatch::model::feed::Feed> {
    store
        .write(move |tx| {
            tx.sync_feeds(&feeds, now)?;
            Ok(feeds)
        })
        .await
        .expect("synced")
}

fn micros(begun: Instant, count: u64) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6 / count as f64
}

/// The second number of statm is the resident pages.
fn resident_megabytes() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(f64::NAN) * 4096.0 / 1e6
}
