//! `wirewatch story`: stories listed, and one shown with who told it, when, and what tied each article in.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::StoryCommand;
use crate::cli::args::StoryListArgs;
use crate::cli::args::StoryShowArgs;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::search::since;
use crate::model::ids::StoryId;
use crate::model::story::Story;
use crate::store::KeptMerge;
use crate::store::ListedStory;
use crate::store::StoryArticle;
use crate::store::StoryQuery;

pub(super) fn run(config: Option<&Path>, command: &StoryCommand) -> Result<Exit, Failure> {
    match command {
        StoryCommand::List(args) => list(config, args),
        StoryCommand::Show(args) => show(config, args),
    }
}

fn list(config: Option<&Path>, args: &StoryListArgs) -> Result<Exit, Failure> {
    let query = StoryQuery {
        since: since(&args.since)?,
        topic: (args.topic.as_deref().map(str::parse).transpose()).map_err(Failure::usage)?,
        limit: args.limit,
    };
    let settings = Place::find(config).settings()?;
    let stories = ask(&settings, move |view| view.story_list(&query))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        let list: Vec<Value> = stories.iter().map(listed_value).collect();
        writeln!(out, "{}", Value::from(list))?;
        return Ok(Exit::Ok);
    }
    for story in &stories {
        writeln!(
            out,
            "{:>7}  {}  {}\n         {} from {}",
            format!("s{}", story.id),
            story.grew.strftime("%Y-%m-%d %H:%M"),
            story.title,
            articles(story.articles, story.copies),
            many(story.feeds, "feed"),
        )?;
    }
    if stories.is_empty() {
        writeln!(out, "no stories since then")?;
    }
    Ok(Exit::Ok)
}

fn listed_value(story: &ListedStory) -> Value {
    json!({
        "id": story.id.0,
        "title": story.title,
        "opened": story.opened.to_string(),
        "grew": story.grew.to_string(),
        "articles": story.articles,
        "copies": story.copies,
        "feeds": story.feeds,
    })
}

/// A story with all that is told of it.
struct Shown {
    story: Story,
    merges: Vec<KeptMerge>,
    articles: Vec<StoryArticle>,
}

fn show(config: Option<&Path>, args: &StoryShowArgs) -> Result<Exit, Failure> {
    let asked = number(&args.id)?;
    let settings = Place::find(config).settings()?;
    let shown = ask(&settings, move |view| {
        let Some((story, _)) = view.story(asked)? else {
            return Ok(None);
        };
        Ok(Some(Shown {
            merges: view.merged_into(story.id)?,
            articles: view.told_in(story.id)?,
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
        writeln!(out, "{}", shown_value(&shown))?;
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

fn shown_value(shown: &Shown) -> Value {
    let Shown {
        story,
        merges,
        articles,
    } = shown;
    let merge = |merge: &KeptMerge| {
        json!({
            "id": merge.story.0,
            "title": merge.title,
            "similarity": merge.similarity,
            "because": merge.because,
            "at": merge.at.to_string(),
        })
    };
    let article = |article: &StoryArticle| {
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
        })
    };
    json!({
        "id": story.id.0,
        "title": story.title,
        "opened": story.opened.to_string(),
        "grew": story.grew.to_string(),
        "merged": merges.iter().map(merge).collect::<Vec<_>>(),
        "articles": articles.iter().map(article).collect::<Vec<_>>(),
    })
}

fn words(asked: StoryId, shown: &Shown) -> String {
    let Shown {
        story,
        merges,
        articles,
    } = shown;
    let mut text = String::new();
    // Writing into a String cannot fail.
    if asked != story.id {
        let _ = writeln!(text, "story {asked} turned out to be story {}\n", story.id);
    }
    let _ = writeln!(text, "story {}: {}", story.id, story.title);
    if let Some(first) = articles.first() {
        let at = first.first_seen.strftime("%Y-%m-%d %H:%M");
        let _ = writeln!(text, "first told by {} at {at} UTC", outlet(first));
    }
    for merge in merges {
        let _ = writeln!(
            text,
            "merged with story {} ({}) at {} UTC: {:.2} alike by {}",
            merge.story,
            merge.title,
            merge.at.strftime("%Y-%m-%d %H:%M"),
            merge.similarity,
            listed(&merge.because),
        );
    }
    for article in articles {
        let at = article.first_seen.strftime("%Y-%m-%d %H:%M");
        let _ = writeln!(text, "\n  {at}  {}", outlet(article));
        let _ = writeln!(text, "  {:>16}  {}", article.id, article.title);
        let _ = writeln!(text, "  {:>16}  {}", "", tie(article));
    }
    text
}

/// The feed, and what it is.
fn outlet(article: &StoryArticle) -> String {
    match &article.label {
        Some(label) => format!("{} [{label}]", article.feed),
        None => article.feed.to_string(),
    }
}

fn tie(article: &StoryArticle) -> String {
    match (article.copy_of, article.similarity) {
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

fn articles(articles: u64, copies: u64) -> String {
    let articles = many(articles, "article");
    if copies == 0 {
        articles
    } else {
        format!("{articles} ({copies} of them copies)")
    }
}

fn many(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
