//! Is an article new, known, or known with other words; and is a new one a copy of another feed's. Takes what identity
//! found, or the words, and says which; knows no database and no story.

mod copies;
mod index;
mod renamed;
mod sequel;
mod shingle;
mod sketch;

pub use copies::Copies;
pub use copies::Original;
pub use renamed::doubtful_answers;
pub use renamed::is_doubtful;
pub use renamed::is_flood;
pub use renamed::is_renamed;
pub use renamed::may_be_renamed;
pub use sequel::are_two;
pub use sequel::is_sequel;
pub use sketch::Sketch;

use crate::model::article::Article;
use crate::model::article::ContentHash;

/// What an article is to the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Novelty {
    /// Its identity was never seen in its feed.
    New,
    /// Seen, and its words are the same.
    Known,
    /// Seen, and its words are others now.
    Revised,
}

/// Judges `article` by the content hash that the archive keeps under its identity, if it keeps one.
#[must_use]
pub fn judge(article: &Article, known: Option<&ContentHash>) -> Novelty {
    match known {
        None => Novelty::New,
        Some(hash) if *hash == article.content_hash => Novelty::Known,
        Some(_) => Novelty::Revised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::Identity;

    #[test]
    fn an_article_is_new_known_or_revised_by_what_is_kept_of_it() {
        let hash = |words: &str| ContentHash(words.to_owned());
        let article = Article {
            feed: "desk".parse().unwrap(),
            identity: Identity::Guid("1".to_owned()),
            link: None,
            canonical_link: None,
            title: String::new(),
            text: String::new(),
            author: None,
            source: None,
            language: None,
            published: None,
            updated: None,
            first_seen: "2026-11-23T12:00:00Z".parse().unwrap(),
            content_hash: hash("a"),
        };

        assert_eq!(judge(&article, None), Novelty::New);
        assert_eq!(judge(&article, Some(&hash("a"))), Novelty::Known);
        assert_eq!(judge(&article, Some(&hash("b"))), Novelty::Revised);
    }
}
