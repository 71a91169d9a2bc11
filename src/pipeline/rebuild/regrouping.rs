//! The articles of a rebuild, placed one feed's body after the other. Holds which group each article is in; no effects.
//!
//! A group that opens here gets a number above all there are, so that an old story is always the older of two.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::pipeline::recall::telling;
use crate::pipeline::recent::Arrival;
use crate::pipeline::recent::Recent;
use crate::store::Aside;
use crate::store::StoredArticle;
use crate::story::Destination;
use crate::story::Merge;
use crate::story::Move;
use crate::story::Moved;
use crate::story::Review;
use crate::story::Telling;

/// An article and its groups.
struct Place {
    article: ArticleId,
    /// The story that it was in.
    story: StoryId,
    /// The group that it came into.
    group: StoryId,
    /// Its original: where that goes, it goes.
    copy_of: Option<ArticleId>,
}

/// All that a rebuild knows.
pub(super) struct Regrouping {
    recent: Recent,
    newest: StoryId,
    /// Articles that are only remembered…
    recalled: Vec<Place>,
    /// …and those that are grouped anew, in order of their numbers.
    places: Vec<Place>,
    /// What opened each group of ours, in order of their numbers.
    openers: Vec<ArticleId>,
    /// Groups that became part of another.
    joined: HashMap<StoryId, StoryId>,
    old_merges: Vec<Merge>,
}

impl Regrouping {
    /// With no article yet; `newest` is the highest number that a story has.
    pub(super) fn new(newest: StoryId) -> Self {
        Self {
            recent: Recent::new(),
            newest,
            recalled: Vec::new(),
            places: Vec::new(),
            openers: Vec::new(),
            joined: HashMap::new(),
            old_merges: Vec::new(),
        }
    }

    /// Remembers an article that stays where it is.
    pub(super) fn recall(&mut self, stored: &StoredArticle) {
        if let Some(story) = stored.story {
            self.recent
                .recall(stored.id, story, &telling(&stored.article));
            self.recalled.push(Place {
                article: stored.id,
                story,
                group: story,
                copy_of: None,
            });
        }
    }

    /// Places the articles that wait, as far as they are whole bodies; the last one may go on in the next page.
    pub(super) fn place(&mut self, waiting: &mut Vec<StoredArticle>, is_last: bool) -> Vec<Aside> {
        let mut found = Vec::new();
        let mut placed = 0;
        for body in waiting.chunk_by(|one, next| came_together(&one.article, &next.article)) {
            let is_whole = is_last || placed + body.len() < waiting.len();
            if is_whole {
                self.place_body(body, &mut found);
                placed += body.len();
            }
        }
        waiting.drain(..placed);
        found
    }

