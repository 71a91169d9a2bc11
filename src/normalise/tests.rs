//! Items with everything, with nothing, and with too much.

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::model::article::Identity;

const NOW: &str = "2026-11-23T12:00:00Z";

fn normalised(item: &Item) -> (Article, Vec<Problem>) {
    let feed = "desk".parse().unwrap();
    let facts = FeedFacts {
        feed: &feed,
        hint: None,
        channel_language: None,
        habit: None,
    };
    normalise(item, &facts, NOW.parse().unwrap())
}

/// What a feed would publish that held the article itself.
fn as_item(article: &Article) -> Item {
    Item {
        guid: match &article.identity {
            Identity::Guid(guid) => Some(guid.clone()),
            Identity::Link(_) | Identity::Fingerprint(_) => None,
        },
        title: Some(article.title.clone()),
        link: article.link.clone(),
        published: article.published,
        updated: article.updated,
        author: article.author.clone(),
        source: article.source.clone(),
        content: Some(Markup::Text(article.text.clone())),
        ..Item::default()
    }
}

fn kinds(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn an_item_with_everything_becomes_an_article() {
    let item = Item {
        guid: Some(" tag:desk,1 ".to_owned()),
        title: Some("Journalist  detained\nin Minsk".to_owned()),
        link: Some("http://www.desk.example/1/?utm_source=rss".parse().unwrap()),
        published: Some("2026-11-23T10:00:00.1234567Z".parse().unwrap()),
        author: Some(" A.\u{200b} Reporter ".to_owned()),
        source: Some("\u{feff}".to_owned()),
        summary: Some(Markup::Html("<p>Short.</p>".to_owned())),
        content: Some(Markup::Html(
            "<p>The police came.</p><p>Then they left.</p>".to_owned(),
        )),
        ..Item::default()
    };

    let (article, problems) = normalised(&item);

    assert_eq!(problems, []);
    assert_eq!(article.identity, Identity::Guid("tag:desk,1".to_owned()));
    assert_eq!(article.title, "Journalist detained in Minsk");
    assert_eq!(article.text, "The police came.\n\nThen they left.");
    assert_eq!(article.link, item.link);
    assert_eq!(
        article.canonical_link.as_deref(),
        Some("https://desk.example/1")
    );
    assert_eq!(article.author.as_deref(), Some("A. Reporter"));
    assert_eq!(article.source, None);
    assert_eq!(
        article.published.unwrap().to_string(),
        "2026-11-23T10:00:00.123Z"
    );
    assert_eq!(article.first_seen.to_string(), NOW);
    assert_eq!(article.language, Some(Language::EN));
}

#[test]
fn identity_is_the_guid_else_the_link_else_what_there_is() {
    let link: Url = "https://desk.example/1".parse().unwrap();
    let item = |guid: &str, link: Option<&Url>| Item {
        guid: Some(guid.to_owned()),
        title: Some("T".to_owned()),
        link: link.cloned(),
        ..Item::default()
    };
    let identity = |item: &Item| normalised(item).0.identity;

    assert_eq!(
        identity(&item("1", Some(&link))),
        Identity::Guid("1".to_owned())
    );
    assert_eq!(
        identity(&item(" ", Some(&link))),
        Identity::Link(link.to_string())
    );
    assert_eq!(identity(&item(" ", None)).kind(), "fingerprint");
    assert_eq!(identity(&item(&"g".repeat(1 << 20), None)).key().len(), 64);
}

#[test]
fn a_dated_title_without_guid_and_link_stays_one_article_when_its_text_changes() {
    let item = |title: &str, text: &str, is_dated: bool| Item {
        title: Some(title.to_owned()),
        content: Some(Markup::Text(text.to_owned())),
        published: is_dated.then(|| NOW.parse().unwrap()),
        ..Item::default()
    };
    let identity = |title, text, is_dated| normalised(&item(title, text, is_dated)).0.identity;

    assert_eq!(identity("T", "a", true), identity("T", "b", true));
    assert_ne!(identity("T", "a", true), identity("U", "a", true));
    assert_ne!(identity("T", "a", false), identity("T", "b", false));
    assert_ne!(
        normalised(&item("T", "a", true)).0.content_hash,
        normalised(&item("T", "b", true)).0.content_hash
    );
}

#[test]
fn dates_that_cannot_be_true_are_left_out_and_told() {
    let at = |claim: &str| {
        let (article, problems) = normalised(&Item {
            title: Some("T".to_owned()),
            published: Some(claim.parse().unwrap()),
            ..Item::default()
        });
        (article.published.is_some(), kinds(&problems).join(" "))
    };

    assert_eq!(at("2026-11-24T11:00:00Z"), (true, String::new()));
    assert_eq!(
        at("2026-11-24T13:00:00Z"),
        (false, "future-date".to_owned())
    );
    assert_eq!(
        at("9999-12-30T00:00:00Z"),
        (false, "future-date".to_owned())
    );
    assert_eq!(
        at("1970-01-01T00:00:00Z"),
        (false, "ancient-date".to_owned())
    );
}

#[test]
fn the_longer_of_content_and_summary_is_the_text() {
    let (article, _) = normalised(&Item {
        title: Some("T".to_owned()),
        content: Some(Markup::Html("<img src='pixel'>".to_owned())),
        summary: Some(Markup::Html("What happened".to_owned())),
        ..Item::default()
    });
    assert_eq!(article.text, "What happened");
}

#[test]
fn a_missing_title_is_the_first_sentence_of_the_text() {
    let titled = |text: &str| {
        normalised(&Item {
            content: Some(Markup::Text(text.to_owned())),
            ..Item::default()
        })
    };

    let (article, problems) = titled("It rains! It pours. \nMore");
    assert_eq!(article.title, "It rains!");
    assert_eq!(kinds(&problems), ["no-title"]);
    let (article, _) = titled(&"word ".repeat(100));
    assert!(article.title.ends_with("word…") && article.title.len() <= LONGEST_STAND_IN + 3);
    let (article, problems) = titled("");
    assert_eq!(article.title, "");
    assert_eq!(problems, []);
}

#[test]
fn what_is_too_long_is_cut_and_told() {
    let (article, problems) = normalised(&Item {
        title: Some("ж".repeat(5 << 20)),
        content: Some(Markup::Html(format!("<p>{}", "слово ".repeat(1 << 20)))),
        author: Some("x".repeat(1000)),
        ..Item::default()
    });

    assert_eq!(kinds(&problems), ["text-cut", "title-cut"]);
    assert_eq!(article.title.len(), LONGEST_TITLE);
    assert!(article.text.len() <= LONGEST_TEXT && article.text.len() > LONGEST_TEXT - 20);
    assert_eq!(article.author.unwrap().len(), LONGEST_NAME);
}

proptest! {
    #[test]
    fn normalising_twice_is_once(
        title in proptest::option::of("\\PC{0,20}|(\\pM|\\pZ|\\pC|a){0,12}"),
        html in "(<p>|</p>|<br>|&amp;|&lt;p&gt;|<script>|\\PC|\\pM|\n| |\\[…\\]|Read more){0,24}",
        guid in proptest::option::of("\\PC{0,4}"),
        path in "[a-z/?&=]{0,12}",
        is_linked: bool,
        is_dated: bool,
    ) {
        let item = Item {
            guid,
            title,
            link: is_linked.then(|| Url::parse(&format!("http://www.a.example/{path}")).unwrap()),
            published: is_dated.then(|| NOW.parse().unwrap()),
            content: Some(Markup::Html(html)),
            ..Item::default()
        };

        let (once, _) = normalised(&item);
        let (twice, _) = normalised(&as_item(&once));

        prop_assert_eq!(once, twice);
    }
}
