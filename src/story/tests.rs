//! What a window promises: one event is one story, and what it says follows from its articles and their stories alone.

mod abroad;
mod foreign;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::language::Language;
use crate::story::Destination;
use crate::story::Merge;
use crate::story::Newcomer;
use crate::story::Reading;
use crate::story::Review;
use crate::story::Seat;
use crate::story::Settlement;
use crate::story::Telling;
use crate::story::Window;
use crate::story::group::Amount;
use crate::story::window::Limits;

/// A window with its stories written down beside it, as an archive would.
#[derive(Default)]
struct Desk {
    window: Window,
    archive: Vec<Filed>,
    opened: i64,
}

#[derive(Clone)]
struct Filed {
    id: ArticleId,
    reading: Reading,
    at: Timestamp,
    story: StoryId,
}

impl Desk {
    /// Settles articles that came together; gives what was found, and the story of each.
    fn settle(&mut self, texts: &[&str], at: Timestamp) -> (Settlement, Vec<StoryId>) {
        let readings: Vec<Reading> = texts.iter().map(|text| read(&self.window, text)).collect();
        let ids = (self.archive.len() as i64..).map(ArticleId);
        let newcomers: Vec<Newcomer<'_>> = (ids.clone().zip(&readings))
            .map(|(id, reading)| Newcomer { id, reading, at })
            .collect();
        let settlement = self.window.settle(&newcomers);
        self.merge(&settlement.merges);
        let mut stories = Vec::new();
        for (place, seat) in settlement.seats.iter().enumerate() {
            let story = match seat {
                Seat::Opens => {
                    self.opened += 1;
                    self.window.number(place, StoryId(self.opened));
                    StoryId(self.opened)
                }
                Seat::Joins(story, _) => *story,
                Seat::Follows(first, _) => stories[*first],
            };
            stories.push(story);
        }
        for ((id, reading), story) in ids.zip(readings).zip(&stories) {
            let story = *story;
            self.archive.push(Filed {
                id,
                reading,
                at,
                story,
            });
        }
        (settlement, stories)
    }

    /// Looks at the last articles again and writes down what was found.
    fn review(&mut self) -> Review {
        let review = self.window.review();
        self.merge(&review.merges);
        for moved in &review.moves {
            let place = moved.article.0 as usize;
            self.archive[place].story = match moved.to {
                Destination::Story(story) => story,
                Destination::Follows(opener) => self.archive[opener.0 as usize].story,
                Destination::Opens => {
                    self.opened += 1;
                    self.window
                        .number_parted(moved.article, StoryId(self.opened));
                    StoryId(self.opened)
                }
            };
        }
        for end in &review.ends {
            if self.archive.iter().all(|filed| filed.story != end.from) {
                self.merge(std::slice::from_ref(end));
            }
        }
        review
    }

    fn merge(&mut self, merges: &[Merge]) {
        for merge in merges {
            for filed in (self.archive.iter_mut()).filter(|filed| filed.story == merge.from) {
                filed.story = merge.into;
            }
        }
    }

    /// The window as it is built again after a crash.
    fn recalled(&self) -> Window {
        let mut window = limited(self.window.limits);
        for filed in &self.archive {
            let newcomer = Newcomer {
                id: filed.id,
                reading: &filed.reading,
                at: filed.at,
            };
            window.keep(filed.story, &newcomer);
        }
        window
    }
}

fn limited(limits: Limits) -> Window {
    let mut window = Window::new();
    window.limits = limits;
    window
}

fn read(window: &Window, text: &str) -> Reading {
    let (title, text) = text.split_once('|').unwrap_or((text, ""));
    window.read(&Telling {
        feed: None,
        title,
        text,
        link: None,
        // Half of all are in another language.
        language: (text.len() % 2 == 0)
            .then_some(Language::RU)
            .or(Some(Language::EN)),
        at: Timestamp::UNIX_EPOCH,
    })
}

fn hour(hour: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
}

/// Headlines that have nothing to do with each other: what a window is full of.
fn others(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| format!("alpha{n} beta{n} gamma{n} delta{n} epsilon{n}"))
        .collect()
}

