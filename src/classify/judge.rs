//! Places of terms -> the judgement of one topic: `none`, AND of ORs, `near`, threshold, in that order.
//!
//! One way for `classify` and `explain`, so that the explanation cannot tell another story than the match.

use std::rc::Rc;

use crate::classify::compile::Rules;
use crate::classify::locate::Places;
use crate::classify::locate::Spot;
use crate::classify::near;
use crate::classify::near::Mark;
use crate::classify::near::Nearest;
use crate::classify::rules::Role;
use crate::classify::rules::TermId;
use crate::classify::rules::TopicRule;
use crate::classify::score::score;
use crate::model::matching::Field;

/// A term of the topic stands here.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    pub(super) term: TermId,
    pub(super) spot: Spot,
}

/// Why the article does not match, as far as its words go.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Objection {
    Vetoed(Standing),
    /// From 0.
    Unmet(usize),
    Apart(Nearest),
    TooLow,
}

/// What one topic makes of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Judgement {
    pub(super) objections: Vec<Objection>,
    /// What counts; where the groups are not met, what would have.
    pub(super) counted: Vec<Standing>,
    /// What a `none` term killed, and that term's place.
    pub(super) killed: Vec<(Standing, Standing)>,
    pub(super) score: f64,
}

/// The terms of one topic in one article, by what they do.
#[derive(Default)]
struct Standings {
    groups: Vec<(usize, Standing)>,
    boosts: Vec<Standing>,
    none: Vec<Standing>,
    none_article: Vec<Standing>,
}

/// Are the groups met, as long as no `none` term kills a hit? Spares the work for most topics that are touched, as
/// fewer hits cannot meet what all of them do not.
pub(super) fn may_match(
    rules: &Rules,
    topic: &TopicRule,
    terms: &[TermId],
    places: &mut Places<'_>,
) -> bool {
    let groups = topic.groups.len();
    let of_group = |group: usize| {
        let terms = terms.iter().map(|term| &rules.terms[*term as usize]);
        terms.filter(move |term| term.role == Role::Group(group as u16))
    };
    if groups == 0 || (0..groups).any(|group| of_group(group).next().is_none()) {
        return false;
    }
    let mut marks = Vec::new();
    for group in 0..groups {
        let before = marks.len();
        for term in of_group(group) {
            let spots = places.locate(term.node);
            marks.extend(spots.iter().map(|spot| mark(group, spot)));
        }
        if marks.len() == before {
            return false;
        }
    }
    let Some(limit) = topic.near.filter(|_| groups > 1) else {
        return true;
    };
    marks.sort_unstable_by_key(|mark| (mark.first, mark.last, mark.group));
    near::within(&marks, groups, limit).contains(&true)
}

/// Judges by the topic's terms that may stand in the article.
pub(super) fn judge(
    rules: &Rules,
    topic: &TopicRule,
    terms: &[TermId],
    places: &mut Places<'_>,
) -> Judgement {
    let mut judgement = Judgement::default();
    let mut standings = find(rules, terms, places);
    let killers = Killers::of(std::mem::take(&mut standings.none));
    standings
        .groups
        .retain(|(_, standing)| survives(standing, &killers, &mut judgement.killed));
    standings
        .boosts
        .retain(|standing| survives(standing, &killers, &mut judgement.killed));
    standings
        .groups
        .dedup_by(|(_, next), (_, kept)| is_further_partner(next, kept));
    standings
        .boosts
        .dedup_by(|next, kept| is_further_partner(next, kept));
    judgement.objections.extend(
        standings
            .none_article
            .first()
            .map(|standing| Objection::Vetoed(standing.clone())),
    );
    let is_met = meet_groups(topic, &mut standings.groups, &mut judgement.objections);
    judgement.counted = standings
        .groups
        .into_iter()
        .map(|(_, standing)| standing)
        .collect();
    if is_met {
        judgement.counted.extend(standings.boosts);
        judgement.score = score(rules, &judgement.counted);
        if judgement.score < topic.threshold {
            judgement.objections.push(Objection::TooLow);
        }
    }
    judgement
}

