//! What makes it the same article, and what a feed may change without its readers hearing the same news twice.

use jiff::Timestamp;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn sanction(slug: &str) -> Entry {
    let title = format!("Sanctions on the company called {slug}");
    let text = format!("The ministry said that it had put {slug} on its list.");
    Entry::new(slug, &title, &text, at("08:31:00"))
}

fn publish(world: &World, entries: &[Entry]) {
    let body = rss("The Wire", entries);
    world.origin().serves("/wire", Answer::feed(body));
}

/// Serves what `change` makes of the entries, polls, and gives the time for the letter.
fn republished(world: &World, entries: &[Entry], change: impl Fn(&mut Entry)) -> Value {
    let mut entries = entries.to_vec();
    entries.iter_mut().for_each(change);
    publish(world, &entries);
    let summary = world.once(at("09:03:30"));
    world.once(at("09:05:30"));
    summary
}

/// A world in which these were told already.
fn told(entries: &[Entry]) -> World {
    let world = World::new(Plan::desk());
    publish(&world, entries);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.inbox().letter();
    world
}

/// No story was told again; what changed in one may be.
fn told_once(world: &World, articles: usize) {
    assert_eq!(world.told_titles().len(), articles);
}

fn revisions(world: &World) -> usize {
    let connection = rusqlite::Connection::open(world.state().join("wirewatch.db")).unwrap();
    connection
        .query_row("SELECT count(*) FROM revisions", [], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap() as usize
}

/// What a publisher does to an entry.
type Change = fn(&mut Entry);

#[test]
fn new_ids_and_new_addresses_of_old_entries_are_no_news() {
    let entries: Vec<Entry> = ["a", "b", "c", "d", "e", "f"].map(sanction).to_vec();
    let changes: [(&str, Change); 5] = [
        ("all guids", |entry| entry.guid.push_str("-new")),
        ("scheme, slash and tracking", |entry| {
            entry.guid.push_str("-new");
            entry.link = entry.link.replace("https:", "http:") + "/?utm_source=rss";
        }),
        ("another host", |entry| {
            entry.link = entry.link.replace("news.example", "moved.example");
            entry.guid = entry.link.clone();
        }),
        ("everything but the titles", |entry| {
            entry.link.push_str("-2");
            entry.guid.push_str("-2");
            entry.text.push_str(" More soon.");
            entry.published = at("09:02:00");
        }),
        ("the link alone", |entry| entry.link.push_str("-2")),
    ];
    for (what, change) in changes {
        let world = told(&entries);

        let summary = republished(&world, &entries, change);

        assert_eq!(summary["articles_new"], 0, "{what}");
        assert_eq!(world.told_titles().len(), entries.len(), "{what}");
    }
}

#[test]
fn old_entries_that_a_broken_publisher_gives_new_dates_as_well_are_no_news() {
    let entries: Vec<Entry> = ["a", "b", "c", "d", "e", "f"].map(sanction).to_vec();
    let world = told(&entries);
    let redated: Vec<Entry> = entries
        .iter()
        .map(|entry| Entry {
            guid: format!("{}-2", entry.guid),
            link: format!("{}-2", entry.link),
            text: format!("{} More soon.", entry.text),
            published: at("20:00:00"),
            ..entry.clone()
        })
        .collect();
    publish(&world, &redated);

    let summary = world.once(at("20:10:00"));
    world.once(at("20:12:00"));

    assert_eq!(summary["articles_new"], 0);
    told_once(&world, entries.len());
}

/// A column that stands under the same headline every day, at an address of its own or at the site's front page.
fn column(title: &str, day: &str, text: &str, link: &str) -> Entry {
    let published = format!("2026-11-{day}T08:30:00Z").parse().unwrap();
    Entry {
        link: link.to_owned(),
        ..Entry::new(&format!("{title}-{day}"), title, text, published)
    }
}

const MONDAY: &str = "Sanctions on two banks were agreed in Brussels late at night, say diplomats.";
const TUESDAY: &str =
    "Three shipyards join the list of sanctions; their owners deny every word of it.";

#[test]
fn a_daily_entry_under_the_same_headline_and_link_is_news_every_day() {
    let world = World::new(Plan::desk());
    let front = "https://news.example/";
    let monday = column("Press briefing", "20", MONDAY, front);
    let tuesday = column("Press briefing", "21", TUESDAY, front);
    publish(&world, std::slice::from_ref(&monday));
    world.once(at("09:00:00"));
    publish(&world, &[tuesday, monday]);

    let summary = world.once("2026-11-21T08:35:00Z".parse().unwrap());
    world.once("2026-11-21T08:37:00Z".parse().unwrap());

    assert_eq!(summary["articles_new"], 1);
    assert_eq!(world.told_titles(), ["Press briefing", "Press briefing"]);
    assert_eq!(revisions(&world), 0, "the older one keeps its words");
}

#[test]
fn two_entries_of_one_answer_with_one_headline_and_link_are_two_when_date_and_text_say_so() {
    let world = World::new(Plan::desk());
    let front = "https://news.example/";
    let again = Entry {
        guid: "again".to_owned(),
        ..column("Press briefing", "20", MONDAY, front)
    };
    let entries = [
        column("Press briefing", "20", MONDAY, front),
        column("Press briefing", "19", TUESDAY, front),
        again,
    ];
    publish(&world, &entries);

    let summary = world.once(at("09:00:00"));

    assert_eq!(
        (&summary["articles_new"], &summary["duplicates"]),
        (&2.into(), &1.into())
    );
}

#[test]
fn a_feed_of_daily_columns_is_no_feed_whose_old_entries_got_new_ids() {
    let world = World::new(Plan::desk());
    let titles = [
        "Morning briefing",
        "Sanctions tracker",
        "Markets",
        "Cartoon",
        "Quote of the day",
        "Diary",
    ];
    let day = |day: &str, text: &str| {
        titles.map(|title| {
            let slug = title.replace(' ', "-");
            let link = format!("https://news.example/{day}/{slug}");
            column(title, day, &format!("{title}: {text}"), &link)
        })
    };
    publish(&world, &day("20", MONDAY));
    world.once(at("09:00:00"));
    publish(&world, &day("21", TUESDAY));

    let summary = world.once("2026-11-21T08:35:00Z".parse().unwrap());

    assert_eq!(summary["articles_new"], 6);
}

#[test]
fn entries_without_a_guid_that_link_to_one_page_are_news_each_and_known_at_the_next_answer() {
    let body = |build: u32, place: &dyn Fn(u32) -> String, count: u32| {
        let items: String = (0..count)
            .map(|n| {
                format!(
                    "<item><title>Sanctions order {n}</title><link>https://news.example/orders.html{}</link>\
                     <description>Order {n} of the ministry.</description>\
                     <pubDate>Fri, 20 Nov 2026 0{n}:30:00 GMT</pubDate></item>",
                    place(n)
                )
            })
            .collect();
        format!("<rss version=\"2.0\"><channel><title>W{build}</title>{items}</channel></rss>")
    };
    let places: [&dyn Fn(u32) -> String; 2] = [&|n| format!("#n{n}"), &|_| String::new()];
    for place in places {
        let world = World::new(Plan::desk());
        let serve = |build, count| {
            let answer = Answer::feed(body(build, place, count));
            world.origin().serves("/wire", answer);
        };
        serve(1, 5);
        let first = world.once(at("09:00:00"));
        world.once(at("09:01:30"));
        serve(2, 5);
        let second = world.once(at("09:03:30"));
        // The others have left the feed: the one that stays is the article that it was.
        serve(3, 1);
        let third = world.once(at("09:04:30"));
        serve(4, 5);
        let fourth = world.once(at("09:06:30"));

        let new = [first, second, third, fourth].map(|summary| summary["articles_new"].clone());
        assert_eq!(new, [5, 0, 0, 0].map(Value::from));
        assert_eq!(world.told_titles().len(), 5);
        assert_eq!(revisions(&world), 0);
    }
}

#[test]
fn an_article_is_found_at_the_address_that_its_feed_gives_now() {
    let entries = [sanction("a")];
    let world = told(&entries);

    republished(&world, &entries, |entry| {
        entry.link = "https://moved.example/a".to_owned();
    });

    let found = world.run(&["search", "company", "--json"]).json();
    assert_eq!(found[0]["url"], "https://moved.example/a");
    assert_eq!(found.as_array().unwrap().len(), 1);
}

#[test]
fn after_a_move_a_changed_text_is_a_revision_of_the_old_article() {
    let entries: Vec<Entry> = ["a", "b", "c", "d", "e"].map(sanction).to_vec();
    let world = told(&entries);
    let moved: Vec<Entry> = entries
        .iter()
        .map(|entry| Entry {
            guid: format!("{}-new", entry.guid),
            ..entry.clone()
        })
        .collect();
    publish(&world, &moved);
    world.once(at("09:02:30"));

    let summary = republished(&world, &moved, |entry| {
        entry.title.push_str(", updated");
        entry.link.push_str("-updated");
    });

    assert_eq!(summary["articles_new"], 0);
    assert_eq!(revisions(&world), 5);
    told_once(&world, 5);
}

#[test]
fn counters_and_white_space_are_no_revision_and_words_are() {
    let mut entry = sanction("a");
    entry.text.push_str("<p>12 comments</p>");
    let entries = [entry];
    let world = told(&entries);

    let summary = republished(&world, &entries, |entry| {
        entry.text = entry.text.replace("12 comments", "  15\n comments ");
        entry.title.push_str(" (15)");
    });
    assert_eq!(summary["duplicates"], 1);
    assert_eq!(revisions(&world), 0);
    let mut entry = entries[0].clone();
    entry.text = entry.text.replace("said", "denied");
    publish(&world, &[entry]);
    world.once(at("09:07:30"));
    world.once(at("09:09:30"));

    assert_eq!(revisions(&world), 1);
    told_once(&world, 1);
    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "the second tells the edit alone");
}

