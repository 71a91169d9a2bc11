//! Letters to look at: invented outlets and invented news, as plausible as a desk's morning.

mod morning;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::morning::MORNING;
use crate::model::burst::Burst;
use crate::model::digest::Candidate;
use crate::model::digest::Coverage;
use crate::model::digest::DigestInput;
use crate::model::digest::LetterKind;
use crate::model::digest::SourceTrouble;
use crate::model::digest::ToldText;
use crate::model::digest::TopicBurst;
use crate::model::digest::TopicHeading;
use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::model::watchlist::Priority;
use crate::model::watchlist::SubjectMode;

/// What an article is told by, and what was found in it: topic, term, form, weight.
pub(super) struct Told {
    pub(super) story: i64,
    pub(super) outlet: (&'static str, &'static str, &'static str),
    pub(super) language: &'static str,
    pub(super) minutes_ago: i64,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) found: &'static [(&'static str, &'static str, &'static str, f64)],
}

/// 07:30 in Vilnius.
pub(super) fn now() -> Timestamp {
    "2026-06-16T04:30:00Z".parse().unwrap()
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

/// Nothing found, everything well.
pub(super) fn empty() -> DigestInput {
    DigestInput {
        kind: LetterKind::Digest,
        number: DigestNumber(412),
        name: "morning".parse().unwrap(),
        topics: vec![
            heading(
                "repression",
                "Belarus: repression",
                Priority::High,
                [2, 1, 0, 3, 2, 4, 1, 0, 2, 2, 5, 3, 2, 9],
            ),
            heading(
                "sanctions",
                "Sanctions",
                Priority::Normal,
                [1, 0, 0, 2, 1, 1, 3, 0, 0, 1, 2, 1, 0, 2],
            ),
            heading(
                "intervention",
                "Russian intervention",
                Priority::Normal,
                [0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1],
            ),
            heading(
                "energy",
                "Energy leverage",
                Priority::Low,
                [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
            ),
        ],
        from: ago(930),
        until: now(),
        tz: TimeZone::get("Europe/Vilnius").unwrap(),
        occasion: None,
        candidates: Vec::new(),
        told: BTreeMap::new(),
        revised: Vec::new(),
        bursts: Vec::new(),
        sources: Vec::new(),
        coverage: Coverage {
            feeds: 48,
            feeds_ok: 48,
            read: 1284,
            matched: 0,
            hidden: 0,
            watchlist_version: "3fa9c1d27be4".to_owned(),
            tests: 24,
            next: Some(ago(-510)),
        },
        watchlist_changes: Vec::new(),
        subject: SubjectMode::Full,
        max_stories: 40,
        public_url: None,
    }
}

fn heading(topic: &str, title: &str, priority: Priority, daily: [u32; 14]) -> TopicHeading {
    TopicHeading {
        topic: topic.parse().unwrap(),
        title: title.to_owned(),
        priority,
        daily,
    }
}

/// A busy morning in four languages, with a burst, a changed watchlist and two sources in trouble.
pub(super) fn rich() -> DigestInput {
    let mut input = of(&MORNING);
    for candidate in &mut input.candidates {
        candidate.is_development = candidate.story == StoryId(4774);
        if candidate.is_development {
            candidate.story_opened = ago(2 * 24 * 60);
        }
    }
    input.told = BTreeMap::from([(
        StoryId(4774),
        vec![ToldText {
            title: "Учительницу из Лиды приговорили к трём годам колонии".to_owned(),
            text: "Районный суд огласил приговор в среду. Учительница провела под стражей восемь месяцев.".to_owned(),
            language: "ru".parse().ok(),
        }],
    )]);
    input.bursts = vec![TopicBurst {
        title: "Belarus: repression".to_owned(),
        burst: Burst {
            topic: "repression".parse().unwrap(),
            noticed: ago(40),
            since: ago(190),
            hours: 3,
            stories: 9,
            usual: 2.1,
            terms: vec!["detain".to_owned(), "@kgb".to_owned()],
            outlets: vec!["Зеркало".to_owned(), "Весна".to_owned()],
        },
    }];
    input.watchlist_changes =
        vec!["sanctions: the term \"price cap\" was added; 24 tests pass.".to_owned()];
    input.sources = vec![
        trouble(
            "vesti-granicy",
            "Весткі мяжы",
            FeedState::Failing,
            "http-403",
            23 * 60,
            38,
            "The server refuses us (403 Forbidden). It may not like our User-Agent: set headers = { \"User-Agent\" = \"…\" } for this feed, or try its address in a browser.",
        ),
        trouble(
            "port-monitor",
            "Port Monitor Klaipėda",
            FeedState::Quiet,
            "stale",
            9 * 24 * 60,
            0,
            "It answers, but its newest article is 9 days old, and it used to bring about 6 a day. Look whether the feed has moved.",
        ),
    ];
    input.coverage.feeds_ok = 46;
    input.coverage.matched = 9;
    input
}

/// Those articles on an otherwise quiet day.
pub(super) fn of(told: &[Told]) -> DigestInput {
    let mut input = empty();
    let mut opened: BTreeMap<i64, Timestamp> = BTreeMap::new();
    for (index, told) in told.iter().enumerate() {
        let seen = ago(told.minutes_ago);
        let first = opened.entry(told.story).or_insert(seen);
        *first = (*first).min(seen);
        input
            .candidates
            .push(candidate(told, ArticleId(90_000 + index as i64)));
    }
    for candidate in &mut input.candidates {
        candidate.story_opened = opened[&candidate.story.0];
    }
    input.coverage.matched = told.len() as u64;
    input
}

fn candidate(told: &Told, article: ArticleId) -> Candidate {
    let (feed, outlet, label) = told.outlet;
    Candidate {
        article,
        story: StoryId(told.story),
        story_opened: ago(told.minutes_ago),
        is_development: false,
        alerted: None,
        feed: feed.parse().unwrap(),
        outlet: outlet.to_owned(),
        label: (!label.is_empty()).then(|| label.to_owned()),
        link: format!("https://{feed}.example/news/2026/06/{}", article.0)
            .parse()
            .ok(),
        title: told.title.to_owned(),
        text: told.text.to_owned(),
        language: told.language.parse().ok(),
        published: Some(ago(told.minutes_ago + 4)),
        first_seen: ago(told.minutes_ago),
        matches: matches(told),
    }
}

fn matches(told: &Told) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for (topic, term, form, weight) in told.found {
        let evidence = evidence(told, term, form, *weight);
        let first = evidence.first();
        let first = first.unwrap_or_else(|| panic!("{form:?} does not stand in {:?}", told.title));
        let doubled = if first.field == Field::Title {
            2.0
        } else {
            1.0
        };
        let index = matches
            .iter()
            .position(|found| found.topic.as_str() == *topic)
            .unwrap_or_else(|| {
                matches.push(Match {
                    topic: topic.parse().unwrap(),
                    score: 0.0,
                    evidence: Vec::new(),
                    learned: None,
                });
                matches.len() - 1
            });
        matches[index].score += weight * doubled;
        matches[index].evidence.extend(evidence);
    }
    matches
}

fn evidence(told: &Told, term: &str, form: &str, weight: f64) -> Vec<Evidence> {
    let found = |field: Field, text: &'static str| {
        text.match_indices(form)
            .map(|(at, _)| {
                let start = text[..at].chars().count();
                Evidence {
                    term: term.to_owned(),
                    form: form.to_owned(),
                    field,
                    start,
                    end: start + form.chars().count(),
                    weight,
                }
            })
            .collect::<Vec<_>>()
    };
    let mut all = found(Field::Title, told.title);
    all.extend(found(Field::Text, told.text));
    all
}

fn trouble(
    feed: &str,
    outlet: &str,
    state: FeedState,
    kind: &str,
    minutes: i64,
    tries: u32,
    sentence: &str,
) -> SourceTrouble {
    SourceTrouble {
        feed: feed.parse().unwrap(),
        outlet: outlet.to_owned(),
        state,
        cause: Cause {
            kind: kind.to_owned(),
            sentence: sentence.to_owned(),
        },
        since: ago(minutes),
        tries,
    }
}
