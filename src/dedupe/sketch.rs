//! A bounded sample of an article's shingles: all below a bound, so that what two samples share below both bounds tells
//! how much of the shorter text is in the longer one.

/// Hashes kept of one article: 512 bytes at most.
const MOST: usize = 128;
/// Fewer than this below both bounds prove nothing unless they are all there is.
const PROOF: usize = 8;
/// Hashes of a headline.
const HEADLINE: usize = 12;

/// The lowest hashes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Sorted, each once.
    hashes: Box<[u32]>,
    /// Every hash of the text up to this one is in `hashes`.
    bound: u32,
    /// How many hashes the whole text has.
    size: u32,
}

impl Sketch {
    /// Of sorted hashes.
    pub(super) fn new(sorted: &[u32]) -> Self {
        let size = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        let bound = if sorted.len() > MOST {
            sorted[MOST - 1]
        } else {
            u32::MAX
        };
        Self {
            // Kept for days: a list of its own leaves no hole behind, as a longer one cut short would.
            hashes: sorted[..sorted.len().min(MOST)].into(),
            bound,
            size,
        }
    }

    pub(super) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// 0 to 1: how much of the shorter text is in the longer; 0 where too little is known of both to say, or where it is
    /// less than `least`.
    pub(super) fn containment(&self, other: &Self, least: f64) -> f64 {
        let bound = self.bound.min(other.bound);
        let (mine, theirs) = (self.below(bound), other.below(bound));
        let fewer = mine.len().min(theirs.len());
        let is_whole = bound == u32::MAX;
        if fewer == 0 || (fewer < PROOF && !is_whole) {
            return 0.0;
        }
        if fewer < HEADLINE && is_whole && self.hashes.len() != other.hashes.len() {
            // A headline inside a text is a quotation of it or another fact, not a copy.
            return 0.0;
        }
        // Rounded down: what is at the border is counted out.
        let least = (least * fewer as f64) as usize;
        shared(mine, theirs, least) as f64 / fewer as f64
    }

    /// Runs in the whole text.
    pub(super) fn size(&self) -> u32 {
        self.size
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.hashes)
    }

    fn below(&self, bound: u32) -> &[u32] {
        &self.hashes[..self.hashes.partition_point(|hash| *hash <= bound)]
    }
}

/// Steps between looks at what can still be reached.
const STRIDE: usize = 16;

/// How many are in both; 0 where these are less than `least`.
fn shared(a: &[u32], b: &[u32], least: usize) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        if both + (a.len() - i).min(b.len() - j) < least {
            return 0;
        }
        for _ in 0..STRIDE.min(a.len() - i).min(b.len() - j) {
            // Without a branch: which of two hashes is the lower cannot be foreseen.
            both += usize::from(a[i] == b[j]);
            (i, j) = (i + usize::from(a[i] <= b[j]), j + usize::from(b[j] <= a[i]));
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sketch(hashes: std::collections::BTreeSet<u32>) -> Sketch {
        Sketch::new(&hashes.into_iter().collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn containment_is_symmetric_and_whole_for_itself(
            a in proptest::collection::btree_set(any::<u32>(), 8..400),
            b in proptest::collection::btree_set(any::<u32>(), 8..400),
        ) {
            let (a, b) = (sketch(a), sketch(b));

            prop_assert_eq!(a.containment(&a, 0.0), 1.0);
            prop_assert_eq!(a.containment(&b, 0.0), b.containment(&a, 0.0));
        }

        #[test]
        fn what_is_asked_at_least_is_found_as_if_nothing_were_asked(
            a in proptest::collection::btree_set(0_u32..300, 8..200),
            b in proptest::collection::btree_set(0_u32..300, 8..200),
            least in 0.0..1.0,
        ) {
            let (a, b) = (sketch(a), sketch(b));

            let (all, asked) = (a.containment(&b, 0.0), a.containment(&b, least));

            prop_assert!(asked == all || (asked == 0.0 && all < least), "{} {}", asked, all);
        }

        #[test]
        fn a_third_of_a_text_is_contained_in_it(a in proptest::collection::btree_set(any::<u32>(), 90..600)) {
            let third = sketch(a.iter().copied().filter(|hash| hash % 3 == 0).collect());
            let whole = sketch(a);
            // Of fewer than a headline has it is not known.
            prop_assume!(third.below(whole.bound.min(third.bound)).len() >= HEADLINE);

            prop_assert_eq!(whole.containment(&third, 0.0), 1.0);
            prop_assert_eq!(third.containment(&whole, 0.0), 1.0);
        }
    }
}
