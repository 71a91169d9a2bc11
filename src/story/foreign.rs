//! The group in another language that tells of the same event: its words say nothing, so who, where and how many has to.
//!
//! Names meet by how they sound, states and capitals by a list of what each language calls them (`places`), numbers as they
//! are. It takes two names and a number that two tellings share; or two names, four with places, and that one cites the
//! other's address; or without either three names, six with places and a day that both name: two people in one town are
//! in the news for more than one thing, and everybody's news is dated and names states. Together these have to be so
//! surprising that chance is ruled out, and a good part of all names and numbers of both; and no more than
//! [`PATIENCE_HOURS`] may have passed. An article whose language nobody knows is foreign to none.

use std::cmp::Reverse;

use crate::story::dates::Day;
use crate::story::group::Group;
use crate::story::likeness::Likeness;
use crate::story::likeness::cosine;
use crate::story::likeness::patience;
use crate::story::likeness::silence;
use crate::story::links::Link;
use crate::story::links::citing;
use crate::story::nearest::Near;
use crate::story::places::is_place;
use crate::story::rarity::Rarity;
use crate::story::shelf::Shelf;
use crate::story::sounds::sound;
use crate::story::vocabulary::FOLLOWED;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;

/// Names that must be shared beside a number.
const NAMES: usize = 2;
/// Without one.
const NAMES_ALONE: usize = 6;
/// And where one tells the other's address, places included.
const NAMES_CITED: usize = 4;
/// How surprising that must be, in natural logarithms of the odds.
const PROOF: f64 = 10.0;
/// The cosine of names and numbers that is asked.
const ASKED: f64 = 0.25;
/// Silence after which nothing is tied across languages.
const PATIENCE_HOURS: f64 = 48.0;
/// Names and numbers of a group that are compared: a story of thousands of words is asked about at every join.
const SOUNDED: usize = 128;
/// Names and numbers whose postings are followed.
const QUERIED: usize = 16;
/// Groups compared in full.
const COMPARED: usize = 4;

/// A name or number of a group.
#[derive(Clone, Copy, Debug)]
struct Sounding {
    /// Of the name; of a number its own.
    sound: u64,
    weight: u64,
    surprise: u64,
    is_number: bool,
}

/// The nearest of those that `is_wanted`, if it is near enough; of equals the older.
pub(super) fn nearest<'a>(
    shelf: &'a Shelf,
    slot: Slot,
    is_wanted: impl Fn(&Group) -> bool,
    common: impl Fn(Slot, Slot) -> Common<'a>,
) -> Option<Near> {
    let asker = shelf.get(slot)?;
    if !shelf.is_foreign(asker.tongues) {
        return None;
    }
    let own = soundings(shelf, asker);
    let mut best: Option<(f64, i64, Near)> = None;
    for candidate in candidates(shelf, asker, &own) {
        let Some(group) = shelf.get(candidate).filter(|group| is_wanted(group)) else {
            continue;
        };
        let common = || common(slot, candidate);
        let Some(likeness) = compare(shelf, (asker, &own), group, common) else {
            continue;
        };
        let is_better = best.is_none_or(|(ratio, older, _)| {
            likeness.ratio > ratio || (likeness.ratio == ratio && group.order < older)
        });
        if is_better {
            let near = Near {
                slot: candidate,
                likeness,
            };
            best = Some((likeness.ratio, group.order, near));
        }
    }
    best.map(|(.., near)| near)
}

