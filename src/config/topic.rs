//! `[topic.NAME]` as written -> Topic.

use std::ops::RangeInclusive;

use crate::config::node::Node;
use crate::config::notes::Mention;
use crate::config::notes::Notes;
use crate::config::table::Key;
use crate::config::table::Table;
use crate::config::terms;
use crate::config::watchlist;
use crate::model::language::Language;
use crate::model::lesson::Learning;
use crate::model::watchlist::AlertRule;
use crate::model::watchlist::FeedFilter;
use crate::model::watchlist::Priority;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::TopicTest;

/// What a score may be asked to reach.
const SCORES: RangeInclusive<f64> = 0.0..=100_000.0;

/// What `alert = true` means.
const USUAL_ALERT: AlertRule = AlertRule {
    min_score: Some(5.0),
    max_per_hour: 4,
    on_burst: false,
};

/// Reads one topic. `None` when its name is not one or it asks for nothing.
pub(super) fn read<'a>(key: Key<'a>, node: Node<'a>, notes: &mut Notes<'a>) -> Option<Topic> {
    let mut table = node.table(&mut notes.findings)?;
    let name = watchlist::name(key, &mut notes.findings);
    let groups = groups(&mut table, notes);
    let title = table.take("title").and_then(|node| title(node, notes));
    let near = near(&mut table, groups.len(), notes);
    let none = take_terms(&mut table, "none", notes);
    let none_article = take_terms(&mut table, "none_article", notes);
    let boost = table.take("boost").map(|node| terms::boost(node, notes));
    let threshold = table
        .take("threshold")
        .and_then(|node| node.number(SCORES, &mut notes.findings));
    let languages = languages(&mut table, notes);
    let feeds = table.take("feeds").map(|node| feed_filter(node, notes));
    let priority = priority(&mut table, notes);
    let alert = table.take("alert").and_then(|node| alert(node, notes));
    let burst = table
        .take("burst")
        .and_then(|node| node.flag(&mut notes.findings));
    let learn = table.take("learn").and_then(|node| learn(node, notes));
    let tests = tests(&mut table, notes);
    table.finish(&format!("[topic.{}]", key.text), &mut notes.findings);
    Some(Topic {
        name: name?,
        title: title.unwrap_or_else(|| title_from_name(key.text)),
        groups,
        near,
        none,
        none_article,
        boost: boost.unwrap_or_default(),
        threshold: threshold.unwrap_or(1.0),
        languages,
        feeds: feeds.unwrap_or_default(),
        priority,
        alert,
        // An alert at bursts needs bursts to be looked for.
        burst: burst.unwrap_or_else(|| alert.is_some_and(|rule| rule.on_burst)),
        learn: learn.unwrap_or_default(),
        tests,
    })
}

/// `any` is one group, `all` several; both together ask for one of `any` as well.
fn groups<'a>(table: &mut Table<'a>, notes: &mut Notes<'a>) -> Vec<Vec<Term>> {
    let mut groups = Vec::new();
    let any = table.take("any");
    let all = table.take("all");
    if let Some(node) = any {
        groups.push(terms::group(node, notes));
    }
    if let Some(node) = all {
        for item in node.list() {
            groups.push(terms::group(item, notes));
        }
    }
    if any.is_none() && all.is_none() {
        let finding = table.spot.error("this topic asks for nothing");
        notes.findings.push(finding.help("write any = [\"one of these\", \"or this\"], or all = [[\"one of these\"], [\"and one of these\"]]"));
    }
    refuse_empty_lists(any, all, notes);
    groups
}

/// An empty list can never be met, and then nothing can.
fn refuse_empty_lists<'a>(any: Option<Node<'a>>, all: Option<Node<'a>>, notes: &mut Notes<'a>) {
    let groups = all.map(|node| node.list()).unwrap_or_default();
    for node in any.into_iter().chain(all).chain(groups) {
        if node.is_empty_list() {
            let finding = node
                .spot
                .error("this list has no term, so nothing can ever match");
            notes
                .findings
                .push(finding.help("write at least one term into it, or remove it"));
        }
    }
}

fn take_terms<'a>(table: &mut Table<'a>, key: &'static str, notes: &mut Notes<'a>) -> Vec<Term> {
    table
        .take(key)
        .map(|node| terms::group(node, notes))
        .unwrap_or_default()
}

fn title(node: Node<'_>, notes: &mut Notes<'_>) -> Option<String> {
    let text = node.text(&mut notes.findings)?;
    let is_line = !text.trim().is_empty()
        && text.chars().count() <= 120
        && !text.chars().any(char::is_control);
    if is_line {
        return Some(text.trim().to_owned());
    }
    notes.findings.push(
        node.spot
            .error("a title is one line of up to 120 characters"),
    );
    None
}

/// `russian-intervention` -> "Russian intervention".
fn title_from_name(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => spaced,
    }
}

fn near<'a>(table: &mut Table<'a>, groups: usize, notes: &mut Notes<'a>) -> Option<u32> {
    let node = table.take("near")?;
    let words = node.whole(1..=10_000, &mut notes.findings)?;
    if groups < 2 {
        let finding = node
            .spot
            .warning("\"near\" does nothing here: it is the distance between the lists of \"all\"");
        notes
            .findings
            .push(finding.help(
                "for two words near each other write one term, such as \"troops ~6 border\"",
            ));
    }
    Some(words)
}

