//! How much a word tells by how few articles of the window have it. In whole numbers, so that sums do not depend on
//! their order: a window built again must answer to the last bit as the one before.

use std::collections::VecDeque;

/// Units of one.
const UNIT: f64 = 512.0;
/// Rarity counts less than its logarithm: in a small window it is half chance.
const DAMPED: f64 = 0.7;
/// In so few articles a word is never too common.
const FEW: u32 = 8;
/// Articles that a young window is taken to have seen besides, with none of its words: two first articles that share
/// a word share less than two of a thousand.
const BEFORE: f64 = 100.0;
/// Tables kept: a window that grows and shrinks over a border needs two in turn.
const TABLES: usize = 2;

/// The rarity of words, by how many articles have them.
#[derive(Clone, Debug, Default)]
pub(super) struct Rarity {
    /// The one in use is the last.
    tables: VecDeque<Table>,
}

#[derive(Clone, Debug)]
struct Table {
    articles: u32,
    by_count: Vec<Word>,
}

/// A word, by how many articles have it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Word {
    /// What it weighs; 0 when half of all have it.
    pub(super) rarity: u16,
    /// How surprising it is that two articles share it: the logarithm of the odds against, in 512ths.
    pub(super) surprise: u16,
}

impl Rarity {
    /// To be told before asking.
    pub(super) fn set_articles(&mut self, articles: u32) {
        let articles = rounded(articles);
        if let Some(place) = self.tables.iter().position(|t| t.articles == articles) {
            if let Some(table) = self.tables.remove(place) {
                self.tables.push_back(table);
            }
            return;
        }
        if self.tables.len() == TABLES {
            self.tables.pop_front();
        }
        self.tables.push_back(Table::new(articles));
    }

    /// What a word in so many articles weighs; 0 when half of all have it.
    pub(super) fn of(&self, count: u32) -> u64 {
        u64::from(self.word(count).rarity)
    }

    /// All that is known of a word in so many articles.
    pub(super) fn word(&self, count: u32) -> Word {
        let words = self.tables.back().map(|table| &table.by_count);
        words
            .and_then(|words| words.get(count as usize))
            .copied()
            .unwrap_or_default()
    }

    /// A sum of surprises in natural logarithms.
    pub(super) fn nats(surprise: u64) -> f64 {
        surprise as f64 / UNIT
    }

    pub(super) fn bytes(&self) -> usize {
        self.tables
            .iter()
            .map(|table| table.by_count.capacity() * size_of::<Word>())
            .sum()
    }
}

/// Five significant bits: within 3 %, and a table lasts for thousands of articles.
fn rounded(articles: u32) -> u32 {
    let spare = (u32::BITS - articles.leading_zeros()).saturating_sub(5);
    articles >> spare << spare
}

impl Table {
    fn new(articles: u32) -> Self {
        let most = FEW.max(articles / 2);
        let by_count = (0..=most).map(|count| {
            let odds = (f64::from(articles) + 1.0) / (f64::from(count) + 0.5);
            let rarity = odds.ln().max(0.0).powf(DAMPED);
            let against = (f64::from(articles) + BEFORE) / (f64::from(count) + 0.5);
            Word {
                rarity: (rarity * UNIT).round() as u16,
                surprise: (against.ln().max(0.0) * UNIT).round() as u16,
            }
        });
        Self {
            articles,
            by_count: by_count.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_fewer_articles_tells_more_and_one_of_most_articles_nothing() {
        let mut rarity = Rarity::default();
        rarity.set_articles(1000);

        assert!(rarity.of(1) > rarity.of(2));
        assert!(rarity.of(2) > rarity.of(400));
        assert_eq!(rarity.of(600), 0);
    }

    #[test]
    fn the_answer_does_not_depend_on_what_was_asked_before() {
        let mut straight = Rarity::default();
        straight.set_articles(500);
        let mut roundabout = Rarity::default();
        for articles in [1, 90, 500, 7, 8, 501] {
            roundabout.set_articles(articles);
        }

        roundabout.set_articles(500);

        for count in 0..300 {
            assert_eq!(straight.word(count), roundabout.word(count));
        }
    }
}
