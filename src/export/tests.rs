//! Whatever stands in an article, each form is whole and harmless.

use jiff::Timestamp;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::export::Export;
use crate::export::Form;
use crate::export::Origin;
use crate::model::article::ContentHash;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::ids::WatchlistVersion;
use crate::model::mark::Judgement;
use crate::model::mark::Mark;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;
use crate::model::matched::Audit;
use crate::model::matched::JudgedMatch;
use crate::model::matched::MatchedArticle;
use crate::model::matched::Telling;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;

const FORMS: [Form; 5] = [
    Form::Csv,
    Form::Jsonl,
    Form::Markdown,
    Form::Rss,
    Form::Atom,
];

/// An article in which a stranger wrote these words wherever strangers can.
fn article(words: &str, first_seen: Timestamp) -> MatchedArticle {
    let mut link = Url::parse("https://news.example/").expect("an address");
    link.set_path(words);
    link.set_query(Some(words));
    let topic: crate::model::ids::TopicName = "sanctions".parse().expect("a name");
    MatchedArticle {
        id: ArticleId(7),
        link: Some(link),
        title: words.to_owned(),
        feed: "wire".parse().expect("a name"),
        outlet: words.to_owned(),
        language: None,
        published: Some(first_seen),
        first_seen,
        story: Some(StoryId(3)),
        is_backfill: false,
        matches: vec![JudgedMatch {
            found: Match {
                topic: topic.clone(),
                score: -1.5,
                evidence: vec![Evidence {
                    term: words.to_owned(),
                    form: format!("{words}s"),
                    field: Field::Title,
                    start: 0,
                    end: 4,
                    weight: -1.5,
                }],
                learned: None,
            },
            by: WatchlistVersion("7ee0e4841918".to_owned()),
            mark: Some(Judgement::Noise),
        }],
        audit: Some(Audit {
            judged_by: WatchlistVersion("7ee0e4841918".to_owned()),
            content_hash: ContentHash("aa".to_owned()),
            revisions: 0,
            letters: vec![Telling {
                number: DigestNumber(1),
                digest: "desk".parse().expect("a name"),
                is_alert: false,
                issued: first_seen,
                recipients: 1,
                accepted: 0,
                accepted_at: None,
            }],
            marks: vec![Mark {
                said: NewMark {
                    marked: Marked::Article(ArticleId(7)),
                    topic: Some(topic),
                    judgement: Judgement::Noise,
                    note: Some(words.to_owned()),
                },
                at: first_seen,
                by: words.to_owned(),
            }],
        }),
    }
}

fn written(form: Form, articles: &[MatchedArticle]) -> String {
    let home = Url::parse("http://localhost/").expect("an address");
    let archive = "a1".to_owned();
    let mut export = Export::new(form, Vec::new(), true, Origin { home, archive });
    let mut text = export.before();
    for article in articles {
        text.push_str(&export.each(article));
    }
    text + &export.after(Timestamp::UNIX_EPOCH)
}

fn assert_whole_xml(text: &str) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{text}");
    let is_illegal =
        |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    assert!(!text.contains(is_illegal), "{text:?}");
}

/// Strings with much of what forms stumble over.
fn hostile() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        "=", "+", "-", "@", ";", ",", "\"", "'", "\t", "\r", "\n", "\0", "\u{1b}", "<", ">", "&",
        "]]>", "&#0;", "\\", "`", "[", "](", ")", "\u{fffe}", "\u{ffff}", "\u{feff}", "\u{85}",
        "\u{2028}", "\u{202e}", "＝", " ", "a", "😀",
    ]);
    proptest::collection::vec(odd, 0..12).prop_map(|parts| parts.concat())
}

/// A row by RFC 4180.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut rest = row.chars().peekable();
    while let Some(c) = rest.next() {
        let is_doubled = is_quoted && c == '"' && rest.next_if_eq(&'"').is_some();
        match (c, cells.last_mut()) {
            ('"', _) if !is_doubled => is_quoted = !is_quoted,
            (',', _) if !is_quoted => cells.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    cells
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝']) && cell.parse::<f64>().is_err()
}

proptest! {
    #[test]
    fn each_form_is_whole_and_harmless_whatever_strangers_wrote(words in hostile()) {
        let articles = [article(&words, Timestamp::UNIX_EPOCH)];
        for form in FORMS {
            let text = written(form, &articles);
            match form {
                Form::Csv => {
                    prop_assert_eq!(text.matches("\r\n").count(), 2);
                    prop_assert_eq!(text.lines().map(|row| cells(row).len()).collect::<Vec<_>>(), [22, 22]);
                    let rows = text.replace("\r\n", "");
                    prop_assert!(!rows.contains(char::is_control), "{:?}", rows);
                    for cell in cells(rows.strip_prefix(written(form, &[]).trim_end()).unwrap_or_default()) {
                        prop_assert!(!is_formula(cell.trim_start()), "{:?} in {:?}", cell, text);
                    }
                    // Cut as a spreadsheet does that takes semicolons for the end of a cell.
                    for cell in rows.split(';').skip(1) {
                        prop_assert!(!is_formula(cell.trim_start_matches([' ', '"'])), "{:?} in {:?}", cell, text);
                    }
                }
                Form::Jsonl => {
                    prop_assert_eq!(text.lines().count(), 1);
                    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                    prop_assert_eq!(value["title"].as_str(), Some(words.as_str()));
                }
                Form::Markdown => prop_assert!(!text.contains("\n\n\n")),
                Form::Rss | Form::Atom => assert_whole_xml(&text),
            }
        }
    }
}

#[test]
fn numbers_of_our_own_stay_numbers() {
    let text = written(Form::Csv, &[article("x", Timestamp::UNIX_EPOCH)]);

    assert!(text.contains(",sanctions,-1.5,"), "{text}");
}

#[test]
fn a_feed_was_changed_when_its_last_article_came_and_an_empty_one_now() {
    let last: Timestamp = "2026-11-20T09:00:00Z".parse().expect("a time");

    let full = written(Form::Atom, &[article("x", last)]);
    let empty = written(Form::Rss, &[]);

    assert!(
        full.ends_with("<updated>2026-11-20T09:00:00Z</updated></feed>\n"),
        "{full}"
    );
    assert!(
        empty.contains("<lastBuildDate>Thu, 01 Jan 1970 00:00:00 GMT</lastBuildDate>"),
        "{empty}"
    );
}

#[test]
fn times_that_a_feed_cannot_write_are_left_out() {
    for form in [Form::Rss, Form::Atom] {
        let mut odd = article("x", Timestamp::UNIX_EPOCH);
        odd.published = Some(Timestamp::MIN);

        let text = written(form, &[odd]);

        assert!(!text.contains("-00"), "{text}");
        assert!(!text.contains("<published>"), "{text}");
    }
}

#[test]
fn a_report_has_a_heading_a_day() {
    let days = [
        "2026-11-20T09:00:00Z",
        "2026-11-20T23:59:59Z",
        "2026-11-21T00:00:00Z",
    ];
    let articles = days.map(|day| article("x", day.parse().expect("a time")));

    let text = written(Form::Markdown, &articles);

    assert_eq!(text.matches("\n## ").count(), 2, "{text}");
}
