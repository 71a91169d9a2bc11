//! Is an entry under a known headline a piece of its own, such as today's "Press briefing", or the known article under a
//! new id? Dates and texts say; a publisher whose software gives old entries new ids and dates leaves their texts.

use std::collections::HashSet;

use jiff::SignedDuration;
use jiff::Timestamp;
use url::Url;

use crate::dedupe::renamed::SLACK;
use crate::dedupe::renamed::is_doubtful;
use crate::dedupe::shingle::shingles;
use crate::model::article::Article;
use crate::model::article::Identity;

/// Runs of the shorter text that stand in the longer one when both are one article, rewritten.
const SAME_TEXT: f64 = 0.5;

/// On one page under one headline, what is dated closer than this is its next version.
const BETWEEN_ISSUES: SignedDuration = SignedDuration::from_hours(12);

/// Is `entry` news of its own, although the feed told `known` under the same headline before? So it is when it is dated
/// clearly after that one and since the last answer, and says something else.
#[must_use]
pub fn is_sequel(entry: &Article, known: &Article, last_answer: Option<Timestamp>) -> bool {
    let is_later = match (entry.published, known.published) {
        (Some(entry_at), Some(known_at)) => {
            entry_at.duration_since(known_at) > least_gap(entry, known)
        }
        _ => false,
    };
    is_later && !is_doubtful(entry.published, last_answer) && say_different_things(entry, known)
}

/// Are two entries of one answer, with one headline and one link, two articles? Without two dates and two texts they are
/// one, told twice.
#[must_use]
pub fn are_two(one: &Article, other: &Article) -> bool {
    let are_dated_apart = match (one.published, other.published) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    are_dated_apart && say_different_things(one, other)
}

fn least_gap(entry: &Article, known: &Article) -> SignedDuration {
    match entry.canonical_link == known.canonical_link && has_page(entry) {
        true => BETWEEN_ISSUES,
        false => SLACK,
    }
}

/// Does it link to a page that can be its own? A site's front page is everybody's.
fn has_page(article: &Article) -> bool {
    let is_page = |link: &Url| link.path() != "/" || link.query().is_some();
    article.link.as_ref().is_some_and(is_page)
}

fn say_different_things(one: &Article, other: &Article) -> bool {
    one.content_hash != other.content_hash
        && !are_versions(one, other)
        && !have_one_text(&one.text, &other.text)
}

/// Some publishers count the versions of an article in its guid: `https://news.example/a#2`.
fn are_versions(one: &Article, other: &Article) -> bool {
    let (Identity::Guid(one_guid), Identity::Guid(other_guid)) = (&one.identity, &other.identity)
    else {
        return false;
    };
    match (one_guid.rsplit_once('#'), other_guid.rsplit_once('#')) {
        (Some((one_page, _)), Some((other_page, _))) => has_page(one) && one_page == other_page,
        _ => false,
    }
}

/// Where one says nothing, nothing says that they are two.
fn have_one_text(one: &str, other: &str) -> bool {
    let one: HashSet<u32> = shingles("", one).into_iter().collect();
    let other: HashSet<u32> = shingles("", other).into_iter().collect();
    let fewer = one.len().min(other.len());
    fewer == 0 || one.intersection(&other).count() as f64 >= SAME_TEXT * fewer as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article::ContentHash;

    const MONDAY: &str =
        "The minister spoke of the harvest and of the price of bread in the north.";
    const TUESDAY: &str =
        "Nine ships left the port; the blockade, said the ministry, is over for good.";

    fn briefing(guid: &str, link: &str, text: &str, published: &str) -> Article {
        Article {
            feed: "desk".parse().unwrap(),
            identity: Identity::Guid(guid.to_owned()),
            link: Some(link.parse().unwrap()),
            canonical_link: Some(link.to_owned()),
            title: "Press briefing".to_owned(),
            text: text.to_owned(),
            author: None,
            source: None,
            language: None,
            published: Some(published.parse().unwrap()),
            updated: None,
            first_seen: "2026-11-24T12:00:00Z".parse().unwrap(),
            content_hash: ContentHash(text.to_owned()),
        }
    }

    const FRONT: &str = "https://desk.example/";
    const PAGE: &str = "https://desk.example/live";

    fn monday(link: &str) -> Article {
        briefing(
            "https://desk.example/a#1",
            link,
            MONDAY,
            "2026-11-23T09:00:00Z",
        )
    }

    #[test]
    fn a_later_piece_with_another_text_is_news_of_its_own() {
        let last = Some("2026-11-24T08:30:00Z".parse().unwrap());
        let is_news = |guid: &str, link: &str, text: &str, published: &str| {
            let entry = briefing(guid, link, text, published);
            is_sequel(&entry, &monday(link), last)
        };

        for link in [FRONT, PAGE] {
            assert!(
                is_news("2", link, TUESDAY, "2026-11-24T09:00:00Z"),
                "{link}"
            );
        }
        assert!(
            !is_news("2", PAGE, MONDAY, "2026-11-24T09:00:00Z"),
            "the same text"
        );
        let longer = format!("{MONDAY} More soon.");
        assert!(
            !is_news("2", PAGE, &longer, "2026-11-24T09:00:00Z"),
            "much the same"
        );
        assert!(!is_news("2", PAGE, "", "2026-11-24T09:00:00Z"), "no text");
        assert!(
            !is_news("2", FRONT, TUESDAY, "2026-11-24T07:00:00Z"),
            "before the last answer"
        );
        let version = "https://desk.example/a#2";
        assert!(
            !is_news(version, PAGE, TUESDAY, "2026-11-24T09:00:00Z"),
            "a version"
        );
    }

    #[test]
    fn what_is_dated_close_to_the_known_one_is_its_next_version() {
        let is_news = |link: &str, published: &str| {
            let entry = briefing("2", link, TUESDAY, published);
            is_sequel(&entry, &monday(link), None)
        };

        assert!(!is_news(FRONT, "2026-11-23T09:30:00Z"));
        assert!(is_news(FRONT, "2026-11-23T11:00:00Z"));
        assert!(
            !is_news(PAGE, "2026-11-23T20:00:00Z"),
            "a page is rewritten all day"
        );
        assert!(is_news(PAGE, "2026-11-23T22:00:00Z"));
    }

    #[test]
    fn in_one_answer_two_dates_and_two_texts_are_two_articles() {
        let other = |text: &str, published: &str| briefing("2", FRONT, text, published);

        assert!(are_two(
            &other(TUESDAY, "2026-11-23T08:40:00Z"),
            &monday(FRONT)
        ));
        assert!(!are_two(
            &other(TUESDAY, "2026-11-23T09:00:00Z"),
            &monday(FRONT)
        ));
        assert!(!are_two(
            &other(MONDAY, "2026-11-23T08:40:00Z"),
            &monday(FRONT)
        ));
    }
}
