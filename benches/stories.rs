//! What grouping costs: dedupe and stories together at a window of 200,000 articles, and whether an article costs more
//! the more were read before it.
//!
//! `cargo bench --bench stories` prints a line a figure; text is made from a seed. `-- 100000` ends after so many.

use std::hint::black_box;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use rustix::time::ClockId;
use rustix::time::clock_gettime;
use wirewatch::dedupe::Copies;
use wirewatch::model::ids::ArticleId;
use wirewatch::model::ids::StoryId;
use wirewatch::pipeline::recent::Arrival;
use wirewatch::pipeline::recent::Recent;
use wirewatch::story::Telling;

/// Articles of one body of a feed.
const TOGETHER: u64 = 10;
/// Articles an hour: 200,000 in the 72 hours of the window.
const AN_HOUR: u64 = 200_000 / 72;
/// Where a figure is taken, over the tenth before it.
const MARKS: [u64; 4] = [10_000, 100_000, 300_000, 1_000_000];
const VOCABULARY: u64 = 60_000;

fn main() {
    let until = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next()
        .unwrap_or(1_000_000);
    let mut recent = Recent::new();
    let mut copies: Copies<u64> = Copies::default();
    let (mut whole, mut dedupe, mut making) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut first = None;
    let (mut opened, mut joined, mut copied) = (0_i64, 0_u64, 0_u64);
    let mut article = 0;
    while article < until {
        let start = cpu();
        let texts: Vec<(String, String)> = (article..article + TOGETHER).map(text).collect();
        let at =
            Timestamp::UNIX_EPOCH + SignedDuration::from_secs((article * 3600 / AN_HOUR) as i64);
        let tellings: Vec<_> = (article..)
            .zip(&texts)
            .map(|(n, text)| (ArticleId(n as i64), telling(text, at)))
            .collect();
        let made = cpu();
        let settled = recent.settle(&tellings);
        for arrival in settled.arrivals {
            match arrival {
                Arrival::Opens(opening) => {
                    opened += 1;
                    recent.number(opening, StoryId(opened));
                }
                Arrival::Copies(_) => copied += 1,
                Arrival::Joins(..) | Arrival::Follows(..) => joined += 1,
            }
        }
        let settled = cpu();
        for (number, (title, text)) in (article..).zip(&texts) {
            let sketch = Copies::<u64>::sketch(title, text);
            black_box(copies.original(&sketch));
            copies.keep(number, at, sketch);
        }
        let deduped = cpu();
        article += TOGETHER;
        if MARKS
            .iter()
            .any(|mark| article > mark - mark / 10 && article <= *mark)
        {
            making += made - start;
            whole += settled - made;
            dedupe += deduped - settled;
        }
        if let Some(mark) = MARKS.iter().find(|mark| **mark == article) {
            let count = (mark / 10) as f64;
            let rate = count / whole.as_secs_f64();
            let first = *first.get_or_insert(rate);
            println!(
                "{mark:>9} articles: {:>6.0} articles/s dedupe and story ({:.2} of the first), {:>6.0} dedupe alone (ratio {:.2}), {} MB counted, {} MB at most; \
                 {opened} stories, {joined} joined, {copied} copies (text made at {:.0}/s)",
                rate,
                rate / first,
                count / dedupe.as_secs_f64(),
                whole.as_secs_f64() / dedupe.as_secs_f64(),
                recent.bytes() / 1_000_000,
                peak_mb(),
                count / making.as_secs_f64(),
            );
            (whole, dedupe, making) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        }
    }
}

/// The most memory that the process had, text and all.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1000
}

/// Of this thread: others on the machine do not count.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn telling((title, text): &(String, String), at: Timestamp) -> Telling<'_> {
    Telling {
        feed: None,
        title,
        text,
        language: None,
        at,
    }
}

/// Title and text of an article: three quarters are one of a few tellings of an event of these days, one in ten of the
/// rest a copy; words are as unevenly spread as in a language.
fn text(article: u64) -> (String, String) {
    let mut chance = Chance(article);
    let day = article / (AN_HOUR * 12);
    let event = day * 8_000 + chance.below(8_000);
    let original = if chance.below(10) == 0 {
        article - chance.below(1000).min(article)
    } else {
        article
    };
    let mut names = Chance(event.wrapping_mul(77_777));
    let names: Vec<String> = (0..12).map(|_| name(names.below(VOCABULARY))).collect();
    let mut words = Chance(original.wrapping_add(1 << 40));
    let mut text = String::new();
    for place in 0..120 {
        if place % 6 == 0 {
            text.push_str(&names[words.below(12) as usize]);
        } else {
            text.push_str(&word(&mut words));
        }
        text.push(' ');
    }
    let title = (0..4)
        .map(|_| names[chance.below(12) as usize].clone())
        .collect::<Vec<_>>();
    (format!("{} {}", title.join(" "), word(&mut chance)), text)
}

/// Names differ in their first letters, as those of people and places do.
fn name(number: u64) -> String {
    let mut letters = Chance(number.wrapping_add(1 << 50));
    let mut letter = || char::from(b'a' + letters.below(26) as u8);
    let first = letter().to_ascii_uppercase();
    std::iter::once(first)
        .chain((0..5).map(|_| letter()))
        .collect()
}

/// Of a vocabulary in which few words are most of the text.
fn word(chance: &mut Chance) -> String {
    let unit = chance.below(1 << 30) as f64 / f64::from(1 << 30);
    let rank = (VOCABULARY as f64).powf(unit) as u64;
    let mut letters = Chance(rank);
    (0..4 + rank % 6)
        .map(|_| char::from(b'a' + letters.below(26) as u8))
        .collect()
}

/// SplitMix64: the same text in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