fn languages<'a>(table: &mut Table<'a>, notes: &mut Notes<'a>) -> Vec<Language> {
    let Some(node) = table.take("languages") else {
        return Vec::new();
    };
    let items = node.list();
    items
        .iter()
        .filter_map(|item| item.read(&mut notes.findings))
        .collect()
}

/// `{ include = […], exclude = […] }`, or a plain list of what to include.
fn feed_filter<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> FeedFilter {
    let Some(mut table) = node.as_table() else {
        return FeedFilter {
            include: patterns(node, notes),
            exclude: Vec::new(),
        };
    };
    let mut take = |key| {
        table
            .take(key)
            .map(|node| patterns(node, notes))
            .unwrap_or_default()
    };
    let filter = FeedFilter {
        include: take("include"),
        exclude: take("exclude"),
    };
    table.finish("feeds", &mut notes.findings);
    filter
}

fn patterns<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Vec<String> {
    let texts = node.texts(&mut notes.findings);
    let mentions = texts.iter().map(|(item, text)| Mention {
        name: (*text).to_owned(),
        spot: item.spot,
    });
    notes.feeds.extend(mentions);
    texts.into_iter().map(|(_, text)| text.to_owned()).collect()
}

fn priority<'a>(table: &mut Table<'a>, notes: &mut Notes<'a>) -> Priority {
    let words = [
        ("high", Priority::High),
        ("normal", Priority::Normal),
        ("low", Priority::Low),
    ];
    let given = table
        .take("priority")
        .and_then(|node| node.word(&words, &mut notes.findings));
    given.unwrap_or_default()
}

fn alert<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Option<AlertRule> {
    if let Some(flag) = node.as_flag() {
        return flag.then_some(USUAL_ALERT);
    }
    let Some(mut table) = node.as_table() else {
        return node.wants(
            "true, { min_score = 8, max_per_hour = 4 } or { burst = true }",
            &mut notes.findings,
        );
    };
    let min_score = table
        .take("min_score")
        .and_then(|node| node.number(SCORES, &mut notes.findings));
    let max_per_hour = table
        .take("max_per_hour")
        .and_then(|node| node.whole(1..=1000, &mut notes.findings));
    let on_burst = table
        .take("burst")
        .and_then(|node| node.flag(&mut notes.findings))
        .unwrap_or(false);
    table.finish("alert", &mut notes.findings);
    // Who asks for bursts and names no score wants bursts alone.
    let usual_score = USUAL_ALERT.min_score.filter(|_| !on_burst);
    Some(AlertRule {
        min_score: min_score.or(usual_score),
        max_per_hour: max_per_hour.unwrap_or(USUAL_ALERT.max_per_hour),
        on_burst,
    })
}

/// `true`, `false`, or `"hide"` for an owner who wants likely noise out of the letters.
fn learn(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Learning> {
    match node.as_flag() {
        Some(true) => Some(Learning::Rank),
        Some(false) => Some(Learning::Off),
        None => match node.as_text() {
            Some("hide") => Some(Learning::Hide),
            _ => node.wants(
                "true, false or \"hide\" (true orders and moves stories, \"hide\" may also keep them out of letters)",
                &mut notes.findings,
            ),
        },
    }
}

fn tests<'a>(table: &mut Table<'a>, notes: &mut Notes<'a>) -> Vec<TopicTest> {
    let Some(node) = table.take("test") else {
        return Vec::new();
    };
    let items = node.list();
    items
        .into_iter()
        .filter_map(|item| test(item, notes))
        .collect()
}

fn test<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Option<TopicTest> {
    let mut table = node.table(&mut notes.findings)?;
    let positive = table.take("match");
    let negative = table.take("no_match");
    let because = table.take("because");
    let language = table.take("language");
    let language = language.and_then(|node| node.read(&mut notes.findings));
    let body = table
        .take("text")
        .and_then(|node| node.text(&mut notes.findings));
    table.finish("a test", &mut notes.findings);
    let (node, must_match) = match (positive, negative) {
        (Some(node), None) => (node, true),
        (None, Some(node)) => (node, false),
        _ => {
            let finding = table
                .spot
                .error("a test has either \"match\" or \"no_match\"");
            notes
                .findings
                .push(finding.help("write a headline: match = \"Journalist detained in Minsk\""));
            return None;
        }
    };
    let text = node.text(&mut notes.findings)?;
    if let (Some(because), false) = (because, must_match) {
        notes.findings.push(
            because
                .spot
                .error("\"because\" goes with \"match\": what does not match has no reasons"),
        );
    }
    let reasons = because
        .map(|node| node.texts(&mut notes.findings))
        .unwrap_or_default();
    Some(TopicTest {
        text: text.to_owned(),
        body: body.unwrap_or_default().to_owned(),
        language,
        must_match,
        because: reasons
            .into_iter()
            .map(|(_, text)| text.to_owned())
            .collect(),
        place: node.spot.place(),
    })
}
