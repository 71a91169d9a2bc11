//! How likely a word is in each of the nine languages: letter by letter, each by the three before it, from counts over a
//! page of our own text in each language. To know a language better, add sentences to its page.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::sync::LazyLock;

use crate::normalise::language::NINE;
use crate::normalise::language::words;
use crate::normalise::language::words::Script;
use crate::normalise::language::words::Word;

/// A constant that cannot be worked out while compiling: the same for everybody, made when first used.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(Model::of_pages);

/// The pages in the order of `NINE`.
const PAGES: [&str; NINE.len()] = [
    include_str!("samples/de.txt"),
    include_str!("samples/en.txt"),
    include_str!("samples/fr.txt"),
    include_str!("samples/lt.txt"),
    include_str!("samples/lv.txt"),
    include_str!("samples/pl.txt"),
    include_str!("samples/be.txt"),
    include_str!("samples/ru.txt"),
    include_str!("samples/uk.txt"),
];

/// The letter itself and three before it.
const LONGEST_RUN: usize = 4;

/// How much a shorter run is trusted against a longer one, per different letter seen after it.
const TRUST_IN_SHORTER: f64 = 3.0;

/// What stands in for counts where a letter was never seen at all: it is one of about eighty.
const ANY_LETTER: f64 = 1.0 / 80.0;
const TRUST_IN_ANY: f64 = 8.0;

/// A cost of one nat in the table's units; the dearest letter costs almost sixteen.
const UNITS: f32 = 16.0;

/// Up to four letters, sixteen bits each, the last one lowest.
type Run = u64;

/// A cost for each of the nine.
type Costs = [u8; NINE.len()];

/// What each letter costs after the letters before it.
pub(super) struct Model {
    costs: HashMap<Run, Costs, BuildHasherDefault<RunHasher>>,
    unseen: Costs,
}

impl Model {
    /// In nats, how surprising `word` is in each of the nine.
    pub(super) fn costs(&self, word: &Word) -> [f32; NINE.len()] {
        let mut sums = [0_u32; NINE.len()];
        let mut run = 0;
        for (index, letter) in word.bordered().iter().enumerate() {
            run = run << 16 | Run::from(*letter);
            if index == 0 {
                continue;
            }
            for (sum, cost) in sums.iter_mut().zip(self.cost_of(run)) {
                *sum += u32::from(*cost);
            }
        }
        sums.map(|sum| sum as f32 / UNITS)
    }

    /// By the longest run of letters that any page holds.
    fn cost_of(&self, run: Run) -> &Costs {
        (0..LONGEST_RUN)
            .filter_map(|dropped| self.costs.get(&(run & (Run::MAX >> (16 * dropped)))))
            .next()
            .unwrap_or(&self.unseen)
    }

    fn of_pages() -> Self {
        let mut pages = Pages::default();
        for (language, page) in PAGES.into_iter().enumerate() {
            pages.read(language, page);
        }
        pages.sum_up();
        let unseen = pages.chances(Run::from(u16::MAX)).map(cost);
        let mut costs: HashMap<Run, Costs, _> = HashMap::default();
        costs.reserve(pages.seen.len());
        for length in 1..=LONGEST_RUN {
            for number in 0..pages.runs.len() {
                let run = pages.runs[number];
                if self::length(run) == length {
                    pages.seen[number].chances = pages.chances(run);
                    costs.insert(run, pages.seen[number].chances.map(cost));
                }
            }
        }
        Self { costs, unseen }
    }
}

fn cost(chance: f64) -> u8 {
    let units = -chance.ln() * f64::from(UNITS);
    // Between 0 and 255 after the clamp.
    units.round().clamp(0.0, 255.0) as u8
}

/// What stands on the pages, run by run. Every part of a run that stands on a page is a run of its own.
#[derive(Default)]
struct Pages {
    /// Numbers of the runs.
    numbers: HashMap<Run, u32, BuildHasherDefault<RunHasher>>,
    runs: Vec<Run>,
    seen: Vec<Seen>,
}

/// What is known of one run in each of the nine.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// How often it occurs.
    count: [u32; NINE.len()],
    /// How often anything follows it, and how many different letters do.
    followed: [u32; NINE.len()],
    different: [u32; NINE.len()],
    /// How likely its last letter is after those before it.
    chances: [f64; NINE.len()],
}

impl Pages {
    fn read(&mut self, language: usize, page: &str) {
        for word in words::of(page).filter(|word| word.script != Script::Other) {
            let letters = word.bordered();
            for end in 1..letters.len() {
                for begin in (end + 1).saturating_sub(LONGEST_RUN)..=end {
                    let number = self.number(packed(&letters[begin..=end]));
                    self.seen[number].count[language] += 1;
                }
            }
        }
    }

