//! How many articles of an archive a second a backtest judges by two lists, on all cores, reading included.
//!
//! `cargo bench --bench backtest` makes an archive of 50,000 articles of 4 kB in nine languages first;
//! `cargo bench --bench backtest -- 1000000` one of a million (12 GB below the temporary directory). Both lists are the
//! shipped watchlist, the second with one topic more.

use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use wirewatch::config::DEFAULT_WATCHLIST;
use wirewatch::config::watchlist_from_text;
use wirewatch::model::article::Article;
use wirewatch::model::article::ContentHash;
use wirewatch::model::article::Identity;
use wirewatch::model::feed::Feed;
use wirewatch::model::ids::WatchlistVersion;
use wirewatch::model::mark::Opinions;
use wirewatch::model::settings::StoreSettings;
use wirewatch::pipeline::Watch;
use wirewatch::pipeline::backtest::Backtest;
use wirewatch::pipeline::backtest::backtest;
use wirewatch::store::Store;
use wirewatch::store::StoreError;
use wirewatch::store::Tx;

const USUALLY: i64 = 50_000;
const IN_ONE_WRITE: i64 = 500;
const ARTICLE_BYTES: usize = 4096;
/// One word in so many is a form of the watchlist.
const RARE: usize = 150;

/// A page of running text in each language.
const PAGES: [(&str, &str); 9] = [
    (
        "en",
        include_str!("../src/normalise/language/samples/en.txt"),
    ),
    (
        "ru",
        include_str!("../src/normalise/language/samples/ru.txt"),
    ),
    (
        "be",
        include_str!("../src/normalise/language/samples/be.txt"),
    ),
    (
        "uk",
        include_str!("../src/normalise/language/samples/uk.txt"),
    ),
    (
        "pl",
        include_str!("../src/normalise/language/samples/pl.txt"),
    ),
    (
        "lt",
        include_str!("../src/normalise/language/samples/lt.txt"),
    ),
    (
        "lv",
        include_str!("../src/normalise/language/samples/lv.txt"),
    ),
    (
        "de",
        include_str!("../src/normalise/language/samples/de.txt"),
    ),
    (
        "fr",
        include_str!("../src/normalise/language/samples/fr.txt"),
    ),
];

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let count: i64 = asked.unwrap_or(USUALLY);
    let folder = tempfile::tempdir().expect("a folder for the archive");
    let settings = StoreSettings {
        path: folder.path().join("wirewatch.db"),
    };
    let (before, after) = (
        watch(""),
        watch("\n[topic.banks]\nany = [\"bank\", \"банк\"]\n"),
    );
    fill(&settings, count, &before).await;

    let store = Store::open_reader(&settings).expect("an archive");
    let range = store
        .read(|view| view.archive_range(Timestamp::UNIX_EPOCH))
        .await
        .expect("an answer");
    let asked = Backtest {
        before,
        after,
        letters_before: Vec::new(),
        letters_after: Vec::new(),
        examples: 5,
        opinions: Opinions::new(),
    };
    let begun = Instant::now();
    let mut judged = 0;
    let tally = backtest(&store, range, Timestamp::UNIX_EPOCH, asked, |progress| {
        judged = progress.articles;
    })
    .await
    .expect("a tally");
    let took = begun.elapsed();
    println!(
        "{judged} articles by two lists in {took:.2?}: {:.0} a second; {}",
        judged as f64 / took.as_secs_f64(),
        peak_memory()
    );
    for topic in &tally.topics {
        println!(
            "  {}: {} gained, {} lost, {} kept",
            topic.topic, topic.gained, topic.lost, topic.kept
        );
    }
}

fn watch(more: &str) -> Watch {
    let text = format!("{DEFAULT_WATCHLIST}{more}");
    let (watchlist, classifier, _) =
        watchlist_from_text("watchlist.toml", &text).unwrap_or_else(|faults| panic!("{faults}"));
    Watch::new(watchlist, classifier)
}

async fn fill(settings: &StoreSettings, count: i64, watch: &Watch) {
    let forms: Vec<String> = watch.classifier.forms().map(str::to_owned).collect();
    let begun = Instant::now();
    let store = Store::open(settings).expect("a new archive");
    store
        .write(|tx| tx.sync_feeds(&[feed()], Timestamp::UNIX_EPOCH))
        .await
        .expect("a feed");
    let mut made: Vec<Article> = Vec::new();
    for number in 0..count {
        made.push(article(number, &forms));
        if made.len() as i64 == IN_ONE_WRITE || number + 1 == count {
            let page = std::mem::take(&mut made);
            store
                .write(move |tx| page.iter().try_for_each(|article| admit(tx, article)))
                .await
                .expect("admitted");
        }
    }
    store.close();
    println!("made {count} articles in {:.1?}", begun.elapsed());
}

fn admit(tx: &mut Tx, article: &Article) -> Result<(), StoreError> {
    let id = tx.admit(article, false, &WatchlistVersion::default())?;
    tx.open_story(id, &article.title, article.first_seen)?;
    Ok(())
}

fn article(number: i64, forms: &[String]) -> Article {
    let (language, page) = PAGES[usize::try_from(number).unwrap_or(0) % PAGES.len()];
    let words: Vec<&str> = page.split_whitespace().collect();
    let mut dice = Dice(u64::try_from(number).unwrap_or(0) * 2 + 0x9e37_79b9);
    let mut text = String::new();
    while text.len() < ARTICLE_BYTES {
        let word = if dice.throw(RARE) == 0 {
            &forms[dice.throw(forms.len())]
        } else {
            words[dice.throw(words.len())]
        };
        text.push_str(word);
        text.push(' ');
    }
    let title: String = text.chars().take(70).collect();
    Article {
        feed: feed().name,
        identity: Identity::Guid(format!("guid-{number}")),
        link: format!("https://wire.example/news/{number}").parse().ok(),
        canonical_link: Some(format!("https://wire.example/news/{number}")),
        title: format!("{title} {number}"),
        text,
        author: None,
        source: None,
        language: language.parse().ok(),
        published: None,
        updated: None,
        first_seen: Timestamp::from_second(1_767_225_600 + number * 3).expect("a time"),
        content_hash: ContentHash(format!("{number:064x}")),
    }
}

fn feed() -> Feed {
    Feed {
        name: "wire".parse().expect("a name"),
        url: "https://wire.example/rss".parse().expect("an address"),
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

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap_or(0)
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    peak.unwrap_or("peak memory unknown").replace('\t', " ")
}
