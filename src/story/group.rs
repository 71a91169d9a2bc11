//! A story as the window sees it: the sum of its articles' words. Whole numbers, so that an article taken out again
//! leaves what was there before it came.

use std::collections::VecDeque;
use std::ops::AddAssign;
use std::ops::SubAssign;

use jiff::Timestamp;

use crate::model::ids::StoryId;
use crate::story::tongue::Tongues;
use crate::story::vocabulary::Term;

/// Articles about one event, as long as the window has one of them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// `None` as long as it has no number.
    pub(super) story: Option<StoryId>,
    /// Decides between equals: the older story, then the earlier newcomer.
    pub(super) order: i64,
    /// By term.
    pub(super) shares: Vec<Share>,
    /// Its articles' numbers in the window, the oldest first.
    pub(super) articles: VecDeque<u64>,
    /// What these may be written in.
    pub(super) tongues: Tongues,
    /// When the first of these was seen.
    pub(super) from: Timestamp,
    /// When it was last told, copies included.
    pub(super) until: Timestamp,
}

/// A word of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) term: Term,
    /// Of all its articles together.
    pub(super) amount: Amount,
}

impl Share {
    /// Of all its articles together.
    pub(super) fn weight(&self) -> u32 {
        self.amount.weight()
    }
}

/// How much articles tell a word: its weight, and beside it in how many of their headlines it stands.
///
/// Both in one number, for the window has millions. The headlines of more than three articles run over into the weight:
/// a unit in four of them, of thousands; they come out again as they went in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount(u32);

impl Amount {
    /// The headlines that are counted.
    pub(super) const HEADLINES: usize = 3;

    pub(super) fn new(weight: u16, is_headline: bool) -> Self {
        Self(u32::from(weight) << 2 | u32::from(is_headline))
    }

    pub(super) fn weight(self) -> u32 {
        self.0 >> 2
    }

    /// It stands in a headline, if these are no more than [`Self::HEADLINES`] articles.
    pub(super) fn is_headline(self) -> bool {
        self.0 & 3 != 0
    }

    /// No article tells it.
    pub(super) fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Group {
    /// This word's share.
    pub(super) fn share(&self, term: Term) -> Option<&Share> {
        let at = self.shares.binary_search_by_key(&term, |share| share.term);
        at.ok().map(|at| &self.shares[at])
    }
}

/// What two groups share, by term: how much either tells it.
pub(super) fn common<'a>(
    a: &'a Group,
    b: &'a Group,
) -> impl Iterator<Item = (Term, Amount, Amount)> + use<'a> {
    let (few, many, swapped) = if a.shares.len() <= b.shares.len() {
        (a, b, false)
    } else {
        (b, a, true)
    };
    let mut rest = many.shares.as_slice();
    few.shares.iter().filter_map(move |share| {
        let at = gallop(rest, share.term);
        rest = &rest[at..];
        let other = rest.first().filter(|other| other.term == share.term)?;
        let (first, second) = (share.amount, other.amount);
        Some(if swapped {
            (share.term, second, first)
        } else {
            (share.term, first, second)
        })
    })
}

/// Where this term is or would be: steps that double, for of two sorted lists one is often much longer.
pub(super) fn gallop(shares: &[Share], term: Term) -> usize {
    let mut step = 1;
    while step < shares.len() && shares[step].term < term {
        step *= 2;
    }
    let from = step / 2;
    let until = shares.len().min(step + 1);
    from + shares[from..until].partition_point(|share| share.term < term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(term: Term) -> Amount {
        Amount::new(term as u16 + 1, false)
    }

    fn group(terms: &[Term]) -> Group {
        Group {
            story: None,
            order: 0,
            shares: terms
                .iter()
                .map(|term| Share {
                    term: *term,
                    amount: told(*term),
                })
                .collect(),
            articles: VecDeque::new(),
            tongues: Tongues::default(),
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_two_groups_share_is_found_whichever_is_the_longer() {
        let short = group(&[0, 7, 8, 90, 300]);
        let long = group(&(0..200).filter(|n| n % 2 == 0).collect::<Vec<_>>());

        let expected: Vec<_> = [0, 8, 90].map(|term| (term, told(term), told(term))).into();
        assert_eq!(common(&short, &long).collect::<Vec<_>>(), expected);
        assert_eq!(common(&long, &short).collect::<Vec<_>>(), expected);
        assert_eq!(common(&long, &group(&[])).count(), 0);
    }

    #[test]
    fn what_went_in_comes_out_again_however_many_headlines_there_were() {
        let mut all = Amount::default();
        for _ in 0..1000 {
            all += Amount::new(300, true);
        }
        assert_eq!(all.weight(), 300_250);

        for _ in 0..997 {
            all -= Amount::new(300, true);
        }
        assert_eq!((all.weight(), all.is_headline()), (900, true));
        for _ in 0..3 {
            all -= Amount::new(300, true);
        }
        assert!(all.is_nothing());
    }
}
