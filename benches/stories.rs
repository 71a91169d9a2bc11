//! What grouping costs: dedupe and stories together at a window of 200,000 articles, and whether an article costs more
//! the more were read before it.
//!
//! `cargo bench --bench stories` prints a line a figure; text is made from a seed. `-- 100000` ends after so many.
//!
//! Twice: first of events that are told for an hour, so that an archive of ten thousand articles meets what one of a million meets, as
//! many that open a story and as many that join one, and what differs is the archive alone; then of events that are told for
//! half a day, of which a young archive sees the first tellings, and those that open a story cost less.

use std::process::Command;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use rustix::time::ClockId;
use rustix::time::clock_gettime;
use wirewatch::model::ids::ArticleId;
use wirewatch::model::ids::StoryId;
use wirewatch::model::language::Language;
use wirewatch::pipeline::recent::Arrival;
use wirewatch::pipeline::recent::Recent;
use wirewatch::story::Destination;
use wirewatch::story::Telling;

/// Articles of one body of a feed.
const TOGETHER: u64 = 10;
/// Articles an hour: 200,000 in the 72 hours of the window.
const AN_HOUR: u64 = 200_000 / 72;
/// Where a figure is taken.
const MARKS: [u64; 5] = [10_000, 100_000, 300_000, 600_000, 1_000_000];
/// Before a mark the archive reads so many slices of so many articles, and after each of them a young archive reads its
/// own: other work on the machine makes one minute slower than the next, and what is to be flat is the ratio of two neighbours.
const SLICES: u64 = 4;
const SLICE: u64 = 2_050;
/// How many articles make a young archive. It is young in a process of its own, as a daemon's is; in one that has had much
/// memory before it need not ask the system for any.
const YOUNG: u64 = 10_000;
/// What it is told to be one by.
const YOUNG_ONE: &str = "young";
/// The last of these are timed.
const TIMED: u64 = 4_000;
const VOCABULARY: u64 = 60_000;
/// Events an hour.
const EVENTS: u64 = 667;
/// For how many hours an event is told, and how far that archive is read.
const STREAMS: [(u64, u64); 2] = [(1, 1_000_000), (12, 300_000)];
/// Half of the articles are in the first; a text of another may be foreign to it, and tell of the same event.
const LANGUAGES: [Language; 6] = [
    Language::EN,
    Language::EN,
    Language::EN,
    Language::DE,
    Language::FR,
    Language::PL,
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|one| one == YOUNG_ONE) {
        let number = |at: usize| {
            arguments[place + at]
                .parse()
                .unwrap_or_else(|_| panic!("a number"))
        };
        return println!("{}", young_here(number(1), number(2)).as_nanos());
    }
    let until = (arguments.iter().skip(1)).find_map(|argument| argument.parse().ok());
    for (hours, most) in STREAMS {
        println!("events that are told for {hours} h:");
        let mut archive = Archive::of(hours, 0);
        let until = until.unwrap_or(most).min(most);
        for mark in MARKS.into_iter().filter(|mark| *mark <= until) {
            tell(&mut archive, mark);
        }
    }
}

/// Reads up to a mark and prints what the last articles cost.
fn tell(archive: &mut Archive, mark: u64) {
    archive.read_until(mark - SLICES * SLICE);
    let before = archive.told;
    let mut ratios = Vec::new();
    let (mut own, mut of_young) = (Duration::ZERO, Duration::ZERO);
    for slice in 1..=SLICES {
        let cost = archive.read_until(mark - (SLICES - slice) * SLICE);
        let young = young(archive.hours, archive.articles);
        ratios.push(per_article(young, TIMED) / per_article(cost, SLICE));
        own += cost;
        of_young += young;
    }
    let (own, of_young) = (
        per_article(own, SLICES * SLICE),
        per_article(of_young, SLICES * TIMED),
    );
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    let share = |now: u64, before: u64| 100.0 * (now - before) as f64 / (SLICES * SLICE) as f64;
    println!(
        "{mark:>9} articles: {:>6.0} articles/s dedupe and story, {:.2} ({least:.2} to {most:.2}) of a young archive's {:.0}/s; \
         {} MB counted, {} MB at most; {:.0} % opened a story, {:.0} % joined one, {:.0} % were copies",
        1.0 / own,
        of_young / own,
        1.0 / of_young,
        archive.recent.bytes() / 1_000_000,
        peak_mb(),
        share(archive.told.opened, before.opened),
        share(archive.told.joined, before.joined),
        share(archive.told.copied, before.copied),
    );
}

