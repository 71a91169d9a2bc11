//! hash -> the articles that have it, in the order they came. A row of entries, each of which points at the one before
//! it whose hash falls on the same place: what is too old falls off the front, and no list is ever searched for what to drop.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::hash::RandomState;

/// One hash of one article.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    /// Low bits of the article's number.
    article: u32,
    /// Low bits of the number of the entry before it whose hash falls on the same place.
    before: u32,
}

/// Numbers of articles and entries run on for ever; their low 32 bits are kept, which tells all that are within 4
/// thousand million of each other apart.
#[derive(Clone, Debug)]
pub(super) struct Index {
    entries: VecDeque<Entry>,
    /// Number of the first entry.
    first: u32,
    /// The number of the latest entry whose hash falls here; of one that is forgotten or never was, it points at
    /// nothing. As many as there may be entries, so that few hashes fall together.
    latest: Vec<u32>,
    /// Says where hashes fall, and is odd. Of its own, or texts could be written whose hashes all fall on one place, and every
    /// row there would be as long as they are many. Nothing depends on it but where in memory things are.
    secret: u32,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
            first: 0,
            latest: Vec::new(),
            secret: RandomState::new().hash_one(0_u8) as u32 | 1,
        }
    }
}

/// Places for a few first articles.
const FEWEST: usize = 1024;

impl Index {
    pub(super) fn add(&mut self, hash: u32, article: u32) {
        if self.entries.len() >= self.latest.len() {
            self.spread();
        }
        let number = self.first.wrapping_add(self.len());
        self.entries.push_back(Entry {
            hash,
            article,
            before: 0,
        });
        self.link(self.entries.len() - 1, number);
    }

    fn link(&mut self, place: usize, number: u32) {
        let fallen = self.fall(self.entries[place].hash);
        self.entries[place].before = std::mem::replace(&mut self.latest[fallen], number);
    }

    /// Where the hash falls: the upper bits of a product with an odd number that nobody knows, by which any two hashes fall
    /// together with a chance of two in so many places (Dietzfelbinger and others, 1997, multiply-shift).
    fn fall(&self, hash: u32) -> usize {
        let bits = self.latest.len().ilog2();
        (hash.wrapping_mul(self.secret) >> (u32::BITS - bits)) as usize
    }

    /// Twice the places; every entry is linked anew.
    fn spread(&mut self) {
        let places = (self.latest.len() * 2).max(FEWEST);
        self.latest.clear();
        self.latest.resize(places, self.first.wrapping_sub(1));
        for place in 0..self.entries.len() {
            self.link(place, self.first.wrapping_add(place as u32));
        }
    }

    /// Forgets all entries of articles before this one.
    pub(super) fn forget_before(&mut self, article: u32) {
        while let Some(oldest) = self.entries.front() {
            if (oldest.article.wrapping_sub(article) as i32) >= 0 {
                return;
            }
            self.entries.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }

    /// The articles with these hashes: of each hash so many of the latest, the latest first.
    ///
    /// First where every row begins, then the rows: memory is slow, and asked for all at once it answers about as soon as
    /// for one.
    pub(super) fn articles(&self, hashes: &[u32], most: usize, met: &mut Vec<u32>) {
        if self.entries.is_empty() {
            return;
        }
        let heads: Vec<u32> = (hashes.iter())
            .map(|hash| self.latest[self.fall(*hash)])
            .collect();
        for (hash, head) in hashes.iter().zip(heads) {
            met.extend(self.row(*hash, head).take(most));
        }
    }

    /// The articles with this hash, whose row begins with this number.
    fn row(&self, hash: u32, head: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(head);
        let mut last = self.entries.len();
        std::iter::from_fn(move || {
            loop {
                let place = next?.wrapping_sub(self.first) as usize;
                // A row leads backwards only; what is forgotten would lie ahead.
                let entry = (place < last).then(|| self.entries[place])?;
                last = place;
                next = Some(entry.before);
                if entry.hash == hash {
                    return Some(entry.article);
                }
            }
        })
    }

    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.latest.capacity() * size_of::<u32>()
    }

    fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(index: &Index, hash: u32) -> Vec<u32> {
        let mut met = Vec::new();
        index.articles(&[hash], usize::MAX, &mut met);
        met
    }

    #[test]
    fn what_is_forgotten_is_found_no_more_and_what_came_later_is() {
        let mut index = Index::default();
        for article in 0..10 {
            index.add(7, article);
            index.add(100 + article, article);
        }

        index.forget_before(8);

        assert_eq!(articles(&index, 7), [9, 8]);
        assert!(articles(&index, 103).is_empty());
        assert_eq!(articles(&index, 109), [9]);
    }

    #[test]
    fn hashes_that_fell_together_by_one_secret_do_not_by_another() {
        let known = 0x9e37_79b1_u32;
        // Newton's way to the number whose product with it is one.
        let inverse = (0..5).fold(known, |x, _| {
            x.wrapping_mul(2_u32.wrapping_sub(known.wrapping_mul(x)))
        });
        let crowd = |secret: u32| {
            let mut index = Index {
                secret,
                ..Index::default()
            };
            let hashes: Vec<u32> = (0..4096).map(|n| inverse.wrapping_mul(n)).collect();
            hashes.iter().for_each(|hash| index.add(*hash, 1));
            let mut counts = vec![0; index.latest.len()];
            hashes
                .iter()
                .for_each(|hash| counts[index.fall(*hash)] += 1);
            counts.into_iter().max().unwrap()
        };

        assert_eq!(crowd(known), 4096);
        assert!(crowd(Index::default().secret) < 1024);
    }

    #[test]
    fn however_many_are_kept_each_hash_leads_to_its_own_articles() {
        let mut index = Index {
            first: u32::MAX - 5000,
            ..Index::default()
        };
        for article in 0..20_000 {
            index.add(article % 997, article);
            index.forget_before(article.saturating_sub(3000));
        }

        for hash in 0..997 {
            let found = articles(&index, hash);
            let kept: Vec<u32> = (16_999..20_000)
                .filter(|article| article % 997 == hash)
                .rev()
                .collect();
            assert_eq!(found, kept);
        }
        assert!(articles(&index, 997).is_empty());
    }
}
