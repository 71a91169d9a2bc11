//! The JSON that other programs read: the keys of the contract, one answer a question, in order.

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// A world in which one article was mailed and one feed fails.
fn world_with_news() -> World {
    let world = World::new(Plan::desk().feed("radio"));
    let entry = Entry::new(
        "bank",
        "Sanctions on a bank",
        "The asset freeze begins at midnight.",
        at("08:30:00"),
    );
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world
}

#[track_caller]
fn assert_keys(value: &Value, expected: &[&str]) {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().collect();
    keys.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(keys, expected, "the keys of {value}");
}

#[track_caller]
fn assert_has_keys(value: &Value, expected: &[&str]) {
    let object = value.as_object().unwrap();
    for key in expected {
        assert!(object.contains_key(*key), "no {key} in {value}");
    }
}

#[test]
fn run_once_prints_the_contracts_summary() {
    let world = World::new(Plan::desk());
    let bank = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    let goat = Entry::new("goat", "A goat won the race", "", at("08:40:00"));
    let news = [bank, goat];
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news[..1])));
    let first = world.once(at("09:00:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    let second = world.once(at("09:01:30"));

    assert_keys(
        &first,
        &[
            "feeds",
            "fetched",
            "not_modified",
            "failed",
            "items",
            "articles_new",
            "duplicates",
            "matches",
            "stories_new",
            "letters_queued",
            "letters_accepted",
            "seconds",
        ],
    );
    for (key, sum) in [
        ("fetched", 2),
        ("items", 3),
        ("articles_new", 2),
        ("duplicates", 1),
        ("matches", 1),
        ("stories_new", 2),
        ("letters_queued", 1),
        ("letters_accepted", 1),
        ("failed", 0),
    ] {
        let of = |summary: &Value| summary[key].as_u64().unwrap();
        assert_eq!(of(&first) + of(&second), sum, "{key}: {first} {second}");
    }
    assert!(first["seconds"].is_number());
}

#[test]
fn feed_list_and_status_tell_every_feed_in_the_same_form() {
    let world = world_with_news();

    let list = world.run(&["feed", "list", "--json"]).json();
    let status = world.run(&["status", "--json"]).json();

    assert_eq!(status["feeds"], list);
    for feed in list.as_array().unwrap() {
        assert_has_keys(
            feed,
            &[
                "name",
                "url",
                "state",
                "cause",
                "since",
                "tries",
                "next_poll",
                "last_item",
                "partial",
                "items",
            ],
        );
    }
    assert_eq!(list[0]["name"], "wire");
    assert_eq!(list[0]["state"], "ok");
    assert_eq!(list[0]["cause"], Value::Null);
    assert_eq!(list[0]["items"], 1);
    assert_eq!(list[1]["cause"]["kind"], "http-404");
}

#[test]
fn digest_list_and_show_tell_what_went_to_whom() {
    let world = world_with_news();

    let list = world.run(&["digest", "list", "--json"]).json();
    let show = world.run(&["digest", "show", "1", "--json"]).json();

    let keys = [
        "number",
        "digest",
        "from",
        "to",
        "issued",
        "stories",
        "articles",
        "deliveries",
    ];
    assert_has_keys(&list[0], &keys);
    assert_eq!(list[0]["number"], 1);
    assert_eq!(list[0]["digest"], "desk");
    assert_eq!(list[0]["stories"], 1);
    assert_eq!(list[0]["articles"], 1);
    assert_has_keys(
        &list[0]["deliveries"][0],
        &["to", "status", "attempts", "message_id"],
    );
    assert_eq!(list[0]["deliveries"][0]["to"], "desk@example.org");
    let story = &show["stories"][0];
    assert_has_keys(story, &["id", "title", "url", "topics", "articles"]);
    assert_eq!(story["topics"], json!(["sanctions"]));
    assert_has_keys(&story["articles"][0], &["id", "url", "feed", "title"]);
    assert_eq!(story["articles"][0]["feed"], "wire");
}

#[test]
fn search_tells_an_article_with_its_topics_and_story() {
    let world = world_with_news();

    let found = world
        .run(&["search", "freeze", "--topic", "sanctions", "--json"])
        .json();
    let none = world
        .run(&["search", "freeze", "--feed", "radio", "--json"])
        .json();

    assert_has_keys(
        &found[0],
        &[
            "id",
            "url",
            "title",
            "feed",
            "published",
            "first_seen",
            "language",
            "topics",
            "story",
            "snippet",
        ],
    );
    assert_eq!(found[0]["title"], "Sanctions on a bank");
    assert_eq!(found[0]["published"], "2026-11-20T08:30:00Z");
    assert_eq!(found[0]["topics"], json!(["sanctions"]));
    assert_eq!(none, json!([]));
}

#[test]
fn search_takes_any_words_for_words() {
    let world = world_with_news();

    for words in [
        "' OR 1=1 --",
        "\"",
        "*",
        "NEAR(a b)",
        "title:x",
        "a AND",
        "%_",
        "(",
        "-",
    ] {
        let ended = world.run(&["search", words, "--json"]);

        assert!(ended.json().is_array(), "{ended}");
    }
}

#[test]
fn feed_test_answers_a_line_a_source_in_order_even_when_one_fails() {
    let world = World::new(Plan::desk());
    let entry = Entry::new(
        "bank",
        "Sanctions &amp; a <b>bank</b>",
        "One.",
        at("08:30:00"),
    );
    let good = world.directory().join("good.xml");
    std::fs::write(&good, rss("The Wire", &[entry])).unwrap();
    let page = world.directory().join("page.html");
    std::fs::write(&page, "<html><body>Log in</body></html>").unwrap();
    let missing = world.directory().join("missing.xml");
    let served = world.origin().url("/wire");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Served", &[])));
    let sources = [
        page.to_str().unwrap(),
        good.to_str().unwrap(),
        missing.to_str().unwrap(),
        &served,
    ];

    let mut args = vec!["feed", "test", "--json"];
    args.extend(sources);
    let ended = world.run(&args);

    let lines = ended.json_lines();
    assert_eq!(lines.len(), 4, "{ended}");
    for (line, source) in lines.iter().zip(sources) {
        assert_has_keys(
            line,
            &[
                "source", "ok", "format", "encoding", "title", "partial", "problems", "items",
            ],
        );
        assert_eq!(line["source"], source);
    }
    let ok: Vec<_> = lines
        .iter()
        .map(|line| line["ok"].as_bool().unwrap())
        .collect();
    assert_eq!(ok, [false, true, false, true], "{ended}");
    let item = &lines[1]["items"][0];
    assert_has_keys(
        item,
        &[
            "id",
            "title",
            "link",
            "published",
            "updated",
            "author",
            "summary",
            "language",
        ],
    );
    assert_eq!(item["title"], "Sanctions & a bank");
    assert_eq!(item["link"], "https://news.example/bank");
    assert_eq!(item["published"], "2026-11-20T08:30:00Z");
    assert_eq!(item["author"], Value::Null);
}

#[test]
fn feed_test_reads_its_sources_from_a_list_with_base_and_content_type() {
    let world = World::new(Plan::desk());
    let mut entry = Entry::new("bank", "Санкции", "", at("08:30:00"));
    entry.link = "/story/1".to_owned();
    let file = world.directory().join("relative.xml");
    std::fs::write(&file, rss("The Wire", &[entry])).unwrap();
    let list = world.directory().join("list.tsv");
    let path = file.to_str().unwrap();
    let lines = format!(
        "{path}\thttps://a.example/feed\tapplication/rss+xml\n{path}\thttps://b.example/\ttext/xml\n"
    );
    std::fs::write(&list, lines).unwrap();

    let ended = world.run(&["feed", "test", "--json", "--list", list.to_str().unwrap()]);

    let links: Vec<_> = ended
        .json_lines()
        .iter()
        .map(|line| line["items"][0]["link"].clone())
        .collect();
    assert_eq!(
        links,
        ["https://a.example/story/1", "https://b.example/story/1"]
    );
}

#[test]
fn feed_test_stores_nothing() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Served", &[])));

    world.run(&["feed", "test", "--json", &world.origin().url("/wire")]);

    assert_eq!(std::fs::read_dir(world.state()).unwrap().count(), 0);
}