#[test]
fn two_tellings_of_one_event_are_one_story_and_the_words_that_tie_them_are_told() {
    let mut desk = Desk::default();
    desk.settle(&["Ferry sinks off Mykonos with forty aboard"], hour(0));

    let (settlement, stories) =
        desk.settle(&["Forty rescued as ferry goes down near Mykonos"], hour(1));

    assert_eq!(stories, [StoryId(1)]);
    let Seat::Joins(_, tie) = &settlement.seats[0] else {
        panic!("{settlement:?}");
    };
    assert_eq!(tie.because.len(), 3, "{tie:?}");
    assert!(tie.because.contains(&"Mykonos".to_owned()), "{tie:?}");
    assert!((0.4..0.6).contains(&tie.similarity), "{tie:?}");
}

#[test]
fn one_word_in_common_is_chance_in_a_young_window() {
    let mut desk = Desk::default();

    let (_, stories) = desk.settle(&["Sanctions on a bank", "A school's sanctions"], hour(0));

    assert_eq!(stories, [StoryId(1), StoryId(2)]);
}

#[test]
fn newcomers_that_came_together_follow_the_first_of_them() {
    let mut desk = Desk::default();

    let (settlement, stories) = desk.settle(
        &[
            "Volcano erupts in Iceland near Grindavik",
            "Chess title defended",
            "Grindavik emptied as Iceland volcano erupts",
        ],
        hour(0),
    );

    assert_eq!(stories, [StoryId(1), StoryId(2), StoryId(1)]);
    assert!(matches!(settlement.seats[2], Seat::Follows(0, _)));
}

#[test]
fn forms_of_a_russian_word_tie_as_one() {
    let mut desk = Desk::default();

    let (_, stories) = desk.settle(
        &[
            "В Минске задержали журналистку Ирину Шевцову",
            "Журналистка Шевцова задержана в Минске",
        ],
        hour(0),
    );

    assert_eq!(stories, [StoryId(1), StoryId(1)]);
}

/// Sentences about flood relief in general, with which full texts are long.
const BACKGROUND: &str = "Since spring the ministry has paid farmers for drowned cattle, lost seed and broken fences; \
    insurers refuse most claims, engineers repair dams slowly, and the opposition wants an inquiry into contracts, \
    pumps, sandbags and a reservoir whose gates stood open while rain fell for weeks";

#[test]
fn two_full_texts_with_one_background_are_two_stories_when_neither_tells_the_other_s_headline() {
    let mut desk = Desk::default();
    let auditors = format!("Auditors praise cattle vouchers|{BACKGROUND}.");
    let bridge = format!("Footbridge reopens beside mill|{BACKGROUND}.");

    let (_, stories) = desk.settle(&[&auditors, &bridge], hour(0));
    assert_eq!(stories, [StoryId(1), StoryId(2)]);

    let mut desk = Desk::default();
    let also = format!("Vouchers for cattle win auditors' praise|{BACKGROUND}.");
    let (_, stories) = desk.settle(&[&auditors, &also], hour(0));
    assert_eq!(stories, [StoryId(1), StoryId(1)]);
}

#[test]
fn who_and_where_part_two_events_of_a_kind() {
    let event = |people: [&str; 4], places: [&str; 4]| {
        format!(
            "driver of a lorry hurt in crash on motorway|police said {} and {} were in hospital after the lorry left the \
             motorway near {} in fog; a witness, {}, called for help from {} and the road to {} stayed closed until {} \
             police and judge {} let traffic pass",
            people[0], people[1], places[0], people[2], places[1], places[2], places[3], people[3]
        )
    };
    let one = event(
        ["Novak", "Horak", "Dvorak", "Cermak"],
        ["Kolin", "Tabor", "Pisek", "Beroun"],
    );
    let other = event(
        ["Schulz", "Weber", "Krause", "Vogel"],
        ["Jena", "Gera", "Halle", "Suhl"],
    );
    let mut desk = Desk::default();

    let (_, stories) = desk.settle(&[&one, &other], hour(0));

    assert_eq!(stories, [StoryId(1), StoryId(2)]);
}

