//! How much feed text a second one thread reads, side by side in one run with `rss` alone and with `feed-rs`.
//!
//! Three figures a reader: over all feeds, over those that are plain RSS, and how many feeds it refuses. `wirewatch` is
//! the complete path, `wirewatch::parse::parse`: charset, shape, strict or tolerant reading, dates, links, plain titles.
//! `rss` gets only what it can read at all, and none of these.
//!
//! At last feeds made to trouble a reader, each next to that figure: none may be read at less than a fifth of it.
//!
//! Feeds are made here from a fixed seed, unless a folder of real ones is named:
//! `cargo bench --bench parse -- FOLDER`.

mod hostile;

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use rustix::time::ClockId;
use rustix::time::clock_gettime;
use url::Url;
use wirewatch::parse::Source;
use wirewatch::parse::parse;

/// How long the readers are measured over each set of feeds.
const TIME: Duration = Duration::from_secs(8);
/// Reads a body and tells whether it was a feed.
type Read = fn(&[u8]) -> bool;
const READERS: [(&str, Read); 3] = [
    ("wirewatch", read_whole),
    ("rss alone", read_by_rss),
    ("feed-rs", read_by_feed_rs),
];
const WORDS: [&str; 24] = [
    "bridge",
    "council",
    "river",
    "early",
    "opens",
    "after",
    "storm",
    "the",
    "of",
    "market",
    "Мост",
    "открыт",
    "после",
    "бури",
    "совет",
    "Zürich",
    "économie",
    "łódź",
    "rate",
    "vote",
    "minister",
    "says",
    "talks",
    "on",
];

/// A feed and what is said of it.
struct Feed {
    bytes: Vec<u8>,
    is_rss: bool,
}

fn main() {
    let folder = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let feeds = match &folder {
        Some(folder) => real(Path::new(folder)),
        None => made(),
    };
    assert!(!feeds.is_empty(), "no feeds to read");
    let origin = if folder.is_some() {
        "real"
    } else {
        "made here"
    };
    let bytes: usize = feeds.iter().map(|feed| feed.bytes.len()).sum();
    println!("{} feeds, {origin}, {:.1} MB", feeds.len(), mega(bytes));

    let all: Vec<&Feed> = feeds.iter().collect();
    let plain: Vec<&Feed> = feeds.iter().filter(|feed| feed.is_rss).collect();
    let mut best = 0.0_f64;
    for (named, feeds) in [("all feeds", &all), ("those that rss reads", &plain)] {
        println!("\n{named}: {}", feeds.len());
        let [ours, rss, other] = measured(feeds);
        best = best.max(ours);
        println!(
            "  wirewatch : rss = {:.2}, wirewatch : feed-rs = {:.2}",
            ours / rss,
            ours / other
        );
    }
    hostile::measure(best);
}

/// The three readers over the feeds by turns, so that whatever else the machine does troubles them alike; megabytes a
/// second of processor time in each one's best turn, which is the one that was troubled least.
fn measured(feeds: &[&Feed]) -> [f64; 3] {
    let bytes: usize = feeds.iter().map(|feed| feed.bytes.len()).sum();
    let mut best = [Duration::MAX; 3];
    let mut refused = [0_usize; 3];
    let start = Instant::now();
    while start.elapsed() < TIME {
        for (at, (_, read)) in READERS.iter().enumerate() {
            let turn = busy();
            refused[at] = feeds
                .iter()
                .filter(|feed| !black_box(read(black_box(&feed.bytes))))
                .count();
            best[at] = best[at].min(busy().saturating_sub(turn));
        }
    }
    let mut speeds = [0.0; 3];
    for (at, (named, _)) in READERS.iter().enumerate() {
        let seconds = best[at].as_secs_f64();
        speeds[at] = mega(bytes) / seconds;
        let (speed, rate) = (speeds[at], feeds.len() as f64 / seconds);
        println!(
            "  {named:10} {speed:7.1} MB/s {rate:8.0} feeds/s, {} refused",
            refused[at]
        );
    }
    speeds
}

/// What this thread has had of the processor: waiting for one that others use is not reading.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}

fn read_whole(bytes: &[u8]) -> bool {
    let Ok(base) = Url::parse("https://feeds.example/all.xml") else {
        return false;
    };
    let source = Source {
        bytes,
        base: &base,
        content_type: None,
        encoding: None,
    };
    black_box(parse(&source)).is_ok()
}

fn read_by_rss(bytes: &[u8]) -> bool {
    black_box(rss::Channel::read_from(bytes)).is_ok()
}

