//! What articles meet in the recent past: first the articles they may be copies of, then the stories they may join.
//!
//! A copy never opens a story: it joins the story of its original. Everything in here follows from the articles kept,
//! in their order, and the stories they are in, so that it can be built again from the archive: see `recall`. Only how words
//! that explain are written may differ after that: as the first article had it that is remembered of those that had the word.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::dedupe::Copies;
use crate::dedupe::Original;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::story::Merge;
use crate::story::Newcomer;
use crate::story::Reading;
use crate::story::Review;
use crate::story::Seat;
use crate::story::Telling;
use crate::story::Tie;
use crate::story::Window;

/// A second look is due after so many articles at the latest.
const EVERY: i64 = 1024;
/// And after so long, when anything came, but fewer than are looked at.
const PERIOD: SignedDuration = SignedDuration::from_mins(20);

/// The recent past.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    copies: Copies<ArticleId>,
    stories: Window,
    /// The latest time told of. A time before it counts as this one: the past does not come back.
    now: Option<Timestamp>,
    /// The last article told of.
    last: Option<ArticleId>,
}

/// What was found out about articles that arrived together.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Stories that turned out to be one: to be dealt with before the arrivals, in this order.
    pub merges: Vec<Merge>,
    /// One an article, in their order.
    pub arrivals: Vec<Arrival>,
}

/// Where an article belongs.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// It is the first to tell of this: [`Recent::number`] wants to know the number of the story.
    Opens(Opening),
    /// It tells of what this story tells.
    Joins(StoryId, Tie),
    /// It tells of what an earlier one of those that arrived together tells, who opened a story.
    Follows(ArticleId, Tie),
    /// It is a copy, of the story of its original: [`Recent::shared`] wants to know which.
    Copies(Copy),
}

/// A story opens, and has no number yet.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    newcomer: usize,
}

/// An article is a copy.
#[derive(Clone, Debug)]
pub struct Copy {
    /// The earlier article.
    pub of: ArticleId,
    /// Share of the shorter text that is in the longer, 0 to 1.
    pub containment: f64,
    reading: Reading,
}

impl Recent {
    /// How far back the archive is read to build this again: what is remembered was itself placed by what was then.
    pub const RECALL: SignedDuration = SignedDuration::from_hours(2 * 72);

    /// With nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A second look at those before these, when one is due: to be dealt with, and its stories numbered by
    /// [`Recent::number_parted`], before these are settled, for they may join what was parted.
    pub fn look_again(&mut self, arriving: &[(ArticleId, Telling<'_>)]) -> Review {
        let Some((article, telling)) = arriving.first() else {
            return Review::default();
        };
        if !self.is_review_due(*article, telling.at) {
            return Review::default();
        }
        // What is too old by now may be dropped from the archive already, and is not known after a restart.
        self.stories
            .forget(self.now.map_or(telling.at, |now| now.max(telling.at)));
        self.stories.review()
    }

    /// Where these articles belong, which arrived together.
    pub fn settle(&mut self, arriving: &[(ArticleId, Telling<'_>)]) -> Settled {
        let met: Vec<Met> = (arriving.iter())
            .map(|(article, telling)| self.meet(*article, telling))
            .collect();
        let told = || met.iter().filter(|met| met.original.is_none());
        let newcomers: Vec<Newcomer<'_>> = told()
            .map(|met| Newcomer {
                id: met.article,
                reading: &met.reading,
                at: met.at,
            })
            .collect();
        let settlement = self.stories.settle(&newcomers);
        let articles: Vec<ArticleId> = told().map(|met| met.article).collect();
        let mut seats = settlement.seats.into_iter().enumerate();
        let arrivals = met.into_iter().filter_map(|met| match met.original {
            Some(original) => Some(Arrival::Copies(Copy {
                of: original.key,
                containment: original.containment,
                reading: met.reading,
            })),
            None => seats.next().map(|(newcomer, seat)| match seat {
                Seat::Opens => Arrival::Opens(Opening { newcomer }),
                Seat::Joins(story, tie) => Arrival::Joins(story, tie),
                Seat::Follows(first, tie) => Arrival::Follows(articles[first], tie),
            }),
        });
        Settled {
            merges: settlement.merges,
            arrivals: arrivals.collect(),
        }
    }

    /// A second look is due when the articles enter another [`EVERY`], and another twenty minutes unless so many came in
    /// those that these alone are looked at: then the former is soon enough. That follows from the last articles
    /// kept, so that it is due at the same one after a crash.
    fn is_review_due(&self, article: ArticleId, at: Timestamp) -> bool {
        let period = |at: Timestamp| at.as_second().div_euclid(PERIOD.as_secs());
        let (Some(last), Some(now)) = (self.last, self.now) else {
            return false;
        };
        let is_busy = || {
            (self.stories.came(Window::LOOKED_AT)).is_some_and(|came| period(came) == period(now))
        };
        last.0 / EVERY != article.0 / EVERY || (period(now) != period(at.max(now)) && !is_busy())
    }

    /// The article that was parted from its story opened one with this number.
    pub fn number_parted(&mut self, article: ArticleId, story: StoryId) {
        self.stories.number_parted(article, story);
    }

    /// The story that opened got this number.
    pub fn number(&mut self, opening: Opening, story: StoryId) {
        self.stories.number(opening.newcomer, story);
    }

    /// The copy's original is in this story: the words that both have. A copy adds nothing to what its story is about.
    #[must_use]
    pub fn shared(&self, story: StoryId, copy: &Copy) -> Vec<String> {
        self.stories.shared(story, &copy.reading)
    }

    /// Remembers an article whose story is known already.
    pub fn recall(&mut self, article: ArticleId, story: StoryId, telling: &Telling<'_>) {
        let met = self.meet(article, telling);
        // A copy adds nothing to what its story is about.
        if met.original.is_none() {
            let newcomer = Newcomer {
                id: article,
                reading: &met.reading,
                at: met.at,
            };
            self.stories.keep(story, &newcomer);
        }
    }

    fn meet(&mut self, article: ArticleId, telling: &Telling<'_>) -> Met {
        let at = self.now.map_or(telling.at, |now| now.max(telling.at));
        self.now = Some(at);
        self.last = Some(article);
        self.copies.forget(at);
        let sketch = Copies::<ArticleId>::sketch(telling.title, telling.text);
        let original = self.copies.original(&sketch);
        self.copies.keep(article, at, sketch);
        Met {
            article,
            at,
            original,
            reading: self.stories.read(telling),
        }
    }

    /// Memory taken, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.copies.bytes() + self.stories.bytes()
    }
}

/// An article and the copies it met.
struct Met {
    article: ArticleId,
    at: Timestamp,
    original: Option<Original<ArticleId>>,
    reading: Reading,
}

#[cfg(test)]
mod tests;
