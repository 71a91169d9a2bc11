//! When feeds are asked: polls spent, delay of the news, evenness of the load, obedience, memory at 100,000 feeds.
//!
//! `cargo bench --bench polling` plays four weeks of 10,000 feeds on a virtual clock for each of several lists (`papers`),
//! with servers that ask for things (`manners`) and with none that do, and measures the last three weeks; then 100,000
//! feeds, the real store with 100,000 feeds, and years of silence. It ends with 1 when a bound is not kept.
//!
//! - `-- --all` plays the same lists by fixed curves and with other feeds as well, and 100,000 feeds of each;
//! - `-- --replay FILE` plays moments from a file as well.
//!
//! Delay is from an item's publication to the poll that sees it, over items. Polls are judged over the whole list, delays over
//! the feeds whose publishers ask for nothing: the delay of the others is what their publishers wish, and stands beside it.
//! Where servers ask for nothing both are judged over all feeds.

mod archive;
mod dice;
mod figures;
mod manners;
mod papers;
mod replay;
mod silence;
mod table;

use std::time::Duration;
use std::time::Instant;

use wirewatch::pipeline::rhythm::Curve;

use crate::figures::Figures;
use crate::papers::List;
use crate::replay::Play;
use crate::replay::Scale;
use crate::replay::replay;
use crate::table::heading;
use crate::table::row;

/// Polls a feed and day.
const MOST_POLLS: f64 = 6.5;
/// Minutes.
const LONGEST_MEAN: f64 = 55.0;
/// Minutes.
const LONGEST_MEDIAN: f64 = 20.0;
/// The fullest minute by the mean one.
const HIGHEST_PEAK: f64 = 1.3;
/// The same on the day after a standstill, when what was not asked meanwhile is caught up with.
const HIGHEST_PEAK_AFTER_STANDSTILL: f64 = 1.5;
/// Megabytes at 100,000 feeds.
const MOST_MEMORY: f64 = 300.0;
/// False alarms in a hundred feed-years, over all kinds of feeds and of any one kind.
const MOST_ALARMS: (f64, f64) = (2.0, 12.0);

const HOUR: u64 = 3600;

/// Feeds from here on are others than those that constants were tuned on.
const OTHERS: u64 = 5_000_000;

/// What the lists have shown.
#[derive(Default)]
struct Bench {
    faults: Vec<String>,
    /// Every list, curve and size.
    is_whole: bool,
}

#[tokio::main]
async fn main() {
    let mut bench = Bench {
        is_whole: std::env::args().any(|arg| arg == "--all"),
        ..Bench::default()
    };
    let begun = Instant::now();
    bench.archive().await;
    bench.silence();
    bench.lists();
    bench.fixed_curves();
    bench.extremes();
    bench.standstills();
    bench.long_lists();
    println!("\nplayed in {:.0} s", begun.elapsed().as_secs_f64());
    for fault in &bench.faults {
        println!("NOT KEPT: {fault}");
    }
    std::process::exit(i32::from(!bench.faults.is_empty()));
}

impl Bench {
    async fn archive(&mut self) {
        println!("100,000 feeds in the real store");
        let memory = archive::measure(100_000).await;
        println!("  resident memory                    {memory:>8.0} MB");
        if memory > MOST_MEMORY {
            self.faults.push(format!("{memory:.0} MB at 100,000 feeds"));
        }
    }

    fn silence(&mut self) {
        let feeds = if self.is_whole { 1000 } else { 200 };
        println!("\n{feeds} living feeds of each kind over two years: told as quiet");
        let alarms = silence::measure(feeds);
        if alarms.of_all > MOST_ALARMS.0 || alarms.of_worst > MOST_ALARMS.1 {
            let silence::Alarms { of_all, of_worst } = alarms;
            self.faults.push(format!(
                "{of_all:.2} false alarms in 100 feed-years, {of_worst:.2} of the worst kind"
            ));
        }
    }

    fn lists(&mut self) {
        println!("\n10,000 feeds, as shipped: wishes are obeyed");
        heading();
        for list in lists() {
            self.judged(&Play::of(&list));
        }
        println!("\n10,000 feeds whose servers ask for nothing");
        heading();
        for list in lists() {
            let play = Play::of(&list);
            self.judged(&play.without_manners());
        }
        println!("\n10,000 feeds that nothing was tuned on");
        heading();
        let few = [List::Mixed];
        let all = [
            List::Mixed,
            List::LongTail,
            List::Contagious,
            List::Newsrooms,
        ];
        for list in if self.is_whole { &all[..] } else { &few[..] } {
            let play = Play {
                first: OTHERS,
                ..Play::of(list)
            };
            self.judged(&play);
            self.judged(&play.without_manners());
        }
    }

