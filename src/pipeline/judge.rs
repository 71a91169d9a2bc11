//! The pure part of an article's way, without a database: what `pipe`, `explain --text` and watchlist tests see.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use crate::classify::Text;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::language::Language;
use crate::model::matching::Match;
use crate::normalise::canonical_link;
use crate::normalise::guess_language;
use crate::normalise::identify_language;
use crate::pipeline::Watch;
use crate::pipeline::recent::Arrival;
use crate::pipeline::recent::Recent;
use crate::story::Destination;
use crate::story::Merge;
use crate::story::Move;
use crate::story::Review;
use crate::story::Telling;

/// An article handed over from outside; title and text are taken as they are, so that offsets point into them.
#[derive(Clone, Debug, Deserialize)]
pub struct Handed {
    /// Given back as it came.
    pub id: serde_json::Value,
    /// Plain text.
    #[serde(default)]
    pub title: String,
    /// Plain text.
    #[serde(default)]
    pub text: String,
    /// Where it stands.
    #[serde(default)]
    pub url: Option<Url>,
    /// Topics may listen to some feeds only.
    #[serde(default)]
    pub feed: Option<String>,
    /// Moves the window of stories.
    #[serde(default)]
    pub published: Option<Timestamp>,
    /// Two letters; found out where it is absent.
    #[serde(default)]
    pub language: Option<String>,
}

/// What the stages say of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Found out or as handed over; where the words are too few to judge by, the likeliest.
    pub language: Option<Language>,
    /// Which earlier article it is a copy of: its place among those judged, from 0.
    pub duplicate_of: Option<usize>,
    /// Every article has one, matched or not.
    pub story: StoryId,
    /// The topics it meets.
    pub matches: Vec<Match>,
}

/// Judges articles in the order in which they are handed over; the stories of the row are kept between them.
pub struct Judge<'a> {
    watch: &'a Watch,
    recent: Recent,
    /// Of each article so far; what was merged is named by its survivor from then on.
    stories: Vec<StoryId>,
    opened: i64,
    /// Places of copies, each with its original.
    copies: Vec<(usize, ArticleId)>,
}

impl<'a> Judge<'a> {
    /// With no stories yet.
    #[must_use]
    pub fn new(watch: &'a Watch) -> Self {
        Self {
            watch,
            recent: Recent::new(),
            stories: Vec::new(),
            opened: 0,
            copies: Vec::new(),
        }
    }

    /// Judges the next articles; those that are handed over together are grouped together, with all of them in view.
    /// `now` stands in for a missing time.
    pub fn judge(&mut self, handed: &[Handed], now: Timestamp) -> Vec<Judged> {
        let feeds: Vec<Option<FeedName>> = handed.iter().map(feed_of).collect();
        let links: Vec<Option<String>> = (handed.iter())
            .map(|handed| handed.url.as_ref().map(canonical_link))
            .collect();
        let mut judged = Vec::with_capacity(handed.len());
        let mut arriving = Vec::with_capacity(handed.len());
        for ((handed, feed), link) in handed.iter().zip(&feeds).zip(&links) {
            let (language, likely) = language_of(handed);
            let matches = self.watch.classifier.classify(&Text {
                feed: feed.as_ref(),
                language,
                title: &handed.title,
                text: &handed.text,
            });
            let telling = Telling {
                feed: feed.as_ref(),
                title: &handed.title,
                text: &handed.text,
                link: link.as_deref(),
                language,
                at: handed.published.map_or(now, |at| at.min(now)),
            };
            arriving.push((
                ArticleId((self.stories.len() + judged.len()) as i64),
                telling,
            ));
            judged.push(Judged {
                language: likely,
                duplicate_of: None,
                story: StoryId(0),
                matches,
            });
        }
        self.place(&arriving, &mut judged);
        judged
    }

    fn place(&mut self, arriving: &[(ArticleId, Telling<'_>)], judged: &mut [Judged]) {
        let review = self.recent.look_again(arriving);
        self.look_again(&review);
        let settled = self.recent.settle(arriving);
        self.merge(&settled.merges);
        for (judged, arrival) in judged.iter_mut().zip(settled.arrivals) {
            judged.story = match arrival {
                Arrival::Opens(opening) => {
                    self.opened += 1;
                    let story = StoryId(self.opened);
                    self.recent.number(opening, story);
                    story
                }
                Arrival::Joins(story, _) => story,
                Arrival::Follows(first, _) => self.story_of(first),
                Arrival::Copies(copy) => {
                    judged.duplicate_of = usize::try_from(copy.of.0).ok();
                    self.copies.push((self.stories.len(), copy.of));
                    self.story_of(copy.of)
                }
            };
            self.stories.push(judged.story);
        }
    }

    fn merge(&mut self, merges: &[Merge]) {
        for merge in merges {
            let merged = (self.stories.iter_mut()).filter(|story| **story == merge.from);
            merged.for_each(|story| *story = merge.into);
        }
    }

    /// What a second look found: it counts for those who come later, for the earlier ones are answered.
    fn look_again(&mut self, review: &Review) {
        self.merge(&review.merges);
        let mut moved = HashSet::new();
        for Move { article, to, .. } in &review.moves {
            let story = match to {
                Destination::Story(story) => *story,
                Destination::Follows(opener) => self.story_of(*opener),
                Destination::Opens => {
                    self.opened += 1;
                    self.recent.number_parted(*article, StoryId(self.opened));
                    StoryId(self.opened)
                }
            };
            self.move_to(*article, story);
            moved.insert(*article);
        }
        for place in 0..self.copies.len() {
            let (copy, original) = self.copies[place];
            let copy = ArticleId(copy as i64);
            if moved.contains(&original) {
                self.move_to(copy, self.story_of(original));
                moved.insert(copy);
            }
        }
    }

    fn move_to(&mut self, article: ArticleId, to: StoryId) {
        let place = usize::try_from(article.0).unwrap_or(usize::MAX);
        if let Some(story) = self.stories.get_mut(place) {
            *story = to;
        }
    }

    fn story_of(&self, article: ArticleId) -> StoryId {
        let place = usize::try_from(article.0).unwrap_or(usize::MAX);
        self.stories.get(place).copied().unwrap_or(StoryId(0))
    }
}

fn feed_of(handed: &Handed) -> Option<FeedName> {
    handed.feed.as_deref()?.parse().ok()
}

/// The language to judge by, and the one to show: the likeliest, where it is not sure.
fn language_of(handed: &Handed) -> (Option<Language>, Option<Language>) {
    let hint = handed
        .language
        .as_deref()
        .and_then(|code| code.parse().ok());
    let sure = identify_language(&handed.title, &handed.text, hint);
    let likely = || guess_language(&handed.title, &handed.text, hint);
    (sure, sure.or_else(likely))
}
