//! The articles that came last, looked at again together: what joined a story too early parts from it, and stories that
//! more news has shown to be one are merged.
//!
//! Newcomers are placed by what is known when they come, a few at a time; a bridge between two events, or a word that
//! was rare an hour ago, misleads. So from time to time the last [`Window::LOOKED_AT`] articles are taken out of their stories and
//! settled anew, as if they had come together. What articles older than these hold together stays as it is. A story keeps
//! its number where most of it went; a part that belongs nowhere opens a new one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::story::settle::Merge;
use crate::story::settle::NEWCOMERS;
use crate::story::settle::Tie;
use crate::story::vocabulary::Slot;
use crate::story::window::Window;

/// What a second look found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Older stories that are one: to be dealt with first, in this order.
    pub merges: Vec<Merge>,
    /// Articles that belong elsewhere, in the order in which they came: to be dealt with next.
    pub moves: Vec<Move>,
    /// Stories that no article of the window is in any more, and where most of theirs went: their number leads there, whichever
    /// is the older, if the archive has nothing of them either. What it has stays: nobody compared that.
    pub ends: Vec<Merge>,
}

/// An article belongs to another story.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Which.
    pub article: ArticleId,
    /// Where it belongs.
    pub to: Destination,
    /// What ties it to the rest there.
    pub tie: Tie,
}

/// A story that an article is moved to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Destination {
    /// One that there is.
    Story(StoryId),
    /// One of its own: it gets a number by [`Window::number_parted`].
    Opens,
    /// The one that this article, moved before it, opened.
    Follows(ArticleId),
}

impl Window {
    /// Articles looked at again.
    pub const LOOKED_AT: usize = 512;

    /// Settles the last articles anew. Those that open a story must be told its number by [`Window::number_parted`].
    pub fn review(&mut self) -> Review {
        let first = self.articles.len().saturating_sub(self.limits.looked_at);
        let numbers: Vec<u64> = (first..self.articles.len())
            .map(|place| self.first + place as u64)
            .collect();
        let before: Vec<Option<StoryId>> = numbers.iter().map(|n| self.story_of(*n)).collect();
        for (index, number) in (0_i64..).zip(&numbers) {
            self.free(*number, NEWCOMERS + index);
        }
        self.newcomers.clone_from(&numbers);
        let merges = self.unite_newcomers(&[]);
        let mut before: Vec<Option<StoryId>> = before;
        for merge in &merges {
            for story in before
                .iter_mut()
                .filter(|story| **story == Some(merge.from))
            {
                *story = Some(merge.into);
            }
        }
        let ends = self.give_numbers_back(&numbers, &before);
        let moves = self.moves(&numbers, &before);
        Review {
            merges,
            moves,
            ends,
        }
    }

    /// This article was parted from its story and opened one, and this is its number.
    pub fn number_parted(&mut self, article: ArticleId, story: StoryId) {
        let number = (self.newcomers.iter().copied())
            .find(|number| self.article(*number).is_some_and(|kept| kept.id == article));
        if let Some(slot) = number.and_then(|number| self.slot_of(number)) {
            self.name(slot, story);
        }
    }

    fn story_of(&self, number: u64) -> Option<StoryId> {
        self.shelf.get(self.slot_of(number)?)?.story
    }

    fn name(&mut self, slot: Slot, story: StoryId) {
        if let Some(group) = self.shelf.get_mut(slot) {
            group.story = Some(story);
            group.order = story.0;
            self.stories.insert(story, slot);
        }
    }

    /// Makes an article a group without a story.
    fn free(&mut self, number: u64, order: i64) {
        let Some(slot) = self.slot_of(number) else {
            return;
        };
        let Some(group) = self.shelf.get_mut(slot) else {
            return;
        };
        let alone = if group.articles.len() == 1 {
            if let Some(story) = group.story.take() {
                self.stories.remove(&story);
            }
            slot
        } else {
            self.isolate(slot, number)
        };
        if let Some(group) = self.shelf.get_mut(alone) {
            group.order = order;
        }
    }

    /// A story of which nothing older is left goes on where most of its articles went; gives those whose articles went into
    /// another.
    fn give_numbers_back(&mut self, numbers: &[u64], before: &[Option<StoryId>]) -> Vec<Merge> {
        let mut parts: BTreeMap<StoryId, BTreeMap<Slot, (usize, u64)>> = BTreeMap::new();
        for (number, story) in numbers.iter().zip(before) {
            if let (Some(story), Some(slot)) = (story, self.slot_of(*number))
                && !self.stories.contains_key(story)
            {
                let part = parts.entry(*story).or_default();
                part.entry(slot).or_insert((0, *number)).0 += 1;
            }
        }
        let mut ends = Vec::new();
        for (story, parts) in parts {
            let largest = parts
                .iter()
                .max_by_key(|(_, (count, first))| (*count, Reverse(*first)));
            let Some((&slot, &(_, first))) = largest else {
                continue;
            };
            match self.shelf.get(slot).and_then(|group| group.story) {
                None => self.name(slot, story),
                Some(into) => ends.push(Merge {
                    from: story,
                    into,
                    tie: self.tie(slot, first, None),
                }),
            }
        }
        ends
    }

    fn moves(&mut self, numbers: &[u64], before: &[Option<StoryId>]) -> Vec<Move> {
        let mut openers: BTreeMap<Slot, ArticleId> = BTreeMap::new();
        let mut moves = Vec::new();
        for (number, story) in numbers.iter().zip(before) {
            let (Some(slot), Some(article)) = (
                self.slot_of(*number),
                self.article(*number).map(|article| article.id),
            ) else {
                continue;
            };
            let now = self.shelf.get(slot).and_then(|group| group.story);
            let to = match (now, openers.get(&slot)) {
                (Some(now), _) if Some(now) == *story => continue,
                (Some(now), _) => Destination::Story(now),
                (None, Some(opener)) => Destination::Follows(*opener),
                (None, None) => {
                    openers.insert(slot, article);
                    Destination::Opens
                }
            };
            let tie = self.tie(slot, *number, None);
            moves.push(Move { article, to, tie });
        }
        moves
    }
}