fn find(rules: &Rules, terms: &[TermId], places: &mut Places<'_>) -> Standings {
    let of_terms: Vec<(TermId, Rc<Vec<Spot>>)> = terms
        .iter()
        .map(|id| (*id, places.locate(rules.terms[*id as usize].node)))
        .collect();
    let mut standings = Standings::default();
    let is_of_group = |id: TermId| matches!(rules.terms[id as usize].role, Role::Group(_));
    let of_groups = of_terms.iter().filter(|(id, _)| is_of_group(*id));
    let count = of_groups.map(|(_, spots)| spots.len()).sum();
    standings.groups.reserve(count);
    for (id, spots) in &of_terms {
        let term = &rules.terms[*id as usize];
        let found = spots.iter().map(|spot| Standing {
            term: *id,
            spot: spot.clone(),
        });
        match term.role {
            Role::Group(group) => standings
                .groups
                .extend(found.map(|standing| (usize::from(group), standing))),
            Role::Boost => standings.boosts.extend(found),
            Role::None => standings.none.extend(found),
            Role::NoneArticle => standings.none_article.extend(found),
        }
    }
    standings
}

/// Places of `none` terms, in order, so that a flood of them is not compared with a flood of hits one by one.
struct Killers {
    standings: Vec<Standing>,
    /// How far the killers up to each one reach.
    reach: Vec<(Field, u32)>,
}

impl Killers {
    fn of(mut standings: Vec<Standing>) -> Self {
        standings
            .sort_by_key(|standing| (standing.spot.field, standing.spot.start, standing.spot.end));
        let mut furthest = (Field::Title, 0);
        let reach = standings.iter().map(|standing| {
            furthest = furthest.max((standing.spot.last_field, standing.spot.end));
            furthest
        });
        Self {
            reach: reach.collect(),
            standings,
        }
    }

    fn killer_of(&self, spot: &Spot) -> Option<&Standing> {
        let past = self.standings.partition_point(|killer| {
            (killer.spot.field, killer.spot.start) < (spot.last_field, spot.end)
        });
        let candidates = (0..past)
            .rev()
            .take_while(|index| self.reach[*index] > (spot.field, spot.start));
        candidates
            .map(|index| &self.standings[index])
            .find(|killer| killer.spot.overlaps(spot))
    }
}

fn survives(
    standing: &Standing,
    killers: &Killers,
    killed: &mut Vec<(Standing, Standing)>,
) -> bool {
    let killer = killers.killer_of(&standing.spot);
    killed.extend(killer.map(|killer| (standing.clone(), killer.clone())));
    killer.is_none()
}

/// Of the partners of a word at a distance the nearest that survives counts. Places come in order.
fn is_further_partner(next: &Standing, kept: &Standing) -> bool {
    next.term == kept.term && next.spot.begins_as(&kept.spot)
}

/// Every group needs a hit; with `near`, hits that are close enough, and then only those count.
fn meet_groups(
    topic: &TopicRule,
    found: &mut Vec<(usize, Standing)>,
    objections: &mut Vec<Objection>,
) -> bool {
    let groups = topic.groups.len();
    let unmet = (0..groups).filter(|group| !found.iter().any(|(of, _)| of == group));
    let before = objections.len();
    objections.extend(unmet.map(Objection::Unmet));
    if objections.len() > before || groups == 0 {
        return false;
    }
    let Some(limit) = topic.near.filter(|_| groups > 1) else {
        return true;
    };
    found.sort_by_key(|(group, standing)| (standing.spot.first, standing.spot.last, *group));
    let marks: Vec<Mark> = found
        .iter()
        .map(|(group, standing)| mark(*group, &standing.spot))
        .collect();
    let is_within = near::within(&marks, groups, limit);
    if is_within.contains(&true) {
        let mut keep = is_within.into_iter();
        found.retain(|_| keep.next().unwrap_or_default());
        return true;
    }
    objections.extend(near::nearest(&marks, groups).map(Objection::Apart));
    false
}

fn mark(group: usize, spot: &Spot) -> Mark {
    Mark {
        group,
        first: spot.first,
        last: spot.last,
    }
}
