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

/// The groups, each at its slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    pub(super) vocabulary: Vocabulary,
    groups: Vec<Option<Group>>,
    /// How many words each has: beside the groups, for this is what looking for near ones asks most.
    sizes: Vec<u32>,
    free: Vec<Slot>,
    shares: usize,
    /// How many articles may be in these languages.
    tongues: BTreeMap<Tongues, usize>,
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

    /// How many words the group there has.
    pub(super) fn size(&self, slot: Slot) -> u32 {
        self.sizes[slot as usize]
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
                self.sizes.push(0);
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
        let shares = merged(&group.shares, told, |term, is_new| {
            if is_new {
                vocabulary.enter(term, slot);
            }
        });
        self.shares += shares.len() - before;
        self.sizes[slot as usize] = shares.len() as u32;
        group.shares = shares;
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
            self.sizes[slot as usize] = group.shares.len() as u32;
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
        let shares = merged(&group.shares, gone.shares.into_iter(), |term, is_new| {
            if is_new {
                vocabulary.rename(term, from, into);
            } else {
                left.push(term);
            }
        });
        self.shares -= left.len();
        self.sizes[into as usize] = shares.len() as u32;
        group.shares = shares;
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
            + self.sizes.capacity() * size_of::<u32>()
            + self.shares * size_of::<Share>() * 5 / 4
            + self.free.capacity() * size_of::<Slot>()
    }
}

/// Both sorted lists in one: of few and many, so that what lies between the few is copied as it is. Tells of each of
/// the few whether the many had it not.
fn merged(
    many: &[Share],
    few: impl ExactSizeIterator<Item = Share>,
    mut tell: impl FnMut(Term, bool),
) -> Vec<Share> {
    let mut shares = Vec::with_capacity(many.len() + few.len());
    let mut rest = many;
    for mut share in few {
        let (before, after) = rest.split_at(gallop(rest, share.term));
        shares.extend_from_slice(before);
        rest = after;
        let same = rest
            .split_first()
            .filter(|(other, _)| other.term == share.term);
        tell(share.term, same.is_none());
        if let Some((other, after)) = same {
            share.amount += other.amount;
            rest = after;
        }
        shares.push(share);
    }
    shares.extend_from_slice(rest);
    shares
}

fn older(a: Option<StoryId>, b: Option<StoryId>) -> Option<StoryId> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::vocabulary::FOLLOWED;

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
