//! What the writer of the archive waits for while half of a large archive is dropped: no news should wait for 200 ms.
//!
//! `cargo bench --bench retention [-- ARTICLES [WORDS]]`, 200,000 of 120 words unless said otherwise. An archive is filled,
//! then pruned by the program's own batches while a writer admits an article every few milliseconds. Wall times hold what
//! else the machine does and its disk; the writer thread's own processor time does not.

mod archive;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use wirewatch::model::settings::RetentionSettings;
use wirewatch::model::settings::StoreSettings;
use wirewatch::pipeline::prune::prune;
use wirewatch::store::Issue;
use wirewatch::store::IssuedStory;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;
use wirewatch::store::View;

use crate::archive::FEEDS;
use crate::archive::admit;
use crate::archive::admit_all;
use crate::archive::at;
use crate::archive::feed;
use crate::archive::morning;
use crate::archive::prepare;
use crate::archive::topic;

/// Between two batches: a twentieth of what the daemon leaves, so that the writer meets more of them.
const BREATH: Duration = Duration::from_millis(5);

/// Between two articles of the writer.
const PAUSE: Duration = Duration::from_millis(5);

const MINUTES_A_DAY: i64 = 24 * 60;

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<i64>().ok());
    let articles = numbers.next().unwrap_or(200_000);
    let words = numbers.next().and_then(|words| words.try_into().ok());
    let words = words.unwrap_or(120);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let store = Store::open(&settings).expect("a new archive");
    store.write(prepare).await.expect("feeds and digests");
    admit_all(&store, articles, words).await;
    tell_all(&store, articles).await;
    drop(store);

    // Opened again, so that the writer counts from here.
    let store = Store::open(&settings).expect("opens again");
    println!("{}", told(&store).await);
    let writer = Writer::start(&store, articles, words);
    tokio::time::sleep(Duration::from_secs(5)).await;
    writer.end("nothing else to do").await;

    // An article a minute: half of them are older than half of all minutes.
    let first = articles + 1_000_000;
    pruned(
        &store,
        "half of it",
        &retention(articles / 2),
        at(articles),
        first,
        words,
    )
    .await;
    // Feeds are read on, and what they no longer show is forgotten.
    let later = articles + 40 * MINUTES_A_DAY;
    store
        .write(move |tx| read_all(tx, at(later)))
        .await
        .expect("feeds are read");
    let all = retention(later);
    pruned(
        &store,
        "its traces",
        &all,
        at(later),
        first + 1_000_000,
        words,
    )
    .await;
    println!("{}", told(&store).await);
}

fn retention(minutes: i64) -> RetentionSettings {
    let age = Duration::from_secs(u64::try_from(minutes * 60).expect("no age before its time"));
    RetentionSettings {
        unmatched: age,
        matched: Some(age),
        events: age,
        letters: None,
        max_bytes: None,
    }
}

/// Prunes while a writer admits, and prints what either of them waited for.
async fn pruned(
    store: &Store,
    what: &str,
    settings: &RetentionSettings,
    now: Timestamp,
    first: i64,
    words: usize,
) {
    let writer = Writer::start(store, first, words);
    let thread = writer_thread();
    let begun = Instant::now();
    let batches = RefCell::new(Waits::default());
    let since = RefCell::new((Instant::now(), processor(&thread)));
    let breathe = || async {
        let (wall, own) = *since.borrow();
        batches
            .borrow_mut()
            .add(wall.elapsed(), processor(&thread).saturating_sub(own));
        tokio::time::sleep(BREATH).await;
        *since.borrow_mut() = (Instant::now(), processor(&thread));
    };
    let done = prune(store, settings, now, breathe).await.expect("pruned");
    println!("drop {what}: {:.2?}", begun.elapsed());
    println!(
        "  {} articles, {} events, {} traces",
        done.articles, done.events, done.traces
    );
    println!("  batches, with the look before them: {}", batches.take());
    writer.end("meanwhile").await;
    println!(
        "  the writer's longest transaction since it was opened: {:.2?}",
        store.writer_load().longest
    );
}

/// Somebody who has an article to admit every few milliseconds.
struct Writer {
    stop: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<Waits>,
}