#[test]
fn news_of_two_stories_makes_them_one_under_the_older_number() {
    let mut desk = Desk::default();
    let background = others(40);
    desk.settle(
        &background.iter().map(String::as_str).collect::<Vec<_>>(),
        hour(0),
    );
    let before = desk.opened;
    desk.settle(&["Explosion harbour warehouse Odessa dock"], hour(1));
    desk.settle(&["Firefighters blaze grain terminal Chornomorsk"], hour(2));
    assert_eq!(desk.opened, before + 2);

    let (settlement, stories) = desk.settle(
        &["Explosion harbour warehouse Odessa firefighters blaze grain terminal"],
        hour(3),
    );

    assert_eq!(settlement.merges.len(), 1, "{settlement:?}");
    assert_eq!(settlement.merges[0].from, StoryId(before + 2));
    assert_eq!(settlement.merges[0].into, StoryId(before + 1));
    assert!(!settlement.merges[0].tie.because.is_empty());
    assert_eq!(stories, [StoryId(before + 1)]);
}

#[test]
fn what_joined_too_early_is_parted_at_a_second_look_and_the_first_keeps_the_number() {
    let mut desk = Desk::default();
    let (_, early) = desk.settle(
        &["Ferry strike Kaliningrad", "Ferry strike Rotterdam"],
        hour(0),
    );
    let later: Vec<String> = (0..16)
        .map(|n| format!("Ferry strike alpha{n} beta{n} gamma{n} delta{n}"))
        .collect();
    desk.settle(
        &later.iter().map(String::as_str).collect::<Vec<_>>(),
        hour(1),
    );

    let review = desk.review();

    assert_eq!(early, [StoryId(1), StoryId(1)]);
    assert_eq!(desk.archive[0].story, StoryId(1));
    assert_ne!(desk.archive[1].story, StoryId(1), "{review:?}");
    assert!(
        review
            .moves
            .iter()
            .any(|moved| moved.to == Destination::Opens)
    );
    assert_eq!(
        desk.review(),
        Review::default(),
        "a third look finds nothing"
    );
}

#[test]
fn two_stories_that_shared_too_little_when_news_was_scarce_are_one_at_a_second_look_that_says_why()
{
    let mut desk = Desk::default();
    // Words with a number before them are compared whole.
    let own = |n: usize| format!("{n}a {n}b {n}c {n}d");
    let mut first: Vec<String> = (0..6)
        .flat_map(|n| {
            [
                format!("Ferry {}", own(n)),
                format!("Strike {}", own(n + 50)),
            ]
        })
        .collect();
    first.extend([100, 101].map(|n| format!("Ferry strike {}", own(n))));
    let (_, early) = desk.settle(
        &first.iter().map(String::as_str).collect::<Vec<_>>(),
        hour(0),
    );
    let later: Vec<String> = (200..600).map(own).collect();
    desk.settle(
        &later.iter().map(String::as_str).collect::<Vec<_>>(),
        hour(1),
    );

    let review = desk.review();

    assert_eq!(early[12..], [StoryId(13), StoryId(14)]);
    assert_eq!((review.merges.len(), review.moves.len()), (0, 1));
    let [end] = &*review.ends else {
        panic!("{review:?}");
    };
    assert_eq!((end.from, end.into), (StoryId(14), StoryId(13)));
    assert_eq!(end.tie.because, ["Ferry", "Strike"]);
    assert_eq!(desk.archive[13].story, StoryId(13));
}

#[test]
fn a_story_that_nobody_tells_for_three_days_is_not_joined_any_more() {
    let mut desk = Desk::default();
    desk.settle(&["Ferry sinks off Mykonos with forty aboard"], hour(0));

    let (_, stories) = desk.settle(&["Ferry sinks off Mykonos with forty aboard"], hour(73));

    assert_eq!(stories, [StoryId(2)]);
    assert_eq!(desk.window.articles.len(), 1);
}

#[test]
fn an_article_without_words_is_a_story_of_its_own() {
    let mut desk = Desk::default();

    let (_, stories) = desk.settle(&["", "…", ""], hour(0));

    assert_eq!(stories, [StoryId(1), StoryId(2), StoryId(3)]);
}

#[test]
fn a_window_takes_no_memory_for_what_is_over() {
    let mut desk = Desk::default();
    let texts = others(300);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    desk.settle(&texts, hour(0));
    let full = desk.window.bytes();

    for day in 1..20 {
        desk.settle(&texts, hour(100 * day));
    }

    assert!(
        desk.window.bytes() < full + full / 2,
        "{full} then {}",
        desk.window.bytes()
    );
}

