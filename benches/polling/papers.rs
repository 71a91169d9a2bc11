//! Papers: feeds that do not exist, and every moment at which they publish. Three lists of different shapes, so that no
//! constant is fitted to one of them, and a fourth from a file.
//!
//! - `long tail`: rates are log-normal (median 1 item a day, sigma 2, at most 600), as measured of large crawls; nights
//!   and, for half of them, weekends are weaker; a third publishes in batches; 15 % are all but silent.
//! - `contagious`: rates follow a power law (Pareto, exponent 0.85, as Sia and Cho found of 10,000 feeds), and every item
//!   draws on the average one more within hours, as on a day of breaking news (a Hawkes process); no day, no week.
//! - `newsrooms`: agencies, papers, blogs and institutes by their office hours in nine time zones, newsletters that put out
//!   all of a day or a week in ten minutes, feeds that begin or die in the middle, and one in five that is silent.
//! - `hourly`, `silent` and `agencies` are lists of one kind: an item an hour, three a year, a hundred and more a day. Nobody
//!   has such lists in the long; they show what the budget's bounds do.
//! - `mixed`: feeds of the first three in turn.
//! - a file of lines `feed<TAB>second`: real moments; every feed's own gaps are thrown anew in another order until the
//!   time is full, as collections of feeds hold a few items of each.

use std::collections::BTreeMap;

use crate::dice::Dice;

const DAY: f64 = 86_400.0;

/// A list of feeds.
#[derive(Clone, Debug)]
pub(crate) enum List {
    LongTail,
    Contagious,
    Newsrooms,
    Mixed,
    Hourly,
    Silent,
    Agencies,
    /// Gaps in seconds of each feed.
    Replayed(Vec<Vec<f64>>),
}

impl List {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::LongTail => "long tail",
            Self::Contagious => "contagious",
            Self::Newsrooms => "newsrooms",
            Self::Mixed => "mixed",
            Self::Hourly => "hourly",
            Self::Silent => "silent",
            Self::Agencies => "agencies",
            Self::Replayed(_) => "replayed",
        }
    }

    /// Reads the lines of a file.
    pub(crate) fn read(text: &str) -> Self {
        let mut moments: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for line in text.lines() {
            if let Some((feed, second)) = line.split_once('\t')
                && let Ok(second) = second.trim().parse::<f64>()
            {
                moments.entry(feed).or_default().push(second);
            }
        }
        let gaps = |mut moments: Vec<f64>| {
            moments.sort_by(f64::total_cmp);
            moments
                .windows(2)
                .map(|two| two[1] - two[0])
                .collect::<Vec<_>>()
        };
        let feeds = moments
            .into_values()
            .map(gaps)
            .filter(|gaps| gaps.len() > 3);
        Self::Replayed(feeds.collect())
    }

    /// Seconds at which this feed publishes, from 0 up to `end`, in order.
    pub(crate) fn moments(&self, feed: u64, end: f64) -> Vec<u32> {
        let mut dice = Dice::new(feed * 31 + self.name().len() as u64);
        let mut press = Press {
            end,
            out: Vec::new(),
        };
        match self {
            Self::LongTail => long_tail(&mut dice, &mut press),
            Self::Contagious => contagious(&mut dice, &mut press),
            Self::Newsrooms => newsrooms(&mut dice, &mut press),
            Self::Mixed => match feed % 3 {
                0 => long_tail(&mut dice, &mut press),
                1 => contagious(&mut dice, &mut press),
                _ => newsrooms(&mut dice, &mut press),
            },
            Self::Hourly => press.print(&mut dice, (0.0, end), 24.0, 1.0, Hours::ALL),
            Self::Silent => press.print(&mut dice, (0.0, end), 0.01, 1.0, Hours::ALL),
            Self::Agencies => {
                let rate = dice.between(100.0, 400.0);
                press.print(&mut dice, (0.0, end), rate, 1.0, Hours::ALL);
            }
            Self::Replayed(feeds) => {
                let gaps = &feeds[(feed % feeds.len() as u64) as usize];
                let mut at = dice.even() * gaps.iter().sum::<f64>() / gaps.len() as f64;
                while at < end {
                    press.put(at);
                    at += dice.one(gaps).max(1.0);
                }
            }
        }
        press.out.sort_unstable();
        press.out
    }
}

fn long_tail(dice: &mut Dice, press: &mut Press) {
    if dice.even() < 0.15 {
        return press.print(dice, (0.0, press.end), 0.02, 1.0, Hours::ALL);
    }
    let rate = (dice.normal() * 2.0).exp().min(600.0);
    let hours = Hours {
        zone: dice.between(0.0, 24.0).floor(),
        depth: dice.between(0.3, 0.9),
        weekend: if dice.even() < 0.5 {
            dice.between(0.3, 0.8)
        } else {
            1.0
        },
    };
    let batch = if dice.even() < 0.3 {
        dice.between(2.0, 6.0)
    } else {
        1.0
    };
    press.print(dice, (0.0, press.end), rate, batch, hours);
}

