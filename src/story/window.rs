//! The stories of the last [`Window::SPAN`]: a plain value that follows from the articles seen in that time and the
//! stories they are in now, whatever happened between. Built again from the archive, it answers to the last bit as before.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::VecDeque;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::story::Newcomer;
use crate::story::Reading;
use crate::story::Telling;
use crate::story::dates::Day;
use crate::story::foreign;
use crate::story::foreign::Common;
use crate::story::group::Group;
use crate::story::likeness::Scales;
use crate::story::links::Link;
use crate::story::nearest::Near;
use crate::story::nearest::Seeker;
use crate::story::reading::Reader;
use crate::story::settle::TOLD_WORDS;
use crate::story::shelf::Shelf;
use crate::story::tongue::Tongues;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Told;

/// Articles of a group whose days and addresses are looked at, the last ones.
pub(super) const COMMON: usize = 16;

/// The stories that a new article may join.
///
/// An article takes about 1.5 kB as long as it is in: 64 words in two places (its own, its story's), and rare ones in a
/// third (the postings); its address and those it cites another 32 bytes each, and what is cited as it is written.
#[derive(Clone, Debug, Default)]
pub struct Window {
    reader: Reader,
    /// In the order in which they came; copies are not among them.
    pub(super) articles: VecDeque<Article>,
    /// The number of the first of these.
    pub(super) first: u64,
    pub(super) shelf: Shelf,
    pub(super) stories: HashMap<StoryId, Slot>,
    pub(super) scales: Scales,
    seeker: Seeker,
    /// The articles that the last settling was about.
    pub(super) newcomers: Vec<u64>,
    pub(super) limits: Limits,
}

/// What else a window could do without end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How many articles count.
    pub(super) most: usize,
    /// How many are looked at again.
    pub(super) looked_at: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most: Window::MOST,
            looked_at: Window::LOOKED_AT,
        }
    }
}

/// An article of the window.
#[derive(Clone, Debug)]
pub(super) struct Article {
    pub(super) id: ArticleId,
    slot: Slot,
    at: Timestamp,
    pub(super) tongues: Tongues,
    /// By term.
    pub(super) terms: Box<[Told]>,
    pub(super) links: Box<[Link]>,
    pub(super) days: Box<[Day]>,
}

impl Window {
    /// How long an article counts, and so how long a story that nobody adds to can still be joined.
    pub const SPAN: SignedDuration = SignedDuration::from_hours(72);
    /// How many articles count.
    pub const MOST: usize = 200_000;

    /// A window without stories.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The telling's words, weighed.
    #[must_use]
    pub fn read(&self, telling: &Telling<'_>) -> Reading {
        self.reader.read(telling)
    }

    /// The words that a story and a telling share, strongest first.
    #[must_use]
    pub fn shared(&self, story: StoryId, reading: &Reading) -> Vec<String> {
        let Some(group) = self
            .stories
            .get(&story)
            .and_then(|slot| self.shelf.get(*slot))
        else {
            return Vec::new();
        };
        let mut shared: Vec<(u64, &str)> = (reading.words.iter())
            .filter_map(|word| {
                let term = self.shelf.vocabulary.find(word.key)?;
                let rarity = self.shelf.vocabulary.rarity(term);
                let weight = u64::from(group.share(term)?.weight()) * u64::from(word.weight);
                (rarity > 0).then_some((weight * rarity, reading.spelt(word)))
            })
            .collect();
        shared.sort_by_key(|(weight, _)| Reverse(*weight));
        (shared.into_iter().take(TOLD_WORDS))
            .map(|(_, text)| text.to_owned())
            .collect()
    }

    /// Remembers that this story tells so.
    pub fn keep(&mut self, story: StoryId, newcomer: &Newcomer<'_>) {
        let at = newcomer.at;
        self.forget(at);
        self.make_room();
        let slot = match self.stories.get(&story) {
            Some(slot) => *slot,
            None => {
                let slot = self.shelf.open(Some(story), story.0, at);
                self.stories.insert(story, slot);
                slot
            }
        };
        self.add(slot, newcomer);
    }

