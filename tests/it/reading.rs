//! What is read of a feed, seen from outside: sitemaps are sources, and a feed that gave less than it held says so.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const NEWS_SITEMAP: &str = "<?xml version='1.0' encoding='UTF-8'?>\
    <urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>\
    <url><loc>https://news.example/bank</loc><news:news><news:publication><news:name>The Wire</news:name>\
    <news:language>en</news:language></news:publication><news:publication_date>2026-11-20T08:30:00Z</news:publication_date>\
    <news:title>Sanctions on a bank</news:title></news:news></url></urlset>";

/// Two items, the second of which ends in the middle.
fn cut_feed() -> String {
    let bank = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    let goat = Entry::new("goat", "A goat won the race", "", at("08:20:00"));
    let whole = rss("The Wire", &[bank, goat]);
    let cut = whole.find("A goat").unwrap();
    whole[..cut].to_owned()
}

#[test]
fn a_news_sitemap_is_a_source_like_any_feed() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", Answer::feed(NEWS_SITEMAP));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
}

#[test]
fn an_index_of_sitemaps_is_refused_and_names_what_to_watch_instead() {
    let world = World::new(Plan::desk());
    let index = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
        <sitemap><loc>https://news.example/pages.xml</loc></sitemap>\
        <sitemap><loc>https://news.example/news.xml</loc></sitemap></sitemapindex>";
    let file = world.directory().join("index.xml");
    std::fs::write(&file, index).unwrap();

    let tried = world.run(&["feed", "test", file.to_str().unwrap()]);

    tried.assert_code(1);
    assert!(
        tried
            .stdout
            .contains("sitemap-index: an index of sitemaps, not one of them: watch https://news.example/news.xml instead"),
        "{}",
        tried.stdout
    );
}

#[test]
fn x20_x21_a_feed_that_is_cut_short_says_so_in_feed_test_in_status_and_in_the_letter() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", Answer::feed(cut_feed()));
    let file = world.directory().join("cut.xml");
    std::fs::write(&file, cut_feed()).unwrap();

    let tried = world.run(&["feed", "test", file.to_str().unwrap()]);
    assert!(
        tried.stdout.contains("1 items (partial: "),
        "{}",
        tried.stdout
    );
    assert!(
        tried.stdout.contains("2 items were opened and 1 read"),
        "{}",
        tried.stdout
    );

    world.once(at("09:00:00"));
    let status = world.run(&["status"]);
    assert!(
        status
            .stdout
            .contains("partial: its last body held more entries than could be read"),
        "{}",
        status.stdout
    );
    assert_eq!(
        world.run(&["status", "--json"]).json()["feeds"][0]["partial"],
        true
    );
    world.once(at("09:01:30"));
    assert!(
        world
            .inbox()
            .letter()
            .text()
            .contains("its last body held more entries than could be read")
    );
}

#[test]
fn x03_x04_nothing_that_a_feed_names_outside_itself_is_asked_for() {
    let world = World::new(Plan::desk());
    let trap = world.origin().url("/trap");
    let body = rss(
        "The Wire",
        &[Entry::new(
            "bank",
            "Sanctions on a bank &e; b",
            "",
            at("08:30:00"),
        )],
    );
    let prolog = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><?xml-stylesheet href=\"{trap}\"?>\
         <!DOCTYPE rss SYSTEM \"{trap}\" [<!ENTITY e SYSTEM \"{trap}\"><!ENTITY % p SYSTEM \"{trap}\"> %p;]>"
    );
    let root = body.find("<rss").unwrap();
    let hostile = format!("{prolog}{}", body[root..].replace("&amp;e;", "&e;"));
    world.origin().serves("/wire", Answer::feed(hostile));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(world.told_titles(), ["Sanctions on a bank &e; b"]);
    assert_eq!(world.origin().requests("/trap").len(), 0);
}
