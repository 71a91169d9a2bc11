//! The group in another language that tells of the same event: its words say nothing, so who, where and how many has to.
//!
//! Names meet by how they sound, numbers as they are. It takes two names and a number that two tellings share, or without
//! a number six names, for two people in one town are in the news for more than one thing; together these have to be so
//! surprising that chance is ruled out, and a good part of all names and numbers of both; and no more than
//! [`PATIENCE_HOURS`] may have passed. An article whose language nobody knows is foreign to none. Links tie nothing: what a
//! text links to is not kept.

use crate::story::group::Group;
use crate::story::likeness::Likeness;
use crate::story::likeness::cosine;
use crate::story::likeness::patience;
use crate::story::likeness::silence;
use crate::story::nearest::Near;
use crate::story::rarity::Rarity;
use crate::story::shelf::Shelf;
use crate::story::vocabulary::FOLLOWED;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;

/// Names that must be shared beside a number.
const NAMES: u32 = 2;
/// Without one.
const NAMES_ALONE: u32 = 6;
/// How surprising that must be, in natural logarithms of the odds.
const PROOF: f64 = 10.0;
/// The cosine of names and numbers that is asked.
const ASKED: f64 = 0.25;
/// Silence after which nothing is tied across languages.
const PATIENCE_HOURS: f64 = 48.0;
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
pub(super) fn nearest(
    shelf: &Shelf,
    slot: Slot,
    is_wanted: impl Fn(&Group) -> bool,
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
        let Some(likeness) = compare(shelf, (asker, &own), group) else {
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
    strongest.sort_unstable_by_key(|one| (std::cmp::Reverse(one.weight), one.sound));
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
        .filter(|same| same.len() >= NAMES as usize)
        .filter_map(|same| {
            let group = shelf.get(same[0])?;
            let is_foreign = group.tongues.are_foreign(asker.tongues);
            is_foreign.then_some((same.len(), group.order, same[0]))
        })
        .collect();
    found.sort_unstable_by_key(|(count, order, _)| (std::cmp::Reverse(*count), *order));
    found.truncate(COMPARED);
    found.into_iter().map(|(.., slot)| slot).collect()
}

fn compare(shelf: &Shelf, (asker, own): (&Group, &[Sounding]), other: &Group) -> Option<Likeness> {
    if silence(asker, other) > PATIENCE_HOURS {
        return None;
    }
    let others = soundings(shelf, other);
    let (mut names, mut numbers, mut surprise, mut shared) = (0, 0, 0, 0_u128);
    let mut rest = others.as_slice();
    for one in own {
        rest = &rest[rest.partition_point(|other| other.sound < one.sound)..];
        let Some(other) = rest.first().filter(|other| other.sound == one.sound) else {
            continue;
        };
        shared += u128::from(one.weight) * u128::from(other.weight);
        surprise += one.surprise.min(other.surprise);
        if one.is_number {
            numbers += 1;
        } else {
            names += 1;
        }
    }
    let asked = if numbers > 0 { NAMES } else { NAMES_ALONE };
    if names < asked || Rarity::nats(surprise) < PROOF {
        return None;
    }
    let square = |all: &[Sounding]| all.iter().map(|one| u128::from(one.weight).pow(2)).sum();
    let similarity = cosine(shared, square(own), square(&others));
    let ratio = similarity * patience(asker, other) / ASKED;
    (ratio >= 1.0).then_some(Likeness { similarity, ratio })
}

/// A group's names and numbers, by their sound.
fn soundings(shelf: &Shelf, group: &Group) -> Vec<Sounding> {
    let mut all: Vec<Sounding> = (group.shares.iter())
        .filter_map(|share| {
            let word = shelf.vocabulary.word(share.term);
            let weight = u64::from(share.weight()) * u64::from(word.rarity);
            let sound = shelf.vocabulary.sound(share.term)?;
            let is_number = (shelf.vocabulary.spelling(share.term)).starts_with(char::is_numeric);
            (word.is_name() && weight > 0).then_some(Sounding {
                sound,
                weight,
                surprise: word.surprise(),
                is_number,
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
pub(super) fn called(shelf: &Shelf, group: &Group, term: Term) -> Option<(Term, u32)> {
    let vocabulary = &shelf.vocabulary;
    if !vocabulary.word(term).is_name() {
        return None;
    }
    let alike = vocabulary.alike(vocabulary.sound(term)?);
    let shared = alike.filter(|other| *other != term).filter_map(|other| {
        let share = group.share(other)?;
        vocabulary
            .word(other)
            .is_name()
            .then_some((other, share.weight()))
    });
    shared.max_by_key(|(other, weight)| (*weight, vocabulary.key(*other)))
}