    /// Forgets what is too old at this time.
    pub fn forget(&mut self, at: Timestamp) {
        let since = at.checked_sub(Self::SPAN).unwrap_or(Timestamp::MIN);
        while self.articles.front().is_some_and(|one| one.at < since) {
            self.forget_oldest();
        }
    }

    /// Of too many articles the oldest goes before the next one comes: one by one, so that a window built again has as many
    /// as this one in the middle of a batch too.
    pub(super) fn make_room(&mut self) {
        while self.articles.len() >= self.limits.most {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some(article) = self.articles.pop_front() else {
            return;
        };
        self.first += 1;
        let next = self.shelf.get_mut(article.slot).and_then(|group| {
            group.articles.pop_front();
            group.articles.front().copied()
        });
        let story = self.shelf.get(article.slot).and_then(|group| group.story);
        match next.and_then(|number| self.article(number)).map(|a| a.at) {
            Some(from) => {
                if let Some(group) = self.shelf.get_mut(article.slot) {
                    group.from = from;
                }
            }
            None => {
                if let Some(story) = story {
                    self.stories.remove(&story);
                }
            }
        }
        self.hear(article.slot);
        self.shelf.go(article.tongues);
        self.shelf.take(article.slot, &article.terms);
        self.scales.forget(article.slot);
        for told in &article.terms {
            self.shelf.vocabulary.go(told.term, told.name);
        }
    }

    /// Adds an article to a group and gives its number.
    pub(super) fn add(&mut self, slot: Slot, newcomer: &Newcomer<'_>) -> u64 {
        let Newcomer { id, reading, at } = *newcomer;
        self.weigh_before(id);
        let vocabulary = &mut self.shelf.vocabulary;
        let mut terms: Vec<Told> = (reading.words.iter())
            .map(|word| Told {
                term: vocabulary.come(word.key, word.name, reading.spelt(word)),
                weight: word.weight,
                name: word.name,
                is_headline: word.is_headline,
            })
            .collect();
        terms.sort_unstable();
        let number = self.first + self.articles.len() as u64;
        self.shelf.add(slot, &terms);
        self.scales.forget(slot);
        if let Some(group) = self.shelf.get_mut(slot) {
            group.articles.push_back(number);
            group.until = group.until.max(at);
            group.tongues = group.tongues.and(reading.tongues);
        }
        self.shelf.come(reading.tongues);
        self.articles.push_back(Article {
            id,
            slot,
            at,
            tongues: reading.tongues,
            terms: terms.into(),
            links: reading.links.clone(),
            days: reading.days.clone(),
        });
        number
    }

    /// Weighs all words anew when the window has changed by a thirtieth or so since. Which articles that falls on is
    /// told by their ids, so that a window built again does it at the same ones.
    fn weigh_before(&mut self, id: ArticleId) {
        let articles = self.articles.len();
        let every = (articles / 32).max(1).ilog2();
        let is_due = (self.articles.back()).is_none_or(|last| last.id.0 >> every != id.0 >> every);
        if is_due {
            self.shelf.vocabulary.weigh(articles as u32);
            self.scales.clear();
        }
    }

    pub(super) fn article(&self, number: u64) -> Option<&Article> {
        let place = number.checked_sub(self.first)?;
        self.articles.get(usize::try_from(place).ok()?)
    }

    /// When the article came that so many came after.
    #[must_use]
    pub fn came(&self, back: usize) -> Option<Timestamp> {
        let place = self.articles.len().checked_sub(back + 1)?;
        self.articles.get(place).map(|article| article.at)
    }

    /// The group an article is in.
    pub(super) fn slot_of(&self, number: u64) -> Option<Slot> {
        self.article(number).map(|article| article.slot)
    }

    pub(super) fn move_article(&mut self, number: u64, slot: Slot) {
        let place = number.checked_sub(self.first);
        let article = place.and_then(|place| self.articles.get_mut(place as usize));
        if let Some(article) = article {
            article.slot = slot;
        }
    }

    /// Makes one group of two, at the first's slot.
    pub(super) fn unite(&mut self, into: Slot, from: Slot) {
        let Some(gone) = self.shelf.get(from) else {
            return;
        };
        let moved: Vec<u64> = gone.articles.iter().copied().collect();
        let stories = [
            gone.story,
            self.shelf.get(into).and_then(|group| group.story),
        ];
        for number in moved {
            self.move_article(number, into);
        }
        self.shelf.unite(into, from);
        for story in stories.into_iter().flatten() {
            self.stories.remove(&story);
        }
        if let Some(story) = self.shelf.get(into).and_then(|group| group.story) {
            self.stories.insert(story, into);
        }
        self.scales.forget(into);
        self.scales.forget(from);
    }

    /// A group is in the languages of its articles.
    fn hear(&mut self, slot: Slot) {
        let Some(group) = self.shelf.get(slot) else {
            return;
        };
        let articles = group
            .articles
            .iter()
            .filter_map(|number| self.article(*number));
        let tongues = articles.fold(Tongues::default(), |all, article| all.and(article.tongues));
        if let Some(group) = self.shelf.get_mut(slot) {
            group.tongues = tongues;
        }
    }

    /// A group lasts from its first article to its last.
    fn date(&mut self, slot: Slot) {
        let Some(group) = self.shelf.get(slot) else {
            return;
        };
        let ends = [group.articles.front(), group.articles.back()];
        let [from, until] = ends.map(|number| self.article(*number?).map(|article| article.at));
        if let (Some(group), Some(from), Some(until)) = (self.shelf.get_mut(slot), from, until) {
            (group.from, group.until) = (from, until);
        }
    }

    /// Takes one of several articles out of its group, into one of its own.
    pub(super) fn isolate(&mut self, slot: Slot, number: u64) -> Slot {
        let Some(article) = self.article(number) else {
            return slot;
        };
        let (at, tongues, terms) = (article.at, article.tongues, article.terms.clone());
        if let Some(group) = self.shelf.get_mut(slot) {
            group.articles.retain(|other| *other != number);
        }
        self.date(slot);
        self.hear(slot);
        self.shelf.take(slot, &terms);
        self.scales.forget(slot);
        let alone = self.shelf.open(None, i64::MAX, at);
        self.shelf.add(alone, &terms);
        self.scales.forget(alone);
        if let Some(group) = self.shelf.get_mut(alone) {
            group.articles.push_back(number);
            group.tongues = tongues;
        }
        self.move_article(number, alone);
        alone
    }

    /// The group nearest to this one, of those wanted.
    pub(super) fn nearest(
        &mut self,
        slot: Slot,
        is_wanted: impl Fn(&Group) -> bool,
    ) -> Option<Near> {
        let near = (self.seeker).nearest(&mut self.shelf, &mut self.scales, slot, &is_wanted);
        let is_near = near.is_some_and(|near| near.likeness.ratio >= 1.0);
        if is_near {
            return near;
        }
        let common = |a, b| self.common(a, b);
        foreign::nearest(&self.shelf, slot, is_wanted, common).or(near)
    }

    /// The days that articles of two groups name alike, and how one of them cites another's address.
    pub(super) fn common(&self, a: Slot, b: Slot) -> Common<'_> {
        let articles = |slot: Slot| {
            let all = self
                .shelf
                .get(slot)
                .into_iter()
                .flat_map(|group| &group.articles);
            all.rev()
                .take(COMMON)
                .filter_map(|number| self.article(*number))
        };
        let mut common = Common::default();
        for one in articles(a).filter(|one| !one.links.is_empty() || !one.days.is_empty()) {
            for other in articles(b) {
                common.add(&one.links, &other.links);
                common.add_days(&one.days, &other.days);
            }
        }
        common
    }

    /// Memory taken, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let terms: usize = self.articles.iter().map(|a| a.terms.len()).sum();
        let days: usize = (self.articles.iter().flat_map(|a| &a.days))
            .map(|day| size_of::<Day>() + day.told.len())
            .sum();
        let links: usize = (self.articles.iter().flat_map(|a| &a.links))
            .map(|link| size_of::<Link>() + link.cited.len())
            .sum();
        self.articles.capacity() * size_of::<Article>()
            + terms * size_of::<Told>()
            + links
            + days
            + self.shelf.bytes()
            + self.stories.capacity() * size_of::<(StoryId, Slot)>()
            + self.scales.bytes()
            + self.seeker.bytes()
    }
}