    fn number(&mut self, run: Run) -> usize {
        let next = self.runs.len() as u32;
        let number = *self.numbers.entry(run).or_insert(next);
        if number == next {
            self.runs.push(run);
            self.seen.push(Seen::default());
        }
        number as usize
    }

    /// What follows each run: the counts of those that are one letter longer. The empty run is followed by all letters.
    fn sum_up(&mut self) {
        for number in 0..self.runs.len() {
            let count = self.seen[number].count;
            let before = self.number(self.runs[number] >> 16);
            let before = &mut self.seen[before];
            for (language, count) in count.into_iter().enumerate() {
                before.followed[language] += count;
                before.different[language] += u32::from(count > 0);
            }
        }
    }

    fn of(&self, run: Run) -> Option<&Seen> {
        self.numbers
            .get(&run)
            .map(|number| &self.seen[*number as usize])
    }

    /// How likely the last letter of `run` is after those before it: counts of longer runs, eased by those of shorter
    /// ones (Witten and Bell's way), down to any letter at all. The chances of shorter runs are known.
    fn chances(&self, run: Run) -> [f64; NINE.len()] {
        let length = length(run);
        let mut chances = [ANY_LETTER; NINE.len()];
        if length > 1 {
            let shorter = run & (Run::MAX >> (16 * (LONGEST_RUN + 1 - length)));
            chances = self.of(shorter).map_or(chances, |seen| seen.chances);
        }
        let Some(before) = self.of(run >> 16) else {
            return chances;
        };
        let count = self.of(run).map_or([0; NINE.len()], |seen| seen.count);
        for (language, chance) in chances.iter_mut().enumerate() {
            let all = f64::from(before.followed[language]);
            let eased = match length {
                1 => TRUST_IN_ANY,
                _ => TRUST_IN_SHORTER * f64::from(before.different[language]),
            };
            if all > 0.0 {
                *chance = (f64::from(count[language]) + eased * *chance) / (all + eased);
            }
        }
        chances
    }
}

fn packed(letters: &[u16]) -> Run {
    letters
        .iter()
        .fold(0, |run, letter| run << 16 | Run::from(*letter))
}

fn length(run: Run) -> usize {
    LONGEST_RUN - run.leading_zeros() as usize / 16
}

/// Runs are numbers already: one multiplication spreads them well enough.
#[derive(Default)]
struct RunHasher(u64);

impl Hasher for RunHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What stands on one language's page, counted and weighed run by run.
    struct Counts {
        /// How often each run of one to four letters occurs.
        runs: BTreeMap<Run, f64>,
        /// How often anything follows a run, and how many different letters do.
        after: HashMap<Run, (f64, f64)>,
    }

    impl Counts {
        fn of(page: &str) -> Self {
            let mut runs = BTreeMap::new();
            for word in words::of(page).filter(|word| word.script != Script::Other) {
                let letters = word.bordered();
                for end in 1..letters.len() {
                    for begin in (end + 1).saturating_sub(LONGEST_RUN)..=end {
                        *runs.entry(packed(&letters[begin..=end])).or_insert(0.0) += 1.0;
                    }
                }
            }
            let mut after: HashMap<Run, (f64, f64)> = HashMap::new();
            for (run, count) in &runs {
                let (all, different) = after.entry(run >> 16).or_default();
                *all += count;
                *different += 1.0;
            }
            Self { runs, after }
        }

        /// How likely the last letter of `run` is after those before it: counts of longer runs, eased by those of shorter
        /// ones (Witten and Bell's way), down to any letter at all.
        fn chance(&self, run: Run) -> f64 {
            let mut chance = ANY_LETTER;
            for length in 1..=length(run) {
                let run = run & (Run::MAX >> (16 * (LONGEST_RUN - length)));
                let Some((all, different)) = self.after.get(&(run >> 16)) else {
                    break;
                };
                let eased = match length {
                    1 => TRUST_IN_ANY,
                    _ => TRUST_IN_SHORTER * different,
                };
                let count = self.runs.get(&run).copied().unwrap_or_default();
                chance = (count + eased * chance) / (all + eased);
            }
            chance
        }
    }

    #[test]
    fn the_costs_are_those_of_every_run_weighed_by_itself() {
        let counts = PAGES.map(Counts::of);
        let weighed = |run: Run| counts.each_ref().map(|page| cost(page.chance(run)));
        let mut runs: Vec<Run> = counts
            .iter()
            .flat_map(|page| page.runs.keys().copied())
            .collect();
        runs.sort_unstable();
        runs.dedup();

        assert_eq!(MODEL.costs.len(), runs.len());
        for run in runs.iter().step_by(7) {
            assert_eq!(MODEL.costs.get(run), Some(&weighed(*run)), "{run:x}");
        }
        assert_eq!(MODEL.unseen, weighed(Run::from(u16::MAX)));
    }
}
