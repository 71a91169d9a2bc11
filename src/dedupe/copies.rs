//! Which earlier article is this one a copy of. Takes title, text and time; gives the earlier article's key.
//!
//! Remembers the sketches of the last [`Copies::SPAN`], and of no more than [`Copies::MOST`] articles. An article takes
//! at most 512 bytes of sketch and 16 entries of index (about 30 bytes each): 200,000 long ones about 200 MB, short
//! items a third of that.

use std::collections::VecDeque;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::dedupe::index::Index;
use crate::dedupe::shingle::shingles;
use crate::dedupe::sketch::Sketch;

/// Share of the shorter text that must be in the longer.
const COPIED: f64 = 0.4;
/// The same, for texts of a few sentences: there a quotation is soon a third.
const COPIED_SHORT: f64 = 0.7;
/// Runs of a text of a few sentences.
const SHORT: u32 = 40;
/// Runs of a headline, where one other word is another fact.
const HEADLINE: u32 = 12;
/// Hashes below this are in the index: one in eight, and of a short text always a few.
const INDEXED_BELOW: u32 = u32::MAX / 8;
const INDEXED_LEAST: usize = 6;
const INDEXED_MOST: usize = 16;
/// How far a row of the index is followed: boilerplate stands in thousands of articles and proves nothing.
const FOLLOWED: usize = 32;
/// Articles compared in full.
const COMPARED: usize = 8;

/// An earlier article and how much of the shorter text is in the longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Original<K> {
    /// What the earlier article was kept under.
    pub key: K,
    /// 0 to 1.
    pub containment: f64,
}

/// The recent articles that a new one may be a copy of.
#[derive(Clone, Debug)]
pub struct Copies<K> {
    kept: VecDeque<Kept<K>>,
    /// Low bits of the number of the first of `kept`.
    first: u32,
    /// By hashes below [`INDEXED_BELOW`].
    index: Index,
    /// By those of short texts that are not: few, so that looking for all the hashes of a long text costs little.
    short: Index,
    sketched_bytes: usize,
}

#[derive(Clone, Debug)]
struct Kept<K> {
    key: K,
    at: Timestamp,
    sketch: Sketch,
}

impl<K> Default for Copies<K> {
    fn default() -> Self {
        Self {
            kept: VecDeque::new(),
            first: 0,
            index: Index::default(),
            short: Index::default(),
            sketched_bytes: 0,
        }
    }
}

impl<K: Copy> Copies<K> {
    /// How long an article is remembered.
    pub const SPAN: SignedDuration = SignedDuration::from_hours(72);
    /// How many are.
    pub const MOST: usize = 200_000;

    /// What is compared of an article.
    #[must_use]
    pub fn sketch(title: &str, text: &str) -> Sketch {
        Sketch::new(&shingles(title, text))
    }

    /// The earlier article that this one shares most with, if it is a copy; the earliest of equals among the few
    /// that are compared. Of many equal ones this is itself a copy of another.
    #[must_use]
    pub fn original(&self, sketch: &Sketch) -> Option<Original<K>> {
        let mut best: Option<(f64, u32)> = None;
        for article in self.candidates(sketch) {
            let other = &self.kept[article as usize].sketch;
            let asked = asked(sketch.size().min(other.size()));
            let containment = other.containment(sketch, asked);
            let is_better =
                best.is_none_or(|(most, earliest)| (containment, earliest) > (most, article));
            if containment >= asked && is_better {
                best = Some((containment, article));
            }
        }
        best.map(|(containment, article)| Original {
            key: self.kept[article as usize].key,
            containment,
        })
    }

    /// Remembers an article, and forgets what is too old by its time.
    pub fn keep(&mut self, key: K, at: Timestamp, sketch: Sketch) {
        self.forget(at);
        let number = self
            .first
            .wrapping_add(u32::try_from(self.kept.len()).unwrap_or(u32::MAX));
        let hashes = sketch.hashes();
        let below = hashes.partition_point(|hash| *hash < INDEXED_BELOW);
        let indexed = below.clamp(INDEXED_LEAST, INDEXED_MOST).min(hashes.len());
        for hash in &hashes[..indexed] {
            if *hash < INDEXED_BELOW {
                self.index.add(*hash, number);
            } else {
                self.short.add(*hash, number);
            }
        }
        self.sketched_bytes += sketch.bytes();
        self.kept.push_back(Kept { key, at, sketch });
    }

