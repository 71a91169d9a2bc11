//! Judgement -> [`Explanation`]: reasons with their places, and words that come close to what is missing.

use crate::classify::Text;
use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::evidence::evidence;
use crate::classify::evidence::evidence_of;
use crate::classify::explain::Explanation;
use crate::classify::explain::Reason;
use crate::classify::explain::Vetoed;
use crate::classify::fold::fold;
use crate::classify::judge::Judgement;
use crate::classify::judge::Objection;
use crate::classify::judge::Standing;
use crate::classify::rules::Role;
use crate::classify::rules::TopicRule;

/// Shorter beginnings are shared by chance.
const SHORTEST_STEM: usize = 4;
/// Near misses to show of one group.
const MOST_ALIKE: usize = 5;
/// Killed hits to show.
const MOST_VETOED: usize = 20;

/// Tells a judgement.
pub(super) fn explain(
    rules: &Rules,
    topic: &TopicRule,
    text: &Text<'_>,
    sides: &[Side<'_>],
    judgement: &Judgement,
) -> Explanation {
    let mut reasons = audience_reasons(topic, text);
    reasons.extend(
        judgement
            .objections
            .iter()
            .filter_map(|objection| reason(rules, topic, sides, judgement, objection)),
    );
    let first = |standing: &Standing| evidence_of(rules, sides, standing).into_iter().next();
    let vetoed = judgement.killed.iter().take(MOST_VETOED);
    Explanation {
        topic: topic.name.clone(),
        is_match: reasons.is_empty(),
        score: judgement.score,
        threshold: topic.threshold,
        evidence: evidence(rules, sides, &judgement.counted),
        reasons,
        vetoed: vetoed
            .filter_map(|(hit, by)| {
                Some(Vetoed {
                    hit: first(hit)?,
                    by: first(by)?,
                })
            })
            .collect(),
    }
}

fn audience_reasons(topic: &TopicRule, text: &Text<'_>) -> Vec<Reason> {
    let feed = text.feed.filter(|feed| !topic.audience.hears_feed(feed));
    let language = text
        .language
        .filter(|language| !topic.audience.hears_language(*language));
    let feed = feed.map(|feed| Reason::FeedNotHeard {
        feed: feed.to_string(),
    });
    let language = language.map(|language| Reason::LanguageNotAsked {
        language,
        asked: topic.audience.languages.clone(),
    });
    feed.into_iter().chain(language).collect()
}

fn reason(
    rules: &Rules,
    topic: &TopicRule,
    sides: &[Side<'_>],
    judgement: &Judgement,
    objection: &Objection,
) -> Option<Reason> {
    Some(match objection {
        Objection::Vetoed(by) => {
            Reason::ArticleVetoed(evidence_of(rules, sides, by).into_iter().next()?)
        }
        Objection::Unmet(group) => Reason::GroupUnmet {
            group: group + 1,
            terms: topic.groups[*group].clone(),
            alike: if has_killed(rules, judgement, *group) {
                Vec::new() // what the owner meant is told as vetoed
            } else {
                alike(&topic.groups[*group], sides)
            },
        },
        Objection::Apart(nearest) => Reason::GroupsApart {
            group: nearest.group + 1,
            nearest: nearest.words,
            limit: topic.near.unwrap_or_default(),
        },
        Objection::TooLow => Reason::BelowThreshold {
            score: judgement.score,
            threshold: topic.threshold,
        },
    })
}

/// Did a `none` term kill hits of this group?
fn has_killed(rules: &Rules, judgement: &Judgement, group: usize) -> bool {
    let role = Role::Group(u16::try_from(group).unwrap_or(u16::MAX));
    let mut killed = judgement.killed.iter();
    killed.any(|(hit, _)| rules.terms[hit.term as usize].role == role)
}

/// Words of the article, as written, that share a beginning with a word of the terms.
fn alike(terms: &[String], sides: &[Side<'_>]) -> Vec<String> {
    let stems: Vec<String> = terms.iter().flat_map(|term| stems(term)).collect();
    let mut alike: Vec<String> = Vec::new();
    for side in sides {
        for token in &side.folded.tokens {
            let folded = side.folded.token(*token);
            if alike.len() < MOST_ALIKE
                && stems.iter().any(|stem| folded.starts_with(stem.as_str()))
            {
                let (from, to) = side.original_place(token.start, token.end);
                let word = &side.original[from..to];
                if !alike.iter().any(|known| known == word) {
                    alike.push(word.to_owned());
                }
            }
        }
    }
    alike
}

/// Two thirds of each longer word.
fn stems(term: &str) -> Vec<String> {
    let folded = fold(term);
    let stem = |word: &str| {
        let letters = word.chars().count();
        let kept = (letters * 2).div_ceil(3);
        (kept >= SHORTEST_STEM).then(|| word.chars().take(kept).collect())
    };
    folded.words().filter_map(stem).collect()
}