/// Foreign groups that share most of the strongest.
fn candidates(shelf: &Shelf, asker: &Group, own: &[Sounding]) -> Vec<Slot> {
    let mut strongest: Vec<&Sounding> = own.iter().collect();
    strongest.sort_unstable_by_key(|one| (Reverse(one.weight), one.sound));
    let mut left = FOLLOWED;
    let mut met: Vec<Slot> = Vec::new();
    for sounding in strongest.into_iter().take(QUERIED) {
        let listed = shelf.vocabulary.alike(sounding.sound);
        // As elsewhere, lists that would go over are left out whole: their order means nothing.
        let lists: Option<Vec<&[Slot]>> =
            listed.map(|term| shelf.vocabulary.groups(term)).collect();
        let Some(lists) = lists else {
            continue;
        };
        let length: usize = lists.iter().map(|list| list.len()).sum();
        if length <= left {
            left -= length;
            met.extend(lists.into_iter().flatten());
        }
    }
    met.sort_unstable();
    let mut found: Vec<(usize, i64, Slot)> = (met.chunk_by(|a, b| a == b))
        .filter(|same| same.len() >= NAMES)
        .filter_map(|same| {
            let group = shelf.get(same[0])?;
            let is_foreign = group.tongues.are_foreign(asker.tongues);
            is_foreign.then_some((same.len(), group.order, same[0]))
        })
        .collect();
    found.sort_unstable_by_key(|(count, order, _)| (Reverse(*count), *order));
    found.truncate(COMPARED);
    found.into_iter().map(|(.., slot)| slot).collect()
}

fn compare<'a>(
    shelf: &Shelf,
    (asker, own): (&Group, &[Sounding]),
    other: &Group,
    common: impl FnOnce() -> Common<'a>,
) -> Option<Likeness> {
    if silence(asker, other) > PATIENCE_HOURS {
        return None;
    }
    let others = soundings(shelf, other);
    let (mut met, mut surprise, mut shared) = (Met::default(), 0, 0_u128);
    let mut rest = others.as_slice();
    for one in own {
        rest = &rest[rest.partition_point(|other| other.sound < one.sound)..];
        let Some(other) = rest.first().filter(|other| other.sound == one.sound) else {
            continue;
        };
        shared += u128::from(one.weight) * u128::from(other.weight);
        surprise += one.surprise.min(other.surprise);
        met.add(one);
    }
    if met.names < NAMES || Rarity::nats(surprise) < PROOF || !met.are_proof(&common()) {
        return None;
    }
    let square = |all: &[Sounding]| all.iter().map(|one| u128::from(one.weight).pow(2)).sum();
    let similarity = cosine(shared, square(own), square(&others));
    let ratio = similarity * patience(asker, other) / ASKED;
    (ratio >= 1.0).then_some(Likeness { similarity, ratio })
}

/// What two groups share, counted.
#[derive(Clone, Debug, Default)]
struct Met {
    names: usize,
    places: usize,
    /// By their sound.
    numbers: Vec<u64>,
}

impl Met {
    fn add(&mut self, one: &Sounding) {
        match one.sound {
            sound if is_place(sound) => self.places += 1,
            sound if one.is_number => self.numbers.push(sound),
            _ => self.names += 1,
        }
    }

    fn are_proof(&self, common: &Common<'_>) -> bool {
        let days = &common.days;
        // When it was is not how many.
        let is_day = |number: &u64| {
            days.iter()
                .any(|day| number_sound(day.of_month()) == Some(*number))
        };
        let has_number = !self.numbers.iter().all(is_day);
        let has_names = |asked: usize| self.names >= NAMES && self.names + self.places >= asked;
        (has_number && self.names >= NAMES)
            || (common.cited.is_some() && has_names(NAMES_CITED))
            || (self.names >= NAMES_ALONE / 2 && has_names(NAMES_ALONE - days.len().min(1)))
    }
}

fn number_sound(number: u16) -> Option<u64> {
    sound(&number.to_string())
}

/// What two groups share beside words.
#[derive(Clone, Debug, Default)]
pub(super) struct Common<'a> {
    /// Days, as the first writes them.
    pub(super) days: Vec<&'a Day>,
    /// The address by which an article of one cites an article of the other.
    pub(super) cited: Option<&'a str>,
}

impl<'a> Common<'a> {
    pub(super) fn add(&mut self, a: &'a [Link], b: &'a [Link]) {
        self.cited = self.cited.or_else(|| citing(a, b));
    }

    /// In words.
    pub(super) fn told(&self) -> Vec<String> {
        let days = self.days.iter().map(|day| &*day.told);
        self.cited
            .into_iter()
            .chain(days)
            .map(ToOwned::to_owned)
            .collect()
    }