impl Writer {
    fn start(store: &Store, first: i64, words: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (store, ours) = (store.clone(), Arc::clone(&stop));
        let task = tokio::spawn(async move {
            let thread = writer_thread();
            let mut waits = Waits::default();
            for number in first.. {
                if ours.load(Ordering::Relaxed) {
                    break;
                }
                let (wall, own) = (Instant::now(), processor(&thread));
                let admitted = store.write(move |tx| admit(tx, number, words));
                admitted.await.expect("admitted");
                waits.add(wall.elapsed(), processor(&thread).saturating_sub(own));
                tokio::time::sleep(PAUSE).await;
            }
            waits
        });
        Self { stop, task }
    }

    async fn end(self, when: &str) {
        self.stop.store(true, Ordering::Relaxed);
        println!(
            "  an article is admitted, {when}: {}",
            self.task.await.expect("it ends")
        );
    }
}

/// Times waited: by the wall, and of it on the processor of the archive's thread.
#[derive(Default)]
struct Waits {
    wall: Vec<Duration>,
    own: Vec<Duration>,
}

impl Waits {
    fn add(&mut self, wall: Duration, own: Duration) {
        self.wall.push(wall);
        self.own.push(own);
    }
}

impl std::fmt::Display for Waits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} times", self.wall.len())?;
        for (name, times) in [("wall", &self.wall), ("processor", &self.own)] {
            let mut times = times.clone();
            times.sort();
            let at = |share: f64| {
                times
                    .get((times.len() as f64 * share) as usize)
                    .or(times.last())
            };
            let (median, most, longest) = (at(0.5), at(0.99), at(1.0));
            let shown = |time: Option<&Duration>| time.copied().unwrap_or_default();
            write!(
                f,
                "; {name} {:.1?} in the middle, {:.1?} at 99 %, {:.1?} at most",
                shown(median),
                shown(most),
                shown(longest)
            )?;
        }
        let long = self
            .wall
            .iter()
            .filter(|wall| wall.as_millis() >= 200)
            .count();
        write!(f, "; {long} above 200 ms")
    }
}

/// Where the kernel counts the time of the thread that owns the archive.
fn writer_thread() -> PathBuf {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux");
    let folders = tasks.map(|task| task.expect("a task").path());
    let named = folders.filter(|folder| {
        std::fs::read_to_string(folder.join("comm")).is_ok_and(|name| name.trim() == "store-writer")
    });
    named.last().expect("the archive is open").join("schedstat")
}

fn processor(thread: &PathBuf) -> Duration {
    let text = std::fs::read_to_string(thread).expect("the thread is there");
    let nanos = text.split(' ').next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanos.expect("a number"))
}

/// One digest tells everything that matches, as half a year of digests has.
async fn tell_all(store: &Store, articles: i64) {
    let issue = move |tx: &mut Tx| -> Result<(), StoreError> {
        let until = at(articles);
        let found = tx.candidates(&morning(), &[topic()], until, 1_000_000)?;
        let stories = found.iter().map(|one| IssuedStory {
            story: one.story,
            title: one.title.clone(),
            link: one.link.clone(),
            articles: vec![one.article],
        });
        let issue = Issue {
            number: tx.next_digest_number()?,
            name: morning(),
            is_alert: false,
            from: at(0),
            until,
            subject: "subject".to_owned(),
            topics: vec![topic()],
            stories: stories.collect(),
            letters: Vec::new(),
        };
        tx.issue(&issue, until)
    };
    store.write(issue).await.expect("issued");
}

/// Every feed was read at that time.
fn read_all(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    for number in 0..FEEDS {
        let name = feed(number).name;
        let mut memory = tx.feed_memory(&name)?.expect("it is on the list");
        memory.decayed_at = Some(now);
        tx.keep_feed_memory(&name, &memory)?;
    }
    Ok(())
}

async fn told(store: &Store) -> String {
    let (size, totals, traces) = store
        .read(|view: &View| Ok((view.file_size()?, view.totals()?, view.trace_count()?)))
        .await
        .expect("answers");
    format!(
        "the archive: {} articles, {traces} traces, {} MiB, of which {} free",
        totals.articles,
        size.bytes >> 20,
        size.free_bytes >> 20
    )
}
