//! Watchlist: the analyst's standing interests, checked. Nobody validates again after this.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::model::dictionary::Dictionaries;
use crate::model::feed::Feed;
use crate::model::ids::DigestName;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::language::Language;
use crate::model::lesson::Learning;
use crate::model::recipient::Recipient;

/// Everything `watchlist.toml`, `watchlist.d/` and the named packs say.
#[derive(Clone, Debug, Default)]
pub struct Watchlist {
    /// Changes when the meaning changes, not when a comment does.
    pub version: WatchlistVersion,
    /// Name sets: `@name` in a term stands for all of these.
    pub names: BTreeMap<String, Vec<Term>>,
    /// In the order written.
    pub topics: Vec<Topic>,
    /// In the order written.
    pub feeds: Vec<Feed>,
    /// In the order written.
    pub digests: Vec<DigestDefinition>,
    /// Forms of the machine's dictionaries, which are part of what the terms mean.
    pub dictionaries: Dictionaries,
}

impl Watchlist {
    /// The topic of that name.
    #[must_use]
    pub fn topic(&self, name: &TopicName) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.name == *name)
    }

    /// The feed of that name.
    #[must_use]
    pub fn feed(&self, name: &FeedName) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.name == *name)
    }

    /// How many inline tests the topics carry.
    #[must_use]
    pub fn test_count(&self) -> usize {
        self.topics.iter().map(|topic| topic.tests.len()).sum()
    }
}

/// One standing interest.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The table's key.
    pub name: TopicName,
    /// What letters and the page call it.
    pub title: String,
    /// One group for `any`, several for `all`: an article must hit every group.
    pub groups: Vec<Vec<Term>>,
    /// Most words between hits of different groups; `None` = anywhere in the article.
    pub near: Option<u32>,
    /// A hit that overlaps one of these does not count.
    pub none: Vec<Term>,
    /// One of these anywhere, and the article does not match.
    pub none_article: Vec<Term>,
    /// Terms that add to the score but are not asked for.
    pub boost: Vec<Term>,
    /// A lower score is no match.
    pub threshold: f64,
    /// Only articles in these; empty = all.
    pub languages: Vec<Language>,
    /// Which feeds it listens to.
    pub feeds: FeedFilter,
    /// Order in the letter.
    pub priority: Priority,
    /// When to send an instant letter.
    pub alert: Option<AlertRule>,
    /// Tell when the topic is louder than it usually is.
    pub burst: bool,
    /// What it does with what readers marked.
    pub learn: Learning,
    /// Unit tests of the topic; a list that fails one is refused.
    pub tests: Vec<TopicTest>,
}

/// Name patterns with `*` over feed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedFilter {
    /// Empty = every feed.
    pub include: Vec<String>,
    /// Wins over `include`.
    pub exclude: Vec<String>,
}

/// Where a topic stands in the letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// First.
    High,
    /// The default.
    #[default]
    Normal,
    /// Last.
    Low,
}

/// When a topic is worth an instant letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlertRule {
    /// An article of a lower score waits for the digest; `None`: every one does, and bursts alone are told at once.
    pub min_score: Option<f64>,
    /// Letters an hour to the recipients of one digest; what is more comes in one letter when the hour allows it.
    pub max_per_hour: u32,
    /// Also when the topic is louder than it usually is.
    pub on_burst: bool,
}

/// One unit test of a topic, as written in the watchlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicTest {
    /// The headline to judge.
    pub text: String,
    /// What stands under it; mostly empty.
    pub body: String,
    /// What the article is in; `None` is found out from its words.
    pub language: Option<Language>,
    /// Must it match?
    pub must_match: bool,
    /// Terms that must be among the evidence.
    pub because: Vec<String>,
    /// Where it stands, for the words of a failure.
    pub place: Place,
}

/// One phrase of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// As written: what `evidence.term` shows.
    pub written: String,
    /// What it asks for.
    pub pattern: Pattern,
    /// Inflect as this language only; `None` = every language whose script it is in.
    pub language: Option<Language>,
    /// What a hit adds to the score.
    pub weight: f64,
    /// Where it stands, for the words of a fault.
    pub place: Place,
}

/// What a term asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Whole words in a row, any case, each in every form of its language. A word may carry `*` or `?`.
    Words(Vec<Word>),
    /// All capitals: exact case, never inflected.
    Acronym(String),
    /// `=Exact Form`: exact and case-exact.
    Exact(String),
    /// `a ~6 b`, `a >6 b`: both within so many words.
    Near {
        /// Comes first when `is_ordered`.
        left: Box<Pattern>,
        /// The other one.
        right: Box<Pattern>,
        /// Most words between them.
        distance: u32,
        /// `>`: left must stand before right.
        is_ordered: bool,
    },
    /// `re:…`, over the folded text.
    Regex(String),
    /// `title:…`: only in the title.
    Title(Box<Pattern>),
    /// `@name`.
    Name(String),
}

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// In every inflected form.
    Inflected(String),
    /// `sanction*`, `wor?`: `*` any ending, `?` one letter.
    Wildcard(String),
}

