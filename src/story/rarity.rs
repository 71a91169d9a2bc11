//! How much a word tells by how few articles of the window have it. In whole numbers, so that sums do not depend on
//! their order: a window built again must answer to the last bit as the one before.

/// Units of one.
const UNIT: f64 = 512.0;
/// In so few articles a word is never too common.
const FEW: u32 = 8;
/// Articles that a young window is taken to have seen besides, with none of its words: two first articles that share
/// a word share less than two of a thousand.
const BEFORE: f64 = 100.0;

/// The rarity of words in so many articles, by how many have them.
#[derive(Clone, Debug)]
pub(super) struct Rarity {
    by_count: Vec<Word>,
}

/// A word, by how many articles have it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Word {
    /// What it weighs; 0 when half of all have it.
    pub(super) rarity: u16,
    /// How surprising it is that two articles share it: the logarithm of the odds against, in 512ths.
    surprise: u16,
}

/// Set beside the surprise, which never is so much: what comparing asks most is as small as can be.
const NAME: u16 = 1 << 15;
/// The same.
const PLACE: u16 = 1 << 14;

impl Word {
    /// How surprising it is that two articles share it: the logarithm of the odds against, in 512ths.
    pub(super) fn surprise(self) -> u64 {
        u64::from(self.surprise & !(NAME | PLACE))
    }

    /// It says who, where or how many.
    pub(super) fn is_name(self) -> bool {
        self.surprise & NAME != 0
    }

    /// It is a state or a capital, however it is written.
    pub(super) fn is_place(self) -> bool {
        self.surprise & PLACE != 0
    }

    pub(super) fn placed(self, is_place: bool) -> Self {
        let surprise = self.surprise & !PLACE | if is_place { PLACE } else { 0 };
        Self { surprise, ..self }
    }

    pub(super) fn named(self, is_name: bool) -> Self {
        let surprise = self.surprise & !NAME | if is_name { NAME } else { 0 };
        Self { surprise, ..self }
    }
}

impl Rarity {
    /// For words that no more than `most` of these articles have.
    pub(super) fn new(articles: u32, most: u32) -> Self {
        let most = FEW.max(articles / 2).min(most);
        // The root of the logarithm, for in a small window rarity is half chance.
        let by_count = (0..=most).map(|count| {
            let odds = (f64::from(articles) + 1.0) / (f64::from(count) + 0.5);
            let rarity = odds.ln().max(0.0).sqrt();
            let against = (f64::from(articles) + BEFORE) / (f64::from(count) + 0.5);
            Word {
                rarity: (rarity * UNIT).round() as u16,
                surprise: (against.ln().max(0.0) * UNIT).round() as u16,
            }
        });
        Self {
            by_count: by_count.collect(),
        }
    }

    /// What a word in so many articles tells; nothing when half of all have it.
    pub(super) fn word(&self, count: u32) -> Word {
        self.by_count
            .get(count as usize)
            .copied()
            .unwrap_or_default()
    }

    /// A sum of surprises in natural logarithms.
    pub(super) fn nats(surprise: u64) -> f64 {
        surprise as f64 / UNIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_fewer_articles_tells_more_and_one_of_most_articles_nothing() {
        let rarity = Rarity::new(1000, 1000);

        assert!(rarity.word(1).rarity > rarity.word(2).rarity);
        assert!(rarity.word(2).rarity > rarity.word(400).rarity);
        assert_eq!(rarity.word(600), Word::default());
    }
}
