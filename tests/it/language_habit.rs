//! An article whose own words do not say its language takes the language of its feed, once the feed has one.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// Names alone, which by their letters could be anything.
const NAMES: &str = "Donald Tusk, Emmanuel Macron";

const POLISH: [&str; 12] = [
    "Rząd przyjął nową ustawę o ochronie granicy państwa",
    "Sejm będzie głosował nad wnioskiem opozycji w środę",
    "Mieszkańcy miasta protestują przeciwko podwyżkom cen",
    "Minister zapowiedział zmiany w systemie podatkowym",
    "Strażacy ugasili pożar magazynu na obrzeżach miasta",
    "Nauczyciele domagają się podwyżek od nowego roku",
    "Policja zatrzymała trzech podejrzanych o kradzież",
    "W górach spadł pierwszy śnieg tej jesieni",
    "Premier spotka się z przewodniczącą komisji",
    "Rolnicy zablokowali drogę do przejścia granicznego",
    "Sąd odroczył rozprawę z powodu choroby świadka",
    "Kolej zapowiada opóźnienia pociągów na południu",
];

fn polish() -> Vec<Entry> {
    let entry = |(number, title): (usize, &&str)| {
        Entry::new(&format!("pl-{number}"), title, "", at("08:00:00"))
    };
    POLISH.iter().enumerate().map(entry).collect()
}

fn language_of_names(world: &World) -> String {
    let found = world.run(&["search", "Tusk", "--json"]).json();
    found[0]["language"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn a_headline_of_names_alone_is_in_the_language_that_its_feed_has_always_been_in() {
    let world = World::new(Plan::desk());
    let mut entries = polish();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wiadomości", &entries)));
    world.once(at("09:00:00"));
    entries.insert(0, Entry::new("names", NAMES, "", at("09:00:00")));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wiadomości", &entries)));

    world.once(at("09:30:00"));

    assert_eq!(language_of_names(&world), "pl");
}

#[test]
fn a_feed_without_a_past_lends_no_language() {
    let world = World::new(Plan::desk());
    let entries = [Entry::new("names", NAMES, "", at("08:00:00"))];
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wiadomości", &entries)));

    world.once(at("09:00:00"));

    assert_ne!(language_of_names(&world), "pl");
}

#[test]
fn an_article_in_another_language_keeps_its_own() {
    let world = World::new(Plan::desk());
    let mut entries = polish();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wiadomości", &entries)));
    world.once(at("09:00:00"));
    let title = "Donald Tusk and the ministers will meet at the border on Friday";
    entries.insert(0, Entry::new("en", title, "", at("09:00:00")));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wiadomości", &entries)));

    world.once(at("09:30:00"));

    assert_eq!(language_of_names(&world), "en");
}