/// In seconds.
fn per_article(time: Duration, articles: u64) -> f64 {
    time.as_secs_f64() / articles as f64
}

/// What a young archive takes, in a process of its own.
fn young(hours: u64, from: u64) -> Duration {
    let itself = std::env::current_exe().unwrap_or_else(|error| panic!("{error}"));
    let output = Command::new(itself)
        .args([YOUNG_ONE, &hours.to_string(), &from.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    let nanos = said.trim().parse();
    Duration::from_nanos(nanos.unwrap_or_else(|_| panic!("the young archive said {said:?}")))
}

/// What it takes for the last of its articles.
fn young_here(hours: u64, from: u64) -> Duration {
    let mut archive = Archive::of(hours, from);
    archive.read_until(from + YOUNG - TIMED);
    archive.read_until(from + YOUNG)
}

struct Archive {
    /// For how many events are told.
    hours: u64,
    articles: u64,
    recent: Recent,
    told: Told,
}

/// What became of articles.
#[derive(Clone, Copy, Default)]
struct Told {
    opened: u64,
    joined: u64,
    copied: u64,
}

impl Archive {
    /// That begins with this article of the stream.
    fn of(hours: u64, articles: u64) -> Self {
        Self {
            hours,
            articles,
            recent: Recent::default(),
            told: Told::default(),
        }
    }

    /// Reads on until it has so many articles.
    fn read_until(&mut self, articles: u64) -> Duration {
        let mut cost = Duration::ZERO;
        while self.articles < articles {
            cost += self.read();
        }
        cost
    }

    /// Reads a body of a feed.
    fn read(&mut self) -> Duration {
        let first = self.articles;
        let texts: Vec<(String, String)> = (first..first + TOGETHER)
            .map(|article| text(article, self.hours))
            .collect();
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs((first * 3600 / AN_HOUR) as i64);
        let tellings: Vec<_> = (first..)
            .zip(&texts)
            .map(|(n, text)| (ArticleId(n as i64), telling(text, n, at)))
            .collect();
        let made = cpu();
        for moved in self.recent.look_again(&tellings).moves {
            if moved.to == Destination::Opens {
                self.told.opened += 1;
                let story = StoryId(self.told.opened as i64);
                self.recent.number_parted(moved.article, story);
            }
        }
        let settled = self.recent.settle(&tellings);
        for arrival in settled.arrivals {
            match arrival {
                Arrival::Opens(opening) => {
                    self.told.opened += 1;
                    self.recent
                        .number(opening, StoryId(self.told.opened as i64));
                }
                Arrival::Copies(_) => self.told.copied += 1,
                Arrival::Joins(..) | Arrival::Follows(..) => self.told.joined += 1,
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

fn telling<'a>((title, text): &'a (String, String), n: u64, at: Timestamp) -> Telling<'a> {
    Telling {
        feed: None,
        title,
        text,
        link: None,
        language: Some(LANGUAGES[n as usize % LANGUAGES.len()]),
        at,
    }
}

/// Title and text of an article: three quarters are one of a few tellings of an event of these hours, one in ten of the
/// rest a copy; words are as unevenly spread as in a language.
fn text(article: u64, hours: u64) -> (String, String) {
    let mut chance = Chance(article);
    let time = article / (AN_HOUR * hours);
    let events = EVENTS * hours;
    let event = time * events + chance.below(events);
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