#[test]
fn pipe_judges_every_line_in_order() {
    let world = World::new(Plan::desk());
    let watchlist = world.config().join("watchlist.toml");
    let watchlist = watchlist.to_str().unwrap();
    let title = "🦢 Łódź: the bank sanctioned again";
    let input = [
        json!({"id": "a", "title": title, "text": "The “asset freeze” begins."}),
        json!({"id": "b", "title": "A goat won the race", "text": ""}),
        json!({"id": "c", "title": title, "text": "The “asset freeze” begins.", "feed": "other"}),
    ];
    let input: String = input.iter().map(|line| format!("{line}\n")).collect();

    let ended = world.run_with_input(&["pipe", "--watchlist", watchlist], &input);

    let lines = ended.json_lines();
    let ids: Vec<_> = lines
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["a", "b", "c"], "{ended}");
    for line in &lines {
        assert_has_keys(
            line,
            &["id", "language", "duplicate_of", "story", "matches"],
        );
        assert!(
            !line["story"].is_null(),
            "every article gets a story: {line}"
        );
    }
    assert_eq!(lines[1]["matches"], json!([]));
    let found = &lines[0]["matches"][0];
    assert_has_keys(found, &["topic", "score", "evidence"]);
    let evidence = found["evidence"].as_array().unwrap();
    let forms: Vec<_> = evidence
        .iter()
        .map(|hit| slice(hit, title, "The “asset freeze” begins."))
        .collect();
    assert_eq!(forms, ["sanctioned", "asset freeze"], "{ended}");
    for hit in evidence {
        assert_has_keys(hit, &["term", "form", "field", "start", "end", "weight"]);
    }
}

