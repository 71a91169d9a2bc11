//! The groups of the window and the postings of their words, kept in step: articles come and go, groups unite.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use jiff::Timestamp;

use crate::model::ids::StoryId;
use crate::story::group::Group;
use crate::story::group::Share;
use crate::story::group::gallop;
use crate::story::tongue::Tongues;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;
use crate::story::vocabulary::Told;
use crate::story::vocabulary::Vocabulary;

/// A group's list of words gets room for this part of its length more.
const SPARE: usize = 8;

/// The groups, each at its slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    pub(super) vocabulary: Vocabulary,
    groups: Vec<Option<Group>>,
    /// Beside the groups, for this is what looking for near ones asks most.
    cards: Vec<Card>,
    free: Vec<Slot>,
    shares: usize,
    /// How many articles may be in these languages.
    tongues: BTreeMap<Tongues, usize>,
}

/// What looking for near groups asks of each of hundreds.
#[derive(Clone, Copy, Debug, Default)]
struct Card {
    /// How many words the group has.
    size: u32,
    /// What it shares with the group that is looked at now, roughly; 0 while nobody looks.
    score: u32,
}

impl Shelf {
    /// Slots in use or free: one more than the greatest.
    pub(super) fn slots(&self) -> usize {
        self.groups.len()
    }

    /// An article in these languages came.
    pub(super) fn come(&mut self, tongues: Tongues) {
        *self.tongues.entry(tongues).or_default() += 1;
    }

    /// An article in these languages went.
    pub(super) fn go(&mut self, tongues: Tongues) {
        if let Some(count) = self.tongues.get_mut(&tongues) {
            *count -= 1;
        }
        self.tongues.retain(|_, count| *count > 0);
    }

    /// There are articles foreign to these.
    pub(super) fn is_foreign(&self, tongues: Tongues) -> bool {
        self.tongues.keys().any(|other| other.are_foreign(tongues))
    }

    /// Adds this to the score of every group that has the word, if these are no more than so many; tells how many, and which of
    /// them had no score yet.
    pub(super) fn score(
        &mut self,
        term: Term,
        weight: u32,
        most: usize,
        touched: &mut Vec<Slot>,
    ) -> usize {
        let listed = self.vocabulary.groups(term);
        let Some(groups) = listed.filter(|groups| groups.len() <= most) else {
            return 0;
        };
        for slot in groups {
            let score = &mut self.cards[*slot as usize].score;
            if *score == 0 {
                touched.push(*slot);
            }
            *score = score.saturating_add(weight);
        }
        groups.len()
    }

    /// The group's score, which is none after that, and how many words it has.
    pub(super) fn take_score(&mut self, slot: Slot) -> (u32, u32) {
        let card = &mut self.cards[slot as usize];
        (std::mem::take(&mut card.score), card.size)
    }

