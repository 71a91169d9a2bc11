//! What a morning's letter costs: gathering, composing and rendering forty stories and a hundred more that only are counted, out
//! of an archive with months of told ones behind it. The same morning out of 10,000 articles and out of many.
//!
//! `cargo bench --bench letters` makes an archive of a million articles first (about 4 GB below the temporary directory);
//! `-- 20000` a small one. Prints milliseconds a size, of the thread that works: others on the machine do not count.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;
use rustix::time::ClockId;
use rustix::time::clock_gettime;
use wirewatch::config::watchlist_from_text;
use wirewatch::digest::compose;
use wirewatch::digest::render_html;
use wirewatch::digest::render_text;
use wirewatch::model::article::Article;
use wirewatch::model::article::ContentHash;
use wirewatch::model::article::Identity;
use wirewatch::model::delivery::Envelope;
use wirewatch::model::ids::ArticleId;
use wirewatch::model::ids::DeliveryId;
use wirewatch::model::ids::StoryId;
use wirewatch::model::ids::WatchlistVersion;
use wirewatch::model::matching::Evidence;
use wirewatch::model::matching::Field;
use wirewatch::model::matching::Match;
use wirewatch::model::settings::StoreSettings;
use wirewatch::pipeline::Watch;
use wirewatch::pipeline::issue::Order;
use wirewatch::pipeline::issue::gather;
use wirewatch::store::Issue;
use wirewatch::store::IssuedStory;
use wirewatch::store::OutboxLetter;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;

const USUALLY: u64 = 1_000_000;
const BASELINE: u64 = 10_000;
const RUNS: usize = 15;
/// Articles of one write, and of one issue of the digest.
const A_DAY: u64 = 2_500;
const FEEDS: u64 = 50;
const READERS: u64 = 5;
/// Of the last morning: each is told by three articles, and every other one develops what was told before.
const STORIES: u64 = 140;
const TOPICS: [&str; 4] = ["belarus", "sanctions", "energy", "courts"];
const WORDS: &str = "council sanctions Minsk bank export court of the minister said that a government in Vilnius had on Monday \
    frozen accounts for companies border energy gas pipeline verdict appeal lawyers families prison regional";

#[tokio::main]
async fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let mut first = None;
    for articles in [BASELINE, asked.unwrap_or(USUALLY)] {
        let middle = measure(articles).await;
        let first = *first.get_or_insert(middle);
        println!(
            "{articles:>9} articles: {:.2} of the first",
            middle.as_secs_f64() / first.as_secs_f64()
        );
    }
}

async fn measure(articles: u64) -> Duration {
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let watch = Arc::new(watch());
    let store = Store::open(&settings).expect("a new archive");
    let begun = Instant::now();
    fill(&store, &watch, articles).await;
    println!("{articles:>9} articles: made in {:.1?}", begun.elapsed());
    let order = Order {
        definition: watch.watchlist.digests[0].clone(),
        until: at(articles + A_DAY),
        next: None,
    };
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let (watch, order) = (Arc::clone(&watch), order.clone());
        runs.push(
            store
                .read(move |view| {
                    let begun = cpu();
                    let input = gather(view, &watch, &order, view.next_digest_number()?, None)?;
                    let gathered = cpu() - begun;
                    let digest = compose(&input);
                    let composed = cpu() - begun;
                    let bytes = render_text(&digest).len() + render_html(&digest).len();
                    let stories: usize = digest
                        .sections
                        .iter()
                        .map(|section| section.stories.len())
                        .sum();
                    assert_eq!(stories, 40, "a full letter of {bytes} bytes");
                    Ok((cpu() - begun, gathered, composed - gathered))
                })
                .await
                .expect("a letter"),
        );
    }
    store.close();
    runs.sort_unstable();
    let (middle, gathered, composed) = runs[RUNS / 2];
    println!(
        "{articles:>9} articles: a letter of 40 stories of {STORIES} in {:.1} ms ({:.1} to {:.1}): {:.1} gathering, {:.1} composing, {:.1} rendering",
        ms(middle),
        ms(runs[0].0),
        ms(runs[RUNS - 1].0),
        ms(gathered),
        ms(composed),
        ms(middle - gathered - composed),
    );
    middle
}

/// Of this thread, which reads and renders both.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn watch() -> Watch {
    let mut text = "schema = 1\n".to_owned();
    for topic in TOPICS {
        text += &format!("\n[topic.{topic}]\nany = [\"{topic}\"]\n");
    }
    for feed in 0..FEEDS {
        text += &format!("\n[feed.wire{feed}]\nurl = \"https://wire{feed}.example/rss\"\n");
    }
    let to: Vec<String> = (0..READERS)
        .map(|reader| format!("\"reader{reader}@example.org\""))
        .collect();
    text += &format!(
        "\n[digest.desk]\nat = \"07:30\"\ntz = \"Europe/Vilnius\"\ntopics = {TOPICS:?}\nto = [{}]\n",
        to.join(", ")
    );
    let (watchlist, classifier, _) =
        watchlist_from_text("watchlist.toml", &text).unwrap_or_else(|faults| panic!("{faults}"));
    Watch::new(watchlist, classifier)
}

