//! A story as the window sees it: the sum of its articles' words. Whole numbers, so that an article taken out again
//! leaves what was there before it came.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::model::ids::StoryId;
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
    pub(super) weight: u32,
}

impl Group {
    /// This word's share.
    pub(super) fn share(&self, term: Term) -> Option<&Share> {
        let at = self.shares.binary_search_by_key(&term, |share| share.term);
        at.ok().map(|at| &self.shares[at])
    }
}

/// What two groups share, by term: the weights of both.
pub(super) fn common<'a>(
    a: &'a Group,
    b: &'a Group,
) -> impl Iterator<Item = (Term, u32, u32)> + use<'a> {
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
        let (first, second) = (share.weight, other.weight);
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

    fn group(terms: &[Term]) -> Group {
        Group {
            story: None,
            order: 0,
            shares: terms
                .iter()
                .map(|term| Share {
                    term: *term,
                    weight: *term + 1,
                })
                .collect(),
            articles: VecDeque::new(),
            from: Timestamp::UNIX_EPOCH,
            until: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_two_groups_share_is_found_whichever_is_the_longer() {
        let short = group(&[0, 7, 8, 90, 300]);
        let long = group(&(0..200).filter(|n| n % 2 == 0).collect::<Vec<_>>());

        let expected = vec![(0, 1, 1), (8, 9, 9), (90, 91, 91)];
        assert_eq!(common(&short, &long).collect::<Vec<_>>(), expected);
        assert_eq!(common(&long, &short).collect::<Vec<_>>(), expected);
        assert_eq!(common(&long, &group(&[])).count(), 0);
    }
}
