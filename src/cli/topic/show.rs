//! `wirewatch topic show`: a topic as it is meant, after packs and name sets, with how many forms each term stands for.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::classify::expand;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::topic::TopicShowArgs;
use crate::cli::topic::chosen;
use crate::cli::topic::list::priority;
use crate::model::language::Language;
use crate::model::lesson::Learning;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// Sets that refer to sets are refused when they go round; this only bounds what is shown.
const DEEPEST: usize = 16;

/// A term as it is meant.
struct Meant<'a> {
    term: &'a Term,
    /// What a name set stands for; empty for other terms.
    spellings: Vec<&'a Term>,
    forms: usize,
}

pub(super) fn run(config: Option<&Path>, args: &TopicShowArgs) -> Result<Exit, Failure> {
    let watchlist = Place::find(config).load()?.watchlist;
    let mut out = std::io::stdout().lock();
    for topic in chosen(&watchlist, Some(&args.name))? {
        if args.json {
            writeln!(out, "{}", value(topic, &watchlist))?;
        } else {
            write!(out, "{}", words(topic, &watchlist))?;
        }
    }
    Ok(Exit::Ok)
}

fn meant<'a>(term: &'a Term, watchlist: &'a Watchlist) -> Meant<'a> {
    let mut spellings = Vec::new();
    collect(&term.pattern, watchlist, DEEPEST, &mut spellings);
    let forms = |term: &Term| expand(&term.written, term.language, &watchlist.dictionaries).len();
    Meant {
        forms: if spellings.is_empty() {
            forms(term)
        } else {
            spellings.iter().map(|spelling| forms(spelling)).sum()
        },
        term,
        spellings,
    }
}

/// Name sets are told whole, also those inside others and those inside `title:` and distances.
fn collect<'a>(
    pattern: &Pattern,
    watchlist: &'a Watchlist,
    depth: usize,
    spellings: &mut Vec<&'a Term>,
) {
    match pattern {
        Pattern::Name(name) if depth > 0 => {
            for term in watchlist.names.get(name).into_iter().flatten() {
                let before = spellings.len();
                collect(&term.pattern, watchlist, depth - 1, spellings);
                if spellings.len() == before {
                    spellings.push(term);
                }
            }
        }
        Pattern::Title(inner) => collect(inner, watchlist, depth, spellings),
        Pattern::Near { left, right, .. } => {
            collect(left, watchlist, depth, spellings);
            collect(right, watchlist, depth, spellings);
        }
        _ => {}
    }
}

fn value(topic: &Topic, watchlist: &Watchlist) -> Value {
    let terms = |list: &[Term]| {
        list.iter()
            .map(|term| term_value(&meant(term, watchlist)))
            .collect::<Vec<_>>()
    };
    let groups: Vec<_> = topic.groups.iter().map(|group| terms(group)).collect();
    let alert = topic
        .alert
        .map(|alert| json!({ "min_score": alert.min_score, "max_per_hour": alert.max_per_hour, "burst": alert.on_burst }));
    json!({
        "topic": topic.name.as_str(),
        "title": topic.title,
        "priority": priority(topic),
        "groups": groups,
        "near": topic.near,
        "none": terms(&topic.none),
        "none_article": terms(&topic.none_article),
        "boost": terms(&topic.boost),
        "threshold": topic.threshold,
        "languages": topic.languages.iter().map(Language::code).collect::<Vec<_>>(),
        "feeds": { "include": topic.feeds.include, "exclude": topic.feeds.exclude },
        "alert": alert,
        "burst": topic.burst,
        "learn": topic.learn.as_str(),
        "tests": topic.tests.len(),
        "watchlist": watchlist.version.to_string(),
    })
}

fn term_value(meant: &Meant<'_>) -> Value {
    json!({
        "term": meant.term.written,
        "language": meant.term.language.map(|language| language.to_string()),
        "weight": meant.term.weight,
        "forms": meant.forms,
        "spellings": meant.spellings.iter().map(|term| &term.written).collect::<Vec<_>>(),
        "from": { "file": meant.term.place.file, "line": meant.term.place.line },
    })
}

fn words(topic: &Topic, watchlist: &Watchlist) -> String {
    let mut words = format!(
        "{}: {} (priority {}, {} tests, watchlist {})\n",
        topic.name,
        topic.title,
        priority(topic),
        topic.tests.len(),
        watchlist.version
    );
    let group_count = topic.groups.len();
    for (index, group) in topic.groups.iter().enumerate() {
        let heading = if group_count > 1 {
            format!("one of group {} of {group_count}", index + 1)
        } else {
            "one of".to_owned()
        };
        words.push_str(&list_words(&heading, group, watchlist));
    }
    if let Some(near) = topic.near {
        words.push_str(&format!("groups within {near} words of each other\n"));
    }
    for (heading, list) in [
        (
            "a hit that overlaps one of these does not count",
            &topic.none,
        ),
        ("no match with one of these anywhere", &topic.none_article),
        ("adds to the score", &topic.boost),
    ] {
        if !list.is_empty() {
            words.push_str(&list_words(heading, list, watchlist));
        }
    }
    words.push_str(&rule_words(topic));
    words
}

fn list_words(heading: &str, list: &[Term], watchlist: &Watchlist) -> String {
    let mut words = format!("{heading}:\n");
    for term in list {
        let meant = meant(term, watchlist);
        let mut facts = Vec::new();
        facts.extend(term.language.map(|language| language.to_string()));
        if (term.weight - 1.0).abs() > f64::EPSILON {
            facts.push(format!("weight {}", term.weight));
        }
        let plural = if meant.forms == 1 { "" } else { "s" };
        facts.push(format!("{} form{plural}", meant.forms));
        facts.push(format!("{}:{}", term.place.file, term.place.line));
        words.push_str(&format!("  {}  ({})\n", term.written, facts.join(", ")));
        if !meant.spellings.is_empty() {
            let spellings: Vec<&str> = meant
                .spellings
                .iter()
                .map(|term| term.written.as_str())
                .collect();
            words.push_str(&format!("      {}\n", spellings.join(", ")));
        }
    }
    words
}

fn rule_words(topic: &Topic) -> String {
    let mut words = format!("threshold {}\n", topic.threshold);
    if !topic.languages.is_empty() {
        let codes: Vec<&str> = topic.languages.iter().map(Language::code).collect();
        words.push_str(&format!("only in {}\n", codes.join(", ")));
    }
    if !topic.feeds.include.is_empty() {
        words.push_str(&format!("only from {}\n", topic.feeds.include.join(", ")));
    }
    if !topic.feeds.exclude.is_empty() {
        words.push_str(&format!("not from {}\n", topic.feeds.exclude.join(", ")));
    }
    if let Some(alert) = topic.alert {
        let occasions = [
            alert.min_score.map(|score| format!("from score {score}")),
            alert.on_burst.then(|| "at bursts".to_owned()),
        ];
        let occasions: Vec<String> = occasions.into_iter().flatten().collect();
        words.push_str(&format!(
            "alert {}, at most {} an hour\n",
            occasions.join(" and "),
            alert.max_per_hour
        ));
    }
    if topic.burst {
        words.push_str("tells when it is louder than usual\n");
    }
    match topic.learn {
        Learning::Off => {}
        Learning::Rank => words.push_str("learns from marks: orders and moves stories\n"),
        Learning::Hide => words.push_str("learns from marks: orders, moves and hides stories\n"),
    }
    words
}
