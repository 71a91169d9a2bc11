//! The articles of the archive that a topic misses by one thing only.

use std::sync::Arc;

use jiff::Timestamp;

use crate::classify::NearMiss;
use crate::classify::Prepared;
use crate::digest::quote;
use crate::model::digest::QuotePart;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::pipeline::Watch;
use crate::pipeline::backtest::text_of;
use crate::pipeline::sweep::Progress;
use crate::pipeline::sweep::sweep;
use crate::store::ArchiveRange;
use crate::store::Filed;
use crate::store::Store;
use crate::store::StoreError;

/// An article that nearly met a topic.
#[derive(Clone, Debug)]
pub struct Missed {
    /// What it lacks.
    pub by: NearMiss,
    /// Its row.
    pub article: ArticleId,
    /// Whose it is.
    pub feed: FeedName,
    /// Headline.
    pub title: String,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// What it lacks, and what killed its hits, in words.
    pub why_not: Vec<String>,
    /// The passage with what it has.
    pub quote: Vec<QuotePart>,
}

/// Of every topic, the nearest `most` of each kind; of equally near ones the newest.
///
/// # Errors
/// When the archive cannot be read.
pub async fn near_misses(
    store: &Store,
    watch: Arc<Watch>,
    topics: Vec<TopicName>,
    (range, since): (ArchiveRange, Timestamp),
    most: usize,
    mut tell: impl FnMut(Progress),
) -> Result<Vec<Vec<Missed>>, StoreError> {
    let mut whole: Vec<Vec<Missed>> = vec![Vec::new(); topics.len()];
    let look = move |page: &[Filed]| missed(&watch, &topics, page, most);
    sweep(store, range, since, look, |part, progress| {
        for (ours, theirs) in whole.iter_mut().zip(part) {
            ours.extend(theirs);
            keep_nearest(ours, most, |missed| (missed.by, missed.article));
        }
        tell(progress);
    })
    .await?;
    Ok(whole)
}

/// What each topic misses in a page. Explaining costs more than finding, so only what is kept is explained.
fn missed(watch: &Watch, topics: &[TopicName], page: &[Filed], most: usize) -> Vec<Vec<Missed>> {
    let mut found: Vec<Vec<Nearly<'_>>> = vec![Vec::new(); topics.len()];
    for article in page {
        let prepared = Prepared::new(text_of(article));
        for (topic, found) in topics.iter().zip(&mut found) {
            let by = watch.classifier.near_miss(&prepared, topic);
            found.extend(by.map(|by| Nearly { by, article }));
        }
    }
    let kept = topics.iter().zip(found).map(|(topic, mut found)| {
        keep_nearest(&mut found, most, |nearly| (nearly.by, nearly.article.id));
        let explained = found
            .iter()
            .filter_map(|nearly| nearly.explained(watch, topic));
        explained.collect()
    });
    kept.collect()
}

/// A miss before it is put in words.
#[derive(Clone, Copy)]
struct Nearly<'a> {
    by: NearMiss,
    article: &'a Filed,
}

impl Nearly<'_> {
    fn explained(&self, watch: &Watch, topic: &TopicName) -> Option<Missed> {
        let article = self.article;
        let explanation = watch.classifier.explain(&text_of(article), topic)?;
        let reasons = explanation.reasons.iter().map(ToString::to_string);
        let vetoed = explanation.vetoed.iter().map(ToString::to_string);
        let hits = explanation.vetoed.iter().map(|vetoed| vetoed.hit.clone());
        let evidence: Vec<_> = explanation.evidence.iter().cloned().chain(hits).collect();
        Some(Missed {
            by: self.by,
            article: article.id,
            feed: article.feed.clone(),
            title: article.title.clone(),
            first_seen: article.first_seen,
            why_not: reasons.chain(vetoed).collect(),
            quote: quote(&article.title, &article.text, &evidence),
        })
    }
}

/// The nearest `most` of each kind; of equally near ones the newest.
fn keep_nearest<T>(found: &mut Vec<T>, most: usize, rank: impl Fn(&T) -> (NearMiss, ArticleId)) {
    found.sort_by(|a, b| {
        let ((a, first), (b, second)) = (rank(a), rank(b));
        let kinds = a.as_str().cmp(b.as_str());
        let nearness = a.distance().total_cmp(&b.distance());
        kinds.then(nearness).then(second.cmp(&first))
    });
    let mut kind = "";
    let mut kept = 0;
    found.retain(|one| {
        let own = rank(one).0.as_str();
        if own != kind {
            (kind, kept) = (own, 0);
        }
        kept += 1;
        kept <= most
    });
}