/// What stands at an evidence's place, counted in Unicode scalar values.
fn slice(hit: &Value, title: &str, text: &str) -> String {
    let field = if hit["field"] == "title" { title } else { text };
    let start = usize::try_from(hit["start"].as_u64().unwrap()).unwrap();
    let end = usize::try_from(hit["end"].as_u64().unwrap()).unwrap();
    let form: String = field.chars().skip(start).take(end - start).collect();
    assert_eq!(hit["form"], form.as_str(), "{hit}");
    form
}

#[test]
fn pipe_answers_a_line_it_cannot_read_and_goes_on() {
    let world = World::new(Plan::desk());
    let input = "{\"id\": \"a\", \"title\": \"Sanctions\", \"text\": \"\"}\nnot json\n{\"id\": \"b\"}\n{\"id\": \"c\", \"title\": \"x\", \"text\": \"y\"}\n";

    let ended = world.run_with_input(&["pipe"], input);

    let lines = ended.json_lines();
    assert_eq!(lines.len(), 4, "{ended}");
    assert_eq!(lines[0]["id"], "a");
    assert_eq!(lines[3]["id"], "c");
}

#[test]
fn expand_lists_the_forms_of_a_term() {
    let world = World::new(Plan::desk());

    let one = world
        .run(&["expand", "sanction", "--lang", "en", "--json"])
        .json();
    let input =
        "{\"term\": \"санкция\", \"lang\": \"ru\"}\n{\"term\": \"OFAC\", \"lang\": \"en\"}\n";
    let many = world
        .run_with_input(&["expand", "--stdin"], input)
        .json_lines();

    assert_keys(&one, &["term", "language", "forms"]);
    let holds = |line: &Value, form: &str| line["forms"].as_array().unwrap().contains(&json!(form));
    assert!(holds(&one, "sanctioned"), "{one}");
    assert!(holds(&many[0], "санкциями"), "{}", many[0]);
    assert_eq!(
        many[1]["forms"].as_array().unwrap().len(),
        1,
        "an acronym is never inflected"
    );
}

#[test]
fn explain_says_why_and_why_not() {
    let world = world_with_news();

    let stored = world
        .run(&["explain", "https://news.example/bank", "--json"])
        .json();
    let hit = world
        .run(&[
            "explain",
            "--text",
            "Sanctions on a bank",
            "--topic",
            "sanctions",
            "--json",
        ])
        .json();
    let miss = world.run(&[
        "explain",
        "--text",
        "A goat won the race",
        "--topic",
        "sanctions",
    ]);

    assert!(stored.to_string().contains("asset freeze"), "{stored}");
    assert!(hit.to_string().contains("sanction"), "{hit}");
    miss.assert_code(0);
    assert!(
        miss.stdout.contains("sanction"),
        "the terms that were not there:\n{miss}"
    );
}
