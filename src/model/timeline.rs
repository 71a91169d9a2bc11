//! Timeline: who told a story, when each did first, and under which label, side by side.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;

/// An article of a story, as far as its timeline is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Which article.
    pub article: ArticleId,
    /// Who told it.
    pub feed: FeedName,
    /// As the watchlist labels this feed.
    pub label: Option<String>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// The feed's claim.
    pub published: Option<Timestamp>,
    /// It is the text of an earlier one.
    pub is_copy: bool,
}

/// An outlet that told the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Whose feed.
    pub feed: FeedName,
    /// As the watchlist labels it.
    pub label: Option<String>,
    /// When we first saw it tell the story.
    pub first_seen: Timestamp,
    /// The earliest time at which it claims to have told it.
    pub published: Option<Timestamp>,
    /// How long after the first outlet.
    pub after: SignedDuration,
    /// How many articles.
    pub articles: u64,
    /// How many of these are copies.
    pub copies: u64,
}

/// Who told a story, when, and under which label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Who was seen first.
    pub seen_first: Option<Telling>,
    /// Who claims to have published first, where that is another article: a feed that is asked less often, or
    /// one that dates its news back.
    pub dated_first: Option<Telling>,
    /// In the order in which they were seen to tell it.
    pub outlets: Vec<Outlet>,
    /// What the outlets are, in that order; `None`: those without a label.
    pub labels: Vec<Option<String>>,
}

impl Timeline {
    /// Of a story's articles, in any order.
    #[must_use]
    pub fn of(mut tellings: Vec<Telling>) -> Self {
        tellings.sort_by_key(|telling| (telling.first_seen, telling.article));
        let Some(first) = tellings.first().cloned() else {
            return Self::default();
        };
        let mut places: BTreeMap<FeedName, usize> = BTreeMap::new();
        let mut outlets: Vec<Outlet> = Vec::new();
        let mut labels: Vec<Option<String>> = Vec::new();
        for telling in &tellings {
            let place = *places.entry(telling.feed.clone()).or_insert(outlets.len());
            if place == outlets.len() {
                outlets.push(Outlet {
                    feed: telling.feed.clone(),
                    label: telling.label.clone(),
                    first_seen: telling.first_seen,
                    published: None,
                    after: telling.first_seen.duration_since(first.first_seen),
                    articles: 0,
                    copies: 0,
                });
                if !labels.contains(&telling.label) {
                    labels.push(telling.label.clone());
                }
            }
            let outlet = &mut outlets[place];
            outlet.articles += 1;
            outlet.copies += u64::from(telling.is_copy);
            outlet.published = outlet.published.into_iter().chain(claimed(telling)).min();
        }
        let dated_first = (tellings.into_iter())
            .filter(|telling| claimed(telling).is_some())
            .min_by_key(|telling| (telling.published, telling.article))
            .filter(|dated| dated.article != first.article && claimed(&first) != dated.published);
        Self {
            seen_first: Some(first),
            dated_first,
            outlets,
            labels,
        }
    }
}

/// A claim that can be true: nobody publishes after we have read it.
fn claimed(telling: &Telling) -> Option<Timestamp> {
    telling.published.filter(|at| *at <= telling.first_seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    fn telling(id: i64, feed: &str, label: &str, seen: i64, published: Option<i64>) -> Telling {
        Telling {
            article: ArticleId(id),
            feed: feed.parse().unwrap(),
            label: (!label.is_empty()).then(|| label.to_owned()),
            first_seen: at(seen),
            published: published.map(at),
            is_copy: id % 10 == 0,
        }
    }

    #[test]
    fn outlets_stand_in_the_order_in_which_they_told_it_with_what_they_told() {
        let timeline = Timeline::of(vec![
            telling(3, "paper", "independent", 90, Some(85)),
            telling(1, "wire", "state", 60, Some(55)),
            telling(10, "wire", "state", 120, None),
            telling(4, "blog", "", 100, None),
        ]);

        let told: Vec<_> = (timeline.outlets.iter())
            .map(|outlet| {
                (
                    outlet.feed.as_str(),
                    outlet.after.as_mins(),
                    outlet.articles,
                    outlet.copies,
                )
            })
            .collect();
        assert_eq!(
            told,
            [("wire", 0, 2, 1), ("paper", 30, 1, 0), ("blog", 40, 1, 0)]
        );
        assert_eq!(timeline.labels.len(), 3);
        assert_eq!(timeline.seen_first.unwrap().article, ArticleId(1));
        assert_eq!(timeline.dated_first, None, "the first by both clocks");
    }

    #[test]
    fn an_earlier_date_is_told_beside_what_we_saw_and_one_from_the_future_is_not_believed() {
        let timeline = Timeline::of(vec![
            telling(1, "wire", "", 60, Some(55)),
            telling(2, "paper", "", 90, Some(40)),
            telling(3, "late", "", 95, Some(500)),
        ]);

        assert_eq!(timeline.dated_first.unwrap().article, ArticleId(2));
        assert_eq!(timeline.outlets[2].published, None);
        assert_eq!(Timeline::of(Vec::new()), Timeline::default());
    }
}