/// Day by day: articles, one in ten of which matches, and a digest of what matched. The last day is not told.
async fn fill(store: &Store, watch: &Watch, articles: u64) {
    let (feeds, digests) = (
        watch.watchlist.feeds.clone(),
        watch.watchlist.digests.clone(),
    );
    store
        .write(move |tx| {
            tx.sync_feeds(&feeds, at(0))?;
            tx.sync_digests(&digests, at(0))
        })
        .await
        .expect("feeds and digests");
    let mut told = Vec::new();
    for first in (0..articles).step_by(A_DAY as usize) {
        told = store.write(move |tx| day(tx, first)).await.expect("a day");
    }
    store
        .write(move |tx| morning(tx, articles, &told))
        .await
        .expect("a morning");
}

/// Gives the stories that were told.
fn day(tx: &mut Tx, first: u64) -> Result<Vec<StoryId>, StoreError> {
    let mut told: Vec<IssuedStory> = Vec::new();
    for number in first..first + A_DAY {
        let article = admit(tx, number)?;
        if number % 10 != 0 {
            tx.open_story(article, "a story", at(number))?;
            continue;
        }
        tx.keep_matches(
            article,
            &WatchlistVersion::default(),
            &[matching(number / 20)],
            at(number),
        )?;
        match told.last_mut().filter(|_| number % 20 != 0) {
            Some(last) => {
                tx.join_story(last.story, article, 0.5, &["bank".to_owned()], at(number))?;
                last.articles.push(article);
            }
            None => told.push(IssuedStory {
                story: tx.open_story(article, "a story", at(number))?,
                title: "a story".to_owned(),
                link: None,
                articles: vec![article],
            }),
        }
    }
    let stories = told.iter().map(|told| told.story).collect();
    let letters = tx.reserve_delivery_ids(READERS as usize)?;
    let letter = |(reader, id): (u64, DeliveryId)| OutboxLetter {
        id,
        envelope: Envelope {
            from: "wirewatch@example.org".parse().expect("an address"),
            to: format!("reader{reader}@example.org")
                .parse()
                .expect("an address"),
        },
        message_id: format!("{id}@example.org"),
        bytes: vec![b'x'; 60_000],
    };
    let issue = Issue {
        number: tx.next_digest_number()?,
        name: "desk".parse().expect("a name"),
        is_alert: false,
        from: at(first),
        until: at(first + A_DAY - 1),
        subject: "a day".to_owned(),
        topics: TOPICS.map(|topic| topic.parse().expect("a name")).to_vec(),
        stories: told,
        letters: (0..).zip(letters).map(letter).collect(),
    };
    tx.issue(&issue, at(first + A_DAY - 1))?;
    Ok(stories)
}

/// What is still to be told.
fn morning(tx: &mut Tx, first: u64, told: &[StoryId]) -> Result<(), StoreError> {
    for story in 0..STORIES {
        let mut joined = (story % 2 == 0).then(|| told[told.len() - 1 - story as usize / 2]);
        for number in first + story * 3..first + story * 3 + 3 {
            let article = admit(tx, number)?;
            match joined {
                Some(joined) => {
                    tx.join_story(joined, article, 0.5, &["bank".to_owned()], at(number))?;
                }
                None => joined = Some(tx.open_story(article, "a story", at(number))?),
            }
            tx.keep_matches(
                article,
                &WatchlistVersion::default(),
                &[matching(story)],
                at(number),
            )?;
        }
    }
    Ok(())
}

fn admit(tx: &mut Tx, number: u64) -> Result<ArticleId, StoreError> {
    tx.admit(&article(number), false, &WatchlistVersion::default())
}

fn article(number: u64) -> Article {
    let mut seed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let mut words = |count: usize| {
        let mut text = String::new();
        for place in 0..count {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text.push_str(all[(seed % all.len() as u64) as usize]);
            text.push_str(if place % 12 == 11 { ". " } else { " " });
        }
        text
    };
    let title = format!("Sanctions {}{number}", words(8));
    Article {
        feed: format!("wire{}", number % FEEDS).parse().expect("a name"),
        identity: Identity::Guid(format!("guid-{number}")),
        link: format!("https://wire.example/news/{number}").parse().ok(),
        canonical_link: Some(format!("https://wire.example/news/{number}")),
        title,
        text: words(180),
        author: None,
        source: None,
        language: "en".parse().ok(),
        published: Some(at(number)),
        updated: None,
        first_seen: at(number),
        content_hash: ContentHash(format!("{number:064x}")),
    }
}

fn matching(number: u64) -> Match {
    Match {
        topic: TOPICS[(number % 4) as usize].parse().expect("a name"),
        score: 2.0,
        evidence: vec![Evidence {
            term: "sanction".to_owned(),
            form: "Sanctions".to_owned(),
            field: Field::Title,
            start: 0,
            end: 9,
            weight: 2.0,
        }],
        learned: None,
    }
}

/// So many articles a day.
fn at(number: u64) -> Timestamp {
    let begun: Timestamp = "2026-01-05T05:30:00Z".parse().expect("a time");
    begun + SignedDuration::from_secs((number * 86_400 / A_DAY) as i64)
}
