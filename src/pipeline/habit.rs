//! The language that a feed's articles have mostly been in, kept as a fact: asked before a body is normalised, told after.

use crate::model::article::Article;
use crate::model::feed::Feed;
use crate::model::ids::FeedName;
use crate::model::language::Language;
use crate::normalise::Habit;
use crate::normalise::identify_language;
use crate::pipeline::Pipeline;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// What a feed is likely to be in. An owner's own word needs no habit beside it.
pub(super) async fn of(pipeline: &Pipeline, feed: &Feed) -> Result<Option<Language>, StoreError> {
    if feed.language.is_some() {
        return Ok(None);
    }
    let name = feed.name.clone();
    let habit = pipeline.store.read(move |view| kept(view, &name)).await?;
    Ok(habit.majority())
}

/// Learns from new articles, by their own words alone: a habit must not be its own witness.
pub(super) fn learn<'a>(
    tx: &mut Tx,
    feed: &Feed,
    articles: impl Iterator<Item = &'a Article>,
) -> Result<(), StoreError> {
    if feed.language.is_some() {
        return Ok(());
    }
    let heard: Vec<Language> = articles
        .filter_map(|article| identify_language(&article.title, &article.text, None))
        .collect();
    if heard.is_empty() {
        return Ok(());
    }
    let mut habit = kept(tx, &feed.name)?;
    heard.into_iter().for_each(|language| habit.hear(language));
    tx.keep_fact(&key(&feed.name), &habit.to_string())
}

fn kept(view: &View, feed: &FeedName) -> Result<Habit, StoreError> {
    let text = view.fact(&key(feed))?.unwrap_or_default();
    let Ok(habit) = text.parse();
    Ok(habit)
}

fn key(feed: &FeedName) -> String {
    format!("language of {feed}")
}