    /// What one curve for all lists would do: the one the program starts with, and the square root.
    fn fixed_curves(&self) {
        if !self.is_whole {
            return;
        }
        println!("\n10,000 feeds whose servers ask for nothing, by curves without a budget");
        heading();
        for list in lists() {
            for (minutes, steepness) in [(370, 0.55), (300, 0.5), (360, 0.5), (420, 0.5)] {
                let curve = Curve {
                    one_item_a_day: Duration::from_secs(minutes * 60),
                    steepness,
                };
                let play = Play {
                    scale: Scale::Fixed(curve),
                    ..Play::of(&list).without_manners()
                };
                row(
                    &format!("{minutes} min, {steepness}"),
                    &play,
                    &replay(&play),
                );
            }
        }
    }

    /// Lists that no budget fits: what its bounds make of them. Nothing is judged but obedience.
    fn extremes(&mut self) {
        println!("\n1,000 feeds of one kind, with the budget and without");
        heading();
        for list in [List::Hourly, List::Silent, List::Agencies] {
            let play = Play {
                feeds: 1_000,
                ..Play::of(&list)
            };
            let figures = replay(&play);
            row("budget", &play, &figures);
            self.obeyed(&list, &figures);
            let play = Play {
                scale: Scale::Fixed(Curve::default()),
                ..play
            };
            row("fixed", &play, &replay(&play));
        }
    }

    fn standstills(&mut self) {
        println!("\n10,000 feeds, the process away for 2 and for 48 hours: the day after");
        for hours in [2, 48] {
            let figures = replay(&Play {
                away: Duration::from_secs(hours * HOUR),
                ..Play::of(&List::Newsrooms)
            });
            let peak = figures.peak_after_standstill().unwrap_or(f64::NAN);
            println!(
                "  peak {peak:.2} x the mean minute after {hours} hours, {} violations",
                figures.violations
            );
            if figures.violations > 0 || peak > HIGHEST_PEAK_AFTER_STANDSTILL {
                self.faults.push(format!(
                    "after {hours} hours away: peak {peak:.2}, {} violations",
                    figures.violations
                ));
            }
        }
    }

    fn long_lists(&mut self) {
        println!("\n100,000 feeds, as shipped: wishes are obeyed");
        heading();
        let few = [List::Newsrooms];
        let all = [List::Newsrooms, List::LongTail, List::Contagious];
        for list in if self.is_whole { &all[..] } else { &few[..] } {
            let play = Play {
                feeds: 100_000,
                ..Play::of(list)
            };
            self.judged(&play);
            if self.is_whole {
                self.judged(&play.without_manners());
            }
        }
    }

    /// Plays, prints and judges.
    fn judged(&mut self, play: &Play<'_>) {
        let (list, figures) = (play.list, replay(play));
        row("shipped", play, &figures);
        self.obeyed(list, &figures);
        if matches!(list, List::Replayed(_)) {
            return; // Whoever brings a file has a list of their own, and may have one that no budget fits.
        }
        let free = &figures.free;
        let bounds = [
            ("polls a feed and day", figures.polls_a_day(), MOST_POLLS),
            ("minutes mean delay", free.mean_delay(), LONGEST_MEAN),
            ("minutes median delay", free.delay_of(0.5), LONGEST_MEDIAN),
            ("peak minute by mean minute", figures.peak(), HIGHEST_PEAK),
            (
                "peak minute after the import",
                figures.peak_after_import(),
                HIGHEST_PEAK,
            ),
        ];
        for (what, found, bound) in bounds {
            if found > bound {
                let (feeds, list) = (play.feeds, list.name());
                self.faults
                    .push(format!("{feeds} {list}: {found:.2} {what}, not {bound}"));
            }
        }
    }

    fn obeyed(&mut self, list: &List, figures: &Figures) {
        if figures.violations > 0 {
            let (list, early) = (list.name(), figures.violations);
            self.faults.push(format!("{list}: {early} polls too early"));
        }
    }
}

/// Those that bounds are judged on, and the file after `--replay`.
fn lists() -> Vec<List> {
    let mut lists = vec![List::LongTail, List::Contagious, List::Newsrooms];
    let mut args = std::env::args().skip_while(|arg| arg != "--replay");
    if let Some(path) = args.nth(1) {
        let text = std::fs::read_to_string(path).expect("the file to replay");
        lists.push(List::read(&text));
    }
    lists
}

impl<'l> Play<'l> {
    /// Ten thousand feeds of a list, as shipped.
    fn of(list: &'l List) -> Self {
        Self {
            list,
            feeds: 10_000,
            first: 0,
            scale: Scale::Budget,
            has_manners: true,
            away: Duration::ZERO,
        }
    }

    /// The same with servers that ask for nothing.
    fn without_manners(self) -> Self {
        Self {
            has_manners: false,
            ..self
        }
    }
}