    /// The group there.
    pub(super) fn get(&self, slot: Slot) -> Option<&Group> {
        self.groups.get(slot as usize).and_then(Option::as_ref)
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> Option<&mut Group> {
        self.groups.get_mut(slot as usize).and_then(Option::as_mut)
    }

    /// A group without articles yet.
    pub(super) fn open(&mut self, story: Option<StoryId>, order: i64, at: Timestamp) -> Slot {
        let group = Group {
            story,
            order,
            shares: Vec::new(),
            articles: VecDeque::new(),
            tongues: Tongues::default(),
            from: at,
            until: at,
        };
        match self.free.pop() {
            Some(slot) => {
                self.groups[slot as usize] = Some(group);
                slot
            }
            None => {
                self.groups.push(Some(group));
                self.cards.push(Card::default());
                self.groups.len() as Slot - 1
            }
        }
    }

    /// Adds an article's words, which are sorted by term.
    pub(super) fn add(&mut self, slot: Slot, terms: &[Told]) {
        let Some(group) = self.groups[slot as usize].as_mut() else {
            return;
        };
        let before = group.shares.len();
        let told = terms.iter().map(|told| Share {
            term: told.term,
            amount: told.amount(),
        });
        let vocabulary = &mut self.vocabulary;
        merge(&mut group.shares, told, |term, is_new| {
            if is_new {
                vocabulary.enter(term, slot);
            }
        });
        self.shares += group.shares.len() - before;
        self.cards[slot as usize].size = group.shares.len() as u32;
    }

    /// Takes an article's words out again; without any article the group is gone.
    pub(super) fn take(&mut self, slot: Slot, terms: &[Told]) {
        let Some(group) = self.groups[slot as usize].as_mut() else {
            return;
        };
        let mut left = Vec::with_capacity(terms.len());
        let mut at = 0;
        for told in terms {
            at += gallop(&group.shares[at..], told.term);
            if let Some(share) = group.shares.get_mut(at)
                && share.term == told.term
            {
                share.amount -= told.amount();
                if share.amount.is_nothing() {
                    left.push(share.term);
                }
            }
        }
        if !left.is_empty() {
            group.shares.retain(|share| !share.amount.is_nothing());
            if group.shares.capacity() > 2 * group.shares.len() {
                group
                    .shares
                    .shrink_to(group.shares.len() + group.shares.len() / SPARE);
            }
            self.cards[slot as usize].size = group.shares.len() as u32;
        }
        self.shares -= left.len();
        if group.articles.is_empty() {
            self.groups[slot as usize] = None;
            self.free.push(slot);
        }
        for term in left {
            self.leave(term, slot);
        }
    }

    fn leave(&mut self, term: Term, slot: Slot) {
        if self.vocabulary.leave(term, slot) {
            let has_it = |group: &Option<Group>| {
                (group.as_ref()).is_some_and(|group| group.share(term).is_some())
            };
            let slots = (0..).zip(&self.groups).filter(|(_, group)| has_it(group));
            let slots = slots.map(|(slot, _)| slot).collect();
            self.vocabulary.list(term, slots);
        }
    }

    /// Makes one group of two, at the first's slot; the second's articles are told so by the caller.
    pub(super) fn unite(&mut self, into: Slot, from: Slot) {
        let (Some(gone), Some(mut group)) = (
            self.groups[from as usize].take(),
            self.groups[into as usize].take(),
        ) else {
            return;
        };
        self.free.push(from);
        let mut left = Vec::new();
        let vocabulary = &mut self.vocabulary;
        merge(
            &mut group.shares,
            gone.shares.into_iter(),
            |term, is_new| {
                if is_new {
                    vocabulary.rename(term, from, into);
                } else {
                    left.push(term);
                }
            },
        );
        self.shares -= left.len();
        self.cards[into as usize].size = group.shares.len() as u32;
        group.articles.extend(gone.articles);
        group.articles.make_contiguous().sort_unstable();
        group.story = older(group.story, gone.story);
        group.order = group.order.min(gone.order);
        group.from = group.from.min(gone.from);
        group.until = group.until.max(gone.until);
        group.tongues = group.tongues.and(gone.tongues);
        self.groups[into as usize] = Some(group);
        for term in left {
            self.leave(term, from);
        }
    }

    /// Memory taken, about.
    pub(super) fn bytes(&self) -> usize {
        self.vocabulary.bytes()
            + self.groups.capacity() * size_of::<Option<Group>>()
            + self.cards.capacity() * size_of::<Card>()
            + self.shares * size_of::<Share>() * 5 / 4
            + self.free.capacity() * size_of::<Slot>()
    }
}

/// Puts a few words among many, both sorted. Tells of each of the few whether the many had it not.
fn merge(
    many: &mut Vec<Share>,
    few: impl ExactSizeIterator<Item = Share>,
    mut tell: impl FnMut(Term, bool),
) {
    // The new ones, each with how many of the many stand before it.
    let mut new: Vec<(usize, Share)> = Vec::with_capacity(few.len());
    let mut at = 0;
    for share in few {
        at += gallop(&many[at..], share.term);
        match many.get_mut(at).filter(|other| other.term == share.term) {
            Some(other) => {
                other.amount += share.amount;
                tell(share.term, false);
            }
            None => {
                new.push((at, share));
                tell(share.term, true);
            }
        }
    }
    let mut end = many.len();
    if many.capacity() - end < new.len() {
        // A group that grows grows on; but all of them together are most of what the window takes.
        many.reserve_exact(new.len() + end / SPARE);
    }
    many.extend(new.iter().map(|(_, share)| *share));
    // From the end on, so that what lies between two new ones is moved once, to its place.
    for (before, (at, share)) in new.iter().enumerate().rev() {
        many.copy_within(*at..end, at + before + 1);
        many[at + before] = *share;
        end = *at;
    }
}

fn older(a: Option<StoryId>, b: Option<StoryId>) -> Option<StoryId> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::group::Amount;
    use crate::story::vocabulary::FOLLOWED;

    proptest! {
        #[test]
        fn merged_words_are_sorted_each_once_with_what_both_told(
            many in prop::collection::btree_map(0_u32..60, 1_u16..9, 0..40),
            few in prop::collection::btree_map(0_u32..60, 1_u16..9, 0..20),
            spare in 0_usize..30,
        ) {
            let shares = |of: &BTreeMap<u32, u16>| -> Vec<Share> {
                let share = |(term, weight): (&u32, &u16)| Share {
                    term: *term,
                    amount: Amount::new(*weight, false),
                };
                of.iter().map(share).collect()
            };
            let mut both = many.clone();
            for (term, weight) in &few {
                *both.entry(*term).or_default() += weight;
            }

            let mut merged = shares(&many);
            merged.reserve(spare);
            let mut heard = Vec::new();
            merge(&mut merged, shares(&few).into_iter(), |term, is_new| heard.push((term, is_new)));

            prop_assert_eq!(merged, shares(&both));
            let told: Vec<(u32, bool)> = few.keys().map(|term| (*term, !many.contains_key(term))).collect();
            prop_assert_eq!(heard, told);
        }
    }

    #[test]
    fn a_word_that_is_everywhere_lists_no_group_until_few_are_left_that_have_it() {
        let mut shelf = Shelf::default();
        let everywhere = shelf.vocabulary.come(1, 0, "everywhere");
        let told = Told {
            term: everywhere,
            weight: 5,
            name: 0,
            is_headline: false,
        };
        let tell = |shelf: &mut Shelf| {
            let slot = shelf.open(None, 0, Timestamp::UNIX_EPOCH);
            shelf.add(slot, &[told]);
            slot
        };
        let mut slots: Vec<Slot> = (0..3000).map(|_| tell(&mut shelf)).collect();
        assert_eq!(shelf.vocabulary.groups(everywhere), None);

        let left = slots.split_off(slots.len() - FOLLOWED);
        for slot in &slots {
            shelf.take(*slot, &[told]);
        }
        assert_eq!(shelf.vocabulary.groups(everywhere), Some(&*left));

        shelf.unite(left[0], left[1]);
        shelf.take(left[2], &[told]);
        let rest: Vec<Slot> = [&left[..1], &left[3..]].concat();
        assert_eq!(shelf.vocabulary.groups(everywhere), Some(&*rest));
    }
}
