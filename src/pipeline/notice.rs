//! notice: what was just admitted, judged again or found loud -> what is worth an instant letter, in the same transaction.
//!
//! Only news alerts. What a feed shows when it is first read, back catalogue, a copy, and an article that is older than
//! [`OLDEST`] are told by the digest alone: a new feed, an import or a day without power must not ring anybody's telephone
//! for what happened yesterday. A changed rule counts for what comes from then on, as nothing is looked at twice.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::alert::AlertAbout;
use crate::model::alert::NewAlert;
use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::TopicName;
use crate::model::lesson::Moved;
use crate::model::matching::Match;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::Topic;
use crate::pipeline::Watch;
use crate::store::StoreError;
use crate::store::Tx;

/// What was published longer ago than this is no alarm any more.
const OLDEST: SignedDuration = SignedDuration::from_hours(6);

/// An article dated by its day alone stands at midnight, and its day lasts this long somewhere on Earth.
const A_DAY_ANYWHERE: SignedDuration = SignedDuration::from_hours(36);

/// Looks at articles that were just admitted and placed; how many alerts there are. `last_read` is when their feed was read
/// before.
pub(super) fn arrivals<'a>(
    tx: &mut Tx,
    watch: &Watch,
    arrived: impl Iterator<Item = (ArticleId, &'a Article, &'a [Match])>,
    last_read: Option<Timestamp>,
    now: Timestamp,
) -> Result<usize, StoreError> {
    // What a feed shows when it is first read was its news before it was ours.
    let Some(last_read) = last_read else {
        return Ok(0);
    };
    let mut alerts = 0;
    for (id, article, matches) in arrived {
        if is_fresh(article.published, last_read, now) && !is_copy(tx, id)? {
            alerts += note(tx, watch, id, matches, now)?;
        }
    }
    Ok(alerts)
}

/// Looks at an article that was judged again, because its page was read or its words changed.
pub(super) fn second_look(
    tx: &mut Tx,
    watch: &Watch,
    id: ArticleId,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let Some(article) = tx.article(id)?.map(|stored| stored.article) else {
        return Ok(0);
    };
    if is_fresh(article.published, article.first_seen, now) && tx.came_as_news(id)? {
        let matches = tx.matches(id)?;
        return note(tx, watch, id, &matches, now);
    }
    Ok(0)
}

/// A topic was found loud.
pub(super) fn burst(
    tx: &mut Tx,
    watch: &Watch,
    topic: &TopicName,
    id: BurstId,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let is_asked = watch
        .watchlist
        .topic(topic)
        .and_then(|topic| topic.alert)
        .is_some_and(|rule| rule.on_burst);
    if !is_asked {
        return Ok(0);
    }
    let mut alerts = 0;
    for digest in telling(watch, topic) {
        let alert = NewAlert {
            digest: digest.name.clone(),
            topic: topic.clone(),
            about: AlertAbout::Burst(id),
        };
        alerts += usize::from(tx.notice_alert(&alert, now)?);
    }
    Ok(alerts)
}

/// An article that says no time is as old as the last look at its feed that did not show it.
fn is_fresh(published: Option<Timestamp>, last_look: Timestamp, now: Timestamp) -> bool {
    let age = |at: Timestamp| now.duration_since(at);
    match published {
        Some(at) if age(at) <= OLDEST => true,
        Some(at) if !is_day_alone(at) || age(at) > A_DAY_ANYWHERE => false,
        // A look at a time to come was a wrong clock's, and says nothing.
        _ => !age(last_look).is_negative() && age(last_look) <= OLDEST,
    }
}

fn is_day_alone(at: Timestamp) -> bool {
    at.as_second() % (24 * 3600) == 0
}

fn is_copy(tx: &Tx, id: ArticleId) -> Result<bool, StoreError> {
    Ok(tx
        .placement(id)?
        .is_some_and(|placement| placement.copy_of.is_some()))
}

/// One alert a digest that tells of a topic whose rule is met: the first such topic by priority.
fn note(
    tx: &mut Tx,
    watch: &Watch,
    id: ArticleId,
    matches: &[Match],
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut met: Vec<&Topic> = matches
        .iter()
        .filter_map(|found| {
            let topic = watch.watchlist.topic(&found.topic)?;
            reaches(topic, found).then_some(topic)
        })
        .collect();
    met.sort_by_key(|topic| topic.priority);
    if met.is_empty() {
        return Ok(0);
    }
    let story = tx.story_of(id)?;
    let mut alerts = 0;
    for digest in &watch.watchlist.digests {
        let topic = met.iter().find(|topic| is_told(digest, &topic.name));
        if let Some(topic) = topic {
            let alert = NewAlert {
                digest: digest.name.clone(),
                topic: topic.name.clone(),
                about: AlertAbout::Article(id, story),
            };
            alerts += usize::from(tx.notice_alert(&alert, now)?);
        }
    }
    Ok(alerts)
}

/// Marks that say likely noise keep an article from ringing.
fn reaches(topic: &Topic, found: &Match) -> bool {
    let is_lowered = found
        .learned
        .as_ref()
        .is_some_and(|lesson| lesson.moved == Some(Moved::Lowered));
    let min_score = topic.alert.and_then(|rule| rule.min_score);
    min_score.is_some_and(|min_score| found.score >= min_score) && !is_lowered
}

fn telling<'a>(
    watch: &'a Watch,
    topic: &'a TopicName,
) -> impl Iterator<Item = &'a DigestDefinition> {
    let digests = watch.watchlist.digests.iter();
    digests.filter(move |digest| is_told(digest, topic))
}

fn is_told(digest: &DigestDefinition, topic: &TopicName) -> bool {
    digest.has_alerts && digest.topics.contains(topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_is_young_rings() {
        let now = at("2026-11-20T14:00:00Z");
        for (published, last_look, expected) in [
            (Some("2026-11-20T13:30:00Z"), "2026-11-20T13:50:00Z", true),
            (Some("2026-11-20T08:00:00Z"), "2026-11-20T13:50:00Z", true),
            (Some("2026-11-20T07:59:59Z"), "2026-11-20T13:50:00Z", false),
            // After a standstill of days the date alone says what is young.
            (Some("2026-11-20T13:30:00Z"), "2026-11-17T13:50:00Z", true),
            (Some("2026-11-19T13:30:00Z"), "2026-11-17T13:50:00Z", false),
            // A feed that gives days without times.
            (Some("2026-11-20T00:00:00Z"), "2026-11-20T13:50:00Z", true),
            (Some("2026-11-19T00:00:00Z"), "2026-11-20T13:50:00Z", false),
            (Some("2026-11-20T00:00:00Z"), "2026-11-20T01:00:00Z", false),
            // A feed that gives no dates.
            (None, "2026-11-20T13:50:00Z", true),
            (None, "2026-11-20T07:00:00Z", false),
            (None, "2027-11-20T13:50:00Z", false),
            // A claim of the future is not older than now.
            (Some("2026-11-21T10:00:00Z"), "2026-11-20T13:50:00Z", true),
        ] {
            assert_eq!(
                is_fresh(published.map(at), at(last_look), now),
                expected,
                "published {published:?}, last look {last_look}"
            );
        }
    }
}
