//! What an article meets in the recent past: first the articles it may be a copy of, then the stories it may join.
//!
//! A copy never opens a story: it joins the story of its original. Everything in here follows from the articles kept,
//! in their order, so that it can be built again from the archive: see `recall`.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::dedupe::Copies;
use crate::dedupe::Sketch;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::story::Placement;
use crate::story::Reading;
use crate::story::Telling;
use crate::story::Window;

/// The recent past.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    copies: Copies<Kept>,
    stories: Window,
    /// The latest time told of. A time before it counts as this one: the past does not come back.
    now: Option<Timestamp>,
}

/// An article that later ones may be copies of.
#[derive(Clone, Copy, Debug)]
struct Kept {
    article: ArticleId,
    story: StoryId,
}

/// What was found out about an article before it has a number.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The earlier article that it is a copy of.
    pub copy_of: Option<ArticleId>,
    /// Its story.
    pub placement: Placement,
    at: Timestamp,
    sketch: Sketch,
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

    /// Where this telling belongs. Forgets only what is too old by its time.
    pub fn place(&mut self, telling: &Telling<'_>) -> Arrival {
        let at = self.now.map_or(telling.at, |now| now.max(telling.at));
        self.now = Some(at);
        self.copies.forget(at);
        self.stories.forget(at);
        let sketch = Copies::<Kept>::sketch(telling.title, telling.text);
        let reading = self.stories.read(telling);
        let (copy_of, placement) = match self.copies.original(&sketch) {
            Some(original) => {
                let placement = Placement::Joins {
                    story: original.key.story,
                    similarity: original.containment,
                    because: self.stories.shared(original.key.story, &reading),
                };
                (Some(original.key.article), placement)
            }
            None => (None, self.stories.place(&reading, at)),
        };
        Arrival {
            copy_of,
            placement,
            at,
            sketch,
            reading,
        }
    }

    /// Remembers it under the numbers it got. A copy adds nothing to what its story is about.
    pub fn keep(&mut self, article: ArticleId, story: StoryId, arrival: Arrival) {
        if arrival.copy_of.is_some() {
            self.stories.touch(story, arrival.at);
        } else {
            self.stories.keep(story, arrival.reading, arrival.at);
        }
        self.copies
            .keep(Kept { article, story }, arrival.at, arrival.sketch);
    }

    /// Remembers an article whose story is known already.
    pub fn recall(&mut self, article: ArticleId, story: StoryId, telling: &Telling<'_>) {
        let arrival = self.place(telling);
        self.keep(article, story, arrival);
    }

    /// Memory taken, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.copies.bytes() + self.stories.bytes()
    }
}