#[test]
fn one_guid_on_two_feeds_is_two_articles() {
    let plan = Plan::desk().feed("radio");
    let world = World::new(plan);
    let mut bank = sanction("bank");
    let mut mine = sanction("mine");
    bank.guid = "http://?p=1".to_owned();
    mine.guid = "http://?p=1".to_owned();
    publish(&world, &[bank]);
    world
        .origin()
        .serves("/radio", Answer::feed(rss("Radio", &[mine])));

    let summary = world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(summary["articles_new"], 2);
    assert_eq!(world.told_titles().len(), 2);
}

#[test]
fn of_two_entries_with_one_guid_the_first_is_the_article_at_every_answer() {
    let world = World::new(Plan::desk());
    let mut second = sanction("mine");
    second.guid = sanction("bank").guid;
    let entries = [sanction("bank"), second];
    publish(&world, &entries);

    let summary = world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    // Another byte in the body, or it would not be read.
    let body = rss("The Wire ", &entries);
    world.origin().serves("/wire", Answer::feed(body));
    world.once(at("09:03:30"));

    assert_eq!(summary["articles_new"], 1);
    assert_eq!(summary["duplicates"], 1);
    assert_eq!(
        world.told_titles(),
        ["Sanctions on the company called bank"]
    );
    assert_eq!(revisions(&world), 0);
}