/// A place in a file that people edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// As the owner knows it: `watchlist.toml`, `watchlist.d/sport.toml`, `pack belarus`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// One letter that comes again and again: when, about what, to whom.
#[derive(Clone, Debug)]
pub struct DigestDefinition {
    /// The table's key.
    pub name: DigestName,
    /// When it is due.
    pub schedule: Schedule,
    /// Whose clock `schedule` is read by.
    pub tz: TimeZone,
    /// In the owner's order; the letter sorts by priority.
    pub topics: Vec<TopicName>,
    /// One envelope each.
    pub to: Vec<Recipient>,
    /// What to do when there is nothing to tell.
    pub when_empty: WhenEmpty,
    /// More are counted, not shown.
    pub max_stories: usize,
    /// Does the subject say what it is about?
    pub subject: SubjectMode,
    /// Do its recipients get alerts of its topics?
    pub has_alerts: bool,
    /// When alerts wait.
    pub quiet_hours: Option<QuietHours>,
}

/// When a digest is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Wall-clock times on these weekdays.
    At {
        /// Sorted, at least one.
        times: Vec<Time>,
        /// Never empty.
        days: Vec<Weekday>,
    },
    /// A cron expression, already known to be sound.
    Cron(String),
}

/// What an empty digest does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenEmpty {
    /// Proof of life.
    #[default]
    Send,
    /// Silence.
    Skip,
}

/// What a subject line gives away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubjectMode {
    /// Counts and topics.
    #[default]
    Full,
    /// A constant form without topic words.
    Discreet,
}

/// When alerts wait, on the digest's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From this time of day,
    pub from: Time,
    /// to this one, past midnight if it is earlier.
    pub to: Time,
    /// Alerts of these hours are left to the digest, instead of coming as one letter afterwards.
    pub is_dropped: bool,
}

impl QuietHours {
    /// When the quiet hours that hold at `now` end; `None` outside of them. Times are resolved as those of digests: one that
    /// the clock skips comes an hour later, one that comes twice is taken the first time.
    #[must_use]
    pub fn until(&self, now: Timestamp, tz: &TimeZone) -> Option<Timestamp> {
        let today = now.to_zoned_datetime(tz.clone()).date();
        let moment = |date: Date, time: Time| {
            let zoned = date.to_datetime(time).to_zoned_datetime(tz.clone());
            zoned.ok().map(|zoned| zoned.timestamp())
        };
        // Those that began yesterday may still hold, and a zone's clock may be set back over midnight.
        (-1..=1)
            .filter_map(|days| today.checked_add(days.days()).ok())
            .find_map(|date| {
                let last = match self.to > self.from {
                    true => date,
                    false => date.tomorrow().ok()?,
                };
                let (from, to) = (moment(date, self.from)?, moment(last, self.to)?);
                (from <= now && now < to).then_some(to)
            })
    }
}

/// How often a feed may be asked at the most, unless it stands on a host that is allowed private.
pub const SHORTEST_INTERVAL: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn until(from: (i8, i8), to: (i8, i8), zone: &str, now: &str) -> Option<String> {
        let hours = QuietHours {
            from: time(from.0, from.1, 0, 0),
            to: time(to.0, to.1, 0, 0),
            is_dropped: false,
        };
        let tz = TimeZone::get(zone).unwrap();
        hours
            .until(now.parse().unwrap(), &tz)
            .map(|until| until.to_string())
    }

    #[test]
    fn quiet_hours_hold_by_the_wall_clock_over_midnight_and_over_clock_changes() {
        for (from, to, now, expected) in [
            // Winter in Vilnius is two hours ahead of UTC.
            ((22, 0), (6, 0), "2026-01-10T19:59:59Z", None),
            (
                (22, 0),
                (6, 0),
                "2026-01-10T20:00:00Z",
                Some("2026-01-11T04:00:00Z"),
            ),
            (
                (22, 0),
                (6, 0),
                "2026-01-11T03:59:59Z",
                Some("2026-01-11T04:00:00Z"),
            ),
            ((22, 0), (6, 0), "2026-01-11T04:00:00Z", None),
            (
                (12, 0),
                (13, 30),
                "2026-01-11T11:00:00Z",
                Some("2026-01-11T11:30:00Z"),
            ),
            ((12, 0), (13, 30), "2026-01-11T11:30:00Z", None),
            // Spring: the night is an hour shorter. 03:30 does not exist and comes an hour later.
            (
                (22, 0),
                (6, 0),
                "2026-03-28T21:00:00Z",
                Some("2026-03-29T03:00:00Z"),
            ),
            (
                (22, 0),
                (3, 30),
                "2026-03-28T21:00:00Z",
                Some("2026-03-29T01:30:00Z"),
            ),
            // Autumn: the night is an hour longer. 03:30 comes twice, the first time counts.
            (
                (22, 0),
                (6, 0),
                "2026-10-24T20:00:00Z",
                Some("2026-10-25T04:00:00Z"),
            ),
            (
                (22, 0),
                (3, 30),
                "2026-10-24T20:00:00Z",
                Some("2026-10-25T00:30:00Z"),
            ),
            ((22, 0), (3, 30), "2026-10-25T01:00:00Z", None),
        ] {
            assert_eq!(
                until(from, to, "Europe/Vilnius", now).as_deref(),
                expected,
                "{from:?} to {to:?} at {now}"
            );
        }
    }

    #[test]
    fn no_night_of_ten_years_lasts_longer_than_a_day() {
        for zone in [
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Asia/Tehran",
        ] {
            let mut now: Timestamp = "2010-01-01T00:00:00Z".parse().unwrap();
            let end: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
            while now < end {
                if let Some(until) = until((22, 0), (6, 0), zone, &now.to_string()) {
                    let until: Timestamp = until.parse().unwrap();
                    assert!(
                        until > now && until.duration_since(now).as_hours() < 24 * 2,
                        "{zone} {now}"
                    );
                }
                now += jiff::SignedDuration::from_mins(97);
            }
        }
    }
}