/// A stream of articles made of a few events' words, in batches, hours apart.
fn stream() -> impl Strategy<Value = Vec<(Vec<String>, i64)>> {
    let words = prop::collection::vec((0_u32..12, 0_u32..9), 2..9);
    let article = (0_u32..12, words).prop_map(|(event, words)| {
        words
            .into_iter()
            .map(|(other, word)| {
                let event = if other > 9 { other } else { event };
                let first = if word % 2 == 0 { 'E' } else { 'e' };
                let after = if other == 0 { "|" } else { "" };
                format!("{first}vent{event}word{word} {after}")
            })
            .collect::<String>()
    });
    prop::collection::vec((prop::collection::vec(article, 1..7), 0_i64..20), 1..14)
}

/// Windows so small that all their limits are met.
fn limits() -> impl Strategy<Value = Limits> {
    (1_usize..60, 1_usize..20).prop_map(|(most, looked_at)| Limits { most, looked_at })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_window_built_again_answers_as_the_one_that_was_lost(stream in stream(), limits in limits()) {
        let mut desk = Desk { window: limited(limits), ..Desk::default() };
        let mut now = 0;
        for (texts, later) in &stream {
            now += later;
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut crashed = Desk { window: desk.recalled(), archive: desk.archive.clone(), opened: desk.opened };

            prop_assert_eq!(desk.review(), crashed.review());
            let (as_before, _) = desk.settle(&texts, hour(now));
            let (after_crash, _) = crashed.settle(&texts, hour(now));

            prop_assert_eq!(as_before, after_crash);
        }
    }

    #[test]
    fn a_second_look_says_why_and_gives_no_number_to_another_story(stream in stream(), limits in limits()) {
        let mut desk = Desk { window: limited(limits), ..Desk::default() };
        let mut now = 0;
        for (texts, later) in &stream {
            now += later;
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            desk.settle(&texts, hour(now));
            let (before, opened) = (desk.archive.clone(), desk.opened);

            let review = desk.review();

            prop_assert!(review.merges.iter().all(|merge| merge.into < merge.from));
            for merge in review.merges.iter().chain(&review.ends) {
                prop_assert!(!merge.tie.because.is_empty(), "{:?}", merge);
            }
            for moved in &review.moves {
                let says_why = !moved.tie.because.is_empty();
                prop_assert!(says_why || moved.to == Destination::Opens, "{:?}", moved);
            }
            // A number means what it meant, or leads on: it is never another story's.
            let ended = review.merges.iter().chain(&review.ends).map(|merge| merge.from);
            let ended: BTreeSet<StoryId> = ended.collect();
            let stories = |archive: &[Filed]| archive.iter().map(|filed| filed.story).collect::<BTreeSet<_>>();
            let (were, are) = (stories(&before), stories(&desk.archive));
            prop_assert!(are.iter().all(|story| were.contains(story) || story.0 > opened));
            prop_assert!(were.iter().all(|story| are.contains(story) || ended.contains(story)), "{:?}", review);
        }
    }

    #[test]
    fn every_group_holds_what_its_articles_hold(stream in stream()) {
        let mut desk = Desk::default();
        let mut now = 0;
        for (texts, later) in &stream {
            now += later;
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            desk.settle(&texts, hour(now));
            desk.review();
        }

        let since = hour(now) - Window::SPAN;
        let mut expected: BTreeMap<StoryId, BTreeMap<u64, Amount>> = BTreeMap::new();
        for filed in desk.archive.iter().filter(|filed| filed.at >= since) {
            let words = expected.entry(filed.story).or_default();
            for word in &filed.reading.words {
                *words.entry(word.key).or_default() += Amount::new(word.weight, word.is_headline);
            }
        }
        let window = &desk.window;
        prop_assert_eq!(window.stories.len(), expected.len());
        for (story, words) in expected {
            let slot = window.stories[&story];
            let group = window.shelf.get(slot).unwrap();
            let found = group.shares.iter().map(|share| (window.shelf.vocabulary.key(share.term), share.amount));
            prop_assert_eq!(found.collect::<BTreeMap<_, _>>(), words);
            for share in &group.shares {
                let listed = window.shelf.vocabulary.groups(share.term).unwrap();
                prop_assert_eq!(listed.iter().filter(|other| **other == slot).count(), 1);
            }
        }
    }
}
