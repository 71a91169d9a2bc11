//! What grouping costs: dedupe and stories together at a window of 200,000 articles, and whether an article costs more
//! the more were read before it.
//!
//! `cargo bench --bench stories` prints a line a figure; text is made from a seed. `-- 100000` ends after so many.

use std::process::Command;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use rustix::time::ClockId;
use rustix::time::clock_gettime;
use wirewatch::model::ids::ArticleId;
use wirewatch::model::ids::StoryId;
use wirewatch::pipeline::recent::Arrival;
use wirewatch::pipeline::recent::Recent;
use wirewatch::story::Destination;
use wirewatch::story::Telling;

/// Articles of one body of a feed.
const TOGETHER: u64 = 10;
/// Articles an hour: 200,000 in the 72 hours of the window.
const AN_HOUR: u64 = 200_000 / 72;
/// Where a figure is taken, over the tenth before it.
const MARKS: [u64; 5] = [10_000, 100_000, 300_000, 600_000, 1_000_000];
/// Beside each figure a young archive reads so many articles, for other work on the machine makes one hour slower than
/// the next: what is to be flat is the ratio of the two. It is young in a process of its own, as a daemon's is; in one that
/// has had much memory before it need not ask the system for any.
const YOUNG: u64 = 10_000;
/// The last of these are timed.
const TIMED: u64 = 4_000;
const VOCABULARY: u64 = 60_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    if let (Some("young"), Some(Ok(from))) = (
        arguments.next().as_deref(),
        arguments.next().map(|from| from.parse()),
    ) {
        return println!("{}", young_here(from).as_nanos());
    }
    let until = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .next()
        .unwrap_or(1_000_000);
    let mut archive = Archive::default();
    let mut costs = Duration::ZERO;
    let mut of_full = None;
    while archive.articles < until {
        let cost = archive.read();
        let articles = archive.articles;
        if MARKS
            .iter()
            .any(|mark| articles > mark - mark / 10 && articles <= *mark)
        {
            costs += cost;
        }
        if let Some(mark) = MARKS.iter().find(|mark| **mark == articles) {
            let times = [
                (mark / 10, costs),
                (TIMED, young(articles)),
                (TIMED, young_here(articles)),
            ];
            let [rate, young, here] =
                times.map(|(articles, time)| articles as f64 / time.as_secs_f64());
            if *mark >= 300_000 {
                of_full.get_or_insert(rate / young);
            }
            println!(
                "{mark:>9} articles: {rate:>6.0} articles/s dedupe and story, {:.2} of a young archive's {young:.0}/s{}, \
                 {:.2} of one in memory had before; {} MB counted, {} MB at most; {} stories, {} joined, {} copies",
                rate / young,
                of_full.map_or_else(String::new, |full| format!(
                    ", {:.2} of what it was when the window was first full",
                    rate / young / full
                )),
                rate / here,
                archive.recent.bytes() / 1_000_000,
                peak_mb(),
                archive.opened,
                archive.joined,
                archive.copied,
            );
            costs = Duration::ZERO;
        }
    }
}

/// The same in a process of its own.
fn young(from: u64) -> Duration {
    let itself = std::env::current_exe().unwrap_or_else(|error| panic!("{error}"));
    let output = Command::new(itself)
        .args(["young", &from.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    let nanos = said.trim().parse();
    Duration::from_nanos(nanos.unwrap_or_else(|_| panic!("the young archive said {said:?}")))
}

/// What a young archive takes for the last of its articles.
fn young_here(from: u64) -> Duration {
    let mut archive = Archive {
        articles: from,
        ..Archive::default()
    };
    let mut costs = Duration::ZERO;
    while archive.articles < from + YOUNG {
        let cost = archive.read();
        if archive.articles > from + YOUNG - TIMED {
            costs += cost;
        }
    }
    costs
}

#[derive(Default)]
struct Archive {
    articles: u64,
    recent: Recent,
    opened: i64,
    joined: u64,
    copied: u64,
}

impl Archive {
    /// Reads a body of a feed.
    fn read(&mut self) -> Duration {
        let first = self.articles;
        let texts: Vec<(String, String)> = (first..first + TOGETHER).map(text).collect();
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs((first * 3600 / AN_HOUR) as i64);
        let tellings: Vec<_> = (first..)
            .zip(&texts)
            .map(|(n, text)| (ArticleId(n as i64), telling(text, at)))
            .collect();
        let made = cpu();
        for moved in self.recent.look_again(&tellings).moves {
            if moved.to == Destination::Opens {
                self.opened += 1;
                let story = StoryId(self.opened);
                self.recent.number_parted(moved.article, story);
            }
        }
        let settled = self.recent.settle(&tellings);
        for arrival in settled.arrivals {
            match arrival {
                Arrival::Opens(opening) => {
                    self.opened += 1;
                    self.recent.number(opening, StoryId(self.opened));
                }
                Arrival::Copies(_) => self.copied += 1,
                Arrival::Joins(..) | Arrival::Follows(..) => self.joined += 1,
            }
        }
        self.articles += TOGETHER;
        cpu() - made
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
        link: None,
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
