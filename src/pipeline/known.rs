//! What the archive has of the articles of one body: by identity, else by their words, for publishers give old entries
//! new ids. Asked inside the transaction that then writes.

use std::collections::HashMap;
use std::collections::HashSet;

use jiff::Timestamp;

use crate::dedupe::is_renamed;
use crate::dedupe::is_sequel;
use crate::dedupe::may_be_renamed;
use crate::model::article::Article;
use crate::model::article::ContentHash;
use crate::model::ids::ArticleId;
use crate::store::StoreError;
use crate::store::View;

/// Titles of a feed that are looked through when its ids say nothing any more.
const MOST_TITLES: usize = 2_000;

/// An article of the archive and the hash of its words.
type Told = (ArticleId, ContentHash);

/// An article of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: ArticleId,
    pub(super) hash: ContentHash,
    /// Found by its words: it has another id now.
    pub(super) is_renamed: bool,
}

impl Known {
    fn new((id, hash): Told, is_renamed: bool) -> Self {
        Self {
            id,
            hash,
            is_renamed,
        }
    }
}

/// One answer an article, in their order. `last_read`: when the feed was last read.
pub(super) fn known(
    view: &View,
    articles: &[&Article],
    last_read: Option<Timestamp>,
) -> Result<Vec<Option<Known>>, StoreError> {
    let mut known = Vec::with_capacity(articles.len());
    for article in articles {
        known.push(known_alone(view, article, last_read)?);
    }
    let unknown = known.iter().filter(|known| known.is_none()).count();
    if may_be_renamed(unknown, articles.len()) {
        find_namesakes(view, articles, &mut known, last_read)?;
    }
    Ok(known)
}

fn known_alone(
    view: &View,
    article: &Article,
    last_read: Option<Timestamp>,
) -> Result<Option<Known>, StoreError> {
    if let Some(found) = view.known(&article.feed, &article.identity)? {
        return Ok(Some(Known::new(found, false)));
    }
    if article.title.is_empty() {
        return Ok(None);
    }
    let mut found = None;
    if let Some(link) = &article.canonical_link {
        found = view.known_by_link_and_title(article, link)?;
    }
    if let Some(told) = &found
        && is_sequel_of(view, article, told, last_read)?
    {
        found = None;
    }
    if let (None, Some(published)) = (&found, article.published) {
        found = view
            .known_by_title_and_date(&article.feed, &article.title, published)?
            .filter(|(_, hash)| *hash == article.content_hash || is_telling(article, published));
    }
    Ok(found.map(|found| Known::new(found, true)))
}

/// Can no other article of the feed have this title at this time? Dates without a time of day stand at full hours, and
/// "Statement" is the title of many.
fn is_telling(article: &Article, published: Timestamp) -> bool {
    article.title.split_whitespace().count() >= 4 && published.as_second() % 3600 != 0
}

/// When nearly all unknown entries have titles that the feed told before, they are those: it moved, or its software broke.
fn find_namesakes(
    view: &View,
    articles: &[&Article],
    known: &mut [Option<Known>],
    last_read: Option<Timestamp>,
) -> Result<(), StoreError> {
    let Some(first) = articles.first() else {
        return Ok(());
    };
    let told: HashMap<String, Told> = view
        .latest_titles(&first.feed, MOST_TITLES)?
        .into_iter()
        .collect();
    let mut unknown = 0;
    let mut titles: HashSet<&str> = HashSet::new();
    let mut namesakes = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        if known[number].is_some() {
            continue;
        }
        unknown += 1;
        if let Some(namesake) = told.get(&article.title)
            && !is_sequel_of(view, article, namesake, last_read)?
        {
            titles.insert(&article.title);
            namesakes.push((number, namesake));
        }
    }
    if is_renamed(titles.len(), unknown) {
        for (number, namesake) in namesakes {
            if !articles[number].title.is_empty() {
                known[number] = Some(Known::new(namesake.clone(), true));
            }
        }
    }
    Ok(())
}

/// Has the entry only the headline of what was told? The archive's article is looked up where nothing simpler says no.
fn is_sequel_of(
    view: &View,
    article: &Article,
    (id, hash): &Told,
    last_read: Option<Timestamp>,
) -> Result<bool, StoreError> {
    if *hash == article.content_hash || article.published.is_none() {
        return Ok(false);
    }
    let told = view.article(*id)?;
    Ok(told.is_some_and(|told| is_sequel(article, &told.article, last_read)))
}
