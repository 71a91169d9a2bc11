//! Alert: what is worth an instant letter, from the moment it was noticed until its letter stands in the outbox.

use jiff::Timestamp;

use crate::model::ids::AlertId;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::quiet_hours::QuietHours;
use crate::model::recipient::Recipient;
use crate::model::watchlist::AlertRule;

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertAbout {
    /// An article that reached its topic's score, and the story it is in.
    Article(ArticleId, StoryId),
    /// A topic louder than it usually is.
    Burst(BurstId),
}

/// Something noticed, for the recipients of one digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAlert {
    /// Whose recipients.
    pub digest: DigestName,
    /// By whose rule.
    pub topic: TopicName,
    /// The article, or the burst.
    pub about: AlertAbout,
}

/// Why an alert waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldBy {
    /// The digest's quiet hours.
    Quiet,
    /// The topic's letters of this hour are used up.
    Rate,
    /// Its story was told a short while ago.
    Story,
}

impl HeldBy {
    /// The word for tables and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Rate => "rate",
            Self::Story => "story",
        }
    }

    /// The reason of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Quiet, Self::Rate, Self::Story]
            .into_iter()
            .find(|held| held.as_str() == word)
    }
}

/// Why an alert gets no letter of its own; its article is told by the digest all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedBy {
    /// A letter of this digest has told the article meanwhile.
    Told,
    /// Every recipient had it by another digest's letter.
    Elsewhere,
    /// Quiet hours with `alerts = "drop"`.
    Quiet,
    /// It waited so long that it is no news any more.
    Old,
    /// The watchlist does not ask for it any more.
    Unasked,
}

impl PassedBy {
    /// The word for tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Elsewhere => "elsewhere",
            Self::Quiet => "quiet",
            Self::Old => "old",
            Self::Unasked => "unasked",
        }
    }

    /// The reason of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Told,
            Self::Elsewhere,
            Self::Quiet,
            Self::Old,
            Self::Unasked,
        ]
        .into_iter()
        .find(|passed| passed.as_str() == word)
    }
}

/// How far an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// No letter tells it yet; why, once it was looked at.
    Waiting(Option<HeldBy>),
    /// A letter told it.
    Told(DigestNumber),
    /// It gets no letter of its own.
    Passed(PassedBy),
}

/// What became of an article as an alert, for the recipients of one digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAlert {
    /// Whose recipients.
    pub digest: DigestName,
    /// The one of them for whom it waited on when the others were told.
    pub to: Option<Recipient>,
    /// By whose rule.
    pub topic: TopicName,
    /// When it was noticed.
    pub noticed: Timestamp,
    /// How far it is.
    pub state: AlertState,
    /// When it was told or passed over.
    pub settled: Option<Timestamp>,
}

/// An alert that waits for its letter to one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAlert {
    /// Its row.
    pub id: AlertId,
    /// By whose rule.
    pub topic: TopicName,
    /// The article with the story it is in today, or the burst.
    pub about: AlertAbout,
    /// When it was noticed.
    pub noticed: Timestamp,
    /// Why it could not go when it was last looked at.
    pub held: Option<HeldBy>,
    /// When a letter, of whatever digest, last told the reader of the story.
    pub last_told: Option<Timestamp>,
    /// A letter of this digest has told them the article itself.
    pub is_told: bool,
    /// A letter of another digest has told them.
    pub is_elsewhere: bool,
    /// That letter, where it was an alert.
    pub elsewhere: Option<DigestNumber>,
}

/// What an alert's letter says about why it comes, and why only now.
#[derive(Clone, Debug, PartialEq)]
pub struct Occasion {
    /// Rules that were met: what the letters call the topic, and its rule.
    pub rules: Vec<(String, AlertRule)>,
    /// Why it did not come at once.
    pub held: Option<HeldBy>,
    /// The digest's quiet hours, where they held it.
    pub quiet: Option<QuietHours>,
    /// How many alerts are told at once.
    pub alerts: usize,
}
