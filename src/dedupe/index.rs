//! hash -> the articles that have it, in the order they came. A row of entries, each of which points at the one before
//! it with the same hash: what is too old falls off the front, and no list is ever searched for what to drop.

use std::collections::HashMap;
use std::collections::VecDeque;

/// One hash of one article.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    /// Low bits of the article's number.
    article: u32,
    /// Low bits of the number of the entry before it with this hash.
    before: u32,
}

/// Numbers of articles and entries run on for ever; their low 32 bits are kept, which tells all that are within 4
/// thousand million of each other apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    entries: VecDeque<Entry>,
    /// Number of the first entry.
    first: u32,
    latest: HashMap<u32, u32>,
}

impl Index {
    pub(super) fn add(&mut self, hash: u32, article: u32) {
        let number = self.first.wrapping_add(self.len());
        // Where there is none before it, it points at itself, which ends the row.
        let before = self.latest.insert(hash, number).unwrap_or(number);
        self.entries.push_back(Entry {
            hash,
            article,
            before,
        });
    }

    /// Forgets all entries of articles before this one.
    pub(super) fn forget_before(&mut self, article: u32) {
        while let Some(oldest) = self.entries.front() {
            if (oldest.article.wrapping_sub(article) as i32) >= 0 {
                return;
            }
            if self.latest.get(&oldest.hash) == Some(&self.first) {
                self.latest.remove(&oldest.hash);
            }
            self.entries.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }

    /// The articles with this hash, the latest first.
    pub(super) fn articles(&self, hash: u32) -> impl Iterator<Item = u32> {
        let mut next = self.latest.get(&hash).copied();
        std::iter::from_fn(move || {
            let number = next?;
            let place = number.wrapping_sub(self.first);
            let entry = self.entries.get(place as usize)?;
            next = (entry.before != number).then_some(entry.before);
            Some(entry.article)
        })
    }

    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.latest.capacity() * 9
    }

    fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_found_no_more_and_what_came_later_is() {
        let mut index = Index::default();
        for article in 0..10 {
            index.add(7, article);
            index.add(100 + article, article);
        }

        index.forget_before(8);

        assert_eq!(index.articles(7).collect::<Vec<_>>(), [9, 8]);
        assert_eq!(index.articles(103).count(), 0);
        assert_eq!(index.articles(109).collect::<Vec<_>>(), [9]);
    }
}
