//! Which articles a topic listens to at all: by feed and by language.

use crate::model::ids::FeedName;
use crate::model::language::Language;
use crate::model::watchlist::FeedFilter;

/// A topic's choice of feeds and languages.
#[derive(Clone, Debug, Default)]
pub(super) struct Audience {
    pub(super) languages: Vec<Language>,
    pub(super) feeds: FeedFilter,
}

impl Audience {
    /// A text of no feed (somebody tries a line) is heard; a language nobody could tell is no reason to lose news.
    pub(super) fn hears(&self, feed: Option<&FeedName>, language: Option<Language>) -> bool {
        feed.is_none_or(|feed| self.hears_feed(feed))
            && language.is_none_or(|language| self.hears_language(language))
    }

    pub(super) fn hears_language(&self, language: Language) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    pub(super) fn hears_feed(&self, feed: &FeedName) -> bool {
        let holds = |patterns: &[String]| {
            patterns
                .iter()
                .any(|pattern| name_matches(feed.as_str(), pattern))
        };
        let is_included = self.feeds.include.is_empty() || holds(&self.feeds.include);
        is_included && !holds(&self.feeds.exclude)
    }
}

/// `*` is any run of characters; everything else is itself.
fn name_matches(name: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exclude_wins_over_include_and_a_star_is_any_run() {
        let audience = |include: &[&str], exclude: &[&str]| Audience {
            languages: Vec::new(),
            feeds: FeedFilter {
                include: include.iter().map(|s| (*s).to_owned()).collect(),
                exclude: exclude.iter().map(|s| (*s).to_owned()).collect(),
            },
        };
        let table = [
            (audience(&[], &[]), "bbc", true),
            (audience(&[], &["sport-*"]), "sport-bbc", false),
            (audience(&[], &["sport-*"]), "bbc-sport", true),
            (audience(&["bbc*"], &[]), "bbc", true),
            (audience(&["bbc*"], &[]), "abbc", false),
            (audience(&["*"], &["bbc"]), "bbc", false),
            (audience(&["a*b*c"], &[]), "a-b-b-c", true),
            (audience(&["a*b*c"], &[]), "a-c", false),
            (audience(&["ab*ba"], &[]), "aba", false),
        ];

        for (audience, feed, wanted) in table {
            assert_eq!(
                audience.hears_feed(&feed.parse().unwrap()),
                wanted,
                "{feed} by {:?}",
                audience.feeds
            );
        }
    }
}
