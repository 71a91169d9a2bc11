//! What ties an article to the rest of its group, and two groups to each other: the words that both have, and in another
//! language what sounds like them.

use crate::story::Newcomer;
use crate::story::Reading;
use crate::story::foreign::Common;
use crate::story::foreign::called;
use crate::story::group::Share;
use crate::story::likeness::Length;
use crate::story::likeness::cosine;
use crate::story::likeness::shared_terms;
use crate::story::settle::TOLD_WORDS;
use crate::story::settle::Tie;
use crate::story::shelf::Shelf;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;
use crate::story::vocabulary::Told;
use crate::story::window::COMMON;
use crate::story::window::Window;

/// A word that ties: how much, its key for equals, itself and what the others call it when that is something else.
type Tying = (u128, u64, Term, Option<Term>);

impl Window {
    /// What ties a newcomer to the rest of its group.
    pub(super) fn tie(&mut self, slot: Slot, number: u64, reading: Option<&Reading>) -> Tie {
        let Self { shelf, scales, .. } = self;
        let (Some(group), Some(article)) = (
            shelf.get(slot),
            (number.checked_sub(self.first)).and_then(|place| self.articles.get(place as usize)),
        ) else {
            return Tie::default();
        };
        let is_mixed = group.tongues != article.tongues;
        let mut rest = scales.length(shelf, slot, group);
        let own_weight = |term: Term| {
            let place = article.terms.binary_search_by_key(&term, |told| told.term);
            place.map_or(0, |place| u32::from(article.terms[place].weight))
        };
        let mut own = Length::default();
        let mut shared = 0_u128;
        let mut words: Vec<Tying> = Vec::with_capacity(article.terms.len());
        for Told { term, weight, .. } in &article.terms {
            let rarity = shelf.vocabulary.rarity(*term);
            let (mine, all) = (
                u64::from(*weight),
                group
                    .share(*term)
                    .map_or(0, |share| u64::from(share.weight())),
            );
            let [mine, all, others] =
                [mine, all, all.saturating_sub(mine)].map(|weight| u128::from(weight * rarity));
            own.square += mine * mine;
            rest.square = (rest.square + others * others).saturating_sub(all * all);
            let foreign = (is_mixed && others == 0)
                .then(|| called(shelf, group, *term, own_weight))
                .flatten();
            let product = match foreign {
                Some((term, weight)) => {
                    mine * u128::from(u64::from(weight) * shelf.vocabulary.rarity(term))
                }
                None => mine * others,
            };
            shared += product;
            if product > 0 {
                let foreign = foreign.map(|(term, _)| term);
                words.push((product, shelf.vocabulary.key(*term), *term, foreign));
            }
        }
        words.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let told = self.facts(slot, number);
        let Self { shelf, .. } = self;
        let words = (words.iter())
            .filter_map(|(_, key, term, foreign)| {
                let own = match reading {
                    Some(reading) => reading.spelling_of(*key)?,
                    None => shelf.vocabulary.spelling(*term),
                };
                Some(both(shelf, own, *foreign))
            })
            .take(TOLD_WORDS);
        let because = told.into_iter().chain(words).take(TOLD_WORDS).collect();
        Tie {
            // Two forms of a name may both be called the same elsewhere.
            similarity: cosine(shared, own.square, rest.square).min(1.0),
            because,
        }
    }

    /// What an article shares with those of its group that are in other languages, beside words: an address that is cited,
    /// days as it writes them.
    fn facts(&self, slot: Slot, number: u64) -> Vec<String> {
        let (Some(group), Some(article)) = (self.shelf.get(slot), self.article(number)) else {
            return Vec::new();
        };
        if group.tongues == article.tongues {
            return Vec::new();
        }
        let others = (group.articles.iter().rev())
            .filter_map(|other| self.article(*other))
            .filter(|other| other.tongues.are_foreign(article.tongues));
        let mut common = Common::default();
        for other in others.take(COMMON) {
            common.add(&article.links, &other.links);
            common.add_days(&article.days, &other.days);
        }
        common.told()
    }

    /// The words that two groups share, as the newcomers write them, or without newcomers as they were first written.
    pub(super) fn told(&self, slots: [Slot; 2], newcomers: &[Newcomer<'_>]) -> Vec<String> {
        let [Some(a), Some(b)] = slots.map(|slot| self.shelf.get(slot)) else {
            return Vec::new();
        };
        let is_foreign = a.tongues.are_foreign(b.tongues);
        let facts = is_foreign.then(|| self.common(slots[0], slots[1]));
        let vocabulary = &self.shelf.vocabulary;
        let same = shared_terms(&self.shelf, a, b)
            .into_iter()
            .filter_map(|term| {
                if newcomers.is_empty() {
                    return Some(vocabulary.spelling(term).to_owned());
                }
                let key = vocabulary.key(term);
                let spelt = |newcomer: &Newcomer<'_>| {
                    newcomer.reading.spelling_of(key).map(ToOwned::to_owned)
                };
                newcomers.iter().find_map(spelt)
            });
        let alike = is_foreign.then(|| {
            let pair = |share: &Share| {
                let (foreign, weight) = called(&self.shelf, b, share.term, |_| 0)?;
                let product = u64::from(share.weight()) * u64::from(weight);
                Some((product, vocabulary.key(share.term), share.term, foreign))
            };
            let mut pairs: Vec<_> = a.shares.iter().filter_map(pair).collect();
            pairs.sort_unstable_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
            pairs
        });
        let alike = (alike.into_iter().flatten())
            .map(|(.., term, foreign)| both(&self.shelf, vocabulary.spelling(term), Some(foreign)));
        let facts = facts.into_iter().flat_map(|common| common.told());
        facts.chain(alike).chain(same).take(TOLD_WORDS).collect()
    }
}

/// A word, and what it is called elsewhere.
fn both(shelf: &Shelf, own: &str, foreign: Option<Term>) -> String {
    match foreign {
        Some(foreign) => format!("{own} ({})", shelf.vocabulary.spelling(foreign)),
        None => own.to_owned(),
    }
}