#[test]
fn a_feed_that_gives_all_its_entries_one_guid_loses_none_of_them() {
    let world = World::new(Plan::desk());
    let entries = ["a", "b", "c", "d"].map(|slug| Entry {
        guid: "https://news.example/".to_owned(),
        ..sanction(slug)
    });
    publish(&world, &entries);

    let summary = world.once(at("09:00:00"));

    assert_eq!(summary["articles_new"], 4);
}

#[test]
fn a_guid_of_a_megabyte_identifies_like_any_other() {
    let long = |end: &str| Entry {
        guid: end.to_owned() + &"x".repeat(1 << 20),
        ..sanction(end)
    };
    let entries = [long("a"), long("b")];
    let world = told(&entries);

    let summary = republished(&world, &entries, |entry| entry.text.push('!'));

    assert_eq!(summary["articles_new"], 0);
    assert_eq!(world.told_titles().len(), 2);
}

#[test]
fn without_a_guid_the_link_identifies_however_it_is_spelled() {
    let body = |link: &str, title: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>W</title><item><title>{title}</title><link>{link}</link></item>\
             </channel></rss>"
        )
    };
    let world = World::new(Plan::desk());
    let serve = |body: String| world.origin().serves("/wire", Answer::feed(body));
    serve(body("http://news.example/bank", "Sanctions on a bank"));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    serve(body(
        "https://www.news.example/bank/?utm_source=rss&amp;utm_medium=feed#top",
        "Sanctions on a bank and its owner",
    ));
    let summary = world.once(at("09:03:30"));
    world.once(at("09:05:30"));

    assert_eq!(summary["articles_new"], 0);
    told_once(&world, 1);
    assert_eq!(revisions(&world), 1);
}

