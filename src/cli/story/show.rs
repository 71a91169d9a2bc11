//! `wirewatch story show`: one story with who told it first, the outlets side by side, and what tied each article in.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::StoryShowArgs;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::story::articles;
use crate::cli::story::lanes;
use crate::cli::story::lanes::hang;
use crate::cli::story::many;
use crate::model::ids::StoryId;
use crate::model::story::Story;
use crate::model::timeline::Outlet;
use crate::model::timeline::Telling;
use crate::model::timeline::Timeline;
use crate::store::KeptMerge;
use crate::store::StoryArticle;
use crate::store::StoryMove;

/// Below an article's number.
const INDENT: &str = "                    ";

/// A story with all that is told of it.
struct Shown {
    story: Story,
    merges: Vec<KeptMerge>,
    moves: Vec<StoryMove>,
    articles: Vec<StoryArticle>,
    timeline: Timeline,
}

pub(super) fn run(config: Option<&Path>, args: &StoryShowArgs) -> Result<Exit, Failure> {
    let asked = number(&args.id)?;
    let settings = Place::find(config).settings()?;
    let shown = ask(&settings, move |view| {
        let Some((story, _)) = view.story(asked)? else {
            return Ok(None);
        };
        let articles = view.told_in(story.id)?;
        Ok(Some(Shown {
            merges: view.merged_into(story.id)?,
            moves: view.story_moves(story.id)?,
            timeline: Timeline::of(articles.iter().map(StoryArticle::telling).collect()),
            articles,
            story,
        }))
    })?;
    let Some(shown) = shown else {
        eprintln!(
            "wirewatch: there is no story {asked}: `wirewatch story list` shows those there are"
        );
        return Ok(Exit::FaultFound);
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", value(&shown))?;
    } else {
        write!(out, "{}", words(asked, &shown))?;
    }
    Ok(Exit::Ok)
}

/// `12`, or `s12` as `mark` and letters write it.
fn number(text: &str) -> Result<StoryId, Failure> {
    text.strip_prefix('s')
        .unwrap_or(text)
        .parse()
        .map(StoryId)
        .map_err(|_| {
            Failure::usage(format!(
                "{text:?} is not a story: write its number, such as 12"
            ))
        })
}

fn value(shown: &Shown) -> Value {
    let Shown {
        story,
        merges,
        moves,
        articles,
        timeline,
    } = shown;
    json!({
        "id": story.id.0,
        "title": story.title,
        "opened": story.opened.to_string(),
        "grew": story.grew.to_string(),
        "merged": merges.iter().map(merge_value).collect::<Vec<_>>(),
        "moves": moves.iter().map(move_value).collect::<Vec<_>>(),
        "seen_first": timeline.seen_first.as_ref().map(telling_value),
        "dated_first": timeline.dated_first.as_ref().map(telling_value),
        "outlets": timeline.outlets.iter().map(outlet_value).collect::<Vec<_>>(),
        "articles": articles.iter().map(article_value).collect::<Vec<_>>(),
    })
}

fn merge_value(merge: &KeptMerge) -> Value {
    json!({
        "id": merge.story.0,
        "title": merge.title,
        "similarity": merge.similarity,
        "because": merge.because,
        "at": merge.at.to_string(),
        "by_rebuild": merge.is_rebuilt,
    })
}

fn move_value(moved: &StoryMove) -> Value {
    json!({
        "story": moved.other.0,
        "direction": if moved.is_taken { "from" } else { "to" },
        "articles": moved.articles,
        "at": moved.at.to_string(),
        "by_rebuild": moved.is_rebuilt,
    })
}

fn telling_value(telling: &Telling) -> Value {
    json!({
        "article": telling.article.0,
        "feed": telling.feed.as_str(),
        "label": telling.label,
        "first_seen": telling.first_seen.to_string(),
        "published": telling.published.map(|at| at.to_string()),
    })
}

fn outlet_value(outlet: &Outlet) -> Value {
    json!({
        "feed": outlet.feed.as_str(),
        "label": outlet.label,
        "first_seen": outlet.first_seen.to_string(),
        "published": outlet.published.map(|at| at.to_string()),
        "after_seconds": outlet.after.as_secs(),
        "articles": outlet.articles,
        "copies": outlet.copies,
    })
}

