//! The articles of the archive that a topic misses by one thing only.

use std::sync::Arc;

use jiff::Timestamp;

use crate::classify::NearMiss;
use crate::classify::near_miss;
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
    let look = move |page: &[Filed]| {
        let of_topic = |topic: &TopicName| missed(&watch, topic, page, most);
        topics.iter().map(of_topic).collect::<Vec<_>>()
    };
    sweep(store, range, since, look, |part, progress| {
        for (ours, theirs) in whole.iter_mut().zip(part) {
            ours.extend(theirs);
            keep_nearest(ours, most);
        }
        tell(progress);
    })
    .await?;
    Ok(whole)
}

fn missed(watch: &Watch, topic: &TopicName, page: &[Filed], most: usize) -> Vec<Missed> {
    let mut found: Vec<Missed> = page
        .iter()
        .filter_map(|article| {
            let explanation = watch.classifier.explain(&text_of(article), topic)?;
            let by = near_miss(&explanation)?;
            let reasons = explanation.reasons.iter().map(ToString::to_string);
            let vetoed = explanation.vetoed.iter().map(ToString::to_string);
            let hits = explanation.vetoed.iter().map(|vetoed| vetoed.hit.clone());
            let evidence: Vec<_> = explanation.evidence.iter().cloned().chain(hits).collect();
            Some(Missed {
                by,
                article: article.id,
                feed: article.feed.clone(),
                title: article.title.clone(),
                first_seen: article.first_seen,
                why_not: reasons.chain(vetoed).collect(),
                quote: quote(&article.title, &article.text, &evidence),
            })
        })
        .collect();
    keep_nearest(&mut found, most);
    found
}

fn keep_nearest(found: &mut Vec<Missed>, most: usize) {
    found.sort_by(|a, b| {
        let kinds = a.by.as_str().cmp(b.by.as_str());
        let nearness = a.by.distance().total_cmp(&b.by.distance());
        kinds.then(nearness).then(b.article.cmp(&a.article))
    });
    let mut kind = "";
    let mut kept = 0;
    found.retain(|missed| {
        if missed.by.as_str() != kind {
            (kind, kept) = (missed.by.as_str(), 0);
        }
        kept += 1;
        kept <= most
    });
}