#[test]
fn an_entry_that_says_nothing_is_no_article_and_one_that_says_little_is() {
    let world = World::new(Plan::desk());
    let body = "<rss version=\"2.0\"><channel><title>W</title><item></item>\
                <item><pubDate>Fri, 20 Nov 2026 08:30:00 GMT</pubDate></item>\
                <item><description>Sanctions on a bank, it is said.</description></item></channel></rss>";
    world.origin().serves("/wire", Answer::feed(body));

    let summary = world.once(at("09:00:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(format!("{body}\n")));
    let second = world.once(at("09:01:30"));

    assert_eq!(summary["articles_new"], 1);
    assert_eq!(second["articles_new"], 0);
    assert_eq!(world.told_titles(), ["Sanctions on a bank, it is said."]);
}

#[test]
fn a_new_feeds_back_catalogue_is_kept_and_not_mailed_unless_its_owner_asks_for_it() {
    let plan = Plan::desk()
        .feed_with("quiet", "every = \"5s\"")
        .feed_with("loud", "every = \"5s\"\nbackfill = \"24h\"");
    let world = World::new(plan);
    let old = |slug: &str, published: &str| Entry {
        published: published.parse().unwrap(),
        ..sanction(slug)
    };
    let serve = |name: &str, entries: &[Entry]| {
        let body = rss(name, entries);
        world
            .origin()
            .serves(&format!("/{name}"), Answer::feed(body));
    };
    serve("quiet", &[old("quiet", "2026-11-20T08:00:00Z")]);
    serve(
        "loud",
        &[
            old("young", "2026-11-20T08:00:00Z"),
            old("old", "2026-11-18T08:00:00Z"),
        ],
    );

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(
        world.told_titles(),
        ["Sanctions on the company called young"]
    );
    let found = world.run(&["search", "company", "--json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 3, "{found}");
}

#[test]
fn a_date_to_come_never_puts_an_article_first() {
    let world = World::new(Plan::desk());
    let future = Entry {
        published: "2099-01-01T00:00:00Z".parse().unwrap(),
        ..sanction("future")
    };
    publish(&world, std::slice::from_ref(&future));
    world.once(at("09:00:00"));
    publish(&world, &[future, sanction("present")]);
    world.once(at("09:01:30"));

    let found = world.run(&["search", "company", "--json"]).json();
    assert!(
        found[0]["title"].as_str().unwrap().contains("present"),
        "{found}"
    );
    assert_eq!(
        found[1]["published"],
        Value::Null,
        "a claim that cannot be true"
    );
}

/// Old entries that are new to us at every answer: other ids, addresses and titles.
fn flood(number: usize) -> Vec<Entry> {
    (0..10)
        .map(|n| sanction(&format!("{number}-{n}")))
        .map(|entry| Entry {
            published: "2026-11-19T08:31:00Z".parse::<Timestamp>().unwrap(),
            ..entry
        })
        .collect()
}

#[test]
fn a_feed_whose_old_entries_are_new_at_every_answer_is_told_and_not_mailed() {
    let world = World::new(Plan::desk());
    for number in 0..8 {
        publish(&world, &flood(number));
        world.once(at(&format!("09:{number:02}:30")));
    }
    let feeds = world.run(&["feed", "list", "--json"]).json();
    assert_eq!(feeds[0]["cause"]["kind"], "flood", "{feeds}");
    world.once(at("09:20:30"));

    assert_eq!(
        world.told_titles().len(),
        20,
        "the answers before it was plain"
    );
    let found = world.run(&["search", "\"5-9\"", "--json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 1, "kept all the same");

    let fresh = Entry {
        published: at("09:30:00"),
        ..sanction("fresh")
    };
    publish(&world, &[vec![fresh], flood(8)].concat());
    world.once(at("09:31:30"));
    world.once(at("09:32:30"));
    assert!(
        world
            .told_titles()
            .iter()
            .any(|title| title.contains("fresh")),
        "what is dated since the last answer is news"
    );

    publish(&world, &flood(8));
    world.once(at("09:40:00"));
    let feeds = world.run(&["feed", "list", "--json"]).json();
    assert_eq!(feeds[0]["state"], "ok", "it has stopped: {feeds}");
}

#[test]
fn a_busy_feed_that_is_asked_seldom_is_no_flood() {
    let world = World::new(Plan::desk());
    for hour in 0..5 {
        let entries: Vec<Entry> = (0..10)
            .map(|n| sanction(&format!("{hour}-{n}")))
            .map(|entry| Entry {
                published: at(&format!("{:02}:30:00", hour + 9)),
                ..entry
            })
            .collect();
        publish(&world, &entries);
        world.once(at(&format!("{:02}:00:00", hour + 10)));
    }
    world.once(at("20:00:00"));

    assert_eq!(world.told_titles().len(), 50);
}
