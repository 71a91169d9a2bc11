//! Entries without an id of their own that link to one page: orders.html#n1, orders.html#n2, or the site's front page each
//! time. Their link, which drops what follows the page, does not identify them.

use std::collections::HashMap;
use std::collections::HashSet;

use url::Url;

use crate::model::article::Article;
use crate::model::article::Identity;
use crate::normalise::identity::Marks;
use crate::normalise::identity::fingerprint;

/// Gives those entries of a body that share a page and are different news an identity each: their place on the page where
/// each has one, else what they say.
pub fn tell_apart(articles: &mut [Article]) {
    let mut pages: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, article) in articles.iter().enumerate() {
        if let Identity::Link(page) = &article.identity {
            pages.entry(page).or_default().push(number);
        }
    }
    let told_apart: Vec<(usize, Identity)> = pages
        .into_iter()
        .filter(|(_, siblings)| are_different(articles, siblings))
        .flat_map(|(page, siblings)| identities(articles, page, &siblings))
        .collect();
    for (number, identity) in told_apart {
        articles[number].identity = identity;
    }
}

/// One article that stands twice in a body has one headline, and one date or one text.
fn are_different(articles: &[Article], siblings: &[usize]) -> bool {
    let Some((first, others)) = siblings.split_first() else {
        return false;
    };
    let first = &articles[*first];
    others.iter().map(|other| &articles[*other]).any(|other| {
        let is_dated_apart = first.published.is_some()
            && other.published.is_some()
            && first.published != other.published;
        first.title != other.title || (is_dated_apart && first.content_hash != other.content_hash)
    })
}

fn identities(articles: &[Article], page: &str, siblings: &[usize]) -> Vec<(usize, Identity)> {
    let places: HashSet<&str> = siblings
        .iter()
        .filter_map(|number| place(&articles[*number]))
        .collect();
    let has_each_its_place = places.len() == siblings.len();
    let identity = |article: &Article| match place(article).filter(|_| has_each_its_place) {
        Some(place) => Identity::Link(format!("{page}#{place}")),
        None => Identity::Fingerprint(fingerprint(&Marks {
            guid: None,
            link: None,
            title: &article.title,
            text: &article.text,
            published: article.published,
        })),
    };
    siblings
        .iter()
        .map(|number| (*number, identity(&articles[*number])))
        .collect()
}

fn place(article: &Article) -> Option<&str> {
    let place = article.link.as_ref().and_then(Url::fragment);
    place.filter(|place| !place.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::item::Item;
    use crate::normalise::FeedFacts;
    use crate::normalise::normalise;

    fn article(title: &str, link: &str, day: u32) -> Article {
        let item = Item {
            title: Some(title.to_owned()),
            link: Some(link.parse().unwrap()),
            published: Some(format!("2026-11-{day}T09:00:00Z").parse().unwrap()),
            ..Item::default()
        };
        let facts = FeedFacts {
            feed: &"desk".parse().unwrap(),
            hint: None,
            channel_language: None,
            habit: None,
        };
        normalise(&item, &facts, "2026-11-25T09:00:00Z".parse().unwrap()).0
    }

    fn kinds(articles: &mut [Article]) -> Vec<&'static str> {
        tell_apart(articles);
        let apart: HashSet<&str> = articles
            .iter()
            .map(|article| article.identity.key())
            .collect();
        let kinds = articles.iter().map(|article| article.identity.kind());
        match apart.len() == articles.len() {
            true => kinds.collect(),
            false => Vec::new(),
        }
    }

    #[test]
    fn entries_of_one_page_are_told_apart_by_their_places_on_it_or_by_what_they_say() {
        let orders = "https://desk.example/orders.html";
        let placed = |n: u32| article(&format!("Order {n}"), &format!("{orders}#n{n}"), 10 + n);
        let mut places = [placed(0), placed(1), placed(2)];
        let mut page = [
            article("Order 1", orders, 11),
            article("Order 2", orders, 12),
        ];

        assert_eq!(kinds(&mut places), ["link", "link", "link"]);
        assert_eq!(places[1].identity.key(), format!("{orders}#n1"));
        assert_eq!(kinds(&mut page), ["fingerprint", "fingerprint"]);
    }

    #[test]
    fn one_article_that_stands_twice_in_a_body_stays_one() {
        let link = "https://desk.example/a";
        let mut twice = [
            article("A", link, 11),
            article("A", &format!("{link}#top"), 11),
        ];

        tell_apart(&mut twice);

        assert_eq!(twice[0].identity, Identity::Link(link.to_owned()));
        assert_eq!(twice[0].identity, twice[1].identity);
    }
}