    fn place_body(&mut self, body: &[StoredArticle], found: &mut Vec<Aside>) {
        let tellings: Vec<(ArticleId, Telling<'_>)> = (body.iter())
            .map(|stored| (stored.id, telling(&stored.article)))
            .collect();
        let review = self.recent.look_again(&tellings);
        self.look_again(review, found);
        let settled = self.recent.settle(&tellings);
        for merge in settled.merges {
            found.extend(self.merge(merge));
        }
        for (stored, arrival) in body.iter().zip(settled.arrivals) {
            let aside = self.arrive(stored, arrival);
            if let Aside::Placed { group, copy_of, .. } = &aside {
                self.places.push(Place {
                    article: stored.id,
                    // One that was never placed has no story to miss.
                    story: stored.story.unwrap_or(*group),
                    group: *group,
                    copy_of: *copy_of,
                });
            }
            found.push(aside);
        }
    }

    /// What a second look at those before this body found. Articles that are only remembered stay where the archive has
    /// them, though what comes after them goes by where they belong.
    fn look_again(&mut self, review: Review, found: &mut Vec<Aside>) {
        for merge in review.merges {
            found.extend(self.merge(merge));
        }
        // One that is only remembered is not where it opened a group: who follows it is.
        let mut opened: HashMap<ArticleId, StoryId> = HashMap::new();
        for moved in review.moves {
            let Move { article, to, tie } = moved;
            let (group, similarity) = match to {
                Destination::Opens => {
                    let group = self.open(article);
                    self.recent.number_parted(article, group);
                    opened.insert(article, group);
                    (group, None)
                }
                Destination::Story(story) => (story, Some(tie.similarity)),
                Destination::Follows(opener) => {
                    let group = opened.get(&opener).copied();
                    let group = group.unwrap_or_else(|| self.group_of(opener));
                    (group, Some(tie.similarity))
                }
            };
            // One that is only remembered keeps its place, and its copies theirs beside it.
            let from = self.places.partition_point(|place| place.article < article);
            if self
                .places
                .get(from)
                .is_none_or(|place| place.article != article)
            {
                continue;
            }
            let mut gone = HashSet::from([article]);
            // Copies come after their original.
            for place in &mut self.places[from..] {
                let is_copy = place.copy_of.is_some_and(|of| gone.contains(&of));
                if is_copy || place.article == article {
                    gone.insert(place.article);
                    place.group = group;
                }
            }
            found.push(Aside::Moved {
                article,
                group,
                similarity,
                because: tie.because,
            });
        }
        // A story that ends there left no article to move, and where its number leads is told by where all of its articles are.
    }

    /// The number of a group that this article opens.
    fn open(&mut self, article: ArticleId) -> StoryId {
        self.openers.push(article);
        StoryId(self.newest.0 + self.openers.len() as i64)
    }

    fn arrive(&mut self, stored: &StoredArticle, arrival: Arrival) -> Aside {
        let (group, similarity, because, copy_of) = match arrival {
            Arrival::Opens(opening) => {
                let group = self.open(stored.id);
                self.recent.number(opening, group);
                (group, None, Vec::new(), None)
            }
            Arrival::Joins(story, tie) => (story, Some(tie.similarity), tie.because, None),
            Arrival::Follows(first, tie) => (
                self.group_of(first),
                Some(tie.similarity),
                tie.because,
                None,
            ),
            Arrival::Copies(copy) => {
                let group = self.group_of(copy.of);
                let because = self.recent.shared(group, &copy);
                (group, Some(copy.containment), because, Some(copy.of))
            }
        };
        Aside::Placed {
            article: stored.id,
            group,
            similarity,
            because,
            copy_of,
        }
    }

    /// Two groups are one; what opened the younger is told why, where it is grouped anew itself.
    fn merge(&mut self, merge: Merge) -> Option<Aside> {
        let (mut from, mut into) = (self.root(merge.from), self.root(merge.into));
        if from == into {
            return None;
        }
        // An old story never becomes part of a group of ours: that has no number yet that could be led to.
        if from <= self.newest && into > self.newest {
            std::mem::swap(&mut from, &mut into);
        }
        self.joined.insert(from, into);
        let opened = from.0 - self.newest.0 - 1;
        let opener = usize::try_from(opened)
            .ok()
            .map(|place| self.openers[place]);
        if let Some(article) = opener {
            return Some(Aside::Tied {
                article,
                similarity: merge.tie.similarity,
                because: merge.tie.because,
            });
        }
        self.old_merges.push(Merge {
            from,
            into,
            ..merge
        });
        None
    }

    fn group_of(&self, article: ArticleId) -> StoryId {
        let found = [&self.places, &self.recalled]
            .into_iter()
            .find_map(|places| {
                let at = places.binary_search_by_key(&article, |place| place.article);
                at.ok().map(|at| places[at].group)
            });
        // The recent past holds nothing else than what it was told here.
        self.root(found.unwrap_or(self.newest))
    }

    /// The group that this one is part of by now.
    pub(super) fn root(&self, group: StoryId) -> StoryId {
        let mut root = group;
        while let Some(into) = self.joined.get(&root) {
            root = *into;
        }
        root
    }

    /// Every article that was grouped anew: the story it was in, and the group it is in.
    pub(super) fn moved(&self) -> impl Iterator<Item = Moved> {
        (self.places.iter()).map(|place| (place.story, self.root(place.group)))
    }

    /// Each group of ours and the one it is part of; also old stories that are part of another.
    pub(super) fn roots(&self) -> Vec<(StoryId, StoryId)> {
        let ours = (1..=self.openers.len() as i64).map(|number| StoryId(self.newest.0 + number));
        let old = (self.joined.keys().copied()).filter(|story| *story <= self.newest);
        ours.chain(old)
            .map(|group| (group, self.root(group)))
            .collect()
    }

    /// Old stories that turned out to be one, in the order in which they did.
    pub(super) fn old_merges(&self) -> &[Merge] {
        &self.old_merges
    }
}

/// Were they news of one answer of a feed?
fn came_together(one: &Article, next: &Article) -> bool {
    one.first_seen == next.first_seen && one.feed == next.feed
}

#[cfg(test)]
mod tests;