fn article_value(article: &StoryArticle) -> Value {
    json!({
        "id": article.id.0,
        "title": article.title,
        "url": article.link,
        "feed": article.feed.as_str(),
        "label": article.label,
        "language": article.language,
        "published": article.published.map(|at| at.to_string()),
        "first_seen": article.first_seen.to_string(),
        "similarity": article.similarity,
        "because": article.because,
        "copy_of": article.copy_of.map(|id| id.0),
        "is_own_copy": article.is_own_copy,
        "revisions": article.revisions,
        "revised": article.revised.map(|at| at.to_string()),
    })
}

fn words(asked: StoryId, shown: &Shown) -> String {
    let mut text = String::new();
    head(&mut text, asked, shown);
    if shown.timeline.outlets.len() > 1 {
        text.push('\n');
        text.push_str(&lanes::draw(&shown.timeline));
    }
    for article in &shown.articles {
        let at = article.first_seen.strftime("%Y-%m-%d %H:%M");
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "\n  {at}  {}",
            outlet(article.feed.as_str(), article.label.as_deref())
        );
        text.push_str(&hang(&format!("  {:>16}  ", article.id), &article.title));
        text.push_str(&hang(INDENT, &tie(article)));
        if let Some(revised) = article.revised {
            let times = many(article.revisions, "time");
            let at = revised.strftime("%Y-%m-%d %H:%M");
            text.push_str(&hang(INDENT, &format!("revised {times}, last at {at} UTC")));
        }
    }
    text
}

fn head(text: &mut String, asked: StoryId, shown: &Shown) {
    let Shown {
        story, timeline, ..
    } = shown;
    // Writing into a String cannot fail.
    if asked != story.id {
        let _ = writeln!(text, "story {asked} turned out to be story {}\n", story.id);
    }
    let _ = writeln!(text, "story {}: {}", story.id, story.title);
    if let Some(first) = &timeline.seen_first {
        let at = first.first_seen.strftime("%Y-%m-%d %H:%M");
        let who = outlet(first.feed.as_str(), first.label.as_deref());
        let _ = writeln!(text, "first told by {who} at {at} UTC");
    }
    if let Some(Telling {
        feed,
        label,
        published: Some(at),
        ..
    }) = &timeline.dated_first
    {
        let who = outlet(feed.as_str(), label.as_deref());
        let at = at.strftime("%Y-%m-%d %H:%M");
        let _ = writeln!(text, "first by the dates they claim: {who}, {at} UTC");
    }
    let copies = shown
        .articles
        .iter()
        .filter(|a| a.copy_of.is_some())
        .count() as u64;
    let _ = writeln!(
        text,
        "{} from {}",
        articles(shown.articles.len() as u64, copies),
        many(timeline.outlets.len() as u64, "feed")
    );
    for merge in &shown.merges {
        let _ = writeln!(text, "{}", merged(merge));
    }
    for moved in &shown.moves {
        let (count, other) = (many(moved.articles, "article"), moved.other);
        let way = if moved.is_taken {
            "came from"
        } else {
            "went to"
        };
        let at = moved.at.strftime("%Y-%m-%d %H:%M");
        let when = match moved.is_rebuilt {
            true => "when stories were made anew",
            false => "when the last articles were looked at again",
        };
        let _ = writeln!(text, "{count} {way} story {other} {when} at {at} UTC");
    }
}

fn merged(merge: &KeptMerge) -> String {
    let at = merge.at.strftime("%Y-%m-%d %H:%M");
    let KeptMerge {
        story,
        title,
        similarity,
        because,
        ..
    } = merge;
    if merge.is_rebuilt {
        let share = 100.0 * similarity;
        return format!(
            "story {story} ({title}) leads here since stories were made anew at {at} UTC: {share:.0} % of its articles came"
        );
    }
    let because = listed(because);
    format!("merged with story {story} ({title}) at {at} UTC: {similarity:.2} alike by {because}")
}

/// The feed, and what it is.
fn outlet(feed: &str, label: Option<&str>) -> String {
    match label {
        Some(label) => format!("{feed} [{label}]"),
        None => feed.to_owned(),
    }
}

fn tie(article: &StoryArticle) -> String {
    match (article.copy_of, article.similarity) {
        (Some(original), _) if article.is_own_copy => {
            format!("the same outlet's article {original} again")
        }
        (Some(original), Some(share)) => {
            format!(
                "also: a copy of article {original}, {:.0} % of it",
                100.0 * share
            )
        }
        (_, Some(similarity)) => {
            format!(
                "joined, {similarity:.2} alike by {}",
                listed(&article.because)
            )
        }
        (_, None) => "opened it".to_owned(),
    }
}

fn listed(words: &[String]) -> String {
    if words.is_empty() {
        "no word that it has now".to_owned()
    } else {
        words.join(", ")
    }
}