fn read_by_feed_rs(bytes: &[u8]) -> bool {
    black_box(feed_rs::parser::parse(bytes)).is_ok()
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// Every file of a folder, and of the folders in it.
fn real(folder: &Path) -> Vec<Feed> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut feeds = Vec::new();
    for path in paths {
        if path.is_dir() {
            feeds.extend(real(&path));
        } else if let Ok(bytes) = fs::read(&path) {
            feeds.push(feed(bytes));
        }
    }
    feeds
}

fn feed(bytes: Vec<u8>) -> Feed {
    Feed {
        is_rss: read_by_rss(&bytes),
        bytes,
    }
}

/// Four shapes that most real feeds have, thirty of each, 10 to 40 items long.
fn made() -> Vec<Feed> {
    let mut dice = Dice(0x9e37_79b9);
    let mut feeds = Vec::new();
    for number in 0..120 {
        let items = 10 + dice.throw(31);
        let text = match number % 4 {
            0 => rss_with_bodies(&mut dice, items),
            1 => rss_of_headlines(&mut dice, items),
            2 => atom(&mut dice, items),
            _ => rdf(&mut dice, items),
        };
        feeds.push(feed(text.into_bytes()));
    }
    feeds
}

/// A blog: bodies in CDATA, teasers escaped.
fn rss_with_bodies(dice: &mut Dice, items: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel><title>Desk</title><link>https://desk.example/</link><description>d</description>\n",
    );
    for number in 0..items {
        let (title, teaser, body) = (dice.words(8), dice.words(40), dice.words(300));
        text.push_str(&format!(
            "<item><title>{title}</title><link>https://desk.example/{number}</link><dc:creator><![CDATA[Ann Example]]></dc:creator>\
             <pubDate>Thu, 01 Jan 2026 10:{:02}:00 +0000</pubDate><category><![CDATA[news]]></category>\
             <guid isPermaLink=\"false\">https://desk.example/?p={number}</guid><description>&lt;p&gt;{teaser} &amp;#8230;&lt;/p&gt;</description>\
             <content:encoded><![CDATA[<p>{body}</p>\n<p><a href=\"https://desk.example/{number}\">more</a></p>]]></content:encoded></item>\n",
            number % 60
        ));
    }
    text + "</channel></rss>\n"
}

/// A newsroom: many short items.
fn rss_of_headlines(dice: &mut Dice, items: usize) -> String {
    let mut text = String::from(
        "<rss version=\"2.0\"><channel><title>Wire</title><link>https://wire.example/</link><description/>\n",
    );
    for number in 0..items * 2 {
        let (title, teaser) = (dice.words(9), dice.words(25));
        text.push_str(&format!(
            "<item>\n  <title>{title}</title>\n  <link>https://wire.example/n/{number}</link>\n  <guid>https://wire.example/n/{number}</guid>\n  \
             <pubDate>Fri, 02 Jan 2026 08:{:02}:30 GMT</pubDate>\n  <description>{teaser}</description>\n  \
             <enclosure url=\"https://wire.example/{number}.jpg\" length=\"1000\" type=\"image/jpeg\"/>\n</item>\n",
            number % 60
        ));
    }
    text + "</channel></rss>\n"
}

fn atom(dice: &mut Dice, items: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Log</title>\
         <id>tag:log.example,2026:/</id><link href=\"https://log.example/\"/><updated>2026-01-02T10:00:00Z</updated>\n",
    );
    for number in 0..items {
        let (title, body) = (dice.words(7), dice.words(200));
        text.push_str(&format!(
            "<entry><title type=\"html\">{title}</title><link rel=\"alternate\" type=\"text/html\" href=\"https://log.example/{number}\"/>\
             <id>tag:log.example,2026:/{number}</id><published>2026-01-02T09:{:02}:00+01:00</published><updated>2026-01-02T10:00:00Z</updated>\
             <author><name>Bo Example</name></author><content type=\"html\">&lt;p&gt;{body}&lt;/p&gt;&lt;p&gt;x &amp;amp; y&lt;/p&gt;</content></entry>\n",
            number % 60
        ));
    }
    text + "</feed>\n"
}

fn rdf(dice: &mut Dice, items: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"https://rdf.example/\"><title>Set</title><link>https://rdf.example/</link></channel>\n",
    );
    for number in 0..items {
        let (title, teaser) = (dice.words(8), dice.words(60));
        text.push_str(&format!(
            "<item rdf:about=\"https://rdf.example/{number}\"><title>{title}</title><link>https://rdf.example/{number}</link>\
             <description>{teaser}</description><dc:date>2026-01-03T10:{:02}:00Z</dc:date></item>\n",
            number % 60
        ));
    }
    text + "</rdf:RDF>\n"
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.throw(WORDS.len())]).collect();
        words.join(" ")
    }
}