fn contagious(dice: &mut Dice, press: &mut Press) {
    const CHILDREN: f64 = 0.5;
    let rate = (0.35 * dice.even().powf(-1.0 / 0.85)).min(500.0);
    press.print(
        dice,
        (0.0, press.end),
        rate * (1.0 - CHILDREN),
        1.0,
        Hours::ALL,
    );
    let mut fresh = press.out.clone();
    while let Some(parent) = fresh.pop() {
        if dice.even() < CHILDREN {
            let child = f64::from(parent) + dice.wait() * 2.0 * 3600.0;
            if child < press.end {
                press.put(child);
                fresh.push(child as u32);
            }
        }
    }
}

fn newsrooms(dice: &mut Dice, press: &mut Press) {
    let kind = dice.even();
    let office = |dice: &mut Dice, depth, weekend| Hours {
        zone: dice.one(&[-5.0, -4.0, 0.0, 1.0, 2.0, 2.0, 3.0, 3.0, 8.0]),
        depth,
        weekend,
    };
    let whole = (0.0, press.end);
    if kind < 0.012 {
        let (rate, hours) = (dice.between(100.0, 400.0), office(dice, 0.5, 0.7));
        press.print(dice, whole, rate, 1.0, hours); // agencies
    } else if kind < 0.12 {
        let (rate, hours) = (10.0 + 70.0 * dice.even().powi(2), office(dice, 0.9, 0.5));
        press.print(dice, whole, rate, 1.3, hours); // papers
    } else if kind < 0.58 {
        let (rate, hours) = (0.1 + 3.0 * dice.even().powi(2), office(dice, 1.0, 0.2));
        press.print(dice, whole, rate, 1.0, hours); // blogs and institutes
    } else if kind < 0.72 {
        let period = dice.one(&[DAY, 7.0 * DAY]);
        let items = 3 + dice.next() % 15;
        let mut at = (dice.even() * period / DAY).floor() * DAY + dice.even() * DAY;
        while at < press.end {
            for _ in 0..items {
                press.put(at + dice.even() * 600.0); // newsletters
            }
            at += period;
        }
    } else if kind < 0.80 {
        let turn = dice.even() * press.end;
        let life = dice.one(&[(0.0, turn), (turn, press.end)]);
        let (rate, hours) = (dice.between(0.5, 10.0), office(dice, 0.8, 0.5));
        press.print(dice, life, rate, 1.0, hours); // begun or died
    } else {
        press.print(dice, whole, 0.01, 1.0, Hours::ALL);
    }
}

/// When a newsroom is awake.
#[derive(Clone, Copy)]
struct Hours {
    /// East of Greenwich.
    zone: f64,
    /// 0: day and night alike; 1: nothing in the small hours.
    depth: f64,
    /// What a day of the weekend brings of a weekday's news.
    weekend: f64,
}

impl Hours {
    const ALL: Self = Self {
        zone: 0.0,
        depth: 0.0,
        weekend: 1.0,
    };

    /// From 0 to 2, on weekdays 1 on the average. The first day is a Monday.
    fn strength(self, at: f64) -> f64 {
        let local = at + self.zone * 3600.0;
        let hour = (local / 3600.0).rem_euclid(24.0);
        let is_weekend = (local / DAY).floor().rem_euclid(7.0) >= 5.0;
        let of_day = 1.0 + self.depth * ((hour - 14.0) / 24.0 * std::f64::consts::TAU).cos();
        of_day * if is_weekend { self.weekend } else { 1.0 }
    }
}

struct Press {
    end: f64,
    out: Vec<u32>,
}

impl Press {
    fn put(&mut self, at: f64) {
        if at < self.end {
            self.out.push(at as u32);
        }
    }

    /// Random items, `rate` a day in batches of `batch` on the average, thinned by the hours (Lewis and Shedler).
    fn print(&mut self, dice: &mut Dice, life: (f64, f64), rate: f64, batch: f64, hours: Hours) {
        let mut at = life.0;
        loop {
            at += dice.wait() * DAY / (rate / batch * 2.0);
            if at >= life.1 {
                return;
            }
            if dice.even() * 2.0 >= hours.strength(at) {
                continue;
            }
            self.put(at);
            while batch > 1.0 && dice.even() > 1.0 / batch {
                self.put(at + dice.even() * 60.0);
            }
        }
    }
}
