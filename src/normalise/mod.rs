//! Item -> Article: plain text, canonical link, dates that can be believed, language, identity. Pure; refuses
//! to know where the item came from beyond its feed's name and language.

mod identity;
mod language;
mod link;
mod text;

use jiff::Timestamp;

use crate::model::article::Article;
use crate::model::ids::FeedName;
use crate::model::item::Item;
use crate::model::language::Language;
use crate::model::problem::Problem;

pub use language::identify_language;
pub use link::canonical_link;
pub use text::one_line;
pub use text::plain_text;

/// What is known of the feed that an item stood in.
#[derive(Clone, Debug)]
pub struct FeedFacts<'a> {
    /// Whose articles these become.
    pub feed: &'a FeedName,
    /// The owner's word for the feed's language.
    pub hint: Option<Language>,
    /// The channel's own claim, unchecked; weighs less than the hint.
    pub channel_language: Option<&'a str>,
}

/// Makes an item ours. Every item becomes an article; what was odd about it is told beside.
#[must_use]
pub fn normalise(item: &Item, facts: &FeedFacts<'_>, now: Timestamp) -> (Article, Vec<Problem>) {
    let title = one_line(item.title.as_deref().unwrap_or_default());
    let text = item
        .content
        .as_ref()
        .or(item.summary.as_ref())
        .map(plain_text)
        .unwrap_or_default();
    let canonical_link = item.link.as_ref().map(canonical_link);
    let content_hash = identity::content_hash(&title, &text);
    let article = Article {
        feed: facts.feed.clone(),
        identity: identity::identify(item, canonical_link.as_deref(), &content_hash),
        link: item.link.clone(),
        canonical_link,
        language: identify_language(&title, &text, facts.hint),
        title,
        text,
        author: item.author.clone(),
        source: item.source.clone(),
        published: item.published,
        updated: item.updated,
        first_seen: now,
        content_hash,
    };
    (article, Vec::new())
}
