//! The pure part of an article's way, without a database: what `pipe`, `explain --text` and watchlist tests see.

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use crate::classify::Text;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::language::Language;
use crate::model::matching::Match;
use crate::model::story::Placement;
use crate::normalise::guess_language;
use crate::normalise::identify_language;
use crate::pipeline::Watch;
use crate::pipeline::recent::Recent;
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

/// Judges articles one after another; the stories of the row are kept between them.
pub struct Judge<'a> {
    watch: &'a Watch,
    recent: Recent,
    articles: i64,
    stories: i64,
}

impl<'a> Judge<'a> {
    /// With no stories yet.
    #[must_use]
    pub fn new(watch: &'a Watch) -> Self {
        Self {
            watch,
            recent: Recent::new(),
            articles: 0,
            stories: 0,
        }
    }

    /// Judges the next article. `now` stands in for a missing time.
    pub fn judge(&mut self, handed: &Handed, now: Timestamp) -> Judged {
        let hint = handed
            .language
            .as_deref()
            .and_then(|code| code.parse().ok());
        let language = identify_language(&handed.title, &handed.text, hint);
        let feed = handed
            .feed
            .as_deref()
            .and_then(|name| name.parse::<FeedName>().ok());
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
            language,
            at: handed.published.map_or(now, |at| at.min(now)),
        };
        let (story, copy_of) = self.place(&telling);
        Judged {
            language: language.or_else(|| guess_language(&handed.title, &handed.text, hint)),
            duplicate_of: copy_of.and_then(|article| usize::try_from(article.0).ok()),
            story,
            matches,
        }
    }

    fn place(&mut self, telling: &Telling<'_>) -> (StoryId, Option<ArticleId>) {
        let arrival = self.recent.place(telling);
        let copy_of = arrival.copy_of;
        let story = match arrival.placement {
            Placement::Joins { story, .. } => story,
            Placement::Opens => {
                self.stories += 1;
                StoryId(self.stories)
            }
        };
        self.recent.keep(ArticleId(self.articles), story, arrival);
        self.articles += 1;
        (story, copy_of)
    }
}
