//! A feed's running majority: which language its articles have mostly been in, by their own words.
//!
//! Takes languages one by one and forgets slowly, so that a feed that changes its language is followed. It speaks only
//! where nobody else does, and only for a feed that is all but wholly in one language.

use std::fmt;
use std::str::FromStr;

use crate::model::language::Language;

/// What is left of all earlier articles' weight after one more: a hundred articles are the memory.
const KEPT: f32 = 0.99;

/// Fewer articles are no habit.
const FEWEST: f32 = 8.0;

/// A feed in two languages has none.
const MAJORITY: f32 = 0.85;

/// Weights by language, as they are kept from poll to poll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Habit {
    weights: Vec<(Language, f32)>,
}

impl Habit {
    /// One more article was in this language.
    pub fn hear(&mut self, language: Language) {
        for (_, weight) in &mut self.weights {
            *weight *= KEPT;
        }
        self.weights.retain(|(_, weight)| *weight >= 0.05);
        match self
            .weights
            .iter_mut()
            .find(|(known, _)| *known == language)
        {
            Some((_, weight)) => *weight += 1.0,
            None => self.weights.push((language, 1.0)),
        }
    }

    /// The language of nearly all articles, once there have been some.
    #[must_use]
    pub fn majority(&self) -> Option<Language> {
        let total: f32 = self.weights.iter().map(|(_, weight)| weight).sum();
        let (language, most) = self
            .weights
            .iter()
            .max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (total >= FEWEST && *most >= total * MAJORITY).then_some(*language)
    }
}

impl fmt::Display for Habit {
    /// `pl 11.40 ru 0.97`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (language, weight)) in self.weights.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            write!(f, "{gap}{language} {weight:.2}")?;
        }
        Ok(())
    }
}

impl FromStr for Habit {
    type Err = std::convert::Infallible;

    /// What cannot be read is left out: a habit is learnt again.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let pair = |pair: &[&str]| match pair {
            [language, weight] => {
                let weight: f32 = weight.parse().ok()?;
                let is_sound = weight.is_finite() && weight > 0.0;
                is_sound.then_some((language.parse().ok()?, weight))
            }
            _ => None,
        };
        Ok(Self {
            weights: words.chunks(2).filter_map(pair).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(languages: &[(Language, usize)]) -> Habit {
        let mut habit = Habit::default();
        for (language, times) in languages {
            (0..*times).for_each(|_| habit.hear(*language));
        }
        habit
    }

    #[test]
    fn a_habit_is_nearly_all_of_some_articles_and_can_change() {
        for (heard, majority) in [
            (&[(Language::PL, 8)][..], None),
            (&[(Language::PL, 12)], Some(Language::PL)),
            (&[(Language::PL, 20), (Language::RU, 2)], Some(Language::PL)),
            (&[(Language::BE, 20), (Language::RU, 20)], None),
            (
                &[(Language::PL, 50), (Language::DE, 300)],
                Some(Language::DE),
            ),
        ] {
            assert_eq!(after(heard).majority(), majority, "{heard:?}");
        }
    }

    #[test]
    fn a_habit_is_read_as_it_was_kept_and_rubbish_is_forgotten() {
        let habit = after(&[(Language::PL, 20), (Language::RU, 2)]);
        let kept = habit.to_string();

        let read: Habit = kept.parse().unwrap();

        assert_eq!(read.to_string(), kept);
        assert_eq!(read.majority(), Some(Language::PL));
        let rubbish: Habit = "pl NaN ru -3 de inf x".parse().unwrap();
        assert_eq!(rubbish, Habit::default());
    }
}
