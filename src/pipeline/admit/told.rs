//! What of a body was dealt with already: some feeds tell an article twice in one answer.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::dedupe::are_two;
use crate::model::article::Article;
use crate::model::article::Identity;
use crate::model::ids::ArticleId;
use crate::pipeline::known::Known;

/// Entries with one link and one headline that a further one is compared with: a body may hold thousands, each with a
/// long text.
const COMPARED: usize = 4;

/// The entries of one body so far.
#[derive(Default)]
pub(super) struct Told<'a> {
    identities: HashSet<&'a Identity>,
    ids: HashSet<ArticleId>,
    /// Those with the same link and headline.
    words: HashMap<(&'a str, &'a str), Vec<&'a Article>>,
}

impl<'a> Told<'a> {
    /// Takes an entry up; true when an earlier one of the body is the same article.
    pub(super) fn is_repeated(&mut self, article: &'a Article, known: Option<&Known>) -> bool {
        let is_new_identity = self.identities.insert(&article.identity);
        let is_new_row = known.is_none_or(|known| self.ids.insert(known.id));
        !(is_new_identity && is_new_row && self.are_new_words(article))
    }

    fn are_new_words(&mut self, article: &'a Article) -> bool {
        let Some(link) = article.canonical_link.as_deref() else {
            return true;
        };
        if article.title.is_empty() {
            return true;
        }
        let earlier = self.words.entry((link, &article.title)).or_default();
        let are_new = earlier
            .iter()
            .rev()
            .take(COMPARED)
            .all(|told| are_two(article, told));
        if are_new {
            earlier.push(article);
        }
        are_new
    }
}