    /// Forgets what is too old at this time.
    pub fn forget(&mut self, at: Timestamp) {
        let since = at.checked_sub(Self::SPAN).unwrap_or(Timestamp::MIN);
        while let Some(oldest) = self.kept.front()
            && (oldest.at < since || self.kept.len() >= Self::MOST)
        {
            self.sketched_bytes -= oldest.sketch.bytes();
            self.kept.pop_front();
            self.first = self.first.wrapping_add(1);
        }
        self.index.forget_before(self.first);
        self.short.forget_before(self.first);
    }

    /// Memory taken, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.kept.capacity() * size_of::<Kept<K>>()
            + self.sketched_bytes
            + self.index.bytes()
            + self.short.bytes()
    }

    /// Places in `kept` of those that share most indexed hashes.
    fn candidates(&self, sketch: &Sketch) -> Vec<u32> {
        let hashes = sketch.hashes();
        let below = hashes.partition_point(|hash| *hash < INDEXED_BELOW);
        let mut met: Vec<u32> = Vec::new();
        self.index.articles(&hashes[..below], FOLLOWED, &mut met);
        self.short.articles(&hashes[below..], FOLLOWED, &mut met);
        for article in &mut met {
            *article = article.wrapping_sub(self.first);
        }
        met.sort_unstable();
        let mut found: Vec<(usize, u32)> = (met.chunk_by(|a, b| a == b))
            .map(|same| (same.len(), same[0]))
            .collect();
        found.sort_unstable_by_key(|(count, article)| (std::cmp::Reverse(*count), *article));
        found.truncate(COMPARED);
        found.into_iter().map(|(_, article)| article).collect()
    }
}

/// How much must be shared when the shorter text has so many runs.
fn asked(runs: u32) -> f64 {
    match runs {
        ..HEADLINE => 1.0,
        HEADLINE..SHORT => COPIED_SHORT,
        _ => COPIED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The council of ministers met on Tuesday to decide about the bridge that the flood had taken \
        away in March, and after nine hours of talks it gave forty million to the two towns on the river, said the mayor \
        of the smaller one, who had asked for a ferry until the new bridge is open for cars and people again next year";

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn original(copies: &Copies<u32>, title: &str, text: &str) -> Option<u32> {
        copies
            .original(&Copies::<u32>::sketch(title, text))
            .map(|original| original.key)
    }

    #[test]
    fn a_copy_with_another_headline_a_lead_and_a_cut_end_is_found() {
        let mut copies = Copies::default();
        copies.keep(1, at(0), Copies::<u32>::sketch("Bridge", STORY));

        let cut = format!("RIVERTOWN (Agency) - {}", &STORY[..220]);

        assert_eq!(
            original(&copies, "Forty million for a bridge", &cut),
            Some(1)
        );
        assert_eq!(
            original(&copies, "Bridge", "Forty million go to two river towns"),
            None
        );
    }

    #[test]
    fn short_items_are_copies_when_their_words_are_the_same() {
        let mut copies = Copies::default();
        copies.keep(
            1,
            at(0),
            Copies::<u32>::sketch("Minister of energy resigns in Vilnius", ""),
        );

        assert_eq!(
            original(&copies, "Minister of energy resigns in Vilnius!", ""),
            Some(1)
        );
        assert_eq!(
            original(&copies, "Minister of energy resigns in Riga", ""),
            None
        );
        assert_eq!(original(&copies, "", ""), None);
    }

    #[test]
    fn an_article_is_forgotten_after_the_span() {
        let mut copies = Copies::default();
        copies.keep(1, at(0), Copies::<u32>::sketch("Bridge", STORY));

        copies.forget(at(72));
        assert_eq!(original(&copies, "Bridge", STORY), Some(1));

        copies.forget(at(73));
        assert_eq!(original(&copies, "Bridge", STORY), None);
    }
}