    pub(super) fn add_days(&mut self, a: &'a [Day], b: &[Day]) {
        for day in a {
            let is_shared = b.iter().any(|other| other.number == day.number);
            if is_shared && self.days.iter().all(|known| known.number != day.number) {
                self.days.push(day);
            }
        }
    }
}

/// A group's strongest names and numbers, by their sound.
fn soundings(shelf: &Shelf, group: &Group) -> Vec<Sounding> {
    let vocabulary = &shelf.vocabulary;
    // A place at the beginning of every sentence is a name too.
    let mut strongest: Vec<(u64, Term)> = (group.shares.iter())
        .filter_map(|share| {
            let word = vocabulary.word(share.term);
            let weight = u64::from(share.weight()) * u64::from(word.rarity);
            let is_name = word.is_name() || word.is_place();
            (is_name && weight > 0).then_some((weight, share.term))
        })
        .collect();
    if strongest.len() > SOUNDED {
        // Of equals those whose key is lower: terms are other ones in another run.
        let key = |(weight, term): &(u64, Term)| (Reverse(*weight), vocabulary.key(*term));
        strongest.select_nth_unstable_by_key(SOUNDED, key);
        strongest.truncate(SOUNDED);
    }
    let mut all: Vec<Sounding> = (strongest.into_iter())
        .filter_map(|(weight, term)| {
            Some(Sounding {
                sound: vocabulary.sound(term)?,
                weight,
                surprise: vocabulary.word(term).surprise(),
                is_number: vocabulary.spelling(term).starts_with(char::is_numeric),
            })
        })
        .collect();
    all.sort_unstable_by_key(|one| (one.sound, one.weight));
    all.dedup_by(|one, kept| {
        let is_same = one.sound == kept.sound;
        if is_same {
            kept.weight += one.weight;
            kept.surprise = kept.surprise.min(one.surprise);
        }
        is_same
    });
    all
}

/// What an article's word is called in the rest of its group, which is in other languages: the strongest that sounds so.
/// `own`: how much of a word is the article's own.
pub(super) fn called(
    shelf: &Shelf,
    group: &Group,
    term: Term,
    own: impl Fn(Term) -> u32,
) -> Option<(Term, u32)> {
    let vocabulary = &shelf.vocabulary;
    let is_name = |term: Term| {
        let word = vocabulary.word(term);
        word.is_name() || word.is_place()
    };
    if !is_name(term) {
        return None;
    }
    let alike = vocabulary.alike(vocabulary.sound(term)?);
    let shared = alike.filter(|other| *other != term).filter_map(|other| {
        let weight = group.share(other)?.weight().checked_sub(own(other))?;
        (weight > 0 && is_name(other)).then_some((other, weight))
    });
    shared.max_by_key(|(other, weight)| (*weight, vocabulary.key(*other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::StoryId;
    use crate::story::vocabulary::Told;
    use jiff::Timestamp;

    #[test]
    fn of_a_story_with_thousands_of_names_the_strongest_are_compared() {
        let mut shelf = Shelf::default();
        let slot = shelf.open(Some(StoryId(1)), 1, Timestamp::UNIX_EPOCH);
        let mut told: Vec<Told> = (0..4000_u16)
            .map(|n| Told {
                term: shelf
                    .vocabulary
                    .come(u64::from(n) + 1, 1, &format!("{n}00")),
                weight: n + 1,
                name: 1,
                is_headline: false,
            })
            .collect();
        told.sort_unstable();
        shelf.add(slot, &told);
        shelf.vocabulary.weigh(1000);

        let sounded = soundings(&shelf, shelf.get(slot).unwrap());

        assert_eq!(sounded.len(), SOUNDED);
        let weakest = sounded.iter().map(|one| one.weight).min().unwrap();
        let rarity = shelf.vocabulary.rarity(told[0].term);
        assert_eq!(weakest, (4001 - SOUNDED as u64) * rarity);
    }
}
